using System.Text.Json;

namespace Repeater.Chat;

/// <summary>The owner's names for users: a JSON object from user name or user id to nickname, read again when the file changes.</summary>
sealed class Nicknames(string path, ILogger<Nicknames> logger)
{
    readonly Lock _lock = new();
    volatile Reading _last = new(default, []);

    /// <summary>The nickname for a user name, else for a user id, else the user name itself.</summary>
    public string Map(string userName, string userId)
    {
        var names = Current().Names;
        return names.TryGetValue(userName, out var name) || names.TryGetValue(userId, out name) ? name : userName;
    }

    /// <summary>Reads the file now.</summary>
    /// <exception cref="IOException">It cannot be read; the names stay.</exception>
    /// <exception cref="FormatException">It is no object of names; the names stay.</exception>
    public void Reload()
    {
        lock (_lock)
        {
            try
            {
                _last = new Reading(File.GetLastWriteTimeUtc(path), File.Exists(path) ? Parse(File.ReadAllBytes(path)) : []);
            }
            catch (JsonException error)
            {
                throw new FormatException($"{path} cannot be read: {error.Message}", error);
            }
        }
    }

    Reading Current()
    {
        var written = File.GetLastWriteTimeUtc(path);
        if (_last.Written == written)
        {
            return _last;
        }

        lock (_lock)
        {
            return _last = _last.Written == written ? _last : new Reading(written, Read());
        }
    }

    Dictionary<string, string> Read()
    {
        try
        {
            return File.Exists(path) ? Parse(File.ReadAllBytes(path)) : [];
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
        {
            Log.NicknamesUnreadable(logger, path, error.Message);
            return _last.Names;
        }
    }

    static Dictionary<string, string> Parse(byte[] bytes)
    {
        var text = bytes.AsMemory();
        using var document = JsonDocument.Parse(text.Span.StartsWith("\uFEFF"u8) ? text[3..] : text);
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            throw new JsonException("An object is expected.");
        }

        foreach (var member in document.RootElement.EnumerateObject())
        {
            if (member.Value.ValueKind == JsonValueKind.String)
            {
                names[member.Name] = member.Value.GetString()!;
            }
        }

        return names;
    }

    sealed record Reading(DateTime Written, Dictionary<string, string> Names);
}
