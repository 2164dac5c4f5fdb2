using System.Text.Json;

namespace Repeater.Tests.Providers;

/// <summary>Every scenario of the catalogue, over HTTP.</summary>
public class CatalogueTests
{
    public static TheoryData<string> Answers => [.. AnswerScenarios.All.Select(scenario => scenario.Name)];

    public static TheoryData<string> Failures => [.. FailureScenarios.All.Select(scenario => scenario.Name)];

    public static TheoryData<string> Requests => [.. RequestScenarios.All.Select(scenario => scenario.Name)];

    public static TheoryData<string> Refusals => [.. RefusalScenarios.All.Select(scenario => scenario.Name)];

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task A_good_answer_is_understood_and_stored(string name)
    {
        var scenario = AnswerScenarios.All.Single(scenario => scenario.Name == name);
        await using var world = await StartAsync(scenario, "");
        world.Upstream.Enqueue(scenario.Reply);

        var answer = await world.ChatAsync("u", "hi");

        Assert.True(answer.Status == 200, answer.Body);
        JsonPart.AssertIn(answer.Json, scenario.Answer);
        var content = answer.Json.GetProperty("content").GetString();
        Assert.Equal(content == "" ? [] : ["user: hi", $"assistant: {content}"], await world.ContextAsync("u"));
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task A_failure_is_told_and_tried_again_only_where_that_makes_sense(string name)
    {
        var scenario = FailureScenarios.All.Single(scenario => scenario.Name == name);
        await using var world = await StartAsync(scenario, "");
        world.Upstream.Default = scenario.Reply;

        var answer = await world.ChatAsync("u", "hi");

        Assert.True(answer.Status == scenario.Status, answer.Body);
        var detail = answer.Json.GetProperty("detail").GetString()!;
        Assert.StartsWith("Fake", detail);
        Assert.Contains(scenario.Words, detail);
        Assert.DoesNotContain("sk-", answer.Body);
        Assert.Equal(scenario.Calls, world.Upstream.Requests.Count);
        Assert.Equal(scenario.RetryAfter, answer.Status == 429 && scenario.RetryAfter is null ? null : answer["Retry-After"]);
        Assert.Contains(scenario.Stored is null ? "Nothing was saved." : "saved as an interrupted reply", detail);
        Assert.Equal(scenario.Stored is null ? [] : ["user: hi", $"assistant: {scenario.Stored}"], await world.ContextAsync("u"));
    }

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task A_provider_is_sent_what_it_takes(string name)
    {
        var scenario = RequestScenarios.All.Single(scenario => scenario.Name == name);
        await using var world = await ChatWorld.StartWithAsync(
            proxy => $$"""
                [{"Name":"Fake","URL":"{{scenario.Url}}","Proxy":"http://{{proxy.Authority}}",
                  "models":[{{{scenario.Entry}}"Id":"m","Type":"chat"}]}]
                """,
            [("PARSET_PROMPT_NAME", "none"), .. scenario.Settings]);
        if (scenario.Begun is not null)
        {
            world.Upstream.Enqueue(FakeReply.Events(FakeReply.Chunk(reasoning: "hm"), FakeReply.Chunk(scenario.Begun)));
            await world.ChatAsync("u", "hi", ("load_prompt", "false"));
        }

        world.Upstream.Enqueue("fine");
        var answer = await world.Server.PostFormAsync("/chat/completion/u", [.. Fields(scenario), ("load_prompt", "false")]);

        Assert.True(answer.Status == 200, answer.Body);
        var request = world.Upstream.Requests[^1];
        JsonPart.AssertIn(request.Body, scenario.Sent);
        Assert.All(scenario.NotSent, member => Assert.False(JsonPart.Mentions(request.Body, member), member));
        Assert.Equal(scenario.Address ?? $"{scenario.Url}/chat/completions", $"http://{request.Headers["Host"]}{request.Path}");
        AssertWellFormed(world);
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task What_a_provider_refuses_is_sent_otherwise_once_and_never_again(string name)
    {
        var scenario = RefusalScenarios.All.Single(scenario => scenario.Name == name);
        await using var world = await StartAsync(scenario, scenario.Entry);
        var calls = 0;
        if (scenario.IsLater)
        {
            calls = 4;
            await BeginAsync(world, "u");
            await BeginAsync(world, "v");
        }

        world.Upstream.Default = FakeReply.Text("fine").Unless(scenario.IsRefused, scenario.Status, scenario.Refusal);
        var fields = scenario.IsLater ? scenario.Fields : [("message", "hi"), .. scenario.Fields];
        AssertAnswer(await world.Server.PostFormAsync("/chat/completion/u", fields), tries: 2);
        AssertAnswer(await world.Server.PostFormAsync("/chat/completion/v", fields), tries: 1);

        Assert.Equal(calls + 3, world.Upstream.Requests.Count);
        AssertWellFormed(world);
    }

    /// <summary>A first turn whose reply has reasoning; then two messages of the user stand side by side, as a withdrawn reply leaves them.</summary>
    static async Task BeginAsync(ChatWorld world, string user)
    {
        world.Upstream.Enqueue(FakeReply.Text("gone"), FakeReply.Reasoning("thoughts", "begun"));
        await world.ChatAsync(user, "hello");
        await world.Server.PostFormAsync($"/userdata/context/withdraw/{user}", ("index", "1"));
        await world.ChatAsync(user, "hi");
    }

    static async Task<ChatWorld> StartAsync(Scenario scenario, string entry) => await ChatWorld.StartWithAsync(
        url => $$"""[{"Name":"Fake","URL":"{{url}}","models":[{{{entry}}"Id":"m","Type":"chat"}]}]""",
        [("LLM_TRIES", "2"), ("LLM_FIRST_TOKEN_TIMEOUT", "1"), ("LLM_IDLE_TIMEOUT", "1"), .. scenario.Settings]);

    static (string, string)[] Fields(RequestScenario scenario) =>
        scenario.Fields.Any(field => field.Name is "message" or "continue_completion") ? scenario.Fields : [("message", "hi"), .. scenario.Fields];

    static void AssertAnswer(Answer answer, int tries)
    {
        Assert.True(answer.Status == 200, answer.Body);
        Assert.Equal(("fine", tries), (answer.Json.GetProperty("content").GetString(), answer.Json.GetProperty("tries").GetInt32()));
    }

    /// <summary>Rules that hold for every request: one limit, no nulls, nothing private, no message without content.</summary>
    static void AssertWellFormed(ChatWorld world)
    {
        foreach (var body in world.Upstream.Requests.Select(request => request.Body))
        {
            Assert.False(RefusalScenarios.Has("max_tokens")(body) && RefusalScenarios.Has("max_completion_tokens")(body));
            var messages = body.GetProperty("messages").EnumerateArray().ToList();
            var members = body.EnumerateObject().Concat(messages.SelectMany(message => message.EnumerateObject()));
            Assert.All(members, member => Assert.NotEqual(JsonValueKind.Null, member.Value.ValueKind));
            Assert.All(members, member => Assert.DoesNotContain(member.Name, (string[])["role_name", "created", "id", "interrupted"]));
            Assert.All(messages, message => Assert.NotEqual("", message.GetProperty("content").GetString()));
        }
    }
}
