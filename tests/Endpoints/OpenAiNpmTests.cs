using System.Text.Json;
using Repeater.Tests.Clients;

namespace Repeater.Tests.Endpoints;

/// <summary>OpenAI's own library for Node against this server.</summary>
public class OpenAiNpmTests
{
    const string Token = "a-token-of-some-length-1234";

    [NpmFact]
    public async Task It_lists_the_models()
    {
        await using var world = await ChatWorld.StartAsync();

        var models = await RunAsync(world, "models", "fake-chat-1");

        Assert.Contains("chat", models.GetProperty("ids").EnumerateArray().Select(id => id.GetString()));
        Assert.Equal(("fake-chat-1", "Fake"), (Text(models.GetProperty("one"), "id"), Text(models.GetProperty("one"), "owned_by")));
    }

    [NpmFact]
    public async Task It_reads_a_plain_answer()
    {
        await using var world = await ChatWorld.StartAsync();
        world.Upstream.Enqueue(FakeReply.Reasoning("hm", "你好 🦜"));

        var completion = await RunAsync(world, "plain", "chat");

        AssertCompletion(completion, "你好 🦜");
        Assert.Equal("hm", Text(completion.GetProperty("choices")[0].GetProperty("message"), "reasoning_content"));
        Assert.Equal(["system: Be brief.", "user: hi"], world.LastSent());
    }

    [NpmFact]
    public async Task It_reads_a_stream_with_a_chunk_of_tokens_at_the_end()
    {
        await using var world = await ChatWorld.StartAsync();
        world.Upstream.Enqueue(FakeReply.Text("你", "好", " 🦜"));

        var chunks = (await RunAsync(world, "stream", "chat")).GetProperty("chunks").EnumerateArray().ToList();

        var deltas = chunks[..^1].Select(chunk => chunk.GetProperty("choices")[0]).ToList();
        Assert.Equal("assistant", Text(deltas[0].GetProperty("delta"), "role"));
        Assert.Equal("你好 🦜", string.Concat(deltas.Select(delta => Text(delta.GetProperty("delta"), "content"))));
        Assert.Equal("stop", Text(deltas[^1], "finish_reason"));
        Assert.Equal(0, chunks[^1].GetProperty("choices").GetArrayLength());
        Assert.Equal(16, chunks[^1].GetProperty("usage").GetProperty("total_tokens").GetInt32());
        Assert.All(chunks[..^1], chunk => Assert.Equal(JsonValueKind.Null, chunk.GetProperty("usage").ValueKind));
    }

    [NpmFact]
    public async Task It_puts_a_stream_together()
    {
        await using var world = await ChatWorld.StartAsync();
        world.Upstream.Enqueue(FakeReply.Text("one", " two"));

        AssertCompletion(await RunAsync(world, "assembled", "chat"), "one two");
    }

    [NpmFact]
    public async Task It_chats_inside_a_users_branch_by_model_name_and_by_header()
    {
        await using var world = await ChatWorld.StartAsync();
        await world.TurnAsync("Group:1:2", "before", "was", ("load_prompt", "false"));
        world.Upstream.Enqueue("by name");
        world.Upstream.Enqueue("by header");

        var named = await RunAsync(world, "assembled", "Group_1_2@chat");
        var headed = await RunAsync(world, "user", "chat");

        AssertCompletion(named, "by name");
        AssertCompletion(headed, "by header");
        Assert.Equal("default", Text(headed.GetProperty("repeater"), "branch"));
        Assert.Equal(
            ["user: before", "assistant: was", "user: hi", "assistant: by name", "user: hi", "assistant: by header"], await world.ContextAsync("Group:1:2"));
    }

    [NpmFact]
    public async Task It_hangs_up_and_the_call_is_logged_as_stopped()
    {
        await using var world = await ChatWorld.StartAsync();
        world.Upstream.Enqueue(FakeReply.Hang("half"));

        Assert.Equal("half", Text(await RunAsync(world, "left", "chat"), "content"));

        using var guard = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while ((await world.Server.GetAsync("/calllog")).Json is var calls && !(calls.GetArrayLength() == 1 && Text(calls[0], "outcome") == "stopped"))
        {
            await Task.Delay(20, guard.Token);
        }
    }

    [NpmFact]
    public async Task It_tells_errors_by_their_kind()
    {
        await using var world = await ChatWorld.StartAsync(("ACCESS_TOKEN", Token));
        world.Upstream.Enqueue(FakeReply.Status(429, """{"error":{"message":"slow down"}}""", ("Retry-After", "7")), FakeReply.Status(503, "busy"));

        Assert.Equal("AuthenticationError 401 authentication_error  invalid_api_key ", await ErrorAsync("plain", "chat", "wrong"));
        Assert.Equal("NotFoundError 404 invalid_request_error model model_not_found ", await ErrorAsync("plain", "nope"));
        Assert.Equal("NotFoundError 404 invalid_request_error model model_not_found ", await ErrorAsync("models", "nope"));
        Assert.Equal("BadRequestError 400 invalid_request_error n unsupported_parameter ", await ErrorAsync("unsupported", "chat"));
        Assert.Equal("RateLimitError 429 rate_limit_error   7", await ErrorAsync("plain", "chat"));
        Assert.Equal("InternalServerError 503 server_error   ", await ErrorAsync("stream", "chat"));

        async Task<string> ErrorAsync(string scenario, string model, string token = Token)
        {
            var error = (await RunAsync(world, scenario, model, token)).GetProperty("error");
            Assert.NotEqual("", Text(error, "message"));
            return $"{Text(error, "kind")} {error.GetProperty("status")} {Text(error, "type")} {Text(error, "param")} {Text(error, "code")} {Text(error, "retryAfter")}";
        }
    }

    [NpmFact]
    public async Task It_tells_that_a_stream_broke_off()
    {
        await using var world = await ChatWorld.StartAsync();
        world.Upstream.Enqueue(FakeReply.CutAfter("half"));

        Assert.Contains("broke off", Text((await RunAsync(world, "stream", "chat")).GetProperty("error"), "message"));
    }

    static Task<JsonElement> RunAsync(ChatWorld world, string scenario, string model, string token = Token) =>
        NodeScript.RunAsync("openai.mjs", scenario, new Uri(world.Server.Address, "v1").ToString(), token, model);

    static void AssertCompletion(JsonElement completion, string text)
    {
        var choice = completion.GetProperty("choices")[0];
        Assert.Equal(("assistant", text), (Text(choice.GetProperty("message"), "role"), Text(choice.GetProperty("message"), "content")));
        Assert.Equal("stop", Text(choice, "finish_reason"));
        Assert.Equal(16, completion.GetProperty("usage").GetProperty("total_tokens").GetInt32());
    }

    static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
