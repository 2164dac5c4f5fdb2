using System.Text.Json;
using Repeater.Commands;
using Repeater.Tests.Storage;

namespace Repeater.Tests.Calls;

/// <summary>
/// The server is killed again and again, with calls waiting to be written and files that are soon full. The published binary when
/// <c>REPEATER_BINARY</c> names one; as often as <c>REPEATER_CRASH_TRIES</c> says.
/// </summary>
public sealed class CallLogCrashTests : IDisposable
{
    const int Users = 4;
    const int MostWaiting = 4;

    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("repeater-calls-");
    readonly Random _random = new(20240628);

    string UserDataDir => Path.Combine(_folder.FullName, "userdata");

    string LogFile => Path.Combine(_folder.FullName, "calllog.jsonl");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Nothing_is_lost_but_what_waits_and_nothing_is_there_twice()
    {
        var turns = new int[Users];
        for (var tries = 0; tries < CrashTests.Tries; tries++)
        {
            await KillUnderLoadAsync(turns);
            await KillAtRestAsync(turns);
        }

        var seqs = Lines().Select(line => JsonDocument.Parse(line).RootElement.GetProperty("seq").GetInt64()).ToList();
        Assert.Equal(seqs.Distinct().Order(), seqs);
        Assert.True(Directory.GetFiles(_folder.FullName, "calllog.*.jsonl").Length > 1);
        var counted = await CallsOfLedgerAsync();
        await using var server = await StartAsync();
        using var client = new HttpClient { BaseAddress = server.Address };
        var stored = 0;
        for (var user = 0; user < Users; user++)
        {
            // A turn is never lost with its call; one more may be stored than was answered, each time.
            var messages = JsonDocument.Parse(await client.GetStringAsync($"/userdata/context/get/u{user}")).RootElement.GetArrayLength();
            Assert.InRange(messages / 2, turns[user], turns[user] + CrashTests.Tries);
            stored += messages / 2;
        }

        // The ledger, which is written with every new file, may know calls that the log lost, and nothing that was not.
        Assert.InRange(counted, seqs.Count, stored);
    }

    /// <summary>At any instant: what is there is whole, and the server goes on from it.</summary>
    async Task KillUnderLoadAsync(int[] turns)
    {
        var server = await StartAsync();
        using var client = new HttpClient { BaseAddress = server.Address };
        var load = Enumerable.Range(0, Users).Select(user => Task.Run(async () =>
        {
            try
            {
                while (true)
                {
                    await ChatAsync(client, user);
                    turns[user]++;
                }
            }
            catch (HttpRequestException)
            {
                // Killed.
            }
        })).ToArray();
        await Task.Delay(_random.Next(1, 400));
        await server.DisposeAsync();
        await Task.WhenAll(load);
    }

    /// <summary>With nothing under way: all is there but what may wait, which is the last of it.</summary>
    async Task KillAtRestAsync(int[] turns)
    {
        var server = await StartAsync();
        using var client = new HttpClient { BaseAddress = server.Address };
        for (var turn = 0; turn < 10 + _random.Next(MostWaiting); turn++)
        {
            await ChatAsync(client, turn % Users);
            turns[turn % Users]++;
        }

        var known = (await client.GetStringAsync("/calllog/stream")).TrimEnd('\n').Split('\n');
        using var guard = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (Lines().Count <= known.Length - MostWaiting)
        {
            await Task.Delay(20, guard.Token);
        }

        await server.DisposeAsync();
        var kept = Lines();
        Assert.InRange(kept.Count, known.Length - MostWaiting + 1, known.Length);
        Assert.Equal(known[..kept.Count], kept);
    }

    /// <summary>By the files alone, as <c>repeater usage</c> counts them.</summary>
    async Task<int> CallsOfLedgerAsync()
    {
        var output = new StringWriter { NewLine = "\n" };
        string[] args = ["usage", "--json", "--user-data-dir", UserDataDir, "--call-log-file-path", LogFile];
        Assert.Equal(ExitCode.Ok, await CommandLine.RunAsync(args, new Surroundings
        {
            Output = output,
            Error = output,
            Environment = _ => null,
            WorkingDirectory = _folder.FullName,
            Serve = (_, _, _, _, _) => Task.FromResult(ExitCode.Ok),
        }));
        return JsonDocument.Parse(output.ToString()).RootElement.EnumerateArray().Sum(row => row.GetProperty("calls").GetInt32());
    }

    /// <summary>Of all files, the oldest first; a line that a kill cut off is none.</summary>
    List<string> Lines() => [.. Directory.GetFiles(_folder.FullName, "calllog.*.jsonl").Order(StringComparer.Ordinal)
        .Append(LogFile).Where(File.Exists).SelectMany(File.ReadLines).Where(line => line.EndsWith('}'))];

    static async Task ChatAsync(HttpClient client, int user)
    {
        using var answer = await client.PostAsync($"/chat/completion/u{user}", new FormUrlEncodedContent([KeyValuePair.Create("message", "hi")]));
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    Task<ChildServer> StartAsync() => ChildServer.StartAsync(CrashTests.Program, _folder.FullName, new Dictionary<string, string>
    {
        ["HOST"] = "127.0.0.1",
        ["PORT"] = "0",
        ["USER_DATA_DIR"] = UserDataDir,
        ["CALL_LOG_FILE_PATH"] = LogFile,
        ["CALLLOG_MAX_CACHE_SIZE"] = $"{MostWaiting}",
        ["CALLLOG_DEBONCE_SAVE_WAIT_TIME"] = "3600",
        ["CALLLOG_MAX_FILE_BYTES"] = "8KiB",
    });
}
