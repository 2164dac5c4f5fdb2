using Repeater.Storage;

namespace Repeater.Tests.Storage;

/// <summary>Undo, redo, copies and the trash, where the model tests do not look.</summary>
public sealed class SteeringTests : IDisposable
{
    static readonly UserName User = StoreFolder.User("u");

    readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Ids_and_everything_else_come_back_as_they_were()
    {
        using var store = _folder.Open();
        await store.SayAsync("u", "one", "two", "three");
        var before = (await store.Contexts.ReadAsync(User, BranchName.Default)).Messages;
        await store.WithdrawAsync("u", 1);
        await store.Contexts.ApplyAsync(User, BranchName.Default, now => new RewriteMessage { Id = now[0].Id, Content = "ONE" });

        await store.Contexts.UndoAsync(User, BranchName.Default, steps: 2);

        Assert.Equal(before, (await store.Contexts.ReadAsync(User, BranchName.Default)).Messages);
    }

    [Fact]
    public async Task A_key_stays_known_when_what_was_done_with_it_was_undone_or_deleted()
    {
        var key = new RequestKey("k", "r");
        using (var store = _folder.Open())
        {
            Assert.False((await SayOnceAsync(store, key)).IsRepeat);
            await store.Contexts.UndoAsync(User, BranchName.Default);
            Assert.Equal(["hi"], StoreSentences.Texts((await SayOnceAsync(store, key)).After));
            Assert.Empty(await store.TextsAsync("u"));
            await store.Contexts.RedoAsync(User, BranchName.Default);
            await store.Contexts.DeleteAsync(User, BranchName.Default);
            Assert.True((await SayOnceAsync(store, key)).IsRepeat);
        }

        using var later = _folder.Open();
        Assert.Equal(["hi"], StoreSentences.Texts((await SayOnceAsync(later, key)).After));
        Assert.Empty(await later.TextsAsync("u"));
    }

    [Fact]
    public async Task An_undo_sent_twice_with_one_key_is_one_undo()
    {
        var key = new RequestKey("k", "r");
        using (var store = _folder.Open())
        {
            await store.SayAsync("u", "one");
            await store.SayAsync("u", "two");
            await store.Contexts.UndoAsync(User, BranchName.Default, key: key);
            var again = await store.Contexts.UndoAsync(User, BranchName.Default, key: key);
            Assert.Equal((3, 1), (again.History!.Count, again.History.Current));
            Assert.Equal(SteerRefusal.KeyUsedOtherwise, (await store.Contexts.UndoAsync(User, BranchName.Default, key: new("k", "other"))).Refusal);
        }

        using var later = _folder.Open();
        await later.Contexts.UndoAsync(User, BranchName.Default, key: key);
        Assert.Equal(["one"], await later.TextsAsync("u"));
    }

    [Fact]
    public async Task A_deletion_that_was_undone_is_not_repeated_with_its_key()
    {
        var key = new RequestKey("k", "r");
        using (var store = _folder.Open())
        {
            await store.SayAsync("u", "one");
            await store.Contexts.DeleteAsync(User, BranchName.Default, key);
            await store.Contexts.UndoAsync(User, BranchName.Default);
            Assert.True(await store.Contexts.DeleteAsync(User, BranchName.Default, key));
            Assert.Equal(["one"], await store.TextsAsync("u"));
        }

        using var later = _folder.Open();
        Assert.True(await later.Contexts.DeleteAsync(User, BranchName.Default, key));
        Assert.Equal(["one"], await later.TextsAsync("u"));
    }

    [Fact]
    public async Task What_came_from_the_python_backend_is_never_undone_and_its_deletion_is()
    {
        var old = _folder.WriteFile("u", "default.json", """[{"role":"user","content":"old"}]""");
        using var store = _folder.Open();
        Assert.Equal(SteerRefusal.NothingToUndo, (await store.Contexts.UndoAsync(User, BranchName.Default)).Refusal);
        await store.Contexts.DeleteAsync(User, BranchName.Default);
        Assert.Empty(await store.TextsAsync("u"));

        await store.Contexts.UndoAsync(User, BranchName.Default);

        Assert.Equal(["old"], await store.TextsAsync("u"));
        Assert.Equal("""[{"role":"user","content":"old"}]""", await File.ReadAllTextAsync(old));
    }

    [Fact]
    public async Task A_copy_notes_its_parent_in_its_first_line_and_is_written_at_once()
    {
        using var store = _folder.Open();
        await store.SayAsync("u", "one", "two");
        await store.WithdrawAsync("u", 0);

        await store.Contexts.ForkAsync(User, BranchName.Default, StoreFolder.Branch("copy"), number: 1, state => state.First(1));

        var lines = await File.ReadAllLinesAsync(_folder.FileOf("u", "copy.jsonl"));
        Assert.Contains("\"parent\":\"default\",\"parent_length\":1", lines[0]);
        Assert.Equal(2, lines.Length);
        Assert.Equal(["one"], await store.TextsAsync("u", "copy"));
        Assert.Equal(SteerRefusal.NothingToUndo, (await store.Contexts.UndoAsync(User, StoreFolder.Branch("copy"))).Refusal);
    }

    [Fact]
    public async Task After_a_purge_no_file_holds_what_was_withdrawn()
    {
        using var store = _folder.Open();
        await store.SayAsync("u", "kept", "SECRET");
        await store.Contexts.DeleteAsync(User, BranchName.Default);
        await store.SayAsync("u", "kept", "SECRET");
        await File.AppendAllTextAsync(_folder.FileOf("u"), "{\"op\":\"append\",\"messages\":[{\"content\":\"SECRET");
        store.Dispose();
        using var later = _folder.Open();
        await later.WithdrawAsync("u", 1);

        Assert.Equal("", await later.Contexts.PurgeAsync(User, BranchName.Default));

        Assert.Equal(["kept"], await later.TextsAsync("u"));
        Assert.DoesNotContain(_folder.Files(), file => File.ReadAllText(Path.Combine(_folder.Path, file)).Contains("SECRET"));
        Assert.Equal(SteerRefusal.NothingToUndo, (await later.Contexts.UndoAsync(User, BranchName.Default)).Refusal);
        Assert.Equal(["kept", "more"], StoreSentences.Texts(await later.SayAsync("u", "more")));
    }

    [Fact]
    public async Task Of_branches_deleted_in_one_moment_or_with_a_clock_set_back_undo_takes_the_last()
    {
        using var store = _folder.Open();
        for (var i = 0; i < 9; i++)
        {
            await store.SayAsync("u", $"{i}");
            await store.Contexts.DeleteAsync(User, BranchName.Default);
            _folder.Clock.Now -= TimeSpan.FromSeconds(i % 2);
        }

        for (var i = 8; i >= 0; i--)
        {
            await store.Contexts.UndoAsync(User, BranchName.Default);
            Assert.Equal([$"{i}"], await store.TextsAsync("u"));
            await store.Contexts.RenameAsync(User, BranchName.Default, StoreFolder.Branch($"away{i}"));
        }
    }

    [Theory]
    [InlineData("{\"op\":\"undo\",\"steps\":0}")]
    [InlineData("{\"op\":\"undo\",\"steps\":1001}")]
    [InlineData("{\"op\":\"redo\",\"steps\":-1}")]
    [InlineData("{\"op\":\"restore\",\"to\":-1}")]
    [InlineData("{\"op\":\"restore\",\"to\":2}")]
    public async Task Steps_and_numbers_that_cannot_be_are_damage(string line)
    {
        using (var store = _folder.Open())
        {
            await store.SayAsync("u", "one");
        }

        await File.AppendAllTextAsync(_folder.FileOf("u"), line + "\n");
        using var later = _folder.Open();
        Assert.Contains("line 3: ", (await Assert.ThrowsAsync<StorageException>(() => later.TextsAsync("u"))).Message);
    }

    [Fact]
    public async Task A_file_of_nothing_but_undo_and_redo_is_read_in_linear_time()
    {
        using (var store = _folder.Open())
        {
            for (var i = 0; i < 1000; i++)
            {
                await store.SayAsync("u", $"{i}");
            }
        }

        await File.AppendAllLinesAsync(_folder.FileOf("u"), Enumerable.Range(0, 20_000).Select(i =>
            i % 2 == 0 ? "{\"op\":\"undo\",\"steps\":1000}" : "{\"op\":\"redo\",\"steps\":1000}"));
        using var later = _folder.Open();

        Assert.Equal(1000, (await later.TextsAsync("u").WaitAsync(TimeSpan.FromMinutes(1))).Length);
    }

    [Fact]
    public async Task Any_mix_of_changes_and_undo_of_many_clients_is_some_order_of_them()
    {
        using var store = _folder.Open();
        var random = new Random(20240628);
        var seeds = Enumerable.Range(0, 8).Select(_ => random.Next()).ToArray();
        await Task.WhenAll(seeds.Select(seed => Task.Run(async () =>
        {
            var own = new Random(seed);
            for (var i = 0; i < 30; i++)
            {
                var branch = StoreFolder.Branch($"b{own.Next(2)}");
                _ = own.Next(8) switch
                {
                    0 => (object?)await store.Contexts.UndoAsync(User, branch),
                    1 => await store.Contexts.RedoAsync(User, branch),
                    2 => await store.Contexts.ForkAsync(User, branch, StoreFolder.Branch($"c{own.Next(1000)}"), null, state => state),
                    3 => await store.Contexts.RenameAsync(User, StoreFolder.Branch($"c{own.Next(1000)}"), StoreFolder.Branch($"d{own.Next(1000)}")),
                    4 => await store.Contexts.DeleteAsync(User, branch),
                    5 => await store.Contexts.RestoreAsync(User, branch, own.Next(4)),
                    _ => await store.SayInAsync("u", branch.Raw, $"{seed}.{i}"),
                };
            }
        })));

        var inMemory = await DescribeAsync(store);
        store.Dispose();
        using var later = _folder.Open();
        Assert.Equal(inMemory, await DescribeAsync(later));
        Assert.NotEmpty(inMemory);
    }

    static async Task<string[]> DescribeAsync(UserStore store)
    {
        var found = new List<string>();
        foreach (var branch in await store.Contexts.BranchesAsync(User))
        {
            found.Add($"{branch}: {string.Join(' ', await store.TextsAsync("u", branch))}");
        }

        return [.. found];
    }

    static async Task<AppliedOperation<Conversation>> SayOnceAsync(UserStore store, RequestKey key) =>
        (await store.Contexts.ApplyOnceAsync(User, BranchName.Default, key, _ => new AppendMessages
        {
            Messages = [ContextKind.Stored(new Message { Role = Role.User, Content = "hi" })],
        }))!;
}
