using System.Collections.Concurrent;
using Repeater.Storage;

namespace Repeater.Tests.Storage;

/// <summary>Many at once: the outcome is that of some order, and nothing that was answered is lost.</summary>
public sealed class ConcurrencyTests : IDisposable
{
    readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(64 << 20)]
    [InlineData(0)]
    public async Task Appends_of_many_under_every_spelling_of_one_user_are_all_there_in_the_order_they_were_answered(int cacheBytes)
    {
        const int Clients = 16;
        const int Each = 20;
        string[] spellings = ["a:b", "a_b", "a?b", "a/b"];
        var answered = new ConcurrentBag<string[]>();
        using (var store = _folder.Open(cacheBytes: cacheBytes))
        {
            await Task.WhenAll(Enumerable.Range(0, Clients).Select(client => Task.Run(async () =>
            {
                for (var i = 0; i < Each; i++)
                {
                    answered.Add(StoreSentences.Texts(await store.SayAsync(spellings[client % spellings.Length], $"{client}.{i}", "reply")));
                }
            })));
        }

        using var later = _folder.Open();
        var texts = await later.TextsAsync("a_b");
        Assert.Equal(Clients * Each * 2, texts.Length);
        // Each answer is the state at its moment: a start of the final one, each of another length.
        Assert.All(answered, answer => Assert.Equal(texts[..answer.Length], answer));
        Assert.Equal(Clients * Each, answered.Select(answer => answer.Length).Distinct().Count());
        foreach (var client in Enumerable.Range(0, Clients))
        {
            Assert.Equal(Enumerable.Range(0, Each).Select(i => $"{client}.{i}"), texts.Where(text => text.StartsWith($"{client}.")));
        }

        Assert.All(_folder.Files(), file => Assert.StartsWith("Context_UserData/a_b/", file));
    }

    [Fact]
    public async Task Any_mix_of_changes_equals_some_order_of_them()
    {
        using var store = _folder.Open();
        var user = StoreFolder.User("u");
        var said = new ConcurrentBag<string>();
        var withdrawn = new ConcurrentBag<string>();
        await Task.WhenAll(Enumerable.Range(0, 12).Select(client => Task.Run(async () =>
        {
            var random = new Random(client);
            for (var i = 0; i < 40; i++)
            {
                switch (random.Next(4))
                {
                    case 0 or 1:
                        await store.SayAsync("u", $"{client}.{i}");
                        said.Add($"{client}.{i}");
                        break;
                    case 2:
                        var gone = "";
                        await store.Contexts.ApplyAsync(user, BranchName.Default, now =>
                        {
                            gone = now.Last?.Content ?? "";
                            return now.Last is { } last ? new WithdrawMessages { Ids = [last.Id] } : null;
                        });
                        withdrawn.Add(gone);
                        break;
                    default:
                        await store.Contexts.ApplyAsync(user, BranchName.Default, now =>
                            now.Count > 0 ? new RewriteMessage { Id = now[0].Id, Content = now[0].Content + "!" } : null);
                        break;
                }
            }
        })));

        static string Plain(string text) => text.TrimEnd('!');
        var left = (await store.TextsAsync("u")).Select(Plain).ToArray();
        Assert.Equal(said.Order(), left.Concat(withdrawn.Where(text => text.Length > 0).Select(Plain)).Order());
    }

    [Fact]
    public async Task What_started_in_a_branch_lands_there_whatever_is_current_and_deleted_meanwhile()
    {
        using var store = _folder.Open();
        var user = StoreFolder.User("u");
        var landed = new ConcurrentDictionary<string, ConcurrentBag<string>>();
        await Task.WhenAll(
            Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(async () =>
            {
                var branch = await store.Contexts.CurrentAsync(user);
                await Task.Yield();
                await store.SayInAsync("u", branch.Raw, $"{i}");
                landed.GetOrAdd(branch.Raw, _ => []).Add($"{i}");
            }))),
            Task.Run(async () =>
            {
                for (var i = 0; i < 50; i++)
                {
                    await store.Contexts.ChangeAsync(user, StoreFolder.Branch($"b{i % 3}"));
                }
            }));

        foreach (var (branch, texts) in landed)
        {
            Assert.Equal(texts.Order(), (await store.TextsAsync("u", branch)).Order());
        }
    }

    [Fact]
    public async Task Deleting_among_appends_loses_none_it_is_in_the_branch_or_in_the_trash()
    {
        using (var store = _folder.Open())
        {
            await Task.WhenAll(Enumerable.Range(0, 100).Select(i => Task.Run(async () =>
            {
                if (i % 10 == 9)
                {
                    await store.Contexts.DeleteAsync(StoreFolder.User("u"), BranchName.Default);
                }
                else
                {
                    await store.SayAsync("u", $"<{i}>");
                }
            })));
        }

        var everything = string.Concat(_folder.Files().Select(file => File.ReadAllText(Path.Combine(_folder.Path, file))));
        Assert.All(Enumerable.Range(0, 100).Where(i => i % 10 != 9), i => Assert.Contains($"\"<{i}>\"", everything));
    }

    [Fact]
    public async Task First_writes_of_one_user_to_all_kinds_and_branches_at_once_make_one_folder_each()
    {
        using var store = _folder.Open();
        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(async () =>
        {
            await store.SayInAsync(i % 2 == 0 ? "a:b" : "a_b", $"b{i % 8}", $"{i}");
            await store.Contexts.ChangeAsync(StoreFolder.User("a:b"), StoreFolder.Branch($"b{i % 8}"));
            await store.Prompts.ApplyAsync(StoreFolder.User("a:b"), BranchName.Default, _ => new SetPrompt { Text = $"{i}" });
        })));

        Assert.Single(await store.Contexts.UsersAsync());
        Assert.Equal(8, (await store.Contexts.BranchesAsync(StoreFolder.User("a:b"))).Count);
        for (var branch = 0; branch < 8; branch++)
        {
            Assert.Equal(5, (await store.TextsAsync("a:b", $"b{branch}")).Length);
        }
    }

    [Fact]
    public async Task A_thousand_branches_share_a_cache_that_stays_small()
    {
        const int CacheBytes = 100_000;
        using var root = new StorageRoot(
            _folder.Path, "ParallelData", new Disk(Durability.Os), CacheBytes, _folder.Clock, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);
        var store = new BranchStore<Conversation>(new ContextKind(), root);
        await Task.WhenAll(Enumerable.Range(0, 1000).Select(i => Task.Run(async () =>
        {
            StoredMessage[] messages = [ContextKind.Stored(new Message { Role = Role.User, Content = new string('x', 1000) })];
            await store.ApplyAsync(StoreFolder.User($"u{i % 100}"), StoreFolder.Branch($"b{i / 100}"), _ => new AppendMessages { Messages = messages });
        })));

        Assert.InRange(root.Cache.Bytes, 0, CacheBytes);
        Assert.Equal(1, (await store.ReadAsync(StoreFolder.User("u7"), StoreFolder.Branch("b3"))).Count);
    }

    [Fact]
    public async Task A_second_server_is_refused_and_the_folder_is_free_when_the_first_is_closed()
    {
        using (var store = _folder.Open())
        {
            var refusal = Assert.Throws<StorageException>(() => _folder.Open());
            Assert.Equal(
                $"The data folder {_folder.Path} is in use by another repeater (process {Environment.ProcessId}). Stop that one, or choose another folder with --user-data-dir.",
                refusal.Message);
            await store.SayAsync("u", "one");
        }

        using var later = _folder.Open();
        Assert.Equal(["one"], await later.TextsAsync("u"));
    }
}
