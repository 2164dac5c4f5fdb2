using System.Text.Json;

namespace Repeater.Tests.Endpoints;

public class ChatTests
{
    [Fact]
    public async Task A_turn_is_answered_with_the_original_members_first_and_stored_whole()
    {
        await using var world = await ChatWorld.StartAsync();
        world.Upstream.Enqueue(FakeReply.Reasoning("Let me think.", "你好 😀"));

        var answer = await world.ChatAsync("Group:1:2", "hi", ("load_prompt", "false"));

        Assert.Equal(200, answer.Status);
        Assert.Equal("application/json", answer.ContentType);
        Assert.StartsWith(
            """{"reasoning_content":"Let me think.","content":"你好 😀","model_name":"Fake Chat","model_type":"chat","model_id":"fake-chat-1","message_id":""",
            answer.Body);
        Assert.Equal("default", answer.Json.GetProperty("branch").GetString());
        Assert.Equal("stop", answer.Json.GetProperty("finish_reason").GetString());
        Assert.Equal(16, answer.Json.GetProperty("usage").GetProperty("total_tokens").GetInt32());
        Assert.Equal(
            """[{"role":"user","content":"hi"},{"role":"assistant","content":"你好 😀","reasoning_content":"Let me think."}]""",
            (await world.Server.GetAsync("/userdata/context/get/Group:1:2")).Body);
    }

    [Fact]
    public async Task The_provider_gets_prompt_history_and_message_and_no_null()
    {
        await using var world = await ChatWorld.StartAsync();
        await world.Server.PostFormAsync("/userdata/prompt/set/u", ("prompt", "You talk to {user_name}.\n\n\n\nBe brief."));
        await world.TurnAsync("u", "one", "first");
        await world.TurnAsync("u", "two", "second", ("user_name", "Ann"));

        Assert.Equal(["system: You talk to Ann.\n\nBe brief.", "user: one", "assistant: first", "user: two"], world.LastSent());
        var body = world.Upstream.Requests[^1].Body;
        Assert.Equal("fake-chat-1", body.GetProperty("model").GetString());
        Assert.Equal(1.0, body.GetProperty("temperature").GetDouble());
        Assert.Equal("Bearer sk-fake-0123456789", world.Upstream.Requests[^1].Headers["Authorization"]);
        Assert.DoesNotContain("null", body.GetRawText());
        Assert.False(body.TryGetProperty("max_tokens", out _) && body.TryGetProperty("max_completion_tokens", out _));
    }

    [Fact]
    public async Task Users_settings_go_to_the_provider_and_a_stored_null_sends_nothing()
    {
        await using var world = await ChatWorld.StartAsync();
        await world.Server.PutFormAsync("/userdata/config/set/u/float", ("key", "temperature"), ("value", "0.3"));
        await world.Server.PutFormAsync("/userdata/config/set/u/int", ("key", "max_tokens"), ("value", "77"));
        await world.Server.PutFormAsync("/userdata/config/set/u/null", ("key", "max_completion_tokens"), ("value", ""));
        await world.Server.PutFormAsync("/userdata/config/set/u/null", ("key", "top_p"), ("value", ""));
        await world.Server.PutFormAsync("/userdata/config/set/u/list", ("key", "stop"), ("value", "[\"END\"]"));
        await world.Server.PutFormAsync("/userdata/config/set/u/string", ("key", "model_type"), ("value", "reasoner"));

        var answer = await world.TurnAsync("u", "hi", "ho");

        var body = world.Upstream.Requests[^1].Body;
        Assert.Equal("Reasoner", answer.GetProperty("model_type").GetString());
        Assert.Equal("fake-think-1", body.GetProperty("model").GetString());
        Assert.Equal(0.3, body.GetProperty("temperature").GetDouble());
        Assert.Equal(77, body.TryGetProperty("max_tokens", out var limit) ? limit.GetInt32() : body.GetProperty("max_completion_tokens").GetInt32());
        Assert.False(body.TryGetProperty("top_p", out _));
        Assert.Equal("""["END"]""", body.GetProperty("stop").GetRawText());
    }

    [Fact]
    public async Task A_setting_that_cannot_be_used_warns_and_does_not_fail_the_turn()
    {
        await using var world = await ChatWorld.StartAsync();
        var folder = Path.Combine(world.Server.UserDataDir, "UserConfig_UserData", "u", "ParallelData");
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, "default.json"), """{"temperature":"hot","top_p":0.5}""");

        var answer = await world.TurnAsync("u", "hi", "ho");

        Assert.Contains("temperature must be a number from 0 to 2", answer.GetProperty("warnings")[0].GetString());
        Assert.Equal(1.0, world.Upstream.Requests[^1].Body.GetProperty("temperature").GetDouble());
        Assert.Equal(0.5, world.Upstream.Requests[^1].Body.GetProperty("top_p").GetDouble());
    }

    [Theory]
    [InlineData("""{"message":"hi","model_uid":"fake-think-1","user_info":{"username":"qq","nickname":"Ann"}}""")]
    [InlineData("""{"message":"hi","model_type":"REASONER","user_name":"Ann"}""")]
    public async Task A_json_body_carries_the_same_fields(string body)
    {
        await using var world = await ChatWorld.StartAsync();
        await world.Server.PostFormAsync("/userdata/prompt/set/u", ("prompt", "{user_name}"));
        world.Upstream.Enqueue("ho");

        var answer = await world.Server.PostJsonAsync("/chat/completion/u", body);

        Assert.Equal("fake-think-1", answer.Json.GetProperty("model_id").GetString());
        Assert.Equal(["system: Ann", "user: hi"], world.LastSent());
    }

    [Fact]
    public async Task Members_of_later_clients_that_are_not_supported_are_named()
    {
        await using var world = await ChatWorld.StartAsync();
        world.Upstream.Enqueue("ho");

        var answer = await world.Server.PostJsonAsync("/chat/completion/u", """{"message":"hi","image_url":["data:image/png;base64,AA=="],"unknown":1}""");

        Assert.Equal("'image_url' is not supported yet and was ignored.", answer.Json.GetProperty("warnings")[0].GetString());
    }

    [Fact]
    public async Task An_empty_message_answers_the_history_again()
    {
        await using var world = await ChatWorld.StartAsync();
        await world.TurnAsync("u", "one", "first", ("load_prompt", "false"));

        var answer = await world.TurnAsync("u", "", "more", ("load_prompt", "false"));

        Assert.Equal(["user: one", "assistant: first"], world.LastSent());
        Assert.Equal(["user: one", "assistant: first", "assistant: more"], await world.ContextAsync("u"));
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("message_id").ValueKind);
    }

    [Fact]
    public async Task Nothing_to_answer_is_refused_without_a_call()
    {
        await using var world = await ChatWorld.StartAsync();

        var answer = await world.ChatAsync("u", "", ("load_prompt", "false"));

        Assert.Equal(400, answer.Status);
        Assert.Empty(world.Upstream.Requests);
    }

    [Fact]
    public async Task Without_save_context_nothing_is_stored()
    {
        await using var world = await ChatWorld.StartAsync();

        var answer = await world.TurnAsync("u", "secret", "yes", ("save_context", "false"));

        Assert.Equal(JsonValueKind.Null, answer.GetProperty("reply_id").ValueKind);
        Assert.Empty(await world.ContextAsync("u"));
    }

    [Fact]
    public async Task With_load_memory_off_the_history_is_kept_and_not_sent()
    {
        await using var world = await ChatWorld.StartAsync();
        await world.TurnAsync("u", "one", "first");
        await world.Server.PutFormAsync("/userdata/config/set/u/bool", ("key", "load_memory"), ("value", "false"));

        await world.TurnAsync("u", "two", "second", ("load_prompt", "false"));

        Assert.Equal(["user: two"], world.LastSent());
        Assert.Equal(["user: one", "assistant: first", "user: two", "assistant: second"], await world.ContextAsync("u"));
    }

    [Fact]
    public async Task A_reference_lends_prompt_and_history_and_only_the_new_turn_is_the_callers()
    {
        await using var world = await ChatWorld.StartAsync();
        await world.Server.PostFormAsync("/userdata/prompt/set/friend", ("prompt", "of friend, for {user_id}"));
        await world.TurnAsync("friend", "one", "first");
        await world.TurnAsync("me", "mine", "own", ("load_prompt", "false"));

        await world.TurnAsync("me", "two", "second", ("reference_context_id", "friend"), ("user_name", "Ann"));

        Assert.Equal(["system: of friend, for me", "user: one", "assistant: first", "user: two"], world.LastSent());
        Assert.Equal("Ann", world.Upstream.Requests[^1].Body.GetProperty("messages")[3].GetProperty("name").GetString());
        Assert.Equal(["user: mine", "assistant: own", "user: two", "assistant: second"], await world.ContextAsync("me"));
        Assert.Equal(["user: one", "assistant: first"], await world.ContextAsync("friend"));
    }

    [Fact]
    public async Task A_role_name_is_stored_as_given_and_sent_as_the_provider_takes_it()
    {
        await using var world = await ChatWorld.StartAsync();

        await world.TurnAsync("u", "hi", "ho", ("role_name", "小明"), ("load_prompt", "false"));
        await world.TurnAsync("u", "again", "ho", ("load_prompt", "false"));

        Assert.Contains("\"name\":\"小明\"", (await world.Server.GetAsync("/userdata/context/get/u")).Body);
        Assert.Contains("hi", world.LastSent()[0]);
    }

    [Fact]
    public async Task Continuing_makes_the_last_reply_longer_and_loses_nothing()
    {
        await using var world = await ChatWorld.StartAsync();
        var first = await world.TurnAsync("u", "tell", "Once upon ");

        var more = await world.TurnAsync("u", "", "a time.", ("continue_completion", "true"));

        Assert.Equal("a time.", more.GetProperty("content").GetString());
        Assert.Equal(first.GetProperty("reply_id").GetString(), more.GetProperty("reply_id").GetString());
        Assert.Equal(["user: tell", "assistant: Once upon a time."], await world.ContextAsync("u"));
    }

    [Fact]
    public async Task Continuing_without_a_reply_or_with_a_message_is_refused()
    {
        await using var world = await ChatWorld.StartAsync();

        var nothing = await world.ChatAsync("u", "", ("continue_completion", "true"));
        var both = await world.ChatAsync("u", "hi", ("continue_completion", "true"));

        Assert.Equal(400, nothing.Status);
        Assert.Equal("""{"detail":"Cannot send message when continuing completion"}""", both.Body);
        Assert.Empty(world.Upstream.Requests);
    }

    [Theory]
    [InlineData("function(){ return {a:1}; }")]
    [InlineData("""{"a": {"b": [1, 2]}}""")]
    [InlineData("lone { brace, empty {} braces, \\frac{a}{b}, C:\\users\\{x}")]
    public async Task Braces_that_are_no_variables_survive_in_message_and_reply(string text)
    {
        await using var world = await ChatWorld.StartAsync();

        var answer = await world.TurnAsync("u", text, text, ("load_prompt", "false"), ("user_name", "a {b} c"));

        Assert.Equal([$"user: {text}"], world.LastSent());
        Assert.Equal(text, answer.GetProperty("content").GetString());
    }

    [Fact]
    public async Task Variables_in_a_message_are_expanded_before_it_is_sent_and_stored()
    {
        await using var world = await ChatWorld.StartAsync(("BOT_NAME", "小复"));

        await world.TurnAsync("u", "> {botname} {user_id} {model_type}\n\n\n\nhi", "I am {botname}, `{botname}` is code.", ("load_prompt", "false"));

        Assert.Equal(["user: > 小复 u chat\n\nhi", "assistant: I am 小复, `{botname}` is code."], await world.ContextAsync("u"));
    }

    [Fact]
    public async Task Replies_stay_as_they_are_when_their_expansion_is_switched_off()
    {
        await using var world = await ChatWorld.StartAsync(("EXPAND_REPLY", "false"));

        var answer = await world.TurnAsync("u", "hi", "I am {botname}.");

        Assert.Equal("I am {botname}.", answer.GetProperty("content").GetString());
    }

    [Fact]
    public async Task A_nickname_by_name_or_by_id_takes_the_place_of_the_user_name()
    {
        var names = Path.GetTempFileName();
        await File.WriteAllTextAsync(names, """{"Ann":"Queen","u2":"King","odd":1}""");
        await using var world = await ChatWorld.StartAsync(("USER_NICKNAME_MAPPING_FILE_PATH", names));
        foreach (var user in new[] { "u1", "u2", "u3" })
        {
            await world.Server.PostFormAsync($"/userdata/prompt/set/{user}", ("prompt", "{user_name}"));
        }

        await world.TurnAsync("u1", "hi", "ho", ("user_name", "Ann"));
        var byName = world.LastSent()[0];
        await world.TurnAsync("u2", "hi", "ho", ("user_name", "Bob"));
        var byId = world.LastSent()[0];
        await world.TurnAsync("u3", "hi", "ho", ("user_name", "Bob"));

        Assert.Equal(("system: Queen", "system: King", "system: Bob"), (byName, byId, world.LastSent()[0]));
        File.Delete(names);
    }

    [Fact]
    public async Task The_users_preset_is_the_prompt_until_the_user_has_one()
    {
        var folder = Directory.CreateTempSubdirectory();
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "mine.txt"), "I am {botname}");
        await using var world = await ChatWorld.StartAsync(("DEFAULT_PROMPT_DIR", folder.FullName), ("BOT_NAME", "B"));
        await world.Server.PutFormAsync("/userdata/config/set/u/string", ("key", "parset_prompt_name"), ("value", "mine"));

        await world.TurnAsync("u", "hi", "ho");
        Assert.Equal("system: I am B", world.LastSent()[0]);
        await world.TurnAsync("v", "hi", "ho");
        Assert.Contains("B", world.LastSent()[0]);
        await world.Server.PostFormAsync("/userdata/prompt/set/u", ("prompt", "own"));
        await world.TurnAsync("u", "hi", "ho");
        Assert.Equal("system: own", world.LastSent()[0]);
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_message_of_another_role_is_sent_and_stored_as_that_and_a_tools_is_dropped()
    {
        await using var world = await ChatWorld.StartAsync();

        await world.TurnAsync("u", "be kind", "ok", ("role", "system"), ("load_prompt", "false"));
        var tool = await world.TurnAsync("u", "42", "ok", ("role", "tool"), ("load_prompt", "false"));

        Assert.Equal(["system: be kind", "assistant: ok", "assistant: ok"], await world.ContextAsync("u"));
        Assert.Equal(1, tool.GetProperty("warnings").GetArrayLength());
    }
}
