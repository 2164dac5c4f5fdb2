using System.Text.Json;

namespace Repeater.Tests.Endpoints;

/// <summary>A thousand streamed turns at once at a provider that does everything wrong.</summary>
public class TurnStormTests
{
    const int Turns = 1000;

    [Fact]
    public async Task Every_turn_ends_stored_or_interrupted_or_refused_with_nothing_stored()
    {
        // A key would rest after the first 429, so that what follows, as far as it does by then, meets no fault at all.
        await using var world = await ChatWorld.StartWithAsync(
            url => $$"""[{"Name":"Fake","URL":"{{url}}","models":[{"Name":"A","Id":"a","Type":"chat"}]}]""",
            ("LLM_FIRST_TOKEN_TIMEOUT", "3"), ("LLM_IDLE_TIMEOUT", "3"), ("LLM_TRIES", "2"));
        world.Server.Client.Timeout = TimeSpan.FromMinutes(5);
        var calls = 0;
        world.Upstream.Handler = context =>
        {
            // By the number of the call, so that every run has the same faults.
            var fault = new Random(Interlocked.Increment(ref calls)).Next(10);
            return Reply(fault).WriteAsync(new("POST", "", new Dictionary<string, string>(), Streams, ""), context.Response, context.RequestAborted)
                .ContinueWith(_ => { }, TaskScheduler.Default);
        };

        var ends = await Task.WhenAll(Enumerable.Range(0, Turns).Select(async user =>
        {
            try
            {
                await using var stream = await ChatStreamTests.ChatAsync(world, $"u{user}");
                return stream.Status == 200 ? (await stream.RestAsync())[^1].GetRawText() : $"{stream.Status} {await stream.BodyAsync()}";
            }
            catch (Exception broken)
            {
                return $"broken {broken}";
            }
        }));

        var seen = new Dictionary<string, int>();
        var wrong = new List<string>();
        for (var user = 0; user < Turns; user++)
        {
            var context = await world.Server.GetAsync($"/userdata/context/get/u{user}");
            var stored = context.Status != 200 ? "an error" : context.Json.GetArrayLength() switch
            {
                0 => "nothing",
                2 => IsInterrupted(context.Json[1]) ? "interrupted" : "stored",
                var count => $"{count} messages",
            };
            var end = ends[user];
            var expected = end.StartsWith("{\"type\":\"done\"") ? "stored" : end.StartsWith("{\"type\":\"error\"") ? "interrupted" : "nothing";
            seen[stored] = seen.GetValueOrDefault(stored) + 1;
            if (stored != expected || end.StartsWith("broken"))
            {
                wrong.Add($"u{user} ended with {end}\n  and has {context.Body}");
            }
        }

        Assert.True(
            wrong.Count == 0 && seen.Keys.Order().SequenceEqual(["interrupted", "nothing", "stored"]),
            $"{string.Join(", ", seen)} after {calls} calls; {wrong.Count} wrong:\n{string.Join('\n', wrong.Take(20))}\nlog:\n{string.Join('\n', world.Server.LogLines.TakeLast(20))}");
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
