using Microsoft.Extensions.Logging.Abstractions;
using Repeater.Storage;

namespace Repeater.Tests.Storage;

public sealed class TrashTests : IDisposable
{
    static readonly UserName User = StoreFolder.User("u");

    readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_deleted_branch_is_kept_whole_until_its_days_are_over()
    {
        using (var store = _folder.Open())
        {
            await store.SayAsync("u", "one");
            await store.WithdrawAsync("u", 0);
            await store.Contexts.DeleteAsync(User, BranchName.Default);
        }

        _folder.Clock.Now += TimeSpan.FromDays(29);
        Assert.Equal(0, await SweepAsync(days: 30));
        var trash = Assert.Single(_folder.Files(), InTrash);
        Assert.Contains("\"one\"", await File.ReadAllTextAsync(Path.Combine(_folder.Path, trash)));

        _folder.Clock.Now += TimeSpan.FromDays(1);
        Assert.Equal(1, await SweepAsync(days: 30));
        Assert.DoesNotContain(_folder.Files(), InTrash);
    }

    [Fact]
    public async Task A_store_sweeps_when_it_is_opened()
    {
        using (var store = _folder.Open())
        {
            await store.SayAsync("u", "one");
            await store.Contexts.DeleteAsync(User, BranchName.Default);
        }

        _folder.Clock.Now += TimeSpan.FromDays(31);
        using var later = _folder.Open(trashDays: 30);
        using var guard = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!_folder.LogLines.Contains("1 branches deleted more than 30 days ago were removed for good."))
        {
            await Task.Delay(10, guard.Token);
        }

        Assert.DoesNotContain(_folder.Files(), InTrash);
    }

    [Fact]
    public async Task A_branch_deleted_twice_is_there_twice()
    {
        using var store = _folder.Open();
        foreach (var text in (string[])["one", "two"])
        {
            await store.SayAsync("u", text);
            await store.Contexts.DeleteAsync(User, BranchName.Default);
        }

        Assert.Equal(2, _folder.Files().Count(InTrash));
        Assert.Empty(await store.TextsAsync("u"));
        Assert.Empty(await store.Contexts.BranchesAsync(User));
    }

    [Fact]
    public async Task Only_what_was_deleted_is_removed()
    {
        var torn = _folder.WriteFile("u", "default.jsonl.torn-20200101T000000000-abcdef", "x");
        var strange = Path.Combine(_folder.Path, ".repeater", "trash", "Context_UserData", "u", "notes.jsonl");
        Directory.CreateDirectory(Path.GetDirectoryName(strange)!);
        await File.WriteAllTextAsync(strange, "x");

        using (var store = _folder.Open())
        {
            await store.SayAsync("u", "one");
        }

        Assert.Equal(0, await SweepAsync(days: 0));
        Assert.True(File.Exists(torn));
        Assert.True(File.Exists(strange));
        Assert.True(File.Exists(_folder.FileOf("u")));
    }

    async Task<int> SweepAsync(int days)
    {
        using var root = new StorageRoot(_folder.Path, "ParallelData", new Disk(Durability.Os), 0, _folder.Clock, NullLogger.Instance);
        return await Trash.Sweep(root, TimeSpan.FromDays(days));
    }

    static bool InTrash(string file) => file.StartsWith(".repeater/trash/", StringComparison.Ordinal);
}
