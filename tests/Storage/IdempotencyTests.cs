using Repeater.Storage;

namespace Repeater.Tests.Storage;

/// <summary>A request that is sent again with its Idempotency-Key gets the first answer and does nothing more.</summary>
public sealed class IdempotencyTests : IDisposable
{
    static readonly UserName User = StoreFolder.User("u");

    readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_repeat_answers_what_the_first_answered_whatever_happened_since()
    {
        using (var store = _folder.Open())
        {
            await store.SayAsync("u", "one", "two", "three");
            var first = await WithdrawAsync(store, "k", 1);
            await store.SayAsync("u", "four");
            await store.Contexts.ChangeAsync(User, StoreFolder.Branch("other"));

            var again = await WithdrawAsync(store, "k", 1);
            Assert.False(first!.IsRepeat);
            Assert.True(again!.IsRepeat);
            Assert.Equal(["one", "three"], StoreSentences.Texts(again.After));
            Assert.Equal(["one", "two", "three"], StoreSentences.Texts(again.Before));
        }

        using var later = _folder.Open();
        var afterRestart = await WithdrawAsync(later, "k", 0, branch: "other");
        Assert.True(afterRestart!.IsRepeat);
        Assert.Equal(BranchName.Default, afterRestart.Branch);
        Assert.Equal(["one", "three"], StoreSentences.Texts(afterRestart.After));
        Assert.Equal(["one", "three", "four"], await later.TextsAsync("u"));
    }

    [Fact]
    public async Task Fifty_requests_with_one_key_at_once_do_one_thing()
    {
        using var store = _folder.Open();
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Task.Run(() => store.Contexts.ApplyOnceAsync(
            User, StoreFolder.Branch($"b{i % 5}"), Key("k"), _ => new AppendMessages { Messages = [Said($"{i}")] }))));

        Assert.Single(answers, answer => !answer!.IsRepeat);
        Assert.Single(answers.Select(answer => StoreSentences.Texts(answer!.After).Single()).Distinct());
        Assert.Single(await store.Contexts.BranchesAsync(User));
    }

    [Fact]
    public async Task A_key_is_known_for_a_day()
    {
        using var store = _folder.Open();
        await SayOnceAsync(store, "k", "one");
        _folder.Clock.Now += TimeSpan.FromHours(23);
        Assert.True((await SayOnceAsync(store, "k", "two")).IsRepeat);
        _folder.Clock.Now += TimeSpan.FromHours(1);
        Assert.False((await SayOnceAsync(store, "k", "three")).IsRepeat);

        Assert.Equal(["one", "three"], await store.TextsAsync("u"));
        var again = await SayOnceAsync(store, "k", "four");
        Assert.True(again.IsRepeat);
        Assert.Equal(["one", "three"], StoreSentences.Texts(again.After));
    }

    [Fact]
    public async Task A_key_used_for_another_request_of_the_same_sort_does_nothing()
    {
        using var store = _folder.Open();
        await SayOnceAsync(store, "k", "one");
        await store.Contexts.ChangeAsync(User, StoreFolder.Branch("a"), Key("k"));

        Assert.Null(await store.Contexts.ApplyOnceAsync(
            User, BranchName.Default, new RequestKey("k", "other"), _ => new AppendMessages { Messages = [Said("two")] }));
        Assert.False(await store.Contexts.ChangeAsync(User, StoreFolder.Branch("b"), new RequestKey("k", "other")));

        Assert.Equal(["one"], await store.TextsAsync("u"));
        Assert.Equal("a", (await store.Contexts.CurrentAsync(User)).Raw);
    }

    [Fact]
    public async Task Keys_of_other_users_and_kinds_are_other_keys()
    {
        using var store = _folder.Open();
        await SayOnceAsync(store, "k", "one");

        var other = await store.Contexts.ApplyOnceAsync(StoreFolder.User("v"), BranchName.Default, Key("k"), _ => new AppendMessages { Messages = [Said("two")] });
        var prompt = await store.Prompts.ApplyOnceAsync(User, BranchName.Default, Key("k"), _ => new SetPrompt { Text = "p" });

        Assert.False(other!.IsRepeat);
        Assert.False(prompt!.IsRepeat);
    }

    [Fact]
    public async Task A_key_used_for_something_else_does_nothing()
    {
        using var store = _folder.Open();
        await SayOnceAsync(store, "k", "one");

        Assert.Null(await WithdrawAsync(store, "k", 0));
        Assert.False(await store.Contexts.DeleteAsync(User, BranchName.Default, Key("k")));

        Assert.Equal(["one"], await store.TextsAsync("u"));
    }

    [Fact]
    public async Task What_was_refused_or_failed_is_no_first_time()
    {
        var disk = new FaultyDisk();
        using var store = _folder.Open(disk);
        Assert.Null((await store.Contexts.ApplyOnceAsync(User, BranchName.Default, Key("k"), _ => (AppendMessages?)null))!.Operation);
        await SayOnceAsync(store, "other", "zero");

        disk.FailsAfterwards = true;
        disk.Fault = (step, path) => path.EndsWith("jsonl") && step is DiskStep.Flush or DiskStep.SetLength ? FaultyDisk.InputOutput : null;
        await Assert.ThrowsAsync<StorageException>(() => SayOnceAsync(store, "k", "one"));
        Assert.Null(await store.Contexts.FindByKeyAsync(User, "k"));

        disk.Fault = (_, _) => null;
        Assert.False((await SayOnceAsync(store, "k", "one")).IsRepeat);
        Assert.Equal(["zero", "one"], await store.TextsAsync("u"));
    }

    [Fact]
    public async Task A_repeated_deletion_does_not_delete_what_came_since()
    {
        using (var store = _folder.Open())
        {
            await store.SayAsync("u", "one");
            Assert.True(await store.Contexts.DeleteAsync(User, BranchName.Default, Key("k")));
            Assert.Empty(await store.Contexts.BranchesAsync(User));
            await store.SayAsync("u", "two");
            Assert.True(await store.Contexts.DeleteAsync(User, BranchName.Default, Key("k")));
            Assert.Equal(["two"], await store.TextsAsync("u"));
        }

        using var later = _folder.Open();
        Assert.True(await later.Contexts.DeleteAsync(User, BranchName.Default, Key("k")));
        Assert.Equal(["two"], await later.TextsAsync("u"));
        Assert.True(await later.Contexts.DeleteAsync(User, BranchName.Default, Key("k2")));
        Assert.Empty(await later.TextsAsync("u"));
    }

    [Fact]
    public async Task A_repeated_change_of_branch_does_not_change_it_back()
    {
        using (var store = _folder.Open())
        {
            await store.Contexts.ChangeAsync(User, StoreFolder.Branch("a"), Key("k"));
            await store.Contexts.ChangeAsync(User, StoreFolder.Branch("b"));
            await store.Contexts.ChangeAsync(User, StoreFolder.Branch("a"), Key("k"));
            Assert.Equal("b", (await store.Contexts.CurrentAsync(User)).Raw);
        }

        using var later = _folder.Open();
        await later.Contexts.ChangeAsync(User, StoreFolder.Branch("a"), Key("k"));
        Assert.Equal("b", (await later.Contexts.CurrentAsync(User)).Raw);
        await later.Contexts.ChangeAsync(User, StoreFolder.Branch("a"), Key("k2"));
        Assert.Equal("a", (await later.Contexts.CurrentAsync(User)).Raw);
        _folder.Clock.Now += TimeSpan.FromDays(1);
        await later.Contexts.ChangeAsync(User, StoreFolder.Branch("c"));
        Assert.Equal(
            """{"default_item":"c","user_id":"u"}""",
            await File.ReadAllTextAsync(System.IO.Path.Combine(_folder.Path, "Context_UserData", "u", "metadata.json")));
    }

    [Fact]
    public async Task A_turn_is_found_with_its_receipt_in_whatever_branch_it_went_to()
    {
        var receipt = new TurnReceipt { ModelName = "M", ModelType = "chat", ModelId = "m", FinishReason = "stop", TimeMs = 7 };
        using (var store = _folder.Open())
        {
            Assert.Null(await store.Contexts.FindByKeyAsync(User, "turn"));
            await store.Contexts.ApplyAsync(
                User, StoreFolder.Branch("a/b"), _ => new AppendMessages { Messages = [Said("hi"), Said("ho")], Turn = receipt, Key = "turn" });
            Assert.Equal(receipt, Assert.IsType<AppendMessages>((await store.Contexts.FindByKeyAsync(User, "turn"))!.Operation).Turn);
        }

        using var later = _folder.Open();
        var found = await later.Contexts.FindByKeyAsync(User, "turn");
        var turn = Assert.IsType<AppendMessages>(found!.Operation);
        Assert.Equal(("a/b", receipt, "hi ho"), (found.Branch.Raw, turn.Turn, string.Join(' ', turn.Messages.Select(message => message.Content))));
        Assert.Null(await later.Contexts.FindByKeyAsync(User, "other"));
    }

    [Fact]
    public async Task Keys_are_known_however_little_memory_there_is()
    {
        using var store = _folder.Open(cacheBytes: 0);
        await SayOnceAsync(store, "k", "one");
        Assert.True((await SayOnceAsync(store, "k", "two")).IsRepeat);
        Assert.Equal(["one"], await store.TextsAsync("u"));
    }

    static RequestKey Key(string key) => new(key, "0123456789abcdef");

    static StoredMessage Said(string text) => ContextKind.Stored(new Message { Role = Role.User, Content = text });

    static async Task<AppliedOperation<Conversation>> SayOnceAsync(UserStore store, string key, string text) =>
        (await store.Contexts.ApplyOnceAsync(User, BranchName.Default, Key(key), _ => new AppendMessages { Messages = [Said(text)] }))!;

    static Task<AppliedOperation<Conversation>?> WithdrawAsync(UserStore store, string key, int index, string branch = "default") =>
        store.Contexts.ApplyOnceAsync(
            User, StoreFolder.Branch(branch), Key(key), now => now.Count > index ? new WithdrawMessages { Ids = [now[index].Id] } : null);
}
