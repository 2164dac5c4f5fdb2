using System.Buffers;
using System.Text.Json;

namespace Repeater.Storage;

/// <summary>
/// Which branch is current, for each user of one kind: <c>metadata.json</c> in the user's folder, as the Python backend
/// has it (<c>default_item</c>), with the id as the user first sent it (<c>user_id</c>). Members it does not know stay.
/// </summary>
sealed class UserPointers(string kindFolder, StorageRoot root)
{
    const string FileName = "metadata.json";
    const string CurrentMember = "default_item";
    const string UserMember = "user_id";

    public async ValueTask<BranchName> ReadAsync(UserName user)
    {
        using var lease = Rent(user);
        if (lease.Entry.Current is { } current)
        {
            return current;
        }

        return await InTurn(lease.Entry, () => lease.Entry.Current ??= Stored(Read(root, kindFolder, user)));
    }

    public async Task ChangeAsync(UserName user, BranchName branch)
    {
        using var lease = Rent(user);
        await InTurn(lease.Entry, () =>
        {
            Write(root, kindFolder, user, branch);
            return lease.Entry.Current = branch;
        });
    }

    /// <summary>Notes the id as it was first sent, where the folder's name does not say it.</summary>
    public static void Remember(StorageRoot root, string kindFolder, UserName user)
    {
        if (user.Raw != user.Path.Safe && RawUserId(root, root.UserFolder(kindFolder, user)) is null)
        {
            Write(root, kindFolder, user, null);
        }
    }

    /// <summary>The id of the user whose folder this is, as it was first sent; null when nobody noted it.</summary>
    public static string? RawUserId(StorageRoot root, string userFolder) =>
        Parse(root.Disk.Read(Path.Combine(userFolder, FileName))) is { } members
        && members.TryGetValue(UserMember, out var id) && id.ValueKind == JsonValueKind.String
            ? id.GetString()
            : null;

    StateCache.Lease<Pointer> Rent(UserName user) =>
        root.Cache.Rent($"{kindFolder}/{user.Path.Safe}", key => new Pointer(key));

    async Task<BranchName> InTurn(Pointer pointer, Func<BranchName> action)
    {
        await pointer.Gate.WaitAsync(CancellationToken.None);
        try
        {
            return await root.Threads.RunAsync(action);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw StorageException.From(error, "reading or changing the current branch");
        }
        finally
        {
            pointer.Gate.Release();
        }
    }

    static BranchName Stored(Dictionary<string, JsonElement>? members) =>
        members is not null && members.TryGetValue(CurrentMember, out var item) && item.ValueKind == JsonValueKind.String
            ? BranchName.TryParse(item.GetString()!, out _) ?? BranchName.Default
            : BranchName.Default;

    static Dictionary<string, JsonElement>? Read(StorageRoot root, string kindFolder, UserName user) =>
        Parse(root.Disk.Read(Path.Combine(root.UserFolder(kindFolder, user), FileName)));

    static void Write(StorageRoot root, string kindFolder, UserName user, BranchName? branch)
    {
        lock (root.LockOf(user))
        {
            var path = Path.Combine(root.UserFolder(kindFolder, user), FileName);
            root.Disk.Replace(path, Compose(Parse(root.Disk.Read(path)) ?? [], user, branch));
        }
    }

    static ReadOnlySpan<byte> Compose(Dictionary<string, JsonElement> members, UserName user, BranchName? branch)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = ReadableEncoder.Instance }))
        {
            writer.WriteStartObject();
            if (branch is not null)
            {
                writer.WriteString(CurrentMember, branch.Raw);
                members.Remove(CurrentMember);
            }

            if (!members.ContainsKey(UserMember))
            {
                writer.WriteString(UserMember, user.Raw);
            }

            foreach (var (name, value) in members)
            {
                writer.WritePropertyName(name);
                value.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        return buffer.WrittenSpan;
    }

    /// <summary>Null for what is no JSON object: the Python backend takes that for a user without a pointer.</summary>
    static Dictionary<string, JsonElement>? Parse(byte[]? bytes)
    {
        try
        {
            return bytes is null ? null : JsonSerializer.Deserialize(bytes, StorageJson.Default.DictionaryStringJsonElement);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    sealed class Pointer(string key) : CacheEntry(key)
    {
        volatile BranchName? _current;

        public BranchName? Current
        {
            get => _current;
            set => _current = value;
        }

        public override long Bytes => 100;
    }
}
