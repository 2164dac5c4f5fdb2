using System.IO.Compression;
using System.Text;
using Repeater.Commands;

namespace Repeater.Tests.Commands;

/// <summary>Copies of the data folder, made beside a running server, and brought back.</summary>
public sealed class BackupTests : IDisposable
{
    readonly SettingsFolder _folder = new();
    readonly StringWriter _output = new() { NewLine = "\n" };
    readonly StringWriter _error = new() { NewLine = "\n" };

    public void Dispose() => _folder.Dispose();

    string Data => Path.Combine(_folder.Path, "data", "userdata");

    string Target(string name) => Path.Combine(_folder.Path, name);

    Task<ExitCode> Run(params string[] args) => CommandLine.RunAsync([.. args, "--user-data-dir", Data], new()
    {
        Output = _output,
        Error = _error,
        Environment = _ => null,
        WorkingDirectory = _folder.Path,
        Serve = (_, _, _, _, _) => throw new InvalidOperationException(),
    });

    [Theory]
    [InlineData("b.zip")]
    [InlineData("b")]
    public async Task A_backup_beside_a_busy_server_holds_whole_turns_only_and_is_restored(string name)
    {
        await using (var server = await TestServer.StartAsync(("USER_DATA_DIR", Data)))
        {
            for (var turn = 0; turn < 5; turn++)
            {
                await ChatAsync(server, "Group:1:2", turn);
            }

            await server.PostFormAsync("/userdata/prompt/set/Group:1:2", ("prompt", "be kind"));
            await server.PostFormAsync("/userdata/context/change/Group:1:2?new_branch_id=other");
            using var end = new CancellationTokenSource();
            var load = Task.Run(async () =>
            {
                for (var turn = 0; !end.IsCancellationRequested; turn++)
                {
                    await ChatAsync(server, "busy", turn);
                }
            });
            using var guard = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            while ((await server.GetAsync("/userdata/context/length/busy")).Json.GetProperty("context_length").GetInt32() < 4)
            {
                await Task.Delay(5, guard.Token);
            }

            Assert.Equal(ExitCode.Ok, await Run("backup", Target(name)));
            await end.CancelAsync();
            await load;
        }

        Assert.Equal(ExitCode.Ok, await Run("restore", Target(name), "--dry-run"));
        Assert.Equal(ExitCode.BadFile, await Run("restore", Target(name)));
        Assert.Contains("has data in it", _error.ToString());
        Assert.Equal(ExitCode.Ok, await Run("restore", Target(name), "--replace"));

        Assert.Contains("What was there before is kept as ", _output.ToString());
        Assert.Equal(ExitCode.Ok, await Run("check"));
        await using var again = await TestServer.StartAsync(("USER_DATA_DIR", Data));
        Assert.Equal("other", (await again.GetAsync("/userdata/context/now_branch/Group:1:2")).Body);
        Assert.Equal("be kind", (await again.GetAsync("/userdata/prompt/get/Group:1:2")).Body);
        await again.PostFormAsync("/userdata/context/change/Group:1:2?new_branch_id=default");
        Assert.Equal(10, (await again.GetAsync("/userdata/context/get/Group:1:2")).Json.GetArrayLength());
        var busy = (await again.GetAsync("/userdata/context/get/busy")).Json;
        Assert.True(busy.GetArrayLength() >= 4 && busy.GetArrayLength() % 2 == 0);
        Assert.DoesNotContain(again.LogLines, line => line.Contains("torn"));
        Assert.Single(Directory.GetDirectories(Path.GetDirectoryName(Data)!, "userdata.before-*"));
        Assert.Empty(Directory.GetDirectories(Path.GetDirectoryName(Data)!, "userdata.restoring-*"));
    }

    [Fact]
    public async Task A_backup_is_never_written_over_another_nor_into_the_data_folder()
    {
        Write("Context_UserData/u/ParallelData/default.jsonl", "{}\n");
        _folder.Write("b.zip", "mine");

        Assert.Equal(ExitCode.BadFile, await Run("backup", Target("b.zip")));
        Assert.Equal(ExitCode.Usage, await Run("backup", Path.Combine(Data, "b.zip")));

        Assert.Equal("mine", await File.ReadAllTextAsync(Target("b.zip")));
        Assert.Empty(Directory.GetFiles(_folder.Path, "*.tmp"));
    }

    [Theory]
    [InlineData("changed", "its checksum differs")]
    [InlineData("removed", "lacks Context_UserData/u/ParallelData/default.jsonl")]
    [InlineData("escaping", "has a line that names no file of a data folder")]
    [InlineData("manifest", "is no backup")]
    public async Task A_damaged_or_hostile_backup_changes_nothing(string damage, string sentence)
    {
        Write("Context_UserData/u/ParallelData/default.jsonl", "{}\n");
        Assert.Equal(ExitCode.Ok, await Run("backup", Target("b.zip")));
        using (var zip = ZipFile.Open(Target("b.zip"), ZipArchiveMode.Update))
        {
            switch (damage)
            {
                case "changed":
                    Replace(zip, "Context_UserData/u/ParallelData/default.jsonl", "{ }\n");
                    break;
                case "removed":
                    zip.GetEntry("Context_UserData/u/ParallelData/default.jsonl")!.Delete();
                    break;
                case "escaping":
                    Replace(zip, "SHA256SUMS", $"{new string('0', 64)}  Context_UserData/../../evil\n");
                    break;
                default:
                    Replace(zip, "backup.json", "[]");
                    break;
            }
        }

        Assert.Equal(ExitCode.BadFile, await Run("restore", Target("b.zip"), "--replace"));

        Assert.Contains(sentence, _error.ToString());
        Assert.Equal("{}\n", await File.ReadAllTextAsync(Path.Combine(Data, "Context_UserData/u/ParallelData/default.jsonl")));
        Assert.Equal(["userdata"], Directory.GetDirectories(Path.GetDirectoryName(Data)!).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_folder_that_a_server_has_is_not_restored_into()
    {
        await using var server = await TestServer.StartAsync(("USER_DATA_DIR", Data));
        await ChatAsync(server, "u", 1);
        Assert.Equal(ExitCode.Ok, await Run("backup", Target("b.zip")));

        Assert.Equal(ExitCode.DataFolder, await Run("restore", Target("b.zip"), "--replace"));

        Assert.Contains("is in use by another repeater", _error.ToString());
        Assert.Equal(200, (await server.GetAsync("/userdata/context/get/u")).Status);
    }

    [Fact]
    public async Task A_last_line_without_a_line_break_that_does_not_grow_is_kept()
    {
        Write("Context_UserData/u/ParallelData/rest.jsonl", "{}\n{\"half\"");
        Assert.Equal(ExitCode.Ok, await Run("backup", Target("b")));

        Assert.Equal("{}\n{\"half\"", await File.ReadAllTextAsync(Target("b/Context_UserData/u/ParallelData/rest.jsonl")));
    }

    static async Task ChatAsync(TestServer server, string user, int turn) =>
        Assert.Equal(200, (await server.PostFormAsync($"/chat/completion/{user}", ("message", $"turn {turn}"))).Status);

    static void Replace(ZipArchive zip, string name, string text)
    {
        zip.GetEntry(name)!.Delete();
        using var member = zip.CreateEntry(name).Open();
        member.Write(Encoding.UTF8.GetBytes(text));
    }

    void Write(string name, string text) => _folder.Write(Path.Combine("data", "userdata", name), text);
}
