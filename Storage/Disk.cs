using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Repeater.Storage;

/// <summary>
/// What storage asks of a file system, blocking. Every method that changes something returns only when the change
/// survives a power cut, unless <see cref="Durability.Os"/> was chosen. Tests put failures in front of it.
/// </summary>
class Disk(Durability durability)
{
    /// <summary>Null when there is no such file.</summary>
    public virtual byte[]? Read(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Writes <paramref name="bytes"/> at the end of a file that must be exactly <paramref name="length"/> bytes long.</summary>
    /// <returns>False, with nothing written, when the file is gone or has another length.</returns>
    public virtual bool Append(string path, long length, ReadOnlySpan<byte> bytes)
    {
        SafeFileHandle handle;
        try
        {
            handle = File.OpenHandle(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
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

            Write(handle, length, bytes);
            Flush(handle);
            return true;
        }
    }

    /// <summary>Cuts the file back, when there is one, so that what a failed append left behind is gone for good.</summary>
    public virtual void Truncate(string path, long length)
    {
        if (File.Exists(path))
        {
            using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            RandomAccess.SetLength(handle, length);
            Flush(handle);
        }
    }

    /// <summary>Makes or replaces a whole file: a reader sees the old one or the new one, never a part.</summary>
    public virtual void Replace(string path, ReadOnlySpan<byte> bytes)
    {
        MakeFolder(Path.GetDirectoryName(path)!);
        var temporary = path + ".tmp";
        try
        {
            using (var handle = File.OpenHandle(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                Write(handle, 0, bytes);
                Flush(handle);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            TryDelete(temporary);
            throw;
        }

        FlushFolder(Path.GetDirectoryName(path)!);
    }

    /// <summary>Renames; the target's folder is made when it is missing, an existing target is an error.</summary>
    public virtual void Move(string from, string to)
    {
        MakeFolder(Path.GetDirectoryName(to)!);
        File.Move(from, to);
        FlushFolder(Path.GetDirectoryName(to)!);
        FlushFolder(Path.GetDirectoryName(from)!);
    }

    /// <summary>A file that is not there is no error.</summary>
    public virtual void Delete(string path)
    {
        if (File.Exists(path))
        {
            File.Delete(path);
            FlushFolder(Path.GetDirectoryName(path)!);
        }
    }

    /// <summary>Makes a folder and what is missing above it, each entry flushed.</summary>
    public virtual void MakeFolder(string path)
    {
        if (Directory.Exists(path))
        {
            return;
        }

        var parent = Path.GetDirectoryName(path);
        if (!string.IsNullOrEmpty(parent))
        {
            MakeFolder(parent);
        }

        Directory.CreateDirectory(path);
        FlushFolder(string.IsNullOrEmpty(parent) ? "." : parent);
    }

    static void Write(SafeFileHandle handle, long offset, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > 0)
        {
            RandomAccess.Write(handle, bytes, offset);
        }
    }

    void Flush(SafeFileHandle handle)
    {
        if (durability == Durability.Flush)
        {
            RandomAccess.FlushToDisk(handle);
        }
    }

    /// <summary>Windows makes directory entries durable by itself; elsewhere the folder is a file to be flushed.</summary>
    void FlushFolder(string path)
    {
        if (durability == Durability.Flush && !OperatingSystem.IsWindows())
        {
            PosixFolder.Flush(path);
        }
    }

    static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The failure that brought us here is the one to report; the leftover is overwritten by the next try.
        }
    }
}

/// <summary>Flushing a folder: .NET cannot open one.</summary>
static partial class PosixFolder
{
    const int ReadOnly = 0;

    public static void Flush(string path)
    {
        var descriptor = Open(path, ReadOnly);
        if (descriptor < 0)
        {
            throw Failure(path);
        }

        try
        {
            if (Sync(descriptor) != 0)
            {
                throw Failure(path);
            }
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    static IOException Failure(string path)
    {
        var code = Marshal.GetLastPInvokeError();
        return new IOException($"{Marshal.GetPInvokeErrorMessage(code)} : '{path}'", code);
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
