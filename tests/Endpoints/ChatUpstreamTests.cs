namespace Repeater.Tests.Endpoints;

/// <summary>What becomes of a turn when the provider answers strangely, badly or not at all.</summary>
public class ChatUpstreamTests
{
    static readonly Dictionary<string, (FakeReply Reply, string Content)> StrangeReplies = new()
    {
        ["one chunk, created 0"] = (FakeReply.OneChunk("hi"), "hi"),
        ["no usage"] = (FakeReply.NoUsage("hi"), "hi"),
        ["split UTF-8"] = (FakeReply.SplitUtf8("你好 😀"), "你好 😀"),
        ["comments"] = (FakeReply.WithComments("a", "b"), "ab"),
        ["not streamed"] = (FakeReply.Json("hi"), "hi"),
        ["unknown finish reason"] = (FakeReply.Events(FakeReply.Chunk("hi"), FakeReply.Finish("insufficient_system_resource"), "data: [DONE]\n\n"), "hi"),
        ["think block"] = (FakeReply.Text("<think>hm</thi", "nk>hi"), "hi"),
    };

    static readonly Dictionary<string, (FakeReply Reply, int Status, string[] Stored)> BadReplies = new()
    {
        ["error inside a 200 stream"] = (FakeReply.ErrorInStream(""), 503, []),
        ["error after some text"] = (FakeReply.ErrorInStream("half"), 503, ["user: hi", "assistant: half"]),
        ["cut"] = (FakeReply.CutAfter("half"), 502, ["user: hi", "assistant: half"]),
        ["ends without a reason"] = (FakeReply.EndAfter("half"), 502, ["user: hi", "assistant: half"]),
        ["hangs"] = (FakeReply.Hang(), 504, []),
        ["hangs after some text"] = (FakeReply.Hang("half"), 504, ["user: hi", "assistant: half"]),
        ["rate limit"] = (FakeReply.Status(429, """{"error":{"message":"slow down"}}""", ("Retry-After", "7")), 429, []),
        ["broken"] = (FakeReply.Status(500, "oops"), 503, []),
        ["overloaded"] = (FakeReply.Status(503, """{"error":{"message":"busy"}}"""), 503, []),
        ["bad key"] = (FakeReply.Status(401, """{"error":{"message":"key sk-fake-0123456789 is wrong"}}"""), 502, []),
        ["no money"] = (FakeReply.Status(402, """{"error":{"message":"Insufficient Balance"}}"""), 502, []),
        ["no such model"] = (FakeReply.Status(404, """{"error":{"message":"no model"}}"""), 502, []),
        ["refused"] = (FakeReply.Status(400, """{"error":{"message":"bad temperature","param":"temperature"}}"""), 400, []),
        ["garbage"] = (FakeReply.Garbage(), 502, []),
    };

    public static TheoryData<string> Strange => [.. StrangeReplies.Keys];

    public static TheoryData<string> Bad => [.. BadReplies.Keys];

    [Theory]
    [MemberData(nameof(Strange))]
    public async Task A_strange_answer_is_an_answer(string kind)
    {
        await using var world = await ChatWorld.StartAsync();
        world.Upstream.Enqueue(StrangeReplies[kind].Reply);

        var answer = await world.ChatAsync("u", "hi");

        Assert.True(answer.Status == 200, answer.Body);
        Assert.Equal(StrangeReplies[kind].Content, answer.Json.GetProperty("content").GetString());
        Assert.Equal(["user: hi", $"assistant: {StrangeReplies[kind].Content}"], await world.ContextAsync("u"));
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task A_failure_says_what_happened_and_what_was_saved(string kind)
    {
        var (reply, status, stored) = BadReplies[kind];
        await using var world = await ChatWorld.StartAsync(("LLM_FIRST_TOKEN_TIMEOUT", "1"), ("LLM_IDLE_TIMEOUT", "1"));
        world.Upstream.Enqueue(reply);

        var answer = await world.ChatAsync("u", "hi");

        Assert.Equal(status, answer.Status);
        var detail = answer.Json.GetProperty("detail").GetString()!;
        Assert.StartsWith("Fake", detail);
        Assert.Contains(stored.Length > 0 ? "saved as an interrupted reply" : "Nothing was saved", detail);
        Assert.DoesNotContain("sk-fake", answer.Body);
        Assert.Equal(stored, await world.ContextAsync("u"));
    }

    [Fact]
    public async Task A_rate_limit_keeps_its_retry_after()
    {
        await using var world = await ChatWorld.StartAsync();
        world.Upstream.Enqueue(BadReplies["rate limit"].Reply);

        Assert.Equal("7", (await world.ChatAsync("u", "hi"))["Retry-After"]);
    }

    [Fact]
    public async Task An_interrupted_reply_can_be_continued()
    {
        await using var world = await ChatWorld.StartAsync();
        world.Upstream.Enqueue(FakeReply.CutAfter("Once "));
        await world.ChatAsync("u", "tell");

        await world.TurnAsync("u", "", "upon a time", ("continue_completion", "true"));

        Assert.Equal(["user: tell", "assistant: Once upon a time"], await world.ContextAsync("u"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("thoughts only")]
    public async Task An_answer_without_text_is_told_and_never_stored(string reasoning)
    {
        await using var world = await ChatWorld.StartAsync();
        world.Upstream.Enqueue(reasoning.Length > 0 ? FakeReply.Reasoning(reasoning, "") : FakeReply.Text(""));

        var answer = await world.ChatAsync("u", "hi");

        Assert.Equal((200, ""), (answer.Status, answer.Json.GetProperty("content").GetString()));
        Assert.Equal(reasoning, answer.Json.GetProperty("reasoning_content").GetString());
        Assert.Contains("nothing was stored", answer.Json.GetProperty("warnings")[0].GetString());
        Assert.Empty(await world.ContextAsync("u"));
    }

    [Fact]
    public async Task A_missing_key_is_named_and_nothing_is_sent()
    {
        await using var world = await ChatWorld.StartAsync();

        var answer = await world.ChatAsync("u", "hi", ("model_type", "keyless"));

        Assert.Equal(502, answer.Status);
        Assert.Contains("NO_SUCH_KEY", answer.Body);
        Assert.Empty(world.Upstream.Requests);
    }

    [Fact]
    public async Task An_unknown_model_type_is_echoed_as_it_was_spelled()
    {
        await using var world = await ChatWorld.StartAsync();

        var answer = await world.ChatAsync("u", "hi", ("model_type", "zzZ"));

        Assert.Equal((400, """{"detail":"API group not found for model type: zzZ"}"""), (answer.Status, answer.Body));
    }

    [Fact]
    public async Task Failures_can_be_answered_as_replies_for_clients_that_die_on_anything_else()
    {
        await using var world = await ChatWorld.StartAsync(("CHAT_ERRORS_AS_REPLY", "true"));
        world.Upstream.Enqueue(FakeReply.Status(500, "oops"));

        var answer = await world.ChatAsync("u", "hi");

        Assert.Equal(200, answer.Status);
        Assert.StartsWith("Error:Fake", answer.Json.GetProperty("content").GetString());
        Assert.Equal("", answer.Json.GetProperty("reasoning_content").GetString());
        Assert.Empty(await world.ContextAsync("u"));
    }

    [Theory]
    [InlineData("BUDGET_USER_DAY_TOKENS", "16", "Error:The daily budget of this user is used up: 16 of 16 tokens.")]
    [InlineData("USER_RATE_LIMIT", "1", "Error:This server takes 1 chat a minute of each user;")]
    [InlineData("RATE_LIMIT", "1", "Error:This server takes 1 chat a minute in all;")]
    public async Task Refusals_are_answered_as_replies_too(string setting, string value, string sentence)
    {
        await using var world = await ChatWorld.StartAsync(("CHAT_ERRORS_AS_REPLY", "true"), (setting, value));
        await world.TurnAsync("u", "hi", "ho");

        var refused = await world.ChatAsync("u", "hi");
        await using var stream = await ChatStreamTests.ChatAsync(world, "u");
        var events = await stream.RestAsync();

        Assert.Equal((200, ""), (refused.Status, refused.Json.GetProperty("reasoning_content").GetString()));
        Assert.StartsWith(sentence, refused.Json.GetProperty("content").GetString());
        Assert.Equal((200, "done"), (stream.Status, ChatStreamTests.Type(events[^1])));
        Assert.StartsWith(sentence, ChatStreamTests.Text(events[^1], "content"));
        Assert.Equal(["user: hi", "assistant: ho"], await world.ContextAsync("u"));
        Assert.Single(world.Upstream.Requests);
    }

    [Fact]
    public async Task A_model_type_that_does_not_exist_is_answered_as_a_reply_and_a_wrong_request_is_not()
    {
        await using var world = await ChatWorld.StartAsync(("CHAT_ERRORS_AS_REPLY", "true"));

        var unknown = await world.ChatAsync("u", "hi", ("model_type", "zzZ"));

        Assert.Equal((200, "Error:API group not found for model type: zzZ"), (unknown.Status, unknown.Json.GetProperty("content").GetString()));
        Assert.Equal(422, (await world.ChatAsync("u", "hi", ("role", "nobody"))).Status);
    }
}
