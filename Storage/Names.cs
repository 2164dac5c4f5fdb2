using System.Security.Cryptography;
using System.Text;

namespace Repeater.Storage;

/// <summary>
/// A user, parsed once from whatever a client sent. Two raw ids that map to one folder are one user and compare equal.
/// </summary>
sealed record UserName
{
    UserName(string raw) => (Raw, Path) = (raw, NamePath.Of(raw));

    /// <summary>The id as the client sent it.</summary>
    public string Raw { get; }

    public NamePath Path { get; }

    /// <summary>Null with a sentence in <paramref name="error"/> when no folder can carry the id.</summary>
    public static UserName? TryParse(string raw, out string error) =>
        NamePath.Refusal(raw, out error) ? null : new UserName(raw);

    public bool Equals(UserName? other) => other is not null && Path == other.Path;

    public override int GetHashCode() => Path.GetHashCode();

    public override string ToString() => Raw;
}

/// <summary>A branch of one kind of one user. Compares like <see cref="UserName"/>.</summary>
sealed record BranchName
{
    public static readonly BranchName Default = new("default");

    BranchName(string raw) => (Raw, Path) = (raw, NamePath.Of(raw));

    public string Raw { get; }

    public NamePath Path { get; }

    public static BranchName? TryParse(string raw, out string error) =>
        NamePath.Refusal(raw, out error) ? null : new BranchName(raw);

    public bool Equals(BranchName? other) => other is not null && Path == other.Path;

    public override int GetHashCode() => Path.GetHashCode();

    public override string ToString() => Raw;
}

/// <summary>
/// The file name part that an id becomes. <paramref name="Exact"/> is the name the Python backend gave it; an existing
/// file or folder of that name is always used. <paramref name="Safe"/> is what a new one is called: the same, except
/// where that name would be too long or mean something else to a file system.
/// </summary>
readonly record struct NamePath(string Exact, string Safe)
{
    /// <summary>Room for the longest thing ever put behind a name: a suffix with a time stamp and a counter.</summary>
    const int LongestSuffix = 48;

    const int LongestFileName = 255;

    const int KeptPrefixBytes = 120;

    static readonly string[] ReservedOnWindows =
    [
        "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$",
        .. Enumerable.Range(0, 10).Select(i => $"COM{i}"), .. Enumerable.Range(0, 10).Select(i => $"LPT{i}"),
        "COM¹", "COM²", "COM³", "LPT¹", "LPT²", "LPT³",
    ];

    /// <summary>Two ids are the same thing exactly when a new file for them would have the same name.</summary>
    public bool Equals(NamePath other) => Safe == other.Safe;

    public override int GetHashCode() => Safe.GetHashCode(StringComparison.Ordinal);

    public static NamePath Of(string raw)
    {
        var exact = Sanitize(raw.Replace("\0", "_", StringComparison.Ordinal));
        return new NamePath(exact, MakeSafe(exact));
    }

    /// <summary>True for the few ids that no folder name can stand for; <paramref name="error"/> then says why.</summary>
    public static bool Refusal(string raw, out string error)
    {
        error = raw is "" ? "An id must not be empty."
            : raw is "." or ".." ? $"'{raw}' cannot be an id: it means a folder to every file system. Add a letter or a digit."
            : "";
        return error.Length > 0;
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
        if (CodePoints(stem) > 255)
        {
            stem = Hash(stem)[..16];
        }

        return stem + raw[dot..];
    }

    /// <summary>The last dot behind the last slash that is not part of a leading run of dots; the length when there is none.</summary>
    static int ExtensionStart(string raw)
    {
        var name = raw.LastIndexOf('/') + 1;
        var dot = raw.LastIndexOf('.');
        return dot > name && raw.AsSpan(name, dot - name).ContainsAnyExcept('.') ? dot : raw.Length;
    }

    static string MakeSafe(string exact)
    {
        var visible = new StringBuilder(exact);
        for (var i = 0; i < visible.Length; i++)
        {
            if (char.IsControl(visible[i]) || char.IsSurrogate(visible[i]) && !IsPaired(exact, i)
                || OperatingSystem.IsWindows() && "<>:\"\\|?*".Contains(visible[i]))
            {
                visible[i] = '_';
            }
        }

        var name = visible.ToString();
        var stem = name.Split('.')[0].TrimEnd(' ');
        if (Encoding.UTF8.GetByteCount(name) <= LongestFileName - LongestSuffix
            && name[^1] is not ('.' or ' ')
            && !ReservedOnWindows.Contains(stem, StringComparer.OrdinalIgnoreCase))
        {
            return name;
        }

        return $"{Prefix(name).TrimEnd('.', ' ')}~{Hash(exact)[..32]}";
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

    static bool IsPaired(string text, int i) =>
        char.IsHighSurrogate(text[i])
            ? i + 1 < text.Length && char.IsLowSurrogate(text[i + 1])
            : i > 0 && char.IsHighSurrogate(text[i - 1]);

    static int CodePoints(string text) => text.Length - text.Count(char.IsLowSurrogate);

    static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
