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

        return await InTurn(lease.Entry, () => lease.Entry.Current ??= Current(root, kindFolder, user));
    }

    public async Task ChangeAsync(UserName user, BranchName branch)
    {
        using var lease = Rent(user);
        await InTurn(lease.Entry, () =>
        {
            root.InFolder(() => Path.Combine(root.UserFolder(kindFolder, user), FileName), path =>
            {
                Write(root, user, path, branch);
                return true;
            });
            return lease.Entry.Current = branch;
        });
    }

    /// <summary>Notes the id as it was first sent, where the folder's name does not say it. For <see cref="StorageRoot.InFolder"/>.</summary>
    public static void Remember(StorageRoot root, string kindFolder, UserName user)
    {
        var folder = root.UserFolder(kindFolder, user);
        if (user.Raw != Path.GetFileName(folder) && RawUserId(root, new DirectoryInfo(folder)) is null)
        {
            Write(root, user, Path.Combine(folder, FileName), null);
        }
    }

    /// <summary>The id of the user whose folder this is, as it was first sent; null when nobody noted it, or it is another's.</summary>
    public static string? RawUserId(StorageRoot root, DirectoryInfo userFolder) =>
        TextMember(Parse(root.Disk.Read(Path.Combine(userFolder.FullName, FileName))), UserMember) is { } raw
        && UserName.TryParse(raw, out _) is { } user
        && (user.Path.Safe == userFolder.Name || user.Path.Old == userFolder.Name || user.Path.Distinct == userFolder.Name)
            ? raw
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

    static BranchName Current(StorageRoot root, string kindFolder, UserName user)
    {
        var bytes = root.Disk.Read(Path.Combine(root.UserFolder(kindFolder, user), FileName));
        if (bytes is null)
        {
            root.EnsureThere();
        }

        return TextMember(Parse(bytes), CurrentMember) is { } id ? BranchName.Stored(id) : BranchName.Default;
    }

    static string? TextMember(Dictionary<string, JsonElement>? members, string name)
    {
        try
        {
            return members is not null && members.TryGetValue(name, out var item) && item.ValueKind == JsonValueKind.String
                ? item.GetString()
                : null;
        }
        catch (InvalidOperationException)
        {
            // Half of a character pair.
            return null;
        }
    }

    static void Write(StorageRoot root, UserName user, string path, BranchName? branch)
    {
        lock (root.LockOf(user))
        {
            var bytes = root.Disk.Read(path);
            var members = Parse(bytes);
            if (bytes is not null && members is null)
            {
                // What cannot be read is not thrown away.
                root.Disk.Create($"{path}.torn-{Stamp.Of(root.Clock.GetUtcNow())}", bytes);
            }

            try
            {
                root.Disk.Replace(path, Compose(members ?? [], user, branch));
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

        public override long Bytes => 100 + (_current is { } current ? 2 * (current.Raw.Length + current.Path.Safe.Length) : 0);
    }
}
