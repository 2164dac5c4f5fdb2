using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Repeater.Access;
using Repeater.Storage;

namespace Repeater.Tests.Endpoints;

/// <summary>The API that clients of OpenAI speak.</summary>
public class OpenAiTests
{
    const string Token = "a-token-of-some-length-1234";

    [Fact]
    public async Task A_conversation_goes_to_the_model_as_it_was_sent_and_nothing_is_stored()
    {
        await using var world = await ChatWorld.StartAsync();
        world.Upstream.Enqueue(FakeReply.Reasoning("Let me think.", "你好 {user_name}"));

        var answer = await world.Server.PostJsonAsync("/v1/chat/completions", """
            {"model":"chat","messages":[{"role":"system","content":"Be {brief}."},{"role":"user","content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]},
             {"role":"assistant","content":"c"},{"role":"user","content":"{time}"}],
             "temperature":0.2,"max_tokens":7,"stop":"END","seed":4,"reasoning_effort":"low","tools":[],"n":1,"user":"x"}
            """);

        Assert.True(answer.Status == 200, answer.Body);
        Assert.Equal(["system: Be {brief}.", "user: ab", "assistant: c", "user: {time}"], world.LastSent());
        var sent = world.Upstream.Requests[^1].Body;
        Assert.Equal((0.2, 4, "low"), (sent.GetProperty("temperature").GetDouble(), sent.GetProperty("seed").GetInt32(), sent.GetProperty("reasoning_effort").GetString()));
        Assert.Equal("""["END"]""", sent.GetProperty("stop").GetRawText());
        Assert.False(sent.TryGetProperty("top_p", out _));
        Assert.Equal("chat.completion", answer.Json.GetProperty("object").GetString());
        Assert.Equal("fake-chat-1", answer.Json.GetProperty("model").GetString());
        var choice = answer.Json.GetProperty("choices")[0];
        Assert.Equal("你好 {user_name}", choice.GetProperty("message").GetProperty("content").GetString());
        Assert.Equal("Let me think.", choice.GetProperty("message").GetProperty("reasoning_content").GetString());
        Assert.Equal("stop", choice.GetProperty("finish_reason").GetString());
        Assert.Equal(16, answer.Json.GetProperty("usage").GetProperty("total_tokens").GetInt32());
        Assert.False(answer.Json.TryGetProperty("repeater", out _));
        Assert.Equal("[]", (await world.Server.GetAsync("/userdata/context/userlist")).Body);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_stream_is_role_pieces_finish_tokens_where_asked_for_and_done(bool wantsUsage)
    {
        await using var world = await ChatWorld.StartAsync();
        world.Upstream.Enqueue("one two");

        var answer = await world.Server.PostJsonAsync("/v1/chat/completions",
            $$$"""{"model":"fake-chat-1","stream":true,"stream_options":{"include_usage":{{{(wantsUsage ? "true" : "false")}}}},"messages":[{"role":"user","content":"hi"}]}""");

        Assert.Equal("text/event-stream", answer.ContentType);
        var events = answer.Body.Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("data: [DONE]", events[^1]);
        var chunks = events[..^1].Select(line => JsonDocument.Parse(line["data: ".Length..]).RootElement).ToArray();
        Assert.Single(chunks.Select(chunk => chunk.GetProperty("id").GetString()).Distinct());
        var choices = chunks.SelectMany(chunk => chunk.GetProperty("choices").EnumerateArray()).ToArray();
        Assert.Equal("assistant", choices[0].GetProperty("delta").GetProperty("role").GetString());
        Assert.Equal("one two", string.Concat(choices[1..^1].Select(choice => choice.GetProperty("delta").GetProperty("content").GetString())));
        Assert.All(choices[..^1], choice => Assert.Equal(JsonValueKind.Null, choice.GetProperty("finish_reason").ValueKind));
        Assert.Equal("stop", choices[^1].GetProperty("finish_reason").GetString());
        Assert.Equal(wantsUsage, chunks[^1].GetProperty("choices").GetArrayLength() == 0);
        Assert.Equal(wantsUsage, chunks[^1].TryGetProperty("usage", out var usage) && usage.GetProperty("total_tokens").GetInt32() == 16);
    }

    [Theory]
    [InlineData("Group:1:2@chat", null)]
    [InlineData("chat", "Group_1_2")]
    [InlineData("Group:1:2@", null)]
    [InlineData("", "Group:1:2")]
    public async Task A_named_user_is_answered_inside_the_current_branch_with_prompt_and_variables(string model, string? header)
    {
        await using var world = await ChatWorld.StartAsync();
        await world.Server.PostFormAsync("/userdata/prompt/set/Group:1:2", ("prompt", "You talk to {user_id}."));
        await world.TurnAsync("Group:1:2", "before", "was");
        await world.Server.PutFormAsync("/userdata/config/set/Group:1:2/int", ("key", "max_completion_tokens"), ("value", "99"));
        world.Upstream.Enqueue("I am {botname}");

        var answer = await SendAsync(world.Server, $$"""
            {"model":"{{model}}","max_tokens":7,"messages":[{"role":"system","content":"other"},{"role":"user","content":"first"},{"role":"user","content":"hi"}]}
            """, ("X-Repeater-User", header));

        Assert.True(answer.Status == 200, answer.Body);
        Assert.Equal(["user: before", "assistant: was", "user: hi"], world.LastSent()[1..]);
        Assert.StartsWith("system: You talk to Group", world.LastSent()[0]);
        var sent = world.Upstream.Requests[^1].Body;
        Assert.Equal(7, sent.TryGetProperty("max_tokens", out var limit) ? limit.GetInt32() : sent.GetProperty("max_completion_tokens").GetInt32());
        Assert.Equal("I am 复读机", answer.Json.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString());
        Assert.Equal("default", answer.Json.GetProperty("repeater").GetProperty("branch").GetString());
        Assert.Equal(["user: before", "assistant: was", "user: hi", "assistant: I am 复读机"], await world.ContextAsync("Group:1:2"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_users_turn_that_is_sent_again_with_its_key_is_answered_again_and_stored_once(bool streams)
    {
        await using var world = await ChatWorld.StartAsync();
        world.Upstream.Enqueue("ho");
        var body = $$"""{"model":"u@chat","stream":{{(streams ? "true" : "false")}},"messages":[{"role":"user","content":"hi"}]}""";

        await SendAsync(world.Server, body, ("Idempotency-Key", "k"));
        var again = await SendAsync(world.Server, body, ("Idempotency-Key", "k"));
        var other = await SendAsync(world.Server, body.Replace("hi", "hey"), ("Idempotency-Key", "k"));

        Assert.Contains("\"content\":\"ho\"", again.Body);
        Assert.Equal(422, other.Status);
        Assert.Equal(["user: hi", "assistant: ho"], await world.ContextAsync("u"));
    }

    [Theory]
    [InlineData("""{"model":"nope","messages":[{"role":"user","content":"hi"}]}""", 404, "model", "model_not_found")]
    [InlineData("""{"model":"u@nope","messages":[{"role":"user","content":"hi"}]}""", 404, "model", "model_not_found")]
    [InlineData("""{"messages":[{"role":"user","content":"hi"}]}""", 400, "model", "invalid_value")]
    [InlineData("""{"model":"chat"}""", 400, "messages", "invalid_value")]
    [InlineData("""{"model":"chat","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"x"}}]}]}""", 400, "messages[0].content", "unsupported_parameter")]
    [InlineData("""{"model":"chat","messages":[{"role":"tool","content":"x"}]}""", 400, "messages[0].role", "invalid_value")]
    [InlineData("""{"model":"chat","tools":[{}],"messages":[{"role":"user","content":"hi"}]}""", 400, "tools", "unsupported_parameter")]
    [InlineData("""{"model":"chat","n":2,"messages":[{"role":"user","content":"hi"}]}""", 400, "n", "unsupported_parameter")]
    [InlineData("""{"model":"chat","temperature":"hot","messages":[{"role":"user","content":"hi"}]}""", 400, "temperature", "invalid_value")]
    [InlineData("""{"model":"u@chat","messages":[{"role":"system","content":"hi"}]}""", 400, "messages", "invalid_value")]
    [InlineData("""{"model":"..@chat","messages":[{"role":"user","content":"hi"}]}""", 422, "X-Repeater-User", null)]
    [InlineData("{", 400, null, null)]
    [InlineData("model=chat", 400, null, null)]
    public async Task What_cannot_be_done_is_said_in_the_shape_of_that_api(string body, int status, string? param, string? code)
    {
        await using var world = await ChatWorld.StartAsync();

        AssertError(await world.Server.PostJsonAsync("/v1/chat/completions", body), status, "invalid_request_error", param, code);
    }

    [Fact]
    public async Task Every_error_under_v1_has_that_shape_and_none_elsewhere()
    {
        await using var world = await ChatWorld.StartAsync(("MAX_BODY_BYTES", "2000"));
        world.Upstream.Enqueue(
            FakeReply.Status(429, """{"error":{"message":"slow down"}}""", ("Retry-After", "7")), FakeReply.Status(503, """{"error":{"message":"full"}}"""));
        const string Body = """{"model":"chat","messages":[{"role":"user","content":"hi"}]}""";

        AssertError(await world.Server.GetAsync("/v1/nothing"), 404, "invalid_request_error");
        AssertError(await world.Server.GetAsync("/v1/chat/completions"), 405, "invalid_request_error");
        AssertError(await world.Server.GetAsync("/v1/models/nope"), 404, "invalid_request_error", "model", "model_not_found");
        AssertError(await world.Server.PostJsonAsync("/v1/chat/completions", $"{{\"model\":\"{new string('x', 3000)}\"}}"), 413, "invalid_request_error");
        var limited = await world.Server.PostJsonAsync("/v1/chat/completions", Body);
        AssertError(limited, 429, "rate_limit_error");
        Assert.Equal("7", limited["Retry-After"]);
        AssertError(await world.Server.PostJsonAsync("/v1/chat/completions", Body.Replace("\"hi\"", "\"hi\"").Replace("{\"model\"", "{\"stream\":true,\"model\"")), 503, "server_error");
        Assert.Equal("""{"detail":"Not Found"}""", (await world.Server.GetAsync("/v2/models")).Body);
    }

    [Fact]
    public async Task Models_are_listed_by_type_name_and_id_and_found_one_by_one()
    {
        await using var world = await ChatWorld.StartAsync();

        var list = (await world.Server.GetAsync("/v1/models")).Json;

        Assert.Equal("list", list.GetProperty("object").GetString());
        Assert.Equal(
            ["chat", "Reasoner", "keyless", "Fake Chat", "Fake Thinker", "fake-chat-1", "fake-think-1", "keyless-1"],
            list.GetProperty("data").EnumerateArray().Select(model => model.GetProperty("id").GetString()));
        Assert.Equal("Fake", (await world.Server.GetAsync("/v1/models/fake-chat-1")).Json.GetProperty("owned_by").GetString());
    }

    [Theory]
    [InlineData("mine@chat", "mine", false, 200)]
    [InlineData("theirs@chat", "mine", false, 403)]
    [InlineData("chat", "mine", false, 200)]
    [InlineData("chat", "mine*", false, 403)]
    [InlineData("chat", "mine,yours", false, 403)]
    [InlineData("yours@chat", "mine,yours", false, 200)]
    [InlineData("mine@chat", "mine", true, 403)]
    [InlineData("chat", "mine", true, 403)]
    public async Task A_scoped_token_speaks_for_its_users_alone(string model, string users, bool readOnly, int status)
    {
        await using var server = await TestServer.StartAsync(("ACCESS_TOKEN", Token));
        var tokens = new AccessTokens(StorageRoot.OwnFolderOf(server.UserDataDir), TimeProvider.System);
        Authorize(server, tokens.Create(users.Split(','), readOnly, null, null).Token);

        var answer = await server.PostJsonAsync("/v1/chat/completions", $$"""{"model":"{{model}}","messages":[{"role":"user","content":"hi"}]}""");

        Assert.True(answer.Status == status, answer.Body);
        Assert.True(status == 200 || answer.Json.GetProperty("error").GetProperty("type").GetString() == "permission_error");
        Assert.Equal(200, (await server.GetAsync("/v1/models")).Status);
    }

    [Fact]
    public async Task A_token_for_everybody_needs_to_name_nobody_and_without_one_nothing_is_open()
    {
        await using var server = await TestServer.StartAsync(("ACCESS_TOKEN", Token));
        const string Body = """{"model":"chat","messages":[{"role":"user","content":"hi"}]}""";

        AssertError(await server.PostJsonAsync("/v1/chat/completions", Body), 401, "authentication_error", null, "invalid_api_key");
        AssertError(await server.GetAsync("/v1/models"), 401, "authentication_error", null, "invalid_api_key");
        Authorize(server, new AccessTokens(StorageRoot.OwnFolderOf(server.UserDataDir), TimeProvider.System).Create(["*"], false, null, null).Token);
        Assert.Equal(200, (await server.PostJsonAsync("/v1/chat/completions", Body)).Status);
    }

    [Fact]
    public async Task A_stream_that_breaks_off_ends_with_the_error_and_not_with_done()
    {
        await using var world = await ChatWorld.StartAsync();
        world.Upstream.Enqueue(FakeReply.CutAfter("half"));

        var answer = await world.Server.PostJsonAsync("/v1/chat/completions", """{"model":"chat","stream":true,"messages":[{"role":"user","content":"hi"}]}""");

        Assert.Equal(200, answer.Status);
        Assert.Contains("half", answer.Body);
        Assert.Contains("data: {\"error\":{\"message\":", answer.Body.Split("\n\n", StringSplitOptions.RemoveEmptyEntries)[^1]);
    }

    static void AssertError(Answer answer, int status, string type, string? param = null, string? code = null)
    {
        Assert.True(answer.Status == status, answer.Body);
        var error = answer.Json.GetProperty("error");
        Assert.NotEqual("", error.GetProperty("message").GetString());
        Assert.Equal((type, param, code), (error.GetProperty("type").GetString(), error.GetProperty("param").GetString(), error.GetProperty("code").GetString()));
    }

    static void Authorize(TestServer server, string token) =>
        server.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);

    static async Task<Answer> SendAsync(TestServer server, string json, params (string Name, string? Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        foreach (var (name, value) in headers.Where(header => header.Value is not null))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await server.Client.SendAsync(request);
        return await Answer.FromAsync(response);
    }
}
