using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace Repeater.Storage;

/// <summary>
/// The file name part that an id becomes. <paramref name="Safe"/> is what a new file or folder is called: the name the
/// Python backend gave it, or where that one would be too long or mean something else to a file system, a part of it with a
/// hash. <paramref name="Old"/> is then the Python backend's name, under which older data may be found; else null.
/// </summary>
readonly record struct NamePath(string Safe, string? Old)
{
    /// <summary>Room for the longest thing ever put behind a name: the suffix of a torn end that is just being written.</summary>
    const int LongestSuffix = 48;

    const int LongestFileName = 255;
    const int KeptPrefixBytes = 120;
    const int HashLetters = 32;

    static readonly SearchValues<char> HashDigits = SearchValues.Create("0123456789abcdef");

    static readonly string[] ReservedOnWindows =
    [
        "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$",
        .. Enumerable.Range(0, 10).Select(i => $"COM{i}"), .. Enumerable.Range(0, 10).Select(i => $"LPT{i}"),
        "COM¹", "COM²", "COM³", "LPT¹", "LPT²", "LPT³",
    ];

    /// <summary>
    /// The name with a hash: for a folder that takes two spellings of a name for one, and already has the other.
    /// </summary>
    public string Distinct => WithHash(Safe);

    /// <summary>Two ids are the same thing exactly when a new file for them would have the same name.</summary>
    public bool Equals(NamePath other) => Safe == other.Safe;

    public override int GetHashCode() => Safe.GetHashCode(StringComparison.Ordinal);

    public static NamePath Of(string raw)
    {
        var exact = Sanitize(raw);
        var safe = IsSafe(exact) ? exact : WithHash(exact);
        return new NamePath(safe, safe != exact && CanBeFileName(exact) ? exact : null);
    }

    /// <summary>Whether the name is a hashed one: its id does not stand in it.</summary>
    public static bool IsHashed(string name)
    {
        var mark = name.Length - HashLetters - 1;
        return mark >= 0 && name[mark] == '~' && !name.AsSpan(mark + 1).ContainsAnyExcept(HashDigits);
    }

    /// <summary>The Python backend's mapping, so that its data directories and ours meet in the same files.</summary>
    static string Sanitize(string raw)
    {
        var dot = ExtensionStart(raw);
        var stem = string.Create(dot, raw, static (target, source) =>
        {
            for (var i = 0; i < target.Length; i++)
            {
                target[i] = source[i] < ' ' || "<>:\"/\\|?*".Contains(source[i]) ? '_' : source[i];
            }
        });
        return (TextLength.CodePoints(stem) > 255 ? Hash(stem)[..16] : stem) + raw[dot..];
    }

    /// <summary>The last dot behind the last slash that is not part of a leading run of dots; the length when there is none.</summary>
    static int ExtensionStart(string raw)
    {
        var name = raw.LastIndexOf('/') + 1;
        var dot = raw.LastIndexOf('.');
        return dot > name && raw.AsSpan(name, dot - name).ContainsAnyExcept('.') ? dot : raw.Length;
    }

    /// <summary>Whether every file system of this system takes the name for what it says, with any of our suffixes.</summary>
    static bool IsSafe(string name) =>
        name.Length > 0
        && name[^1] is not ('.' or ' ')
        && !name.Any(IsTrouble)
        && !IsReservedOnWindows(name)
        && Encoding.UTF8.GetByteCount(name) <= LongestFileName - LongestSuffix;

    /// <summary>Whether the Python backend can have made a file of the name here, and looking for it stays in its folder.</summary>
    static bool CanBeFileName(string name) =>
        !name.Contains('\0')
        && Encoding.UTF8.GetByteCount(name) <= LongestFileName
        && (!OperatingSystem.IsWindows() || (name.Length > 0 && name[^1] is not ('.' or ' ') && !name.Any(IsTrouble) && !IsReservedOnWindows(name)));

    static bool IsTrouble(char c) => char.IsControl(c) || (OperatingSystem.IsWindows() && "<>:\"/\\|?*".Contains(c));

    static bool IsReservedOnWindows(string name) =>
        ReservedOnWindows.Contains(name.Split('.')[0].TrimEnd(' '), StringComparer.OrdinalIgnoreCase);

    static string WithHash(string name)
    {
        var shown = new string([.. Prefix(name).Select(c => IsTrouble(c) ? '_' : c)]).TrimEnd('.', ' ');
        return $"{(IsReservedOnWindows(shown) ? "_" : "")}{shown}~{Hash(name)[..HashLetters]}";
    }

    static string Prefix(string name)
    {
        var end = 0;
        var bytes = 0;
        foreach (var rune in name.EnumerateRunes())
        {
            bytes += rune.Utf8SequenceLength;
            if (bytes > KeptPrefixBytes)
            {
                break;
            }

            end += rune.Utf16SequenceLength;
        }

        return name[..end];
    }

    static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
