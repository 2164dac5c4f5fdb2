using System.Text;

namespace Repeater.Storage;

/// <summary>
/// A user, parsed once from whatever a client sent. Two raw ids that map to one folder are one user and compare equal.
/// </summary>
sealed record UserName
{
    UserName(string raw) => (Raw, Path) = (raw, NamePath.Of(raw));

    /// <summary>The id as the client sent it; half of a character pair is U+FFFD.</summary>
    public string Raw { get; }

    public NamePath Path { get; }

    /// <summary>Null with a sentence in <paramref name="error"/> when no folder can carry the id.</summary>
    public static UserName? TryParse(string raw, out string error)
    {
        error = raw is "" ? "An id must not be empty."
            : raw is "." or ".." ? $"'{raw}' cannot be an id: it means a folder to every file system. Add a letter or a digit."
            : IdText.TooLong(raw);
        return error.Length > 0 ? null : new UserName(IdText.Mend(raw));
    }

    /// <summary>The same for all raw ids of one user; an id that names none stays itself.</summary>
    public static string KeyOf(string raw) => TryParse(raw, out _)?.Path.Safe ?? raw;

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

    /// <summary>
    /// Null with a sentence in <paramref name="error"/> when the id is too long. Every other id names a branch, the empty
    /// one and <c>..</c> too: the Python backend made files of them.
    /// </summary>
    public static BranchName? TryParse(string raw, out string error)
    {
        error = IdText.TooLong(raw);
        return error.Length > 0 ? null : Stored(raw);
    }

    /// <summary>Of an id that stands in our own data.</summary>
    public static BranchName Stored(string raw) => new(IdText.Mend(raw));

    public bool Equals(BranchName? other) => other is not null && Path == other.Path;

    public override int GetHashCode() => Path.GetHashCode();

    public override string ToString() => Raw;
}

static class IdText
{
    /// <summary>More than any client sends, and little enough to be kept for each user.</summary>
    const int LongestId = 8192;

    public static string TooLong(string raw) =>
        raw.Length > LongestId ? $"An id of {raw.Length} characters is too long: {LongestId} are allowed." : "";

    /// <summary>What is stored must be read back as the same id, and UTF-8 cannot hold half of a pair.</summary>
    public static string Mend(string raw) =>
        raw.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') ? Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(raw)) : raw;
}
