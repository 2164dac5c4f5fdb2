using System.Globalization;
using System.Text;

namespace Repeater.Storage.Archive;

/// <summary>
/// How an archive is laid out. It is a data folder with readable texts beside it; names in it may hold any character, and those
/// that some system would not take stand there as <c>%XX</c>, one for each byte of UTF-8.
/// </summary>
static class ArchiveNames
{
    public const string Manifest = "repeater.json";
    public const string Context = "user_context.json";
    public const string Config = "user_config.json";
    public const string Prompt = "user_prompt.json";
    public const string Texts = "text";
    public const string BranchFolder = "ParallelData";
    public const string Pointer = "metadata.json";

    public static string PointerOf(string kindFolder, string userFolder) => $"{kindFolder}/{Encode(userFolder)}/{Pointer}";

    public static string BranchOf(string kindFolder, string userFolder, string file) =>
        $"{kindFolder}/{Encode(userFolder)}/{BranchFolder}/{Encode(file)}";

    public static string TextOf(string kind, string userFolder, string branch) => $"{Texts}/{Encode(userFolder)}/{kind}/{Encode(branch)}.txt";

    public static string Encode(string name)
    {
        var encoded = new StringBuilder(name.Length);
        var index = 0;
        foreach (var rune in name.EnumerateRunes())
        {
            index += rune.Utf16SequenceLength;
            var isEnd = index == name.Length;
            if (Rune.IsControl(rune) || (rune.IsAscii && "%<>:\"/\\|?*".Contains((char)rune.Value)) || (isEnd && rune.Value is '.' or ' '))
            {
                foreach (var single in Encoding.UTF8.GetBytes(rune.ToString()))
                {
                    encoded.Append(CultureInfo.InvariantCulture, $"%{single:X2}");
                }
            }
            else
            {
                encoded.Append(rune.ToString());
            }
        }

        return encoded.ToString();
    }

    /// <summary>Null for what <see cref="Encode"/> does not write.</summary>
    public static string? Decode(string name)
    {
        if (!name.Contains('%'))
        {
            return name;
        }

        var bytes = new List<byte>(name.Length);
        for (var index = 0; index < name.Length;)
        {
            if (name[index] != '%')
            {
                var end = name.IndexOf('%', index) is >= 0 and var next ? next : name.Length;
                bytes.AddRange(Encoding.UTF8.GetBytes(name[index..end]));
                index = end;
            }
            else if (index + 2 < name.Length
                && byte.TryParse(name.AsSpan(index + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var single))
            {
                bytes.Add(single);
                index += 3;
            }
            else
            {
                return null;
            }
        }

        var decoded = Encoding.UTF8.GetString([.. bytes]);
        return Encode(decoded) == name ? decoded : null;
    }
}
