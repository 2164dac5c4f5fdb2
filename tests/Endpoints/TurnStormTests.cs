using System.Text.Json;
using static Repeater.Tests.Endpoints.ChatStreamTests;

namespace Repeater.Tests.Endpoints;

/// <summary>A thousand streamed turns at once at a provider that does everything wrong.</summary>
public class TurnStormTests
{
    const int Turns = 1000;
    const int Seed = 20250628;

    /// <summary>How a turn ended, as its client saw it.</summary>
    /// <param name="Kind"><c>done</c>, <c>error</c> (in the stream), or the status of a refusal.</param>
    /// <param name="Pieces">The reply as it came.</param>
    /// <param name="Sentence">What a failure says.</param>
    sealed record End(string Kind, string Pieces, string Sentence);

    [Fact]
    public async Task Every_turn_ends_stored_or_interrupted_or_refused_with_nothing_stored()
    {
        // Without a key: one that rests after a rate limit would spare the others their faults.
        await using var world = await ChatWorld.StartWithAsync(
            url => $$"""[{"Name":"Fake","URL":"{{url}}","models":[{"Id":"m","Type":"chat"}]}]""",
            ("LLM_FIRST_TOKEN_TIMEOUT", "3"), ("LLM_IDLE_TIMEOUT", "3"), ("LLM_TRIES", "2"));
        world.Server.Client.Timeout = TimeSpan.FromMinutes(5);
        var tries = new int[Turns];
        world.Upstream.Default = FakeReply.For(request =>
        {
            var user = UserOf(request.Body);
            // User and try decide, not the order of arrival, so that every run has the same faults.
            return Reply(new Random(Seed + (user * 10) + Interlocked.Increment(ref tries[user])).Next(10));
        });

        var ends = await Task.WhenAll(Enumerable.Range(0, Turns).Select(user => TurnAsync(world, user)));

        var seen = new Dictionary<string, int>();
        for (var user = 0; user < Turns; user++)
        {
            var state = await StateAsync(world, user, ends[user]);
            seen[state] = seen.GetValueOrDefault(state) + 1;
        }
        Assert.Equal(["interrupted", "nothing", "stored"], seen.Keys.Order());
        Assert.All(seen.Values, count => Assert.InRange(count, Turns / 10, Turns));
        // Nothing runs on, and nobody is kept from the next turn.
        world.Upstream.Default = FakeReply.Text("fine");
        Assert.Equal(200, (await world.ChatAsync("u0", "0 again")).Status);
    }

    static async Task<End> TurnAsync(ChatWorld world, int user)
    {
        await using var stream = await EventStream.OpenAsync(world.Server.Client, new(HttpMethod.Post, $"/chat/completion/u{user}")
        {
            Content = new FormUrlEncodedContent([new("message", $"{user} hello"), new("load_prompt", "false"), new("stream", "true")]),
        });
        if (stream.Status != 200)
        {
            return new($"{stream.Status}", "", await stream.BodyAsync());
        }
        var events = await stream.RestAsync();
        var pieces = string.Concat(events.Where(item => Type(item) == "delta").Select(item => Text(item, "content")));
        return new(Type(events[^1])!, pieces, events[^1].TryGetProperty("detail", out var detail) ? detail.GetString()! : "");
    }

    /// <summary>What is stored; fails the test when that is not what the client was told.</summary>
    static async Task<string> StateAsync(ChatWorld world, int user, End end)
    {
        var context = (await world.Server.GetAsync($"/userdata/context/get/u{user}")).Json;
        if (context.GetArrayLength() == 0)
        {
            Assert.Contains(end.Kind, (string[])["429", "502", "503", "504"]);
            Assert.Contains("Nothing was saved", end.Sentence);
            return "nothing";
        }
        Assert.Equal([$"{user} hello", end.Pieces], context.EnumerateArray().Select(message => Text(message, "content")));
        var isInterrupted = context[1].TryGetProperty("interrupted", out var value) && value.GetBoolean();
        Assert.Equal((isInterrupted ? "error" : "done", isInterrupted), (end.Kind, end.Sentence.Contains("saved as an interrupted reply", StringComparison.Ordinal)));
        return isInterrupted ? "interrupted" : "stored";
    }

    static int UserOf(JsonElement body) => int.Parse(body.GetProperty("messages").EnumerateArray().Last().GetProperty("content").GetString()!.Split(' ')[0]);

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
}
