using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;

namespace Repeater.Tests.Endpoints;

/// <summary>Signals to the whole program, under load. What was acknowledged is there afterwards, whatever came.</summary>
public sealed class ShutdownTests : IAsyncLifetime, IDisposable
{
    static readonly TimeSpan Guard = TimeSpan.FromSeconds(60);

    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("repeater-stop-");
    readonly HttpClient _client = new() { Timeout = Guard };
    readonly Dictionary<string, string> _settings = [];
    FakeUpstream _upstream = null!;

    public async Task InitializeAsync()
    {
        _upstream = await FakeUpstream.StartAsync();
        var models = Path.Combine(_folder.FullName, "models.json");
        await File.WriteAllTextAsync(models, $$"""[{"Name":"Fake","URL":"{{_upstream.BaseUrl}}","ApiKeyEnv":"FAKE_KEY","models":[{"Name":"Fake","Id":"fake","Type":"chat"}]}]""");
        foreach (var (name, value) in (IEnumerable<(string, string)>)[("HOST", "127.0.0.1"), ("PORT", "0"), ("API_INFO_FILE_PATH", models), ("FAKE_KEY", "sk-0123456789"), ("LLM_TRIES", "1")])
        {
            _settings[name] = value;
        }
    }

    public void Dispose() => _client.Dispose();

    public async Task DisposeAsync()
    {
        await _upstream.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [PosixFact]
    public async Task Told_to_stop_it_begins_nothing_new_says_so_and_lets_turns_end()
    {
        _settings["SHUTDOWN_TIMEOUT"] = "60";
        await using var server = await StartAsync();
        var release = new TaskCompletionSource();
        _upstream.Enqueue(ChatStreamTests.HalfThen(release.Task));
        var running = ChatAsync(server, "u", "hi");
        await WaitForCallsAsync(1);

        server.Signal("TERM");
        await UntilAsync(server, "server.stopping 1 turns may go on for 60 seconds");
        var ready = await _client.GetAsync(new Uri(server.Address, "/readyz"));
        var refused = await ChatAsync(server, "v", "too late");
        var health = await _client.GetAsync(new Uri(server.Address, "/healthz"));
        release.SetResult();

        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK), (ready.StatusCode, refused.Status, health.StatusCode));
        Assert.Contains("\"status\":\"stopping\"", await ready.Content.ReadAsStringAsync());
        Assert.Contains("The server is stopping; nothing was done.", refused.Body);
        Assert.Contains("half and half", (await running).Body);
        Assert.Equal(0, await server.EndAsync());
        Assert.Contains(server.LogLines, line => line.Contains("server.stopped after ") && line.EndsWith("0 turns were stopped."));
        Assert.Equal(["hi", "half and half"], await StoredAsync("u"));
    }

    [PosixTheory]
    [InlineData("1", 1)]
    [InlineData("600", 2)]
    public async Task What_has_not_ended_in_time_or_by_the_second_signal_is_stored_as_interrupted(string timeout, int signals)
    {
        _settings["SHUTDOWN_TIMEOUT"] = timeout;
        await using var server = await StartAsync();
        _upstream.Enqueue(FakeReply.Hang("Once "), FakeReply.Hang("Once "));
        var running = ChatAsync(server, "u", "hi");
        var another = ChatAsync(server, "v", "hi");
        await WaitForCallsAsync(2);
        await UntilAsync(server, "u", "Once ".Length);
        await UntilAsync(server, "v", "Once ".Length);

        for (var signal = 0; signal < signals; signal++)
        {
            server.Signal("TERM");
            await UntilAsync(server, signal == 0 ? "server.stopping" : "server.hurried");
        }

        Assert.Contains("\"interrupted\":true", (await running).Body);
        Assert.Contains("\"content\":\"Once \"", (await another).Body);
        Assert.Equal(0, await server.EndAsync());
        Assert.Equal(["hi", "Once "], await StoredAsync("u"));
        Assert.Equal(["hi", "Once "], await StoredAsync("v"));
        // Both calls are in the log, and in the ledger.
        Assert.Equal(2, (await File.ReadAllLinesAsync(Path.Combine(_folder.FullName, "config", "calllog.jsonl"))).Length);
        Assert.Contains("\"calls\":1", await File.ReadAllTextAsync(Path.Combine(_folder.FullName, "data", "userdata", ".repeater", "usage.json")));
    }

    [PosixTheory]
    [InlineData("KILL")]
    [InlineData("TERM")]
    [InlineData("TERM TERM")]
    [InlineData("HUP")]
    public async Task Under_load_no_signal_loses_what_was_acknowledged(string signals)
    {
        _settings["SHUTDOWN_TIMEOUT"] = "1";
        _upstream.Default = FakeReply.Text("fine");
        var acknowledged = new ConcurrentDictionary<string, int>();
        await using (var server = await StartAsync())
        {
            using var end = new CancellationTokenSource();
            var load = Enumerable.Range(0, 8).Select(user => LoadAsync(server, $"u{user}", acknowledged, end.Token)).ToArray();
            using var guard = new CancellationTokenSource(Guard);
            while (acknowledged.Values.Sum() < 40)
            {
                await Task.Delay(5, guard.Token);
            }

            foreach (var signal in signals.Split(' '))
            {
                server.Signal(signal);
            }

            if (signals == "HUP")
            {
                await UntilAsync(server, "reload.done read again: Certificate");
                var before = acknowledged.Values.Sum();
                while (acknowledged.Values.Sum() < before + 20)
                {
                    await Task.Delay(5, guard.Token);
                }

                server.Signal("TERM");
            }

            var code = await server.EndAsync();
            await end.CancelAsync();
            await Task.WhenAll(load).WaitAsync(Guard);
            Assert.Equal(signals == "KILL" ? 137 : 0, code);
        }

        foreach (var (user, turns) in acknowledged)
        {
            var stored = await StoredAsync(user);
            Assert.Equal(Enumerable.Range(0, turns).SelectMany(turn => (string[])[$"{turn}", "fine"]), stored.Take(turns * 2));
            // The one that was under way is there whole, in part or not at all.
            Assert.InRange(stored.Length, turns * 2, turns * 2 + 2);
        }
    }

    [PosixFact]
    public async Task A_closed_terminal_ends_it_in_order_and_a_hang_up_beside_one_does_not()
    {
        if (!File.Exists("/usr/bin/script"))
        {
            return;
        }

        // Holds a terminal open for the server; killed, the terminal is gone.
        var program = ChildServer.Program.EndsWith(".dll") ? $"dotnet {ChildServer.Program}" : ChildServer.Program;
        await using var terminal = await ChildServer.StartAsync("/usr/bin/script", _folder.FullName, _settings, "-qfec", $"exec {program}", Path.Combine(_folder.FullName, "typescript"));
        _upstream.Enqueue(FakeReply.Hang("Once "));
        var running = ChatAsync(terminal, "u", "hi");
        await WaitForCallsAsync(1);
        await UntilAsync(terminal, "u", "Once ".Length);
        var server = int.Parse(await File.ReadAllTextAsync(Path.Combine(_folder.FullName, "data", "userdata", ".repeater", "process")));

        System.Diagnostics.Process.Start("kill", ["-HUP", $"{server}"])!.WaitForExit();
        await UntilAsync(terminal, "reload.done read again: Certificate");
        terminal.Signal("KILL");

        Assert.Contains("\"interrupted\":true", (await running).Body);
        using var guard = new CancellationTokenSource(Guard);
        while (Directory.Exists($"/proc/{server}"))
        {
            await Task.Delay(20, guard.Token);
        }

        Assert.Equal(["hi", "Once "], await StoredAsync("u"));
    }

    Task<ChildServer> StartAsync() => ChildServer.StartAsync(ChildServer.Program, _folder.FullName, _settings);

    /// <summary>Chats with itself until the server is gone; counts what was answered.</summary>
    async Task LoadAsync(ChildServer server, string user, ConcurrentDictionary<string, int> acknowledged, CancellationToken end)
    {
        for (var turn = 0; !end.IsCancellationRequested; turn++)
        {
            try
            {
                if ((await ChatAsync(server, user, $"{turn}")).Status != HttpStatusCode.OK)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                return;
            }

            acknowledged[user] = turn + 1;
        }
    }

    async Task<(HttpStatusCode Status, string Body)> ChatAsync(ChildServer server, string user, string message)
    {
        using var body = new FormUrlEncodedContent([new("message", message)]);
        using var answer = await _client.PostAsync(new Uri(server.Address, $"/chat/completion/{user}"), body);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>What a server that is started anew finds.</summary>
    async Task<string[]> StoredAsync(string user)
    {
        await using var server = await StartAsync();
        using var stored = JsonDocument.Parse(await _client.GetStringAsync(new Uri(server.Address, $"/userdata/context/get/{user}")));
        return [.. stored.RootElement.EnumerateArray().Select(message => message.GetProperty("content").GetString()!)];
    }

    async Task WaitForCallsAsync(int count)
    {
        using var guard = new CancellationTokenSource(Guard);
        while (_upstream.Requests.Count < count)
        {
            await Task.Delay(10, guard.Token);
        }
    }

    static async Task UntilAsync(ChildServer server, string line)
    {
        using var guard = new CancellationTokenSource(Guard);
        while (!server.LogLines.Any(logged => logged.Contains(line, StringComparison.Ordinal)))
        {
            await Task.Delay(10, guard.Token);
        }
    }

    /// <summary>Until so much of a reply has come.</summary>
    async Task UntilAsync(ChildServer server, string user, int offset)
    {
        using var guard = new CancellationTokenSource(Guard);
        while (true)
        {
            using var turns = JsonDocument.Parse(await _client.GetStringAsync(new Uri(server.Address, $"/chat/turns/{user}"), guard.Token));
            if (turns.RootElement.EnumerateArray().Any(turn => turn.GetProperty("offset").GetInt32() >= offset))
            {
                return;
            }

            await Task.Delay(10, guard.Token);
        }
    }
}

/// <summary>A test that sends signals.</summary>
sealed class PosixFactAttribute : FactAttribute
{
    public PosixFactAttribute() => Skip = OperatingSystem.IsWindows() ? "Windows has no signals." : null;
}

/// <inheritdoc cref="PosixFactAttribute"/>
sealed class PosixTheoryAttribute : TheoryAttribute
{
    public PosixTheoryAttribute() => Skip = OperatingSystem.IsWindows() ? "Windows has no signals." : null;
}
