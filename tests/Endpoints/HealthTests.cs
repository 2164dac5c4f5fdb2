using System.Text.RegularExpressions;
using Repeater.Tests.Storage;

namespace Repeater.Tests.Endpoints;

/// <summary>What probes and Prometheus are told.</summary>
public partial class HealthTests
{
    [Fact]
    public async Task A_fresh_server_is_ready_and_says_that_a_parrot_answers()
    {
        await using var server = await TestServer.StartAsync(("ACCESS_TOKEN", "correct-horse-battery"));

        var answer = await server.GetAsync("/readyz");

        Assert.Equal((200, "ready"), (answer.Status, Text(answer, "status")));
        Assert.True(answer.Json.GetProperty("disk").GetProperty("ok").GetBoolean());
        Assert.Contains("./config/apiconfig.json", answer.Json.GetProperty("models").GetProperty("problem").GetString());
        Assert.Equal(1000, answer.Json.GetProperty("queue").GetProperty("places").GetInt32());
        Assert.DoesNotContain(server.Folder, answer.Body);
        Assert.Empty(Directory.GetFiles(Path.Combine(server.UserDataDir, ".repeater"), "probe*"));
    }

    [Fact]
    public async Task Without_the_key_of_any_model_it_is_not_ready()
    {
        await using var world = await ChatWorld.StartAsync(("FAKE_KEY", ""));

        var answer = await world.Server.GetAsync("/readyz");

        Assert.Equal((503, "not_ready"), (answer.Status, Text(answer, "status")));
        Assert.Equal(3, answer.Json.GetProperty("models").GetProperty("without_key").GetInt32());
    }

    [InProcessTheory]
    [InlineData(FaultyDisk.NoSpace, "The disk is full.")]
    [InlineData(FaultyDisk.InputOutput, "The data folder cannot be written")]
    public async Task A_disk_that_cannot_be_written_makes_it_not_ready_until_it_can(int code, string sentence)
    {
        var disk = new FaultyDisk { Fault = (step, path) => step == DiskStep.Flush && path.Contains("probe") ? code : null };
        await using var server = await TestServer.StartAsync(new AppParts { Disk = disk });

        var answer = await server.GetAsync("/readyz");

        Assert.Equal(503, answer.Status);
        Assert.StartsWith(sentence, answer.Json.GetProperty("disk").GetProperty("problem").GetString());
        disk.Fault = (_, _) => null;
        using var guard = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while ((await server.GetAsync("/readyz")).Status != 200)
        {
            await Task.Delay(50, guard.Token);
        }
    }

    [InProcessFact]
    public async Task A_branch_whose_failed_write_could_not_be_taken_back_is_counted()
    {
        var disk = new FaultyDisk();
        await using var server = await TestServer.StartAsync(new AppParts { Disk = disk });
        await server.PostFormAsync("/chat/completion/u", ("message", "one"));
        disk.Fault = (step, path) => path.EndsWith("default.jsonl") && step is DiskStep.Flush or DiskStep.SetLength ? FaultyDisk.InputOutput : null;
        await server.PostFormAsync("/chat/completion/u", ("message", "two"));

        var storage = (await server.GetAsync("/readyz")).Json.GetProperty("storage");

        Assert.Equal((false, 1), (storage.GetProperty("ok").GetBoolean(), storage.GetProperty("read_only_branches").GetInt32()));
        Assert.Contains("repeater_storage_read_only_branches 1\n", (await server.GetAsync("/metrics")).Body);
    }

    [Fact]
    public async Task Metrics_count_what_was_done_and_name_nobody()
    {
        await using var world = await ChatWorld.StartAsync();
        await world.TurnAsync("Private:4711", "hi", "fine");
        world.Upstream.Enqueue(FakeReply.Status(500, "{}"));
        await world.ChatAsync("Private:4711", "again");
        await world.ChatAsync("Private:4711", "x", ("model_type", "nonsense"));
        await world.Server.PostFormAsync("/render/Private:4711", ("text", "# hi"));
        await world.Server.GetAsync("/no/such/path/of/4711");

        var text = (await world.Server.GetAsync("/metrics")).Body;

        Assert.Contains("repeater_requests_total{method=\"POST\",route=\"/chat/completion/{user_id}\",status=\"200\"} 1\n", text);
        Assert.Contains("repeater_requests_total{method=\"(none)\",route=\"(none)\",status=\"404\"} 1\n", text);
        Assert.Contains("repeater_turns_total{door=\"chat\",outcome=\"ok\",reason=\"\"} 1\n", text);
        Assert.Contains("repeater_turns_total{door=\"chat\",outcome=\"failed\",reason=\"unavailable\"} 1\n", text);
        Assert.Contains("repeater_turns_total{door=\"chat\",outcome=\"refused\",reason=\"unknown_model_type\"} 1\n", text);
        Assert.Contains("repeater_upstream_replies_total{provider=\"Fake\",model=\"fake-chat-1\",outcome=\"overloaded\"} 1\n", text);
        Assert.Contains("repeater_upstream_tokens_total{provider=\"Fake\",model=\"fake-chat-1\",kind=\"prompt\"} 11\n", text);
        Assert.Contains("repeater_upstream_first_token_seconds_count{provider=\"Fake\",model=\"fake-chat-1\"} 1\n", text);
        Assert.Contains("repeater_upstream_first_token_seconds_bucket{provider=\"Fake\",model=\"fake-chat-1\",le=\"+Inf\"} 1\n", text);
        Assert.Contains("repeater_renders_total{outcome=\"drawn\"} 1\n", text);
        Assert.DoesNotContain("repeater_storage_flush_seconds_count 0\n", text);
        Assert.DoesNotContain("4711", text);
    }

    [Fact]
    public async Task Metrics_are_prometheus_text_and_for_the_owner()
    {
        await using var server = await TestServer.StartAsync(("ACCESS_TOKEN", "correct-horse-battery"));
        Assert.Equal(401, (await server.GetAsync("/metrics")).Status);
        server.Client.DefaultRequestHeaders.Authorization = new("Bearer", "correct-horse-battery");

        var answer = await server.GetAsync("/metrics");

        Assert.Equal((200, "text/plain; version=0.0.4; charset=utf-8"), (answer.Status, answer.ContentType));
        Assert.All(answer.Body.TrimEnd('\n').Split('\n'), line => Assert.Matches(Line(), line));
        Assert.Matches(@"process_resident_memory_bytes [1-9]", answer.Body);
    }

    static string? Text(Answer answer, string member) => answer.Json.GetProperty(member).GetString();

    [GeneratedRegex("""^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{[a-z_]+="[^"]*"(,[a-z_]+="[^"]*")*\})? ([0-9.E+-]+|NaN))$""")]
    private static partial Regex Line();
}
