namespace Repeater.Tests.Endpoints;

/// <summary>What an entry of the models file does, and refusals that nothing helps against.</summary>
public class ProviderTests
{
    [Fact]
    public async Task A_refusal_that_names_nothing_of_ours_is_final()
    {
        await using var world = await ChatWorld.StartAsync(("LLM_TRIES", "5"));
        world.Upstream.Enqueue(FakeReply.Status(400, """{"error":{"message":"max_tokens is too large: 1024. This model supports at most 512.","param":"max_tokens"}}"""));

        var answer = await world.ChatAsync("u", "hi");

        Assert.Equal(400, answer.Status);
        Assert.Single(world.Upstream.Requests);
    }

    [Fact]
    public async Task A_provider_that_refuses_whatever_is_sent_is_asked_once_for_each_thing_it_names()
    {
        await using var world = await ChatWorld.StartAsync(("LLM_TRIES", "5"));
        world.Upstream.Default = FakeReply.Status(400, """{"error":{"message":"Unsupported parameter: 'temperature'","param":"temperature"}}""");

        var answer = await world.ChatAsync("u", "hi");

        Assert.Equal(400, answer.Status);
        Assert.Equal([true, false], world.Upstream.Requests.Select(request => request.Body.TryGetProperty("temperature", out _)));
    }

    [Theory]
    [InlineData("temperature", "0.3")]
    [InlineData("top_p", "0.5")]
    [InlineData("frequency_penalty", "0.5")]
    [InlineData("presence_penalty", "-0.5")]
    [InlineData("stop", "[\"END\"]")]
    public async Task What_a_user_has_set_and_the_provider_refuses_is_named_in_every_answer(string member, string value)
    {
        await using var world = await ChatWorld.StartAsync(("LLM_TRIES", "5"));
        await world.Server.PostFormAsync("/userdata/config/set/u", ("config", $$"""{"{{member}}":{{value}}}"""));
        world.Upstream.Default = FakeReply.Text("fine").Unless(
            body => body.TryGetProperty(member, out _), 400, $$$"""{"error":{"message":"Unsupported parameter: '{{{member}}}'","param":"{{{member}}}","code":"unsupported_parameter"}}""");

        var first = await world.ChatAsync("u", "hi");
        var second = await world.ChatAsync("u", "hi");
        var other = await world.ChatAsync("v", "hi");

        Assert.All([first, second], answer => Assert.Equal($"The model does not take {member}: it answered without.", answer.Json.GetProperty("warnings")[0].GetString()));
        // Who asked for nothing misses nothing.
        Assert.False(other.Json.TryGetProperty("warnings", out _));
        Assert.Equal(4, world.Upstream.Requests.Count);
    }

    [Fact]
    public async Task A_limit_that_is_refused_under_both_names_is_named_too()
    {
        await using var world = await ChatWorld.StartAsync(("LLM_TRIES", "5"));
        world.Upstream.Default = FakeReply.Text("fine")
            .Unless(body => body.TryGetProperty("max_tokens", out _), 400, """{"error":{"message":"Unsupported parameter: 'max_tokens'","param":"max_tokens"}}""")
            .Unless(body => body.TryGetProperty("max_completion_tokens", out _), 400, """{"error":{"message":"Unsupported parameter: 'max_completion_tokens'","param":"max_completion_tokens"}}""");

        var answer = await world.ChatAsync("u", "hi");

        Assert.Equal("The model does not take max_tokens: it answered without.", answer.Json.GetProperty("warnings")[0].GetString());
        Assert.Equal(3, answer.Json.GetProperty("tries").GetInt32());
    }

    [Fact]
    public async Task An_entry_adds_headers_body_and_its_own_way_to_send_the_key()
    {
        await using var world = await ChatWorld.StartWithAsync(url => $$$"""
            [{"Name":"Fake","ApiKeyEnv":"FAKE_KEY","KeyHeader":"api-key","URL":"{{{url}}}?api-version=2024-10-21","Headers":{"X-Title":"bot"},
              "ExtraBody":{"seed":7,"temperature":null},
              "models":[{"Id":"m","Type":"chat","Headers":{"X-Title":"chat"},"ExtraBody":{"top_k":3},"Omit":["presence_penalty"]}]}]
            """);

        await world.TurnAsync("u", "hi", "fine");

        var request = world.Upstream.Requests[0];
        Assert.EndsWith("/v1/chat/completions?api-version=2024-10-21", request.Path);
        Assert.Equal(("sk-fake-0123456789", "chat", false),
            (request.Headers["api-key"], request.Headers["X-Title"], request.Headers.ContainsKey("Authorization")));
        Assert.Equal((7, 3), (request.Body.GetProperty("seed").GetInt32(), request.Body.GetProperty("top_k").GetInt32()));
        Assert.False(request.Body.TryGetProperty("temperature", out _));
        Assert.False(request.Body.TryGetProperty("presence_penalty", out _));
    }

    [Fact]
    public async Task An_entry_may_go_through_a_proxy()
    {
        await using var proxy = await FakeUpstream.StartAsync();
        proxy.Enqueue("through the proxy");
        await using var world = await ChatWorld.StartWithAsync(_ => $$"""
            [{"Name":"Fake","URL":"http://provider.invalid/v1","Proxy":"http://me:secret@{{proxy.BaseUrl.Authority}}","models":[{"Id":"m","Type":"chat"}]}]
            """);

        var answer = await world.ChatAsync("u", "hi");

        Assert.Equal("through the proxy", answer.Json.GetProperty("content").GetString());
        Assert.Equal("provider.invalid", proxy.Requests[0].Headers["Host"]);
    }
}
