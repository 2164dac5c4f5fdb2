using Repeater.Storage;

namespace Repeater.Tests.Storage;

/// <summary>A disk that fails: the branch stays as it was, reading goes on, and everything works again when the cause is gone.</summary>
public sealed class FaultTests : IDisposable
{
    readonly StoreFolder _folder = new();
    readonly FaultyDisk _disk = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Every step that a change of a branch takes, each failing before or after it was done, with a full or a broken disk.</summary>
    public static TheoryData<string, DiskStep, int, bool> Faults()
    {
        var faults = new TheoryData<string, DiskStep, int, bool>();
        foreach (var change in (string[])["append", "create", "delete", "delete imported", "delete over imported", "take over", "change branch", "first branch", "undo", "undo deletion", "fork", "purge", "rename"])
        {
            foreach (var step in Enum.GetValues<DiskStep>().Where(step => step is not (DiskStep.Read or DiskStep.Remove or DiskStep.SetLength)))
            {
                faults.Add(change, step, FaultyDisk.NoSpace, false);
                faults.Add(change, step, FaultyDisk.InputOutput, true);
            }
        }

        return faults;
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_change_that_fails_leaves_everything_as_it_was_and_works_later(string change, DiskStep step, int code, bool failsAfterwards)
    {
        var setUp = await SetUpAsync(change);
        using (var store = _folder.Open(_disk))
        {
            var before = await DescribeAsync(store);
            var hits = 0;
            _disk.FailsAfterwards = failsAfterwards;
            _disk.BytesBeforeFault = 40;
            _disk.Fault = (now, _) => now == step && hits++ == 0 ? code : null;

            var error = await Record.ExceptionAsync(() => ChangeAsync(store, change));

            Assert.Equal(hits > 0, error is not null);
            if (error is null)
            {
                // This change does not take that step.
                return;
            }

            Assert.Equal(code == FaultyDisk.NoSpace ? StorageFailure.DiskFull : StorageFailure.Unavailable, Assert.IsType<StorageException>(error).Failure);
            Assert.Contains("nothing was changed", error.Message);
            Assert.Equal(before, await DescribeAsync(store));
        }

        // After a restart too: nothing that failed becomes visible.
        using (var store = _folder.Open(_disk))
        {
            Assert.Equal(setUp, await DescribeAsync(store));
            await ChangeAsync(store, change);
        }

        using var later = _folder.Open();
        Assert.Equal(Expected(change), await DescribeAsync(later));
        Assert.DoesNotContain(_folder.Files(), file => file.EndsWith(".tmp"));
    }

    /// <summary>A rename on a disk that goes on failing may leave the copy it made.</summary>
    public static IEnumerable<object[]> LastingFaults() => Faults().Where(fault => !fault[0].Equals("rename"));

    [Theory]
    [MemberData(nameof(LastingFaults))]
    public async Task While_a_step_goes_on_failing_reading_goes_on_and_afterwards_writing_does(string change, DiskStep step, int code, bool failsAfterwards)
    {
        await SetUpAsync(change);
        using var store = _folder.Open(_disk);
        var before = await DescribeAsync(store);
        var hits = 0;
        _disk.FailsAfterwards = failsAfterwards;
        _disk.BytesBeforeFault = 40;
        _disk.Fault = (now, _) => now == step && hits++ >= 0 ? code : null;

        for (var tries = 0; tries < 3; tries++)
        {
            var error = await Record.ExceptionAsync(() => ChangeAsync(store, change));
            if (hits == 0)
            {
                return;
            }

            Assert.IsType<StorageException>(error);
            Assert.Equal(before, await DescribeAsync(store));
        }

        _disk.Fault = (_, _) => null;
        await ChangeAsync(store, change);
        Assert.Equal(Expected(change), await DescribeAsync(store));
    }

    [Fact]
    public async Task A_branch_whose_failed_write_cannot_be_taken_back_is_read_only_until_it_can()
    {
        using var store = _folder.Open(_disk);
        await store.SayAsync("u", "one");
        await store.SayInAsync("u", "other", "a");
        _disk.FailsAfterwards = true;
        _disk.Fault = (step, path) => path.EndsWith("default.jsonl") && step is DiskStep.Flush or DiskStep.SetLength ? FaultyDisk.InputOutput : null;

        await Assert.ThrowsAsync<StorageException>(() => store.SayAsync("u", "two"));

        Assert.Contains(_folder.LogLines, line => line.Contains("a failed write could not be taken back yet"));
        Assert.Equal(["one"], await store.TextsAsync("u"));
        var refusal = await Assert.ThrowsAsync<StorageException>(() => store.SayAsync("u", "three"));
        Assert.Contains("mending the branch after a failed write was not done", refusal.Message);
        Assert.Equal(["a", "b"], StoreSentences.Texts(await store.SayInAsync("u", "other", "b")));

        _disk.Fault = (_, _) => null;
        Assert.Equal(["one", "four"], StoreSentences.Texts(await store.SayAsync("u", "four")));
        Assert.DoesNotContain("two", await File.ReadAllTextAsync(_folder.FileOf("u")));
    }

    [Fact]
    public async Task A_branch_with_a_write_to_take_back_is_kept_in_memory_however_full_that_is()
    {
        using var store = _folder.Open(_disk, cacheBytes: 0);
        await store.SayAsync("u", "one");
        _disk.FailsAfterwards = true;
        _disk.Fault = (step, path) => path.EndsWith("default.jsonl") && step is DiskStep.Flush or DiskStep.SetLength ? FaultyDisk.InputOutput : null;
        await Assert.ThrowsAsync<StorageException>(() => store.SayAsync("u", "two"));

        Assert.Equal(["one"], await store.TextsAsync("u"));
        _disk.Fault = (_, _) => null;
        Assert.Equal(["one", "three"], StoreSentences.Texts(await store.SayAsync("u", "three")));
        Assert.Equal(["one", "three"], await store.TextsAsync("u"));
    }

    [Theory]
    [InlineData(DiskStep.Rename)]
    [InlineData(DiskStep.SetLength)]
    [InlineData(DiskStep.Write)]
    public async Task A_torn_end_that_cannot_be_set_aside_stays_where_it_is(DiskStep step)
    {
        using (var store = _folder.Open())
        {
            await store.SayAsync("u", "one");
        }

        await File.AppendAllTextAsync(_folder.FileOf("u"), "{\"op\":\"app");
        using (var store = _folder.Open(_disk))
        {
            _disk.Fault = (now, _) => now == step ? FaultyDisk.NoSpace : null;
            await Assert.ThrowsAsync<StorageException>(() => store.SayAsync("u", "two"));
            Assert.EndsWith("{\"op\":\"app", await File.ReadAllTextAsync(_folder.FileOf("u")));
            Assert.Equal(["one"], await store.TextsAsync("u"));

            _disk.Fault = (_, _) => null;
            await store.SayAsync("u", "two");
        }

        using var later = _folder.Open();
        Assert.Equal(["one", "two"], await later.TextsAsync("u"));
    }

    [Theory]
    [InlineData(FaultyDisk.InputOutput)]
    [InlineData(FaultyDisk.ReadOnly)]
    public async Task A_file_that_cannot_be_read_is_an_outage_and_not_empty(int code)
    {
        using (var store = _folder.Open())
        {
            await store.SayAsync("u", "one");
            await store.Contexts.ChangeAsync(StoreFolder.User("u"), StoreFolder.Branch("b"));
        }

        using var later = _folder.Open(_disk);
        _disk.Fault = (step, _) => step == DiskStep.Read ? code : null;
        var user = StoreFolder.User("u");
        Assert.Equal(StorageFailure.Unavailable, (await Assert.ThrowsAsync<StorageException>(() => later.TextsAsync("u"))).Failure);
        Assert.Equal(StorageFailure.Unavailable, (await Assert.ThrowsAsync<StorageException>(() => later.SayAsync("u", "x"))).Failure);
        Assert.Equal(StorageFailure.Unavailable, (await Assert.ThrowsAsync<StorageException>(async () => await later.Contexts.CurrentAsync(user))).Failure);
        Assert.Equal(StorageFailure.Unavailable, (await Assert.ThrowsAsync<StorageException>(() => later.Contexts.UsersAsync())).Failure);

        _disk.Fault = (_, _) => null;
        Assert.Equal(["one", "two"], StoreSentences.Texts(await later.SayAsync("u", "two")));
        Assert.Equal("b", (await later.Contexts.CurrentAsync(user)).Raw);
    }

    [Fact]
    public async Task A_data_folder_that_is_gone_is_an_outage_and_is_not_begun_anew()
    {
        using var store = _folder.Open();
        await store.SayAsync("u", "one");
        await store.SayAsync("v", "one");
        Directory.Move(_folder.Path, _folder.Path + "-unmounted");
        Directory.CreateDirectory(_folder.Path);

        Assert.Equal(["one"], await store.TextsAsync("u"));
        foreach (var failing in (Func<Task>[])
            [
                () => store.SayAsync("u", "two"),
                () => store.TextsAsync("stranger"),
                () => store.SayAsync("stranger", "two"),
                () => store.Contexts.ChangeAsync(StoreFolder.User("v"), StoreFolder.Branch("b")),
                () => store.Contexts.DeleteAsync(StoreFolder.User("v"), BranchName.Default),
                () => store.Contexts.CurrentAsync(StoreFolder.User("w")).AsTask(),
                () => store.Contexts.BranchesAsync(StoreFolder.User("v")),
                () => store.Contexts.UsersAsync(),
            ])
        {
            var error = await Assert.ThrowsAsync<StorageException>(failing);
            Assert.Equal(StorageFailure.Unavailable, error.Failure);
            Assert.Contains("its .repeater folder is gone", error.Message);
        }

        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
        Directory.Delete(_folder.Path);
        Directory.Move(_folder.Path + "-unmounted", _folder.Path);
        Assert.Equal(["one", "two"], StoreSentences.Texts(await store.SayAsync("u", "two")));
        Assert.Equal(["u", "v"], await store.Contexts.UsersAsync());
    }

    [Fact]
    public async Task A_link_that_points_nowhere_is_an_outage_and_not_empty()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var elsewhere = System.IO.Path.Combine(_folder.Path, "elsewhere.jsonl");
        using (var store = _folder.Open())
        {
            await store.SayAsync("u", "one");
        }

        File.Move(_folder.FileOf("u"), elsewhere);
        File.CreateSymbolicLink(_folder.FileOf("u"), elsewhere);
        using (var store = _folder.Open())
        {
            Assert.Equal(["one", "two"], StoreSentences.Texts(await store.SayAsync("u", "two")));
        }

        Assert.Equal(elsewhere, new FileInfo(_folder.FileOf("u")).LinkTarget);
        File.Move(elsewhere, elsewhere + ".away");
        using (var store = _folder.Open())
        {
            Assert.Contains("is a link to", (await Assert.ThrowsAsync<StorageException>(() => store.TextsAsync("u"))).Message);
            Assert.Contains("is a link to", (await Assert.ThrowsAsync<StorageException>(() => store.SayAsync("u", "three"))).Message);
        }

        File.Move(elsewhere + ".away", elsewhere);
        using var later = _folder.Open();
        Assert.Equal(["one", "two"], await later.TextsAsync("u"));
    }

    [Fact]
    public async Task What_another_program_does_to_a_file_counts_and_is_not_written_over()
    {
        using var store = _folder.Open();
        await store.SayAsync("u", "one");
        var path = _folder.FileOf("u");

        await File.AppendAllTextAsync(path, """{"op":"append","at":"2026-03-04T05:06:07Z","messages":[{"id":"hand","role":"user","content":"by hand"}]}""");
        Assert.Equal(["one", "by hand", "two"], StoreSentences.Texts(await store.SayAsync("u", "two")));

        File.Delete(path);
        Assert.Equal(["three"], StoreSentences.Texts(await store.SayAsync("u", "three")));

        _folder.WriteFile("v", "default.json", """[{"role":"user","content":"old"}]""");
        Assert.Equal(["old"], await store.TextsAsync("v"));
        File.Copy(path, _folder.FileOf("v"));
        Assert.Equal(["three", "four"], StoreSentences.Texts(await store.SayAsync("v", "four")));
    }

    [Fact]
    public async Task A_file_that_changes_all_the_time_is_an_outage_and_no_endless_loop()
    {
        using var store = _folder.Open(_disk);
        await store.SayAsync("u", "one");
        _disk.Fault = (step, path) =>
        {
            if (step == DiskStep.Open && path.EndsWith("default.jsonl"))
            {
                File.AppendAllText(path, "\n");
            }

            return null;
        };

        var error = await Assert.ThrowsAsync<StorageException>(() => store.SayAsync("u", "two"));

        Assert.Contains("is being changed by another program all the time", error.Message);
        _disk.Fault = (_, _) => null;
        Assert.Equal(["one", "three"], StoreSentences.Texts(await store.SayAsync("u", "three")));
    }

    [Fact]
    public async Task A_left_over_of_a_write_that_was_killed_does_not_disturb()
    {
        using var store = _folder.Open();
        _folder.WriteFile("u", "default.jsonl.tmp", "{\"repeat");

        Assert.Empty(await store.TextsAsync("u"));
        Assert.Empty(await store.Contexts.BranchesAsync(StoreFolder.User("u")));
        Assert.Equal(["one"], StoreSentences.Texts(await store.SayAsync("u", "one")));
        Assert.Equal(["Context_UserData/u/ParallelData/default.jsonl"], _folder.Files());
    }

    [Fact]
    public async Task Closing_waits_for_what_is_being_written_and_then_says_so()
    {
        var store = _folder.Open(_disk);
        var inside = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var release = new ManualResetEventSlim();
        _disk.Fault = (step, path) =>
        {
            if (step == DiskStep.Write && path.Contains("default"))
            {
                inside.TrySetResult();
                release.Wait();
            }

            return null;
        };
        var writing = store.SayAsync("u", "one");
        await inside.Task;
        var closing = Task.Run(store.Dispose);

        Exception? refusal = null;
        for (var user = 0; refusal is null; user++)
        {
            refusal = await Record.ExceptionAsync(() => store.TextsAsync($"nobody{user}"));
        }

        Assert.Equal("The server is stopping: nothing was changed.", Assert.IsType<StorageException>(refusal).Message);
        Assert.False(closing.IsCompleted);
        release.Set();
        await closing;
        Assert.Equal(["one"], StoreSentences.Texts(await writing));
        using var later = _folder.Open();
        Assert.Equal(["one"], await later.TextsAsync("u"));
    }

    async Task<string> SetUpAsync(string change)
    {
        using var store = _folder.Open();
        if (change != "first branch")
        {
            await store.SayAsync("other:user", "x");
        }

        if (change is "append" or "delete" or "change branch" or "undo" or "undo deletion" or "fork" or "rename" or "purge")
        {
            await store.SayAsync("u:1", "one");
        }

        if (change == "undo deletion")
        {
            await store.Contexts.DeleteAsync(StoreFolder.User("u:1"), BranchName.Default);
        }

        if (change.Contains("imported") || change == "take over")
        {
            _folder.WriteFile("u_1", "default.json", """[{"role":"user","content":"old"}]""");
        }

        if (change == "delete over imported")
        {
            await store.SayAsync("u:1", "one");
        }

        if (change == "change branch")
        {
            await store.Contexts.ChangeAsync(StoreFolder.User("u:1"), StoreFolder.Branch("before"));
        }

        return await DescribeAsync(store);
    }

    static Task ChangeAsync(UserStore store, string change) => change switch
    {
        "append" or "create" or "take over" => store.SayAsync("u:1", "two"),
        "change branch" or "first branch" => store.Contexts.ChangeAsync(StoreFolder.User("u:1"), StoreFolder.Branch("after")),
        "undo" or "undo deletion" => store.Contexts.UndoAsync(StoreFolder.User("u:1"), BranchName.Default),
        "fork" => store.Contexts.ForkAsync(StoreFolder.User("u:1"), BranchName.Default, StoreFolder.Branch("after"), null, state => state),
        "rename" => store.Contexts.RenameAsync(StoreFolder.User("u:1"), BranchName.Default, StoreFolder.Branch("after")),
        "purge" => store.Contexts.PurgeAsync(StoreFolder.User("u:1"), BranchName.Default),
        _ => store.Contexts.DeleteAsync(StoreFolder.User("u:1"), BranchName.Default),
    };

    static string Expected(string change) => change switch
    {
        "append" => "default: one two in default",
        "create" => "default: two in default",
        "take over" => "default: old two in default",
        "change branch" => "after: one in default",
        "first branch" => "after:  in ",
        "undo" => "default:  in default",
        "undo deletion" or "purge" => "default: one in default",
        "fork" => "default: one in after default",
        "rename" => "after:  in after",
        _ => "default:  in ",
    };

    static async Task<string> DescribeAsync(UserStore store)
    {
        var user = StoreFolder.User("u:1");
        return $"{await store.Contexts.CurrentAsync(user)}: {string.Join(' ', await store.TextsAsync("u:1"))} in {string.Join(' ', await store.Contexts.BranchesAsync(user))}";
    }
}
