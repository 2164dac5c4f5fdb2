using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace Repeater.Storage.Backups;

/// <summary>A backup that is there: a folder or a zip file.</summary>
abstract class BackupSource : IDisposable
{
    /// <exception cref="BackupException">It is no backup, or one of a newer version.</exception>
    public static BackupSource Open(string path)
    {
        BackupSource source = Directory.Exists(path) ? new FolderSource(path)
            : File.Exists(path) ? OpenZip(path)
            : throw new BackupException($"There is no {path}. Name the folder or zip file that \"repeater backup\" made.");
        try
        {
            source.ReadIndex(path);
            return source;
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    /// <summary>Names and SHA-256 sums, in lower case hexadecimal.</summary>
    public IReadOnlyList<(string Name, string Sum)> Files { get; private set; } = [];

    /// <exception cref="BackupException">It is missing.</exception>
    public abstract Stream OpenFile(string name);

    public virtual void Dispose() => GC.SuppressFinalize(this);

    void ReadIndex(string path)
    {
        try
        {
            using var manifest = JsonDocument.Parse(ReadText(BackupFormat.Manifest));
            if (manifest.RootElement.GetProperty("repeater_backup").GetInt32() > BackupFormat.Version)
            {
                throw new BackupException($"{path} was made by a newer version: {manifest.RootElement.GetProperty("version").GetString()}.");
            }
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new BackupException($"{path} is no backup: its {BackupFormat.Manifest} cannot be read.", error);
        }

        Files = [.. ReadText(BackupFormat.Sums).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Parse)];

        (string, string) Parse(string line) =>
            line.Length > 66 && line[..64].All(char.IsAsciiHexDigit) && line[64..66] == "  " && BackupFormat.IsSafe(line[66..])
                ? (line[66..], line[..64].ToLowerInvariant())
                : throw new BackupException($"{BackupFormat.Sums} of {path} has a line that names no file of a data folder: {line}");
    }

    string ReadText(string name)
    {
        using var reader = new StreamReader(OpenFile(name), Encoding.UTF8);
        return reader.ReadToEnd();
    }

    static ZipSource OpenZip(string path)
    {
        var file = File.OpenRead(path);
        try
        {
            return new ZipSource(new ZipArchive(file, ZipArchiveMode.Read));
        }
        catch (InvalidDataException error)
        {
            file.Dispose();
            throw new BackupException($"{path} is no zip file, or a damaged one: {error.Message}", error);
        }
    }

    sealed class FolderSource(string folder) : BackupSource
    {
        public override Stream OpenFile(string name)
        {
            try
            {
                return File.OpenRead(Path.Combine(folder, name.Replace('/', Path.DirectorySeparatorChar)));
            }
            catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
            {
                throw new BackupException($"{folder} lacks {name}: it is no whole backup.", error);
            }
        }
    }

    sealed class ZipSource(ZipArchive zip) : BackupSource
    {
        public override Stream OpenFile(string name) =>
            (zip.GetEntry(name) ?? throw new BackupException($"The zip file lacks {name}: it is no whole backup.")).Open();

        public override void Dispose()
        {
            zip.Dispose();
            base.Dispose();
        }
    }
}
