namespace Repeater.Storage.Archive;

/// <summary>Where data comes from: a data folder, a zip file, a list of messages. What is in it is not trusted.</summary>
abstract class ImportSource : IDisposable
{
    /// <summary>What is there and will not be taken, one sentence each.</summary>
    public List<string> Notes { get; } = [];

    /// <summary>One after the other; nothing of a user is read before it is asked for.</summary>
    /// <exception cref="ImportException">It cannot be read on.</exception>
    public abstract IEnumerable<SourceUser> Users();

    /// <summary>Its only user.</summary>
    /// <exception cref="ImportException">There are several, or none.</exception>
    public SourceUser Single()
    {
        using var users = Users().GetEnumerator();
        if (!users.MoveNext())
        {
            throw new ImportException("There is no user data in it.");
        }

        var user = users.Current;
        return users.MoveNext() ? throw new ImportException("It holds the data of several users, where one was named.") : user;
    }

    public virtual void Dispose() => GC.SuppressFinalize(this);

    /// <summary>
    /// Users by their folders, in the order they were found. Folders of several kinds, and those of one user under an old and a new
    /// name, come together.
    /// </summary>
    protected static IEnumerable<SourceUser> Group(IEnumerable<SourceFile> files)
    {
        var users = new OrderedDictionary<string, List<SourceFile>>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            var key = NamePath.Of(file.UserFolder).Safe;
            if (!users.TryGetValue(key, out var list))
            {
                users.Add(key, list = []);
            }

            list.Add(file);
        }

        return users.Values.Select(list => new SourceUser(list));
    }
}

/// <summary>A source, or part of it, is refused. The message is a sentence that names what and why.</summary>
sealed class ImportException(string message, Exception? inner = null) : Exception(message, inner);

enum SourceFormat
{
    /// <summary>A branch file of ours.</summary>
    Log,

    /// <summary>One JSON value, as the Python backend has it.</summary>
    Python,

    /// <summary>A list of messages as chat APIs take them.</summary>
    Messages,

    /// <summary>Which branch is current.</summary>
    Pointer,
}

/// <summary>One file of a source.</summary>
/// <param name="Kind">Whose branch it is.</param>
/// <param name="UserFolder">The folder's name; empty where the source does not say whose data it is.</param>
/// <param name="Name">The file's name without its ending.</param>
/// <param name="Format">How to read it.</param>
/// <param name="Shown">Its whole name, for sentences.</param>
/// <param name="Modified">When it was last changed.</param>
/// <param name="Read">Reads it whole; throws <see cref="ImportException"/>, <see cref="IOException"/>, <see cref="UnauthorizedAccessException"/>.</param>
sealed record SourceFile(
    BranchFormat Kind, string UserFolder, string Name, SourceFormat Format, string Shown, DateTimeOffset Modified, Func<byte[]> Read);

/// <summary>Everything a source has of one user.</summary>
sealed class SourceUser(IReadOnlyList<SourceFile> files)
{
    public IReadOnlyList<SourceFile> Files { get; } = files;

    /// <summary>The id as it was first sent where a pointer file says it, else the folder's name; null where there is none.</summary>
    public UserName? Find()
    {
        foreach (var pointer in Files.Where(file => file.Format == SourceFormat.Pointer))
        {
            if (PointerFile.UserId(pointer.Read(), pointer.UserFolder) is { } raw)
            {
                return UserName.TryParse(raw, out _);
            }
        }

        return Files[0].UserFolder is { Length: > 0 } folder ? UserName.TryParse(folder, out _) : null;
    }
}
