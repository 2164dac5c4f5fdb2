using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Repeater.Chat.Images;

/// <summary>
/// Drawn pages as files that live for a while under names nobody can guess. Files of another kind in the folder are never touched.
/// </summary>
sealed class ImageStore : IDisposable
{
    const string Extension = ".png";

    /// <summary>No image is kept longer, whatever is asked; timers end at 49 days.</summary>
    public static readonly TimeSpan LongestLifetime = TimeSpan.FromDays(30);

    readonly string _folder;
    readonly TimeProvider _clock;
    readonly ILogger<ImageStore> _logger;
    readonly ConcurrentDictionary<Guid, ITimer> _expiries = new();

    /// <summary>Removes what an earlier run left behind and nobody can want any more.</summary>
    /// <remarks>The folder is made when the first image is kept; <paramref name="lifetime"/> is that
    /// of images whose end an earlier run did not live to see.</remarks>
    public ImageStore(string folder, TimeSpan lifetime, TimeProvider clock, ILogger<ImageStore> logger)
    {
        (_folder, _clock, _logger) = (Path.GetFullPath(folder), clock, logger);
        foreach (var (id, file) in Leftovers())
        {
            ExpireAfter(id, file.LastWriteTimeUtc + lifetime - clock.GetUtcNow());
        }
    }

    /// <summary>Keeps a PNG file for a while.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public async Task<Guid> KeepAsync(ReadOnlyMemory<byte> png, TimeSpan lifetime)
    {
        Directory.CreateDirectory(_folder);
        var id = NewId();
        var temporary = PathOf(id) + ".tmp";
        await File.WriteAllBytesAsync(temporary, png);
        File.Move(temporary, PathOf(id));
        ExpireAfter(id, lifetime);
        return id;
    }

    /// <summary>The file of an image; null when there is none, or none any more. A link that somebody put in its place is none.</summary>
    public FileInfo? Find(Guid id) =>
        _expiries.ContainsKey(id) && new FileInfo(PathOf(id)) is { Exists: true, LinkTarget: null } file ? file : null;

    /// <summary>Without a server nobody can fetch them.</summary>
    public void Dispose()
    {
        foreach (var id in _expiries.Keys)
        {
            Remove(id);
        }
    }

    IEnumerable<(Guid Id, FileInfo File)> Leftovers() =>
        from file in new DirectoryInfo(_folder) is { Exists: true } folder ? folder.EnumerateFiles() : []
        where file.Extension is Extension or ".tmp" && file.LinkTarget is null
        let name = file.Name.Split('.')[0]
        where Guid.TryParseExact(name, "D", out _)
        select (Guid.Parse(name), file);

    // Whoever knows the name may fetch the image, and Guid.NewGuid does not promise that nobody can foresee it.
    static Guid NewId()
    {
        Span<byte> bytes = stackalloc byte[16];
        RandomNumberGenerator.Fill(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    void ExpireAfter(Guid id, TimeSpan lifetime)
    {
        if (lifetime <= TimeSpan.Zero)
        {
            Remove(id);
            return;
        }

        var end = lifetime < LongestLifetime ? lifetime : LongestLifetime;
        _expiries[id] = _clock.CreateTimer(_ => Remove(id), null, end, Timeout.InfiniteTimeSpan);
    }

    void Remove(Guid id)
    {
        if (_expiries.TryRemove(id, out var timer))
        {
            timer.Dispose();
        }

        try
        {
            File.Delete(PathOf(id));
            File.Delete(PathOf(id) + ".tmp");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Log.ImageNotRemoved(_logger, PathOf(id), error.Message);
        }
    }

    string PathOf(Guid id) => Path.Combine(_folder, id.ToString("D") + Extension);
}
