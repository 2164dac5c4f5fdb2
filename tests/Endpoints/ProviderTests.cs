using System.Text.Json;

namespace Repeater.Tests.Endpoints;

/// <summary>What providers refuse is left out once, and remembered.</summary>
public class ProviderTests
{
    public static TheoryData<string> Refusals => [.. ProviderScenarios.Refusals.Keys];

    public static TheoryData<string> LaterRefusals => [.. ProviderScenarios.LaterRefusals.Keys];

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task What_a_provider_refuses_is_sent_otherwise_once_and_never_again(string kind)
    {
        var scenario = ProviderScenarios.Refusals[kind];
        await using var world = await StartAsync(scenario);

        var first = await world.ChatAsync("u", "hi", scenario.Fields);
        var second = await world.ChatAsync("v", "hi", scenario.Fields);

        AssertAnswer(first, tries: 2);
        AssertAnswer(second, tries: 1);
        Assert.Equal(3, world.Upstream.Requests.Count);
        AssertWellFormed(world);
    }

    [Theory]
    [MemberData(nameof(LaterRefusals))]
    public async Task So_is_what_only_a_longer_conversation_brings_up(string kind)
    {
        var scenario = ProviderScenarios.LaterRefusals[kind];
        await using var world = await StartAsync(scenario with { IsRefused = _ => false });
        world.Upstream.Enqueue(FakeReply.Reasoning("thoughts", "begun"));
        await world.ChatAsync("u", "hi");
        // As a withdrawn reply leaves them behind.
        await world.Server.PostFormAsync("/userdata/context/rewrite/u", ("index", "0"), ("content", "hello"));
        if (kind.Contains("take turns", StringComparison.Ordinal))
        {
            await world.Server.PostFormAsync("/userdata/context/withdraw/u", ("index", "1"));
        }

        world.Upstream.Default = Fine(scenario);
        var later = await world.Server.PostFormAsync("/chat/completion/u", scenario.Fields);

        AssertAnswer(later, tries: 2);
        Assert.Equal(3, world.Upstream.Requests.Count);
    }

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
        Assert.Equal([true, false], world.Upstream.Requests.Select(request => ProviderScenarios.Has("temperature")(request.Body)));
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

    static Task<ChatWorld> StartAsync(ProviderScenario scenario) => StartAsync(scenario, Fine(scenario));

    static async Task<ChatWorld> StartAsync(ProviderScenario scenario, FakeReply reply)
    {
        var world = await ChatWorld.StartWithAsync(
            url => $$"""[{"Name":"Fake","URL":"{{url}}","models":[{{{scenario.Entry}}"Id":"m","Type":"chat"}]}]""", scenario.Settings);
        world.Upstream.Default = reply;
        return world;
    }

    static FakeReply Fine(ProviderScenario scenario) => FakeReply.Text("fine").Unless(scenario.IsRefused, scenario.Status, scenario.Refusal);

    static void AssertAnswer(Answer answer, int tries)
    {
        Assert.True(answer.Status == 200, answer.Body);
        Assert.Equal(("fine", tries), (answer.Json.GetProperty("content").GetString(), answer.Json.GetProperty("tries").GetInt32()));
    }

    /// <summary>Rules that hold for every request: one limit, no nulls, nothing private.</summary>
    static void AssertWellFormed(ChatWorld world)
    {
        foreach (var body in world.Upstream.Requests.Select(request => request.Body))
        {
            Assert.False(ProviderScenarios.Has("max_tokens")(body) && ProviderScenarios.Has("max_completion_tokens")(body));
            var members = body.EnumerateObject().Concat(body.GetProperty("messages").EnumerateArray().SelectMany(message => message.EnumerateObject()));
            Assert.All(members, member => Assert.NotEqual(JsonValueKind.Null, member.Value.ValueKind));
            Assert.All(members, member => Assert.DoesNotContain(member.Name, (string[])["role_name", "created", "id", "interrupted"]));
        }
    }
}
