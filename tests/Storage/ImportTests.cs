using System.Text.Json;
using Repeater.Storage;
using Repeater.Storage.Archive;

namespace Repeater.Tests.Storage;

/// <summary>Data taken over from another folder: each user whole or not at all, also when the program is killed or the disk fails.</summary>
public sealed class ImportTests : IDisposable
{
    const string Messages = """[{"role":"user","content":"old"}]""";

    static readonly string[] Whole = ["mine|", "theirs|theirs too|P"];

    readonly StoreFolder _from = new();
    readonly StoreFolder _to = new();

    public void Dispose()
    {
        _from.Dispose();
        _to.Dispose();
    }

    [Fact]
    public async Task Old_files_stay_what_they_are_and_a_long_name_is_still_found()
    {
        var id = new string('龍', 80);
        _from.WriteFile(id, "default.json", Messages);
        _from.WriteFile(id, $"{id}.json", Messages);
        using var store = _to.Open();

        var report = Assert.Single(await ImportAsync(store));

        Assert.False(report.IsRefused);
        Assert.Equal(["old"], await store.TextsAsync(id));
        Assert.Equal(["old"], await store.TextsAsync(id, id));
        Assert.Equal([id, "default"], (await store.Contexts.BranchesAsync(StoreFolder.User(id))).OrderDescending(StringComparer.Ordinal));
        Assert.Equal([id], await store.Contexts.UsersAsync());
        Assert.All(await ImportAsync(store), user => Assert.All(user.Branches, branch => Assert.Equal(ImportOutcome.Same, branch.Outcome)));
    }

    [Fact]
    public async Task A_dry_run_says_the_same_and_changes_nothing()
    {
        _from.WriteFile("a", "default.json", Messages);
        _from.WriteFile("b", "default.json", "what");
        using var store = _to.Open();
        await store.SayAsync("a", "mine");
        var before = _to.Files();

        var tried = await ImportAsync(store, new() { DryRun = true, Replace = true });

        Assert.Equal(before, _to.Files());
        Assert.Equal([ImportOutcome.Replaced, ImportOutcome.Refused], tried.SelectMany(user => user.Branches).Select(branch => branch.Outcome));
        var done = await ImportAsync(store, new() { Replace = true });
        Assert.Equal(tried.SelectMany(user => user.Branches), done.SelectMany(user => user.Branches));
        Assert.Equal(["old"], await store.TextsAsync("a"));
    }

    [Fact]
    public async Task Users_that_are_there_keep_their_current_branch_and_new_ones_bring_theirs()
    {
        foreach (var user in new[] { "old", "new" })
        {
            _from.WriteFile(user, "work.json", Messages);
            File.WriteAllText(Path.Combine(_from.Path, "Context_UserData", user, "metadata.json"), """{"default_item":"work","more":1}""");
        }

        using var store = _to.Open();
        await store.Contexts.ChangeAsync(StoreFolder.User("old"), StoreFolder.Branch("here"));
        await ImportAsync(store);

        Assert.Equal("here", (await store.Contexts.CurrentAsync(StoreFolder.User("old"))).Raw);
        Assert.Equal("work", (await store.Contexts.CurrentAsync(StoreFolder.User("new"))).Raw);
        await ImportAsync(store, new() { Replace = true });
        Assert.Equal("work", (await store.Contexts.CurrentAsync(StoreFolder.User("old"))).Raw);
        Assert.Contains("\"more\":1", File.ReadAllText(Path.Combine(_to.Path, "Context_UserData", "old", "metadata.json")));
    }

    [Fact]
    public async Task A_turn_that_waits_for_the_import_lands_behind_it()
    {
        using (var other = _from.Open())
        {
            await other.SayAsync("u", "theirs");
        }

        using var store = _to.Open();
        await store.SayAsync("u", "mine");
        var importing = ImportAsync(store, new() { Replace = true });
        var said = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => store.SayAsync("u", $"turn {i}")));
        await importing;

        var now = await store.TextsAsync("u");
        Assert.Equal("theirs", now[0]);
        Assert.Equal(now, await ReopenedTextsAsync(store));
        Assert.Equal(20, said.Length);
    }

    [Fact]
    public async Task What_an_import_replaced_comes_back_by_undo_whatever_the_kind_and_whoever_wrote_it()
    {
        var user = StoreFolder.User("u");
        using (var other = _from.Open())
        {
            await other.SayAsync("u", "theirs");
            await other.SayAsync("u", "and more");
            await other.Contexts.RestoreAsync(user, BranchName.Default, 1);
            await other.Prompts.ApplyAsync(user, BranchName.Default, _ => new SetPrompt { Text = "P" });
            await other.Configs.ApplyAsync(user, BranchName.Default, _ => new SetValue { Name = "n", Value = Json("2") });
        }

        _to.WriteFile("u", "default.json", Messages);
        using var store = _to.Open();
        await store.Prompts.ApplyAsync(user, BranchName.Default, _ => new SetPrompt { Text = "mine" });
        await store.Configs.ApplyAsync(user, BranchName.Default, _ => new SetValue { Name = "n", Value = Json("1") });

        Assert.All(Assert.Single(await ImportAsync(store, new() { Replace = true })).Branches, branch => Assert.Equal(ImportOutcome.Replaced, branch.Outcome));
        Assert.Equal(("theirs", "P", 2), await NowAsync());
        foreach (var branches in (IEnumerable<Func<Task<Steered>>>)[() => store.Contexts.UndoAsync(user, BranchName.Default), () => store.Prompts.UndoAsync(user, BranchName.Default), () => store.Configs.UndoAsync(user, BranchName.Default)])
        {
            Assert.Null((await branches()).Refusal);
        }

        Assert.Equal(("old", "mine", 1), await NowAsync());
        Assert.Null((await store.Contexts.RedoAsync(user, BranchName.Default)).Refusal);
        Assert.Equal("theirs", (await NowAsync()).Item1);

        async Task<(string, string, int)> NowAsync() => (
            string.Join('|', await store.TextsAsync("u")),
            await store.Prompts.ReadAsync(user, BranchName.Default),
            (await store.Configs.ReadAsync(user, BranchName.Default)).Items.Single().Value.GetInt32());
    }

    [Theory]
    [InlineData("{\"repeater\":1")]
    [InlineData("{\"repeater\":1,\"kind\":\"context\",\"branch\":\"default\",\"user\":\"u\",\"created\":\"2026-03-04T05:06:07Z\"}\nwhat\n")]
    public async Task A_branch_that_cannot_be_read_is_kept_in_the_trash_when_an_import_replaces_it(string damaged)
    {
        _from.WriteFile("u", "default.json", Messages);
        _to.WriteFile("u", "default.jsonl", damaged);
        using var store = _to.Open();

        await ImportAsync(store, new() { Replace = true });

        Assert.Equal(["old"], await store.TextsAsync("u"));
        Assert.Equal(damaged, File.ReadAllText(Assert.Single(Directory.GetFiles(Path.Combine(_to.Path, ".repeater", "trash", "Context_UserData", "u")))));
    }

    /// <summary>Killed after any of its changes to the disk, the next start finds the user as before or as imported.</summary>
    [Fact]
    public async Task Cut_off_at_any_step_it_is_all_there_or_not_at_all()
    {
        using (var other = _from.Open())
        {
            await other.SayInAsync("u", "default", "theirs");
            await other.SayInAsync("u", "second", "theirs too");
            await other.Prompts.ApplyAsync(StoreFolder.User("u"), BranchName.Default, _ => new SetPrompt { Text = "P" });
        }

        var outcomes = new HashSet<string>();
        for (var steps = 0; ; steps++)
        {
            using var folder = new StoreFolder();
            var disk = new StoppingDisk();
            var isDone = false;
            using (var store = folder.Open(disk))
            {
                await store.SayAsync("u", "mine");
                disk.StopAfter = steps;
                try
                {
                    await ImportAsync(store, new() { Replace = true });
                    isDone = true;
                }
                catch (StorageException)
                {
                    // From here on the disk does nothing any more, as for a process that was killed.
                }
            }

            using var later = folder.Open();
            var state = string.Join('|', [.. await later.TextsAsync("u"), .. await later.TextsAsync("u", "second"), await later.Prompts.ReadAsync(StoreFolder.User("u"), BranchName.Default)]);
            Assert.Contains(state, Whole);
            Assert.Empty(Directory.Exists(Path.Combine(folder.Path, ".repeater", "import")) ? Directory.EnumerateFileSystemEntries(Path.Combine(folder.Path, ".repeater", "import")) : []);
            outcomes.Add(state);
            if (isDone)
            {
                break;
            }
        }

        Assert.Equal(2, outcomes.Count);
    }

    [Fact]
    public async Task A_disk_that_fails_once_leaves_everything_as_it_was()
    {
        _from.WriteFile("u", "default.json", Messages);
        _from.WriteFile("u", "second.json", Messages);
        var disk = new StoppingDisk();
        using var store = _to.Open(disk);
        await store.SayAsync("u", "mine");
        var before = _to.Files();
        for (var steps = 0; steps < 9; steps++)
        {
            disk.StopAfter = steps;
            disk.StopsOnce = true;
            await Assert.ThrowsAsync<StorageException>(() => ImportAsync(store, new() { Replace = true }));
            Assert.Equal(["mine"], await store.TextsAsync("u"));
            Assert.Equal(before, _to.Files());
        }

        disk.StopAfter = int.MaxValue;
        await ImportAsync(store, new() { Replace = true });
        Assert.Equal(["old"], await store.TextsAsync("u"));
    }

    static JsonElement Json(string json) => JsonDocument.Parse(json).RootElement;

    async Task<string[]> ReopenedTextsAsync(UserStore store)
    {
        store.Dispose();
        using var later = _to.Open();
        return await later.TextsAsync("u");
    }

    FolderSource Source() => new(_from.Path, "ParallelData", new Disk(Durability.Os));

    async Task<List<ImportedUser>> ImportAsync(UserStore store, ImportOptions? options = null)
    {
        using var source = Source();
        var importer = new Importer(store, options ?? new());
        var report = new List<ImportedUser>();
        foreach (var user in source.Users())
        {
            report.Add(await importer.ImportAsync(user));
        }

        return report;
    }
}
