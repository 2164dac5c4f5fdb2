namespace Repeater.Tests.Endpoints;

/// <summary>What the log says of requests and turns.</summary>
public class LogTests
{
    [Fact]
    public async Task A_turn_is_one_line_with_user_turn_and_outcome_and_without_what_was_said()
    {
        await using var world = await ChatWorld.StartAsync();
        await world.TurnAsync("u:1", "my secret question", "a secret answer");
        var turn = (await world.Server.GetAsync("/chat/turns/u:1")).Json[0].GetProperty("turn_id").GetString();

        var line = await world.Server.WaitForLogLineAsync("turn.ended");

        Assert.Contains($"info turn.ended user=u:1 turn={turn} branch=default door=chat model=fake-chat-1 outcome=ok reason= ms=", line);
        Assert.EndsWith("tokens=16 tries=1", line);
        Assert.DoesNotContain(world.Server.LogLines, text => text.Contains("secret"));
        Assert.DoesNotContain(world.Server.LogLines, text => text.Contains("sk-fake"));
    }

    [Fact]
    public async Task Who_asks_for_it_gets_the_texts_and_every_request()
    {
        await using var world = await ChatWorld.StartAsync(("LOG_MESSAGES", "true"), ("LOG_LEVEL", "debug"), ("LOG_FORMAT", "json"));
        await world.TurnAsync("u:1", "one\ntwo", "three");

        // A server inside the tests logs as text whatever is set.
        Assert.Contains("three", await world.Server.WaitForLogLineAsync("turn.text"));
        Assert.Contains("turn.begun", await world.Server.WaitForLogLineAsync("turn.begun"));
        Assert.Contains("/chat/completion/u:1 200 in ", await world.Server.WaitForLogLineAsync("request.ended"));
    }

    [Fact]
    public async Task A_refused_turn_says_why()
    {
        await using var world = await ChatWorld.StartAsync(("USER_RATE_LIMIT", "1"));
        await world.TurnAsync("u", "hi", "fine");
        await world.ChatAsync("u", "again");

        Assert.Contains("user=u door=chat reason=too_many_requests: This server takes", await world.Server.WaitForLogLineAsync("turn.refused"));
    }
}
