using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace Repeater.Storage.Archive;

/// <summary>What a zip file may be at most; beyond it is refused before anything of it is unpacked.</summary>
sealed record ArchiveLimits
{
    /// <summary>For a file its owner named on the command line.</summary>
    public static readonly ArchiveLimits OfFile = new() { Members = 5_000_000, Bytes = 1L << 40 };

    public required int Members { get; init; }

    /// <summary>Of all members unpacked.</summary>
    public required long Bytes { get; init; }

    /// <summary>Of one member unpacked: branches are read whole.</summary>
    public long BytesOfMember { get; init; } = 1 << 30;

    /// <summary>Unpacked to packed, for members above <see cref="Unsuspicious"/>. Text reaches 20, a run of one letter 1000.</summary>
    public int Ratio { get; init; } = 200;

    /// <summary>Bytes that any member may unpack to.</summary>
    public long Unsuspicious { get; init; } = 1 << 20;
}

/// <summary>A zip file: one of ours, a data folder that somebody packed, or the three members of the Python backend's.</summary>
/// <remarks>All members' names and sizes are looked at before the first is unpacked.</remarks>
sealed class ZipSource : ImportSource
{
    static readonly string[] SeedMembers = [ArchiveNames.Context, ArchiveNames.Config, ArchiveNames.Prompt];

    readonly ZipArchive _zip;
    readonly ArchiveLimits _limits;
    readonly List<SourceFile> _files = [];

    /// <param name="stream">Read at any place; closed with this.</param>
    /// <param name="branchFolder">How the branches' folder may be called besides <see cref="ArchiveNames.BranchFolder"/>.</param>
    /// <param name="limits">What is refused.</param>
    /// <exception cref="ImportException">It is no zip file, or not one that can be taken.</exception>
    public ZipSource(Stream stream, string branchFolder, ArchiveLimits limits)
    {
        _limits = limits;
        try
        {
            _zip = new ZipArchive(stream, ZipArchiveMode.Read);
            var members = Members(stream.Length);
            var isOurs = CheckManifest(members);
            var isData = members.Any(member => KindOf(member.Path) is not null);
            foreach (var (member, path) in members)
            {
                Add(member, path, isOurs, isData, branchFolder);
            }
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException or ArgumentException or NotSupportedException)
        {
            _zip?.Dispose();
            throw new ImportException($"The zip file cannot be read: {error.Message}", error);
        }
        catch
        {
            _zip?.Dispose();
            throw;
        }
    }

    public override IEnumerable<SourceUser> Users() => Group(_files);

    public override void Dispose()
    {
        _zip.Dispose();
        base.Dispose();
    }

    /// <summary>The members with their paths as parts, below the folder that somebody may have packed everything in.</summary>
    List<(ZipArchiveEntry Entry, string[] Path)> Members(long length)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var members = new List<(ZipArchiveEntry Entry, string[] Path)>();
        var bytes = 0L;
        foreach (var entry in _zip.Entries)
        {
            var name = entry.FullName;
            if (members.Count >= _limits.Members)
            {
                throw new ImportException($"The zip file has more than {_limits.Members} members.");
            }

            if (name.Length == 0 || name.StartsWith('/') || name.AsSpan().ContainsAny('\\', '\0') || name.Split('/').Any(part => part is "." or "..")
                || (name.Length > 1 && name[1] == ':'))
            {
                throw new ImportException($"The zip file has a member '{name}', which points out of it. Nothing of it was taken.");
            }

            if (!seen.Add(name.TrimEnd('/')))
            {
                throw new ImportException($"The zip file has two members of the name '{name}'. Nothing of it was taken.");
            }

            if (entry.IsEncrypted)
            {
                throw new ImportException($"'{name}' in the zip file is encrypted. Pack it without a password.");
            }

            bytes += Checked(entry, length);
            if (bytes > _limits.Bytes)
            {
                throw new ImportException($"The zip file unpacks to more than {_limits.Bytes} bytes.");
            }

            if (!name.EndsWith('/'))
            {
                members.Add((entry, name.Split('/')));
            }
        }

        var prefix = members.Select(member => Array.FindIndex(member.Path, part => BranchFormat.All.Any(kind => kind.Folder == part)))
            .FirstOrDefault(at => at >= 0);
        return prefix == 0 ? members : [.. members.Select(member => (member.Entry, Below(member.Entry.FullName, member.Path, prefix)))];
    }

    static string[] Below(string name, string[] path, int prefix) => path.Length > prefix
        ? path[prefix..]
        : throw new ImportException($"The zip file has a member '{name}' beside the data folder in it. Pack the data folder alone.");

    /// <summary>Its length unpacked. What it states is believed only as far as the whole file could hold it.</summary>
    long Checked(ZipArchiveEntry entry, long length)
    {
        if (entry.CompressedLength > length)
        {
            throw new ImportException($"The zip file cannot be read: '{entry.FullName}' is said to be larger than the whole file.");
        }

        if (entry.Length > _limits.BytesOfMember)
        {
            throw new ImportException($"'{entry.FullName}' in the zip file unpacks to {entry.Length} bytes; {_limits.BytesOfMember} are allowed.");
        }

        return entry.Length <= _limits.Unsuspicious || entry.Length / Math.Max(1, entry.CompressedLength) <= _limits.Ratio
            ? entry.Length
            : throw new ImportException($"'{entry.FullName}' in the zip file unpacks to {entry.Length / Math.Max(1, entry.CompressedLength)} times its size, which no data does.");
    }

    /// <summary>True when one of us packed it.</summary>
    static bool CheckManifest(List<(ZipArchiveEntry Entry, string[] Path)> members)
    {
        var manifest = members.Find(member => member.Path is [ArchiveNames.Manifest]).Entry;
        if (manifest is null)
        {
            return false;
        }

        try
        {
            using var json = JsonDocument.Parse(Read(manifest));
            var version = json.RootElement.GetProperty("repeater_archive").GetInt32();
            return version == ArchiveWriter.Version
                ? true
                : throw new ImportException($"The zip file has format {version}, this version reads format {ArchiveWriter.Version}.");
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new ImportException($"'{ArchiveNames.Manifest}' in the zip file cannot be read ({error.Message})", error);
        }
    }

    void Add(ZipArchiveEntry entry, string[] path, bool isOurs, bool isData, string branchFolder)
    {
        var kind = KindOf(path);
        var user = path.Length > 1 ? Name(path[1], isOurs, entry) : "";
        switch (path)
        {
            case [_, _, ArchiveNames.Pointer] when kind is not null:
                _files.Add(File(kind, user, "", SourceFormat.Pointer, entry));
                break;
            case [_, _, var folder, var file] when kind is not null && (folder == ArchiveNames.BranchFolder || folder == branchFolder):
                var name = Name(file, isOurs, entry);
                if (ArchiveFile.FormatOf(name) is { } format)
                {
                    _files.Add(File(kind, user, Path.GetFileNameWithoutExtension(name), format, entry));
                }
                else
                {
                    Notes.Add($"{entry.FullName} is no branch and was left out.");
                }

                break;
            case [var member] when SeedMembers.Contains(member):
                if (!isOurs && !isData && !IsEmpty(entry))
                {
                    _files.Add(File(SeedKind(member), "", BranchName.Default.Raw, SourceFormat.Python, entry));
                }

                break;
            // Readable texts, what a server keeps for itself, and what a desktop leaves behind.
            case [ArchiveNames.Manifest] or [ArchiveNames.Texts or ".repeater" or "__MACOSX", ..] or [.., ".DS_Store"]:
                break;
            default:
                throw new ImportException(
                    $"The zip file has a member '{entry.FullName}', which is no part of user data. Nothing of it was taken; leave it out.");
        }
    }

    /// <summary>That backend's defaults for what a user has not; two of them stand in each other's place.</summary>
    static bool IsEmpty(ZipArchiveEntry entry) =>
        entry.Length <= 16 && Encoding.UTF8.GetString(Read(entry)).Trim() is "" or "[]" or "{}" or "\"\"" or "null";

    static SourceFile File(BranchFormat kind, string user, string name, SourceFormat format, ZipArchiveEntry entry) =>
        new(kind, user, name, format, entry.FullName, entry.LastWriteTime, () => Read(entry));

    static string Name(string part, bool isOurs, ZipArchiveEntry entry)
    {
        var name = isOurs ? ArchiveNames.Decode(part) : part;
        return name is { Length: > 0 } and not ("." or "..") && !name.Contains('/') && !name.Contains('\0')
            ? name
            : throw new ImportException($"The zip file has a member '{entry.FullName}' with a name that nothing can have. Nothing of it was taken.");
    }

    static BranchFormat? KindOf(string[] path) => path.Length > 1 ? BranchFormat.All.FirstOrDefault(kind => kind.Folder == path[0]) : null;

    static BranchFormat SeedKind(string member) => BranchFormat.All.Single(kind => $"user_{kind.Name}.json" == member);

    /// <summary>Neither the length nor the checksum it states are believed.</summary>
    static byte[] Read(ZipArchiveEntry entry)
    {
        try
        {
            // All members are read through one stream.
            lock (entry.Archive)
            {
                using var stream = entry.Open();
                var bytes = new byte[entry.Length];
                stream.ReadExactly(bytes);
                return stream.ReadByte() < 0 && Crc32.Append(0, bytes) == entry.Crc32
                    ? bytes
                    : throw new ImportException($"'{entry.FullName}' in the zip file is damaged: it is not what its checksum says.");
            }
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException)
        {
            throw new ImportException($"'{entry.FullName}' in the zip file is damaged: {error.Message}", error);
        }
    }
}
