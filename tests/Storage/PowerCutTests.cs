using System.Text;
using Repeater.Storage;

namespace Repeater.Tests.Storage;

/// <summary>
/// The power fails after any step of any change: what was acknowledged is there, what was being done is done or not, and
/// every branch can be read.
/// </summary>
public sealed class PowerCutTests : IDisposable
{
    const int ChancesPerStep = 1;

    readonly StoreFolder _folder = new();
    readonly Random _random = new(20240628);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_was_acknowledged_survives_a_power_cut_at_any_step()
    {
        _folder.WriteFile("u_1", "old.json", """[{"role":"user","content":"old"}]""");
        var disk = new PowerCutDisk(Path.GetDirectoryName(_folder.Path)!).Settled();
        var left = new List<Dictionary<string, byte[]>>();
        disk.Stepped = () =>
        {
            left.Add(disk.Left(null));
            left.AddRange(Enumerable.Range(0, ChancesPerStep).Select(_ => disk.Left(_random)));
        };

        using var store = _folder.Open(disk, durability: Durability.Flush);
        var before = await DescribeAsync(store);
        var steps = left.Count;
        foreach (var change in Changes())
        {
            left.Clear();
            await change(store);
            var after = await DescribeAsync(store);
            steps += left.Count;
            foreach (var files in left)
            {
                var found = await DescribeLeftAsync(files);
                Assert.True(found == before || found == after, $"before: {before}\nafter:  {after}\nfound:  {found}");
                AssertNothingIsLost(before, files);
            }

            // From here on it is acknowledged.
            Assert.Equal(after, await DescribeLeftAsync(disk.Left(null)));
            Assert.Equal(after, await DescribeLeftAsync(disk.Left(_random)));
            AssertNothingIsLost(before, disk.Left(null));
            before = after;
        }

        Assert.InRange(steps, 100, int.MaxValue);
    }

    [Fact]
    public async Task The_notes_of_the_test_would_show_a_flush_that_is_missing()
    {
        var disk = new PowerCutDisk(Path.GetDirectoryName(_folder.Path)!).Settled();
        using var store = _folder.Open(disk, durability: Durability.Flush);
        await store.SayAsync("u", "one");
        await File.AppendAllTextAsync(_folder.FileOf("u"), "not flushed");

        var left = disk.Left(null);

        Assert.Equal(
            ["userdata/Context_UserData/u/ParallelData/default.jsonl"],
            left.Keys.Where(file => file.EndsWith("jsonl")).Select(file => file.Replace('\\', '/')));
        Assert.DoesNotContain("not flushed", Encoding.UTF8.GetString(left.Values.Single(bytes => bytes.Length > 0)));
    }

    static IEnumerable<Func<UserStore, Task>> Changes()
    {
        var user = StoreFolder.User("u:1");
        var old = StoreFolder.Branch("old");
        yield return store => store.SayAsync("u:1", "one");
        yield return store => store.SayAsync("u:1", "two", new string('三', 3000));
        yield return store => store.WithdrawAsync("u:1", 1);
        yield return store => store.Contexts.ChangeAsync(user, old);
        yield return store => store.SayInAsync("u:1", "old", "new");
        yield return store => store.Contexts.DeleteAsync(user, old);
        yield return store => store.SayInAsync("u:1", "old", "again");
        yield return store => store.Contexts.DeleteAsync(user, BranchName.Default);
        yield return store => store.SayAsync("u:1", "anew");
        yield return store => store.Contexts.ChangeAsync(user, BranchName.Default);
        yield return store => store.Contexts.UndoAsync(user, BranchName.Default);
        yield return store => store.Contexts.RedoAsync(user, BranchName.Default);
        yield return store => store.Contexts.ForkAsync(user, BranchName.Default, StoreFolder.Branch("copy"), null, state => state);
        yield return store => store.Contexts.DeleteAsync(user, BranchName.Default);
        yield return store => store.Contexts.UndoAsync(user, BranchName.Default);
        yield return store => store.Contexts.DeleteAsync(user, old);
        yield return store => store.Contexts.UndoAsync(user, old);
        yield return store => store.Contexts.RedoAsync(user, old);
        yield return store => store.Contexts.RestoreAsync(user, BranchName.Default, 0);
        yield return store => store.Prompts.ApplyAsync(user, BranchName.Default, _ => new SetPrompt { Text = "p" });
        yield return store => store.Prompts.DeleteAsync(user, BranchName.Default);
    }

    /// <summary>Whatever was said stands in some file, that of the branch or one in the trash.</summary>
    static void AssertNothingIsLost(string before, Dictionary<string, byte[]> files)
    {
        var everything = string.Concat(files.Values.Select(Encoding.UTF8.GetString));
        Assert.All(
            ((string[])["one", "two", "new", "again", "anew"]).Where(text => before.Contains($" {text}", StringComparison.Ordinal)),
            text => Assert.Contains($"\"{text}\"", everything));
    }

    static async Task<string> DescribeAsync(UserStore store)
    {
        var user = StoreFolder.User("u:1");
        var branches = await store.Contexts.BranchesAsync(user);
        var contents = new List<string> { $"prompt {await store.Prompts.ReadAsync(user, BranchName.Default)}, current {await store.Contexts.CurrentAsync(user)}" };
        foreach (var branch in branches)
        {
            contents.Add($"{branch}: {string.Join(' ', (await store.TextsAsync("u:1", branch)).Select(text => text.Length > 9 ? "long" : text))}");
        }

        return string.Join("; ", contents);
    }

    static async Task<string> DescribeLeftAsync(Dictionary<string, byte[]> files)
    {
        using var folder = new StoreFolder();
        foreach (var (path, bytes) in files)
        {
            var file = Path.Combine(Path.GetDirectoryName(folder.Path)!, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllBytesAsync(file, bytes);
        }

        using var store = folder.Open();
        return await DescribeAsync(store);
    }
}
