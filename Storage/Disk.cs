using System.Diagnostics;
using Microsoft.Win32.SafeHandles;

namespace Repeater.Storage;

/// <summary>
/// What storage asks of a file system, blocking. Every method that changes something returns only when the change
/// survives a power cut, unless <see cref="Durability.Os"/> was chosen. The steps they are made of can be replaced: tests
/// put failures there.
/// </summary>
/// <remarks>All throw <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/>.</remarks>
class Disk(Durability durability)
{
    static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    static readonly EnumerationOptions AnyCase = new()
    {
        AttributesToSkip = 0,
        IgnoreInaccessible = false,
        MatchCasing = MatchCasing.CaseInsensitive,
    };

    /// <summary>Told how long each flush took; null: nobody asks.</summary>
    public Action<TimeSpan>? Flushed { get; set; }

    /// <summary>Null when there is no such file. A link that points nowhere is an error: what it should show is elsewhere.</summary>
    public virtual byte[]? Read(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return new FileInfo(path).LinkTarget is { } target
                ? throw new IOException($"{path} is a link to {target}, which is not there.")
                : null;
        }
    }

    /// <summary>True for a link that points nowhere; a folder that may not be looked into is an error.</summary>
    public virtual bool Exists(string path)
    {
        try
        {
            _ = File.GetAttributes(path);
            return true;
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException or PathTooLongException)
        {
            return false;
        }
    }

    /// <summary>Names of the files in a folder; none when it is not there.</summary>
    public virtual IReadOnlyList<FileInfo> Files(string folder) => List(folder, info => info.EnumerateFiles("*", Everything));

    public virtual IReadOnlyList<DirectoryInfo> Folders(string folder) => List(folder, info => info.EnumerateDirectories("*", Everything));

    /// <summary>How the entry that answers to a name is spelled; null when there is none.</summary>
    public virtual string? Spelling(string folder, string name) =>
        !Exists(Path.Combine(folder, name)) ? null
        : List(folder, info => info.EnumerateFileSystemInfos(name, AnyCase)).Select(entry => entry.Name)
            .Where(entry => entry.Equals(name, StringComparison.OrdinalIgnoreCase))
            .MaxBy(entry => entry == name);

    /// <summary>Writes <paramref name="bytes"/> at the end of a file that must be exactly <paramref name="length"/> bytes long.</summary>
    /// <returns>False, with nothing written, when the file is gone or has another length.</returns>
    public bool Append(string path, long length, ReadOnlySpan<byte> bytes)
    {
        SafeFileHandle handle;
        try
        {
            handle = Open(path, FileMode.Open);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }

        using (handle)
        {
            if (RandomAccess.GetLength(handle) != length)
            {
                return false;
            }

            Write(handle, path, length, bytes);
            FlushIfWanted(handle, path);
            return true;
        }
    }

    /// <summary>Cuts the file back, when it is there and longer, so that what a failed append left behind is gone for good.</summary>
    public void Truncate(string path, long length)
    {
        SafeFileHandle handle;
        try
        {
            handle = Open(path, FileMode.Open);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return;
        }

        using (handle)
        {
            if (RandomAccess.GetLength(handle) > length)
            {
                SetLength(handle, path, length);
            }

            // Also where the length is right: it may be so in memory alone.
            FlushIfWanted(handle, path);
        }
    }

    /// <summary>Makes a whole file in a folder that is there.</summary>
    /// <returns>False, with nothing changed, when the name is taken.</returns>
    public bool Create(string path, ReadOnlySpan<byte> bytes)
    {
        if (Exists(path))
        {
            return false;
        }

        Replace(path, bytes);
        return true;
    }

    /// <summary>Makes or replaces a whole file in a folder that is there: whoever looks sees the old one or the new one.</summary>
    public void Replace(string path, ReadOnlySpan<byte> bytes)
    {
        // Through a link, so that it keeps pointing to where its owner wants the data.
        var target = Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path : path;
        var temporary = target + ".tmp";
        try
        {
            using (var handle = Open(temporary, FileMode.Create))
            {
                Write(handle, temporary, 0, bytes);
                FlushIfWanted(handle, temporary);
            }

            Rename(temporary, target);
        }
        catch
        {
            TryRemove(temporary);
            throw;
        }

        FlushFolderIfWanted(FolderOf(target));
    }

    /// <summary>Renames into a folder that is there. What had the new name is gone.</summary>
    public void Move(string from, string to)
    {
        Rename(from, to);
        FlushFolderIfWanted(FolderOf(to));
        FlushFolderIfWanted(FolderOf(from));
    }

    /// <summary>Renames a folder to a name that nothing has.</summary>
    public void MoveFolder(string from, string to)
    {
        Directory.Move(from, to);
        FlushFolderIfWanted(FolderOf(to));
    }

    /// <summary>Lets two folders change their names in one step.</summary>
    /// <returns>False where the system cannot; nothing was done.</returns>
    public bool ExchangeFolders(string one, string other)
    {
        if (!OperatingSystem.IsLinux() || !PosixFolder.TryExchange(one, other))
        {
            return false;
        }

        FlushFolderIfWanted(FolderOf(other));
        return true;
    }

    /// <summary>A file that is not there is no error.</summary>
    public void Delete(string path)
    {
        Remove(path);
        FlushFolderIfWanted(FolderOf(path));
    }

    /// <summary>Makes a folder inside one that is there.</summary>
    /// <remarks>
    /// The entry is flushed even if it is there already: whoever made it may have been killed, or may not have come so far yet.
    /// </remarks>
    public void MakeFolder(string path)
    {
        MakeDirectory(path);
        FlushFolderIfWanted(FolderOf(path));
    }

    protected virtual SafeFileHandle Open(string path, FileMode mode) =>
        File.OpenHandle(path, mode, FileAccess.Write, mode == FileMode.Open ? FileShare.ReadWrite : FileShare.None);

    protected virtual void Write(SafeFileHandle handle, string path, long offset, ReadOnlySpan<byte> bytes) =>
        RandomAccess.Write(handle, bytes, offset);

    protected virtual void SetLength(SafeFileHandle handle, string path, long length) => RandomAccess.SetLength(handle, length);

    protected virtual void Flush(SafeFileHandle handle, string path) => RandomAccess.FlushToDisk(handle);

    /// <remarks>Overwriting is the atomic one: without it .NET links and unlinks, or copies.</remarks>
    protected virtual void Rename(string from, string to) => File.Move(from, to, overwrite: true);

    protected virtual void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (DirectoryNotFoundException)
        {
            // Then the file is not there either.
        }
    }

    protected virtual void MakeDirectory(string path) => Directory.CreateDirectory(path);

    /// <summary>Windows makes directory entries durable by itself; elsewhere the folder is a file to be flushed.</summary>
    protected virtual void FlushFolder(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            PosixFolder.Flush(path);
        }
    }

    static List<T> List<T>(string folder, Func<DirectoryInfo, IEnumerable<T>> entries)
    {
        try
        {
            return [.. entries(new DirectoryInfo(folder))];
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }

    static string FolderOf(string path) => Path.GetDirectoryName(path)!;

    void FlushIfWanted(SafeFileHandle handle, string path)
    {
        if (durability == Durability.Flush)
        {
            var begun = Stopwatch.GetTimestamp();
            Flush(handle, path);
            Flushed?.Invoke(Stopwatch.GetElapsedTime(begun));
        }
    }

    void FlushFolderIfWanted(string path)
    {
        if (durability == Durability.Flush)
        {
            var begun = Stopwatch.GetTimestamp();
            FlushFolder(path);
            Flushed?.Invoke(Stopwatch.GetElapsedTime(begun));
        }
    }

    void TryRemove(string path)
    {
        try
        {
            Remove(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The failure that brought us here is the one to report; the leftover is overwritten by the next try.
        }
    }
}
