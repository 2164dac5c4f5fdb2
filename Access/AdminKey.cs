using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Repeater.Access;

/// <summary>
/// The key of the admin routes: that of the settings, else one generated once; either replaced by the one made last. It is kept
/// in a file that only the owner may read, and looked up there each time, so that one made elsewhere holds at once.
/// </summary>
/// <remarks>Members throw <see cref="AccessFileException"/> when the file is damaged or cannot be read or written.</remarks>
sealed class AdminKey(string ownFolder, string? configured)
{
    const string FileName = "admin-key.json";
    const int RandomBytes = 32;

    readonly PrivateFile _file = new(ownFolder, FileName);

    /// <summary>Where a generated key is kept.</summary>
    public string Path => _file.FullPath;

    /// <summary>The key in force; null when none is set and none was generated yet.</summary>
    public string? Current
    {
        get
        {
            var kept = Kept();
            // A setting that was changed after the key was replaced is newer than the file.
            return configured is null || kept?.Replaces == Digest(configured) ? kept?.Key : configured;
        }
    }

    /// <summary>Generates the key where there is none.</summary>
    /// <returns>Whether it did.</returns>
    public bool Ensure()
    {
        if (Current is not null)
        {
            return false;
        }

        Regenerate();
        return true;
    }

    /// <summary>Makes a new key: 43 characters. The one before is worth nothing from now on, after a restart too.</summary>
    public string Regenerate()
    {
        var key = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));
        var kept = new KeptKey(key, configured is null ? null : Digest(configured));
        AccessFileException.Guard(_file, () => _file.Replace(JsonSerializer.SerializeToUtf8Bytes(kept, AccessJson.Default.KeptKey)));
        return key;
    }

    /// <summary>Takes the same time whatever is sent.</summary>
    public bool Matches(string sent) =>
        Current is { } key && CryptographicOperations.FixedTimeEquals(Hash(sent), Hash(key));

    KeptKey? Kept() => AccessFileException.Guard(_file, () => _file.Read() is { } bytes
        ? JsonSerializer.Deserialize(bytes, AccessJson.Default.KeptKey)
        : null);

    static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    static string Digest(string text) => Convert.ToHexStringLower(Hash(text));
}

/// <param name="Key">The key itself.</param>
/// <param name="Replaces">SHA-256 of the setting that was in force when the key was made; null when there was none.</param>
sealed record KeptKey(string Key, string? Replaces);
