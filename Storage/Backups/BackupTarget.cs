using System.IO.Compression;

namespace Repeater.Storage.Backups;

/// <summary>Where a backup goes. It takes its name when it is whole: whoever finds it finds all of it.</summary>
abstract class BackupTarget : IDisposable
{
    const string ZipEnding = ".zip";

    /// <param name="path">A zip file by its name, else a folder. Nothing may be there.</param>
    /// <exception cref="BackupException">Something is.</exception>
    public static BackupTarget Create(string path)
    {
        if (Path.Exists(path))
        {
            throw new BackupException($"{path} is there already. Name another target: a backup never overwrites anything.");
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return path.EndsWith(ZipEnding, StringComparison.OrdinalIgnoreCase) ? new ZipTarget(path) : new FolderTarget(path);
    }

    public abstract void Add(string name, ReadOnlySpan<byte> bytes);

    /// <summary>Makes what was added durable and gives it its name.</summary>
    public abstract void Finish();

    /// <summary>Removes what was not finished.</summary>
    public abstract void Dispose();

    sealed class ZipTarget : BackupTarget
    {
        readonly string _path;
        readonly string _temporary;
        readonly FileStream _file;
        readonly ZipArchive _zip;
        bool _isFinished;

        public ZipTarget(string path)
        {
            (_path, _temporary) = (path, path + ".tmp");
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                // Everybody's conversations, and the admin key.
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            _file = new FileStream(_temporary, options);
            _zip = new ZipArchive(_file, ZipArchiveMode.Create, leaveOpen: true);
        }

        public override void Add(string name, ReadOnlySpan<byte> bytes)
        {
            using var member = _zip.CreateEntry(name, CompressionLevel.Fastest).Open();
            member.Write(bytes);
        }

        public override void Finish()
        {
            _zip.Dispose();
            _file.Flush(flushToDisk: true);
            _file.Dispose();
            File.Move(_temporary, _path);
            _isFinished = true;
        }

        public override void Dispose()
        {
            if (!_isFinished)
            {
                // Its end is not written: nobody is to take it for one.
                _file.Dispose();
                File.Delete(_temporary);
            }
        }
    }

    sealed class FolderTarget : BackupTarget
    {
        readonly string _path;
        readonly string _temporary;
        readonly HashSet<string> _folders = new(StringComparer.Ordinal);
        readonly Disk _disk = new(Durability.Flush);

        public FolderTarget(string path)
        {
            (_path, _temporary) = (path, path + ".tmp");
            if (Directory.Exists(_temporary))
            {
                Directory.Delete(_temporary, recursive: true);
            }

            Make(_temporary);
        }

        public override void Add(string name, ReadOnlySpan<byte> bytes)
        {
            var path = Path.Combine(_temporary, name.Replace('/', Path.DirectorySeparatorChar));
            Make(Path.GetDirectoryName(path)!);
            using var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write);
            RandomAccess.Write(file, bytes, 0);
            RandomAccess.FlushToDisk(file);
        }

        public override void Finish() => _disk.MoveFolder(_temporary, _path);

        public override void Dispose()
        {
            if (Directory.Exists(_temporary))
            {
                Directory.Delete(_temporary, recursive: true);
            }
        }

        void Make(string folder)
        {
            if (!_folders.Add(folder))
            {
                return;
            }

            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(folder);
            }
            else
            {
                Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
        }
    }
}
