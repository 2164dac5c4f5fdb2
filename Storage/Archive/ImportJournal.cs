using System.Text.Json;
using System.Text.Json.Serialization;

namespace Repeater.Storage.Archive;

/// <summary>
/// Files that take their places all or none. They are first written elsewhere, then a list of the moves is; from then on
/// they count as done, and whoever opens the data folder next does the moves that are missing.
/// </summary>
sealed class ImportJournal
{
    const string FileName = "journal.json";

    readonly StorageRoot _root;
    readonly string _folder;
    readonly List<ImportMove> _moves = [];

    public ImportJournal(StorageRoot root)
    {
        _root = root;
        _folder = Path.Combine(FolderOf(root), Stamp.Of(root.Clock.GetUtcNow()));
    }

    public bool IsEmpty => _moves.Count == 0;

    /// <summary>Writes what will be at <paramref name="target"/>.</summary>
    /// <param name="target">In the data folder.</param>
    /// <param name="bytes">The whole file.</param>
    /// <param name="kept">Where a file that is there goes; null: nowhere, it was only in the way.</param>
    public void Stage(string target, ReadOnlySpan<byte> bytes, string? kept)
    {
        var staged = Path.Combine(_folder, $"{_moves.Count}.new");
        var copy = bytes.ToArray();
        _root.InFolder(() => staged, path => _root.Disk.Create(path, copy));
        _moves.Add(new(Relative(staged), Relative(target), Relative(kept ?? Path.Combine(_folder, $"{_moves.Count}.old"))));
    }

    /// <summary>Moves all files to their places.</summary>
    /// <exception cref="IOException">
    /// Nothing was changed; or, when the disk does not even let the moves be undone, they will be completed at the next start.
    /// </exception>
    public void Commit()
    {
        try
        {
            _root.Disk.Create(Path.Combine(_folder, FileName), JsonSerializer.SerializeToUtf8Bytes(_moves, ArchiveJson.Default.ListImportMove));
            foreach (var move in _moves)
            {
                Do(_root, move);
            }
        }
        catch
        {
            Undo();
            throw;
        }

        Remove(_folder);
    }

    /// <summary>After staging failed.</summary>
    public void Abandon()
    {
        if (_root.Disk.Exists(Path.Combine(_folder, FileName)))
        {
            // First, so that nobody takes half of it for all.
            _root.Disk.Delete(Path.Combine(_folder, FileName));
        }

        Remove(_folder);
    }

    /// <summary>An empty file that is gone when it is closed, at the latest at the next start.</summary>
    public static FileStream OpenUpload(StorageRoot root) => root.InFolder(
        () => Path.Combine(FolderOf(root), $"upload-{Stamp.Of(root.Clock.GetUtcNow())}"),
        path => new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Options = FileOptions.DeleteOnClose }));

    /// <summary>Completes what was decided, and removes what was not, when the program was killed meanwhile.</summary>
    /// <returns>How many imports were completed.</returns>
    /// <exception cref="StorageException">The disk does not let it.</exception>
    public static int Recover(StorageRoot root) => FailedWrite.Guard("completing an import that was interrupted", () =>
    {
        var completed = 0;
        foreach (var upload in root.Disk.Files(FolderOf(root)))
        {
            root.Disk.Delete(upload.FullName);
        }

        foreach (var folder in root.Disk.Folders(FolderOf(root)))
        {
            if (root.Disk.Read(Path.Combine(folder.FullName, FileName)) is { } journal)
            {
                foreach (var move in Parse(journal, folder.FullName))
                {
                    Do(root, move);
                }

                completed++;
            }

            Remove(folder.FullName);
        }

        return completed;
    });

    static string FolderOf(StorageRoot root) => Path.Combine(root.Own, "import");

    /// <summary>Does what is not done yet of it.</summary>
    static void Do(StorageRoot root, ImportMove move)
    {
        var (staged, target, kept) = move.In(root.Path);
        if (!root.Disk.Exists(staged))
        {
            return;
        }

        if (root.Disk.Exists(target) && !root.Disk.Exists(kept))
        {
            Move(root, target, kept);
        }

        Move(root, staged, target);
    }

    void Undo()
    {
        foreach (var move in _moves.AsEnumerable().Reverse())
        {
            var (staged, target, kept) = move.In(_root.Path);
            if (!_root.Disk.Exists(staged) && _root.Disk.Exists(target))
            {
                Move(_root, target, staged);
            }

            if (_root.Disk.Exists(kept))
            {
                Move(_root, kept, target);
            }
        }

        Abandon();
    }

    static void Move(StorageRoot root, string from, string to) => root.InFolder(() => to, path =>
    {
        root.Disk.Move(from, path);
        return true;
    });

    static List<ImportMove> Parse(byte[] journal, string folder)
    {
        try
        {
            return JsonSerializer.Deserialize(journal, ArchiveJson.Default.ListImportMove) ?? [];
        }
        catch (JsonException error)
        {
            throw new IOException($"{Path.Combine(folder, FileName)} cannot be read ({error.Message})", error);
        }
    }

    static void Remove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Without its list it is removed at the next start; with it, there is nothing left to do in it.
        }
    }

    string Relative(string path) => Path.GetRelativePath(_root.Path, path);
}

/// <summary>Paths below the data folder.</summary>
sealed record ImportMove(string Staged, string Target, string Kept)
{
    public (string Staged, string Target, string Kept) In(string folder) =>
        (Path.Combine(folder, Staged), Path.Combine(folder, Target), Path.Combine(folder, Kept));
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(List<ImportMove>))]
sealed partial class ArchiveJson : JsonSerializerContext;
