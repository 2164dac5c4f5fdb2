using System.Collections.Concurrent;
using System.Text;

namespace Repeater.Chat;

/// <summary>
/// Prompts by name: the <c>.txt</c> files of a folder, and behind them the embedded ones. Files are read when asked for,
/// so a changed or new one holds at once.
/// </summary>
sealed class Presets(string folder)
{
    const string Extension = ".txt";
    const string EmbeddedFolder = "presets/";

    /// <summary>Embedded texts by file name, as far as they were asked for.</summary>
    static readonly ConcurrentDictionary<string, string> Embedded = new(StringComparer.Ordinal);

    /// <summary>
    /// The unexpanded text with LF line ends, or null where there is no such preset. Characters that no file name may have
    /// on some system read as <c>_</c>. A file that cannot be read is an <see cref="IOException"/> or
    /// <see cref="UnauthorizedAccessException"/>, never an empty prompt.
    /// </summary>
    public string? Find(string name)
    {
        if (name is "")
        {
            return null;
        }
        var fileName = FileName(name);
        return ReadFile(fileName)?.Replace("\r\n", "\n", StringComparison.Ordinal) ?? ReadEmbedded(fileName);
    }

    /// <summary>All that <see cref="Find"/> finds, in ordinal order.</summary>
    public IReadOnlyList<string> Names()
    {
        var embedded = typeof(Presets).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(EmbeddedFolder, StringComparison.Ordinal))
            .Select(name => name[EmbeddedFolder.Length..]);
        return [.. Files().Select(Path.GetFileName).OfType<string>().Concat(embedded)
            .Where(file => file.EndsWith(Extension, StringComparison.Ordinal))
            .Select(file => file[..^Extension.Length])
            .Where(name => name is not "" && FileName(name) == name + Extension)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)];
    }

    /// <summary>
    /// The folder is listed and its names compared, so that no name from outside becomes a path: not <c>..</c>, not
    /// <c>CON</c>, not an endless one.
    /// </summary>
    string? ReadFile(string fileName) =>
        Files().FirstOrDefault(path => Path.GetFileName(path) == fileName) is { } path
            ? File.ReadAllText(path, Encoding.UTF8)
            : null;

    IEnumerable<string> Files() => Directory.Exists(folder) ? Directory.EnumerateFiles(folder) : [];

    static string? ReadEmbedded(string fileName)
    {
        if (Embedded.TryGetValue(fileName, out var known))
        {
            return known;
        }

        using var stream = typeof(Presets).Assembly.GetManifestResourceStream(EmbeddedFolder + fileName);
        if (stream is null)
        {
            return null;
        }
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return Embedded.GetOrAdd(fileName, reader.ReadToEnd().Replace("\r\n", "\n", StringComparison.Ordinal));
    }

    /// <summary>The name as the Python backend made file names of names.</summary>
    static string FileName(string name)
    {
        var characters = name.ToCharArray();
        foreach (ref var c in characters.AsSpan())
        {
            if (c is < ' ' or '<' or '>' or ':' or '"' or '/' or '\\' or '|' or '?' or '*')
            {
                c = '_';
            }
        }
        return new string(characters) + Extension;
    }
}
