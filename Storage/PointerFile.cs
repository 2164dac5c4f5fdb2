using System.Buffers;
using System.Text.Json;

namespace Repeater.Storage;

/// <summary>
/// <c>metadata.json</c> in a user's folder, as the Python backend has it: the current branch (<c>default_item</c>), beside it
/// the id as the user first sent it (<c>user_id</c>). Members it does not know stay.
/// </summary>
/// <remarks>All throw <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/>.</remarks>
static class PointerFile
{
    const string FileName = "metadata.json";
    const string CurrentMember = "default_item";
    const string UserMember = "user_id";
    const string KeysMember = "recent_keys";

    /// <summary>Changes of one user that a repeated request is known of.</summary>
    const int MostKeys = 16;

    /// <summary>Without a file, and with one that cannot be understood, it is the default: so the Python backend has it.</summary>
    public static BranchName Current(StorageRoot root, string kindFolder, UserName user)
    {
        var bytes = root.Disk.Read(Path.Combine(root.UserFolder(kindFolder, user), FileName));
        if (bytes is null)
        {
            root.EnsureThere();
        }

        return TextOf(Parse(bytes), CurrentMember) is { } id ? BranchName.Stored(id) : BranchName.Default;
    }

    /// <returns>Null, or the change with this key that was made in the last day: then nothing was changed.</returns>
    public static RequestKey? Change(StorageRoot root, string kindFolder, UserName user, BranchName branch, RequestKey? key)
    {
        RequestKey? first = null;
        root.InFolder(() => Path.Combine(root.UserFolder(kindFolder, user), FileName), path => Write(root, user, path, members =>
        {
            var now = root.Clock.GetUtcNow();
            var keys = KeysOf(members).Where(known => known.At > now - KeyIndex.Lifetime).TakeLast(MostKeys - 1).ToList();
            first = keys.Find(known => known.Key.Key == key?.Key).Key;
            if (first is not null)
            {
                return false;
            }

            members[CurrentMember] = Json(writer => writer.WriteStringValue(branch.Raw));
            if (key is not null)
            {
                keys.Add((key, now));
            }

            if (keys.Count > 0)
            {
                members[KeysMember] = Json(writer => WriteKeys(writer, keys));
            }
            else
            {
                members.Remove(KeysMember);
            }

            return true;
        }));
        return first;
    }

    /// <summary>Notes the id as it was first sent, where the folder's name does not say it. For <see cref="StorageRoot.InFolder"/>.</summary>
    public static void Remember(StorageRoot root, string kindFolder, UserName user)
    {
        var folder = root.UserFolder(kindFolder, user);
        if (user.Raw != Path.GetFileName(folder) && UserId(root, new DirectoryInfo(folder)) is null)
        {
            Write(root, user, Path.Combine(folder, FileName), _ => true);
        }
    }

    /// <summary>The id of the user whose folder this is, as it was first sent; null when nobody noted it, or it is another's.</summary>
    public static string? UserId(StorageRoot root, DirectoryInfo userFolder) =>
        UserId(root.Disk.Read(Path.Combine(userFolder.FullName, FileName)), userFolder.Name);

    /// <inheritdoc cref="UserId(StorageRoot, DirectoryInfo)"/>
    public static string? UserId(byte[]? bytes, string userFolder) =>
        TextOf(Parse(bytes), UserMember) is { } raw
        && UserName.TryParse(raw, out _) is { } user
        && (user.Path.Safe == userFolder || user.Path.Old == userFolder || user.Path.Distinct == userFolder)
            ? raw
            : null;

    /// <summary>Whether a file holds what this reads. The id of the current branch is null where it says nothing of it.</summary>
    public static bool TryRead(byte[] bytes, out string? current)
    {
        var members = Parse(bytes);
        current = TextOf(members, CurrentMember);
        return members is not null;
    }

    /// <summary>
    /// What a user's file becomes when another one is taken over; null when it stays as it is. What is there already
    /// stays, but for the current branch when <paramref name="replace"/> says so.
    /// </summary>
    public static byte[]? Merge(byte[]? there, byte[]? incoming, UserName user, string userFolder, bool replace)
    {
        var members = there is null ? [] : Parse(there);
        if (members is null)
        {
            return null;
        }

        var isChanged = false;
        foreach (var (name, value) in Parse(incoming) ?? [])
        {
            var isOfAnother = name == UserMember
                && (value.ValueKind != JsonValueKind.String || UserName.TryParse(value.GetString()!, out _) != user);
            if (!isOfAnother && name != KeysMember && (!members.ContainsKey(name) || (replace && name == CurrentMember)))
            {
                members[name] = value;
                isChanged = true;
            }
        }

        if (!members.ContainsKey(UserMember) && (isChanged || user.Raw != userFolder))
        {
            members.Add(UserMember, Json(writer => writer.WriteStringValue(user.Raw)));
            isChanged = true;
        }

        return isChanged ? Compose(members).ToArray() : null;
    }

    static bool Write(StorageRoot root, UserName user, string path, Func<OrderedDictionary<string, JsonElement>, bool> change)
    {
        lock (root.LockOf(user))
        {
            var bytes = root.Disk.Read(path);
            var known = Parse(bytes);
            var members = known ?? [];
            if (!change(members))
            {
                return false;
            }

            if (bytes is not null && known is null)
            {
                // What cannot be understood is not thrown away.
                root.Disk.Create($"{path}.torn-{Stamp.Of(root.Clock.GetUtcNow())}", bytes);
            }

            members.TryAdd(UserMember, Json(writer => writer.WriteStringValue(user.Raw)));
            try
            {
                root.Disk.Replace(path, Compose(members));
                return true;
            }
            catch
            {
                TryTakeBack(root, path, bytes);
                throw;
            }
        }
    }

    /// <summary>A write that failed may be on disk all the same, and would count after the next start.</summary>
    static void TryTakeBack(StorageRoot root, string path, byte[]? before)
    {
        try
        {
            var now = root.Disk.Read(path);
            if (before is null && now is not null)
            {
                root.Disk.Delete(path);
            }
            else if (before is not null && !before.AsSpan().SequenceEqual(now))
            {
                root.Disk.Replace(path, before);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Log.PointerNotTakenBack(root.Logger, path, error.Message);
        }
    }

    static ReadOnlySpan<byte> Compose(OrderedDictionary<string, JsonElement> members) => Write(writer =>
    {
        writer.WriteStartObject();
        foreach (var (name, value) in members)
        {
            writer.WritePropertyName(name);
            value.WriteTo(writer);
        }

        writer.WriteEndObject();
    });

    static void WriteKeys(Utf8JsonWriter writer, IEnumerable<(RequestKey Key, DateTimeOffset At)> keys)
    {
        writer.WriteStartArray();
        foreach (var (key, at) in keys)
        {
            writer.WriteStartObject();
            writer.WriteString("key", key.Key);
            writer.WriteString("request", key.Request);
            writer.WriteString("at", at);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    static IEnumerable<(RequestKey Key, DateTimeOffset At)> KeysOf(OrderedDictionary<string, JsonElement> members)
    {
        if (!members.TryGetValue(KeysMember, out var list) || list.ValueKind != JsonValueKind.Array)
        {
            yield break;
        }

        foreach (var item in list.EnumerateArray())
        {
            if (item.ValueKind == JsonValueKind.Object
                && item.TryGetProperty("key", out var key) && key.ValueKind == JsonValueKind.String
                && item.TryGetProperty("at", out var at) && at.ValueKind == JsonValueKind.String && at.TryGetDateTimeOffset(out var moment))
            {
                var request = item.TryGetProperty("request", out var hash) && hash.ValueKind == JsonValueKind.String ? hash.GetString()! : "";
                yield return (new RequestKey(key.GetString()!, request), moment);
            }
        }
    }

    static string? TextOf(OrderedDictionary<string, JsonElement>? members, string name) =>
        members is not null && members.TryGetValue(name, out var item) && item.ValueKind == JsonValueKind.String ? item.GetString() : null;

    static JsonElement Json(Action<Utf8JsonWriter> write)
    {
        var reader = new Utf8JsonReader(Write(write));
        return JsonElement.ParseValue(ref reader);
    }

    static ReadOnlySpan<byte> Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = ReadableEncoder.Instance }))
        {
            write(writer);
        }

        return buffer.WrittenSpan;
    }

    /// <summary>Null for what is no JSON object, or could not be written again.</summary>
    static OrderedDictionary<string, JsonElement>? Parse(byte[]? bytes)
    {
        try
        {
            if (bytes is null || PythonData.Parse(bytes) is not { ValueKind: JsonValueKind.Object } root)
            {
                return null;
            }

            var members = new OrderedDictionary<string, JsonElement>(StringComparer.Ordinal);
            foreach (var member in root.EnumerateObject())
            {
                members[member.Name] = member.Value;
            }

            return members;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
