using System.Globalization;

namespace Repeater.Calls;

/// <summary>
/// The files of the call log: the one that grows, and those that were full before, which are called after the last call in them. Not
/// for several threads at once.
/// </summary>
/// <remarks>All throw <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/>.</remarks>
sealed class CallFiles(string path, long mostBytes)
{
    readonly string _path = System.IO.Path.GetFullPath(path);

    /// <summary>How long the file was before a write that failed; null when the last one went well.</summary>
    long? _before;

    public string Path => _path;

    string Folder => System.IO.Path.GetDirectoryName(_path)!;

    string Stem => System.IO.Path.GetFileNameWithoutExtension(_path);

    string Ending => System.IO.Path.GetExtension(_path);

    /// <summary>The full files, the oldest first, with the number of the last call in each.</summary>
    public IReadOnlyList<(string Path, long LastSeq)> Full()
    {
        if (!Directory.Exists(Folder))
        {
            return [];
        }

        return [.. Directory.EnumerateFiles(Folder)
            .Select(file => (Path: file, Seq: SeqOf(System.IO.Path.GetFileName(file))))
            .Where(file => file.Seq is not null)
            .Select(file => (file.Path, file.Seq!.Value))
            .OrderBy(file => file.Value)];
    }

    /// <summary>Opens what there is, the oldest first, as long as it is now.</summary>
    /// <param name="after">Files whose calls all have such a number or a smaller one are left out.</param>
    public List<(FileStream File, long Length)> Open(long after = -1)
    {
        var files = new List<(FileStream, long)>();
        try
        {
            foreach (var file in Full().Where(file => file.LastSeq > after).Select(file => file.Path).Append(_path).Where(File.Exists))
            {
                var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                files.Add((stream, stream.Length));
            }
        }
        catch
        {
            files.ForEach(file => file.Item1.Dispose());
            throw;
        }

        return files;
    }

    /// <summary>Writes whole lines and flushes them. A failed write leaves nothing that the next one would say again.</summary>
    /// <param name="lines">Each with its end.</param>
    /// <param name="lastSeq">Of the last call written before.</param>
    /// <returns>Whether a new file was begun.</returns>
    public bool Append(ReadOnlySpan<byte> lines, long lastSeq)
    {
        Directory.CreateDirectory(Folder);
        var isNew = IsFull(lines.Length);
        if (isNew)
        {
            File.Move(_path, FreeName(lastSeq));
            _before = null;
        }

        using var file = File.OpenHandle(_path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        var length = RandomAccess.GetLength(file);
        if (_before < length)
        {
            RandomAccess.SetLength(file, _before.Value);
            length = _before.Value;
        }

        _before = length;
        var end = new byte[1];
        if (length > 0 && RandomAccess.Read(file, end, length - 1) == 1 && end[0] != '\n')
        {
            // Somebody was killed here: what follows is a line of its own.
            RandomAccess.Write(file, "\n"u8, length++);
        }

        RandomAccess.Write(file, lines, length);
        RandomAccess.FlushToDisk(file);
        _before = null;
        return isNew;
    }

    /// <summary>Removes full files nothing was written to since then.</summary>
    public void Sweep(DateTimeOffset before)
    {
        foreach (var (file, _) in Full())
        {
            if (File.GetLastWriteTimeUtc(file) < before.UtcDateTime)
            {
                File.Delete(file);
            }
        }
    }

    bool IsFull(int more) => File.Exists(_path) && new FileInfo(_path).Length is > 0 and var length && length + more > mostBytes;

    string FreeName(long seq)
    {
        while (true)
        {
            var name = System.IO.Path.Combine(Folder, string.Create(CultureInfo.InvariantCulture, $"{Stem}.{seq:D12}{Ending}"));
            if (!File.Exists(name))
            {
                return name;
            }

            seq++;
        }
    }

    long? SeqOf(string name) =>
        name.Length > Stem.Length + 1 + Ending.Length
        && name.StartsWith(Stem + ".", StringComparison.Ordinal) && name.EndsWith(Ending, StringComparison.Ordinal)
        && name[(Stem.Length + 1)..(name.Length - Ending.Length)] is { Length: >= 12 } digits
        && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var seq)
            ? seq
            : null;
}
