using static Repeater.Tests.Endpoints.ChatStreamTests;

namespace Repeater.Tests.Endpoints;

/// <summary>A turn belongs to the server: it can be listed, read again from anywhere, stopped and continued.</summary>
public class TurnTests
{
    [Fact]
    public async Task A_running_turn_is_listed_and_can_be_read_on_by_anybody_from_an_offset()
    {
        await using var world = await ChatWorld.StartAsync();
        var release = new TaskCompletionSource();
        world.Upstream.Enqueue(HalfThen(release.Task));
        var lost = await ChatAsync(world, "u");
        var id = Text((await lost.NextAsync())!.Value, "turn_id");
        var offset = Text((await lost.NextAsync())!.Value, "offset");
        await lost.DisposeAsync();

        var listed = (await world.Server.GetAsync("/chat/turns/u")).Json[0];
        Assert.Equal((id, "default", "True", offset), (Text(listed, "turn_id"), Text(listed, "branch"), Text(listed, "running"), Text(listed, "offset")));
        await using var onward = await AttachAsync(world, "u", $"{id}?offset={offset}");
        await using var again = await AttachAsync(world, "u", id!);
        Assert.Equal("turn", Type((await again.NextAsync())!.Value));
        Assert.Equal("half", Text((await again.NextAsync())!.Value, "content"));
        release.SetResult();

        var (rest, all) = (await onward.RestAsync(), await again.RestAsync());
        Assert.Equal(["turn", "delta", "done"], rest.Select(Type));
        Assert.Equal(" and half", Text(rest[1], "content"));
        Assert.Equal("half and half", Text(rest[2], "content"));
        Assert.Equal(rest[2].ToString(), all[^1].ToString());
        Assert.Equal("False", Text((await world.Server.GetAsync("/chat/turns/u")).Json[0], "running"));
    }

    [Fact]
    public async Task An_ended_turn_can_still_be_read_whole_and_as_lines()
    {
        await using var world = await ChatWorld.StartAsync();
        await world.TurnAsync("u", "hi", "😀 fine");
        var id = Text((await world.Server.GetAsync("/chat/turns/u")).Json[0], "turn_id");

        await using var whole = await AttachAsync(world, "u", id!, "application/x-ndjson");
        await using var cut = await AttachAsync(world, "u", $"{id}?offset=1");
        await using var end = await AttachAsync(world, "u", $"{id}?offset=999");

        Assert.Equal("😀 fine", string.Concat((await whole.RestAsync()).Where(item => Type(item) == "delta").Select(item => Text(item, "content"))));
        // Never half a character.
        Assert.Equal("😀 fine", Text((await cut.RestAsync())[1], "content"));
        Assert.Equal(["turn", "done"], (await end.RestAsync()).Select(Type));
    }

    [Fact]
    public async Task A_turn_is_its_users_alone()
    {
        await using var world = await ChatWorld.StartAsync();
        await world.TurnAsync("u", "hi", "fine");
        var id = Text((await world.Server.GetAsync("/chat/turns/u")).Json[0], "turn_id");

        Assert.Equal("[]", (await world.Server.GetAsync("/chat/turns/v")).Body);
        Assert.Equal(404, (await world.Server.GetAsync($"/chat/turns/v/{id}")).Status);
        Assert.Equal(404, (await world.Server.PostFormAsync($"/chat/turns/v/{id}/stop")).Status);
        Assert.Equal(404, (await world.Server.GetAsync("/chat/turns/u/nonsense")).Status);
    }

    [Fact]
    public async Task A_stopped_turn_keeps_what_had_come_and_can_be_continued()
    {
        await using var world = await ChatWorld.StartAsync();
        world.Upstream.Enqueue(FakeReply.Hang("Once "));
        var (plain, id) = await BeginAsync(world);
        await WaitForOffsetAsync(world, 5);

        var stopped = await world.Server.PostFormAsync($"/chat/turns/u/{id}/stop");

        Assert.Equal((200, "Once ", "True"), (stopped.Status, Text(stopped.Json, "content"), Text(stopped.Json, "interrupted")));
        Assert.Equal(Text(stopped.Json, "reply_id"), Text((await plain).Json, "reply_id"));
        await world.TurnAsync("u", "", "upon a time", ("continue_completion", "true"));
        Assert.Equal(["user: hi", "assistant: Once upon a time"], await world.ContextAsync("u"));
    }

    [Fact]
    public async Task A_turn_stopped_before_its_reply_began_leaves_nothing()
    {
        await using var world = await ChatWorld.StartAsync();
        world.Upstream.Enqueue(FakeReply.Hang());
        var (plain, id) = await BeginAsync(world);

        var stopped = await world.Server.PostFormAsync($"/chat/turns/u/{id}/stop");

        Assert.Equal((409, 409), (stopped.Status, (await plain).Status));
        Assert.Empty(await world.ContextAsync("u"));
        await world.TurnAsync("u", "hi", "fine");
    }

    [Fact]
    public async Task Stopping_an_ended_turn_answers_what_it_answered()
    {
        await using var world = await ChatWorld.StartAsync();
        await world.TurnAsync("u", "hi", "fine");
        var id = Text((await world.Server.GetAsync("/chat/turns/u")).Json[0], "turn_id");

        var stopped = await world.Server.PostFormAsync($"/chat/turns/u/{id}/stop");

        Assert.Equal((200, "fine"), (stopped.Status, Text(stopped.Json, "content")));
        Assert.False(stopped.Json.TryGetProperty("interrupted", out _));
    }

    [Theory]
    [InlineData("messages[0].content", "It refuses the prompt")]
    [InlineData("messages[2].content", "It refuses message 1 of the history (role assistant, id ")]
    [InlineData("messages[3].content", "It refuses the new message, which was not stored")]
    public async Task A_refused_history_is_diagnosed(string param, string sentence)
    {
        await using var world = await ChatWorld.StartAsync();
        await world.TurnAsync("u", "hi", "bad");
        world.Upstream.Enqueue(FakeReply.Status(400, $$$"""{"error":{"message":"Invalid value","param":"{{{param}}}","code":"invalid_value"}}"""));

        var answer = await world.ChatAsync("u", "again");

        Assert.Equal(400, answer.Status);
        Assert.Contains(sentence, Text(answer.Json, "detail"));
        Assert.Equal(["user: hi", "assistant: bad"], await world.ContextAsync("u"));
    }

    static Task<EventStream> AttachAsync(ChatWorld world, string user, string idAndQuery, string? accept = null) =>
        EventStream.OpenAsync(world.Server.Client, new(HttpMethod.Get, $"/chat/turns/{user}/{idAndQuery}"), accept);

    /// <summary>Begins a plain chat and finds its turn.</summary>
    static async Task<(Task<Answer> Plain, string Id)> BeginAsync(ChatWorld world)
    {
        var plain = world.ChatAsync("u", "hi");
        using var guard = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            var turns = (await world.Server.GetAsync("/chat/turns/u")).Json;
            if (turns.GetArrayLength() > 0 && world.Upstream.Requests.Count > 0)
            {
                return (plain, Text(turns[0], "turn_id")!);
            }
            await Task.Delay(10, guard.Token);
        }
    }

    static async Task WaitForOffsetAsync(ChatWorld world, int offset)
    {
        using var guard = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while ((await world.Server.GetAsync("/chat/turns/u")).Json[0].GetProperty("offset").GetInt32() < offset)
        {
            await Task.Delay(10, guard.Token);
        }
    }
}
