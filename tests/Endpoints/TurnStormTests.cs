using System.Text.Json;

namespace Repeater.Tests.Endpoints;

/// <summary>A thousand streamed turns at once at a provider that does everything wrong.</summary>
public class TurnStormTests
{
    const int Turns = 1000;

    [Fact]
    public async Task Every_turn_ends_stored_or_interrupted_or_refused_with_nothing_stored()
    {
        await using var world = await ChatWorld.StartAsync(("LLM_FIRST_TOKEN_TIMEOUT", "3"), ("LLM_IDLE_TIMEOUT", "3"), ("LLM_TRIES", "2"));
        world.Server.Client.Timeout = TimeSpan.FromMinutes(5);
        var faults = new int[10];
        world.Upstream.Handler = context =>
        {
            // The user decides, so that every run has the same faults.
            var fault = new Random(Interlocked.Increment(ref faults[0])).Next(10);
            return Reply(fault).WriteAsync(new("POST", "", new Dictionary<string, string>(), Streams, ""), context.Response, context.RequestAborted)
                .ContinueWith(_ => { }, TaskScheduler.Default);
        };

        var ends = await Task.WhenAll(Enumerable.Range(0, Turns).Select(async user =>
        {
            try
            {
                await using var stream = await ChatStreamTests.ChatAsync(world, $"u{user}");
                return stream.Status == 200 ? ChatStreamTests.Type((await stream.RestAsync())[^1]) : $"{stream.Status}";
            }
            catch (HttpRequestException)
            {
                return "broken";
            }
        }));

        var seen = new Dictionary<string, int>();
        for (var user = 0; user < Turns; user++)
        {
            var context = (await world.Server.GetAsync($"/userdata/context/get/u{user}")).Json;
            var state = context.GetArrayLength() == 0 ? "nothing" : IsInterrupted(context[1]) ? "interrupted" : "stored";
            Assert.True(context.GetArrayLength() is 0 or 2);
            Assert.Equal((ends[user], ends[user] switch { "done" => "stored", "error" => "interrupted", _ => "nothing" }), (ends[user], state));
            seen[state] = seen.GetValueOrDefault(state) + 1;
        }

        Assert.DoesNotContain("broken", ends);
        Assert.Equal(["interrupted", "nothing", "stored"], seen.Keys.Order());
    }

    static readonly JsonElement Streams = JsonDocument.Parse("""{"stream":true}""").RootElement;

    static FakeReply Reply(int fault) => fault switch
    {
        0 => FakeReply.CutAfter("half"),
        1 => FakeReply.Hang(),
        2 => FakeReply.Hang("half"),
        3 => FakeReply.Status(429, """{"error":{"message":"Please try again in 300s"}}"""),
        4 => FakeReply.Garbage(),
        5 => FakeReply.Slow(TimeSpan.FromMilliseconds(50), "slow", " and", " steady"),
        6 => FakeReply.ErrorInStream("half"),
        7 => FakeReply.Status(503, "busy"),
        8 => FakeReply.EndAfter("half"),
        _ => FakeReply.Text("fine", " and", " dandy"),
    };

    static bool IsInterrupted(JsonElement message) => message.TryGetProperty("interrupted", out var value) && value.GetBoolean();
}
