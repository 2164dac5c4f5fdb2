using Microsoft.Extensions.Logging.Abstractions;
using Repeater.Storage;
using Repeater.Storage.Check;

namespace Repeater.Tests.Storage;

/// <summary>Mending a damaged branch: at any moment the file is the old one or the new one, and the old one is kept.</summary>
public sealed class RepairTests : IDisposable
{
    readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Cut_off_at_any_step_the_file_is_the_old_one_or_the_new_one()
    {
        using (var store = _folder.Open())
        {
            await store.SayAsync("u", "one");
            await store.SayAsync("u", "two");
        }

        var path = _folder.FileOf("u");
        var damaged = (await File.ReadAllTextAsync(path)).Replace("\"one\"", "\"one", StringComparison.Ordinal);
        var outcomes = new HashSet<bool>();
        for (var steps = 0; outcomes.Count < 2; steps++)
        {
            await File.WriteAllTextAsync(path, damaged);
            var isDone = Mend(path, steps);

            var now = await File.ReadAllTextAsync(path);
            Assert.Equal(!isDone, now == damaged);
            Assert.True(!isDone || Directory.GetFiles(Path.GetDirectoryName(path)!, "*.damaged-*").Any(copy => File.ReadAllText(copy) == damaged));
            outcomes.Add(isDone);
        }

        using var later = _folder.Open();
        Assert.Equal(["two"], await later.TextsAsync("u"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData("\0\0\0\0")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[")]
    [InlineData("{\"op\":\"append\"}\n{\"op\":1}\nnull\n")]
    public async Task Whatever_the_file_holds_it_can_be_read_afterwards(string content)
    {
        var path = _folder.WriteFile("Group_1_2", "default.jsonl", content);

        Assert.True(Mend(path, int.MaxValue));

        using var store = _folder.Open();
        Assert.Empty(await store.TextsAsync("Group:1:2"));
        Assert.Equal("Group_1_2", BranchFile.Parse(await File.ReadAllBytesAsync(path), path).Header.User);
    }

    bool Mend(string path, int steps)
    {
        var disk = new StoppingDisk { StopAfter = steps };
        using var root = new StorageRoot(_folder.Path, "ParallelData", disk, 1 << 20, _folder.Clock, NullLogger.Instance);
        try
        {
            return new DataRepair(root, "ParallelData", dryRun: false).Mend(new(FindingKind.Damaged, path, "")).Count > 0;
        }
        catch (StorageException)
        {
            return false;
        }
    }
}
