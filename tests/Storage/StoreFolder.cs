using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.Logging;
using Repeater.Storage;

namespace Repeater.Tests.Storage;

/// <summary>A data folder of its own, gone when disposed, and the stores opened on it one after another.</summary>
sealed class StoreFolder : IDisposable
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("repeater-storage-");
    readonly RecordingLogger _logger = new();

    public string Path => System.IO.Path.Combine(_folder.FullName, "userdata");

    public FixedClock Clock { get; } = new(new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero));

    public IReadOnlyCollection<string> LogLines => _logger.Lines;

    public static UserName User(string raw) => UserName.TryParse(raw, out var error) ?? throw new ArgumentException(error);

    public static BranchName Branch(string raw) => BranchName.TryParse(raw, out var error) ?? throw new ArgumentException(error);

    /// <summary>Close it before another is opened.</summary>
    public UserStore Open(Disk? disk = null, long cacheBytes = 64 << 20, int trashDays = 30, Durability durability = Durability.Os) => new(
        new Settings { UserDataDir = Path, CacheBytes = cacheBytes, Durability = durability, TrashRetentionDays = trashDays },
        Clock,
        _logger,
        disk);

    /// <summary>A file of the context kind, as the Python backend or an editor would put it there.</summary>
    public string WriteFile(string user, string file, string content) => WriteFile("Context_UserData", user, file, Encoding.UTF8.GetBytes(content));

    public string WriteFile(string kind, string user, string file, byte[] content)
    {
        var path = FileOf(kind, user, file);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return path;
    }

    public string FileOf(string user, string file = "default.jsonl") => FileOf("Context_UserData", user, file);

    public string FileOf(string kind, string user, string file) => System.IO.Path.Combine(Path, kind, user, "ParallelData", file);

    /// <summary>Every file but those of the server itself, as paths relative to the data folder.</summary>
    public string[] Files() =>
        [.. Directory.EnumerateFiles(Path, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
            .Select(file => System.IO.Path.GetRelativePath(Path, file).Replace('\\', '/'))
            .Where(file => file is not (".repeater/lock" or ".repeater/process"))
            .Order(StringComparer.Ordinal)];

    public void Dispose() => _folder.Delete(recursive: true);

    sealed class RecordingLogger : ILogger<UserStore>
    {
        readonly ConcurrentQueue<string> _lines = [];

        public IReadOnlyCollection<string> Lines => _lines;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _lines.Enqueue(formatter(state, exception));
    }
}

/// <summary>What tests say to a store.</summary>
static class StoreSentences
{
    public static Task<Conversation> SayAsync(this UserStore store, string user, params string[] texts) =>
        store.SayInAsync(user, "default", texts);

    /// <summary>One append of messages of a user.</summary>
    public static Task<Conversation> SayInAsync(this UserStore store, string user, string branch, params string[] texts)
    {
        StoredMessage[] messages = [.. texts.Select(text => ContextKind.Stored(new Message { Role = Role.User, Content = text }))];
        return store.Contexts.ApplyAsync(StoreFolder.User(user), StoreFolder.Branch(branch), _ => new AppendMessages { Messages = messages });
    }

    public static Task<Conversation> WithdrawAsync(this UserStore store, string user, int index) =>
        store.Contexts.ApplyAsync(
            StoreFolder.User(user), BranchName.Default, now => new WithdrawMessages { Ids = [now[index].Id] });

    public static async Task<string[]> TextsAsync(this UserStore store, string user, string branch = "default") =>
        Texts(await store.Contexts.ReadAsync(StoreFolder.User(user), StoreFolder.Branch(branch)));

    public static string[] Texts(Conversation conversation) => [.. conversation.Messages.Select(message => message.Content)];
}
