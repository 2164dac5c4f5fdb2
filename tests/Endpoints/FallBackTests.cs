using System.Text.Json;

namespace Repeater.Tests.Endpoints;

/// <summary>Trying again, other keys, other models: only before the reply begins, and told to the client.</summary>
public class FallBackTests
{
    const string Busy = """{"error":{"message":"busy"}}""";

    const string NoMoney = """{"error":{"code":"1113","message":"您的账户已欠费，请充值后重试。"}}""";

    const string SlowDown = """{"error":{"message":"Rate limit reached. Please try again in 300s.","type":"tokens","code":"rate_limit_exceeded"}}""";

    [Theory]
    [InlineData(503)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(504)]
    public async Task A_provider_that_is_busy_is_asked_again(int status)
    {
        await using var world = await StartAsync(TwoKeys);
        world.Upstream.Enqueue(FakeReply.Status(status, Busy), FakeReply.Text("fine"));

        AssertAnswer(await world.ChatAsync("u", "hi"), "One", keySlot: 1, tries: 2);
        Assert.Equal(["user: hi", "assistant: fine"], await world.ContextAsync("u"));
    }

    [Fact]
    public async Task A_connection_that_breaks_before_the_first_token_is_tried_again()
    {
        await using var world = await StartAsync(TwoKeys);
        world.Upstream.Enqueue(FakeReply.CutAfter(), FakeReply.EndAfter(), FakeReply.ErrorInStream(""), FakeReply.Text("fine"));

        AssertAnswer(await world.ChatAsync("u", "hi"), "One", keySlot: 1, tries: 4);
    }

    [Fact]
    public async Task After_the_first_token_nothing_is_tried_again()
    {
        await using var world = await StartAsync(TwoModels);
        world.Upstream.Enqueue(FakeReply.CutAfter("half"));

        var answer = await world.ChatAsync("u", "hi");

        Assert.Equal(502, answer.Status);
        Assert.Single(world.Upstream.Requests);
        Assert.Equal(["user: hi", "assistant: half"], await world.ContextAsync("u"));
    }

    [Fact]
    public async Task Tries_have_an_end()
    {
        await using var world = await StartAsync(OneModel, ("LLM_TRIES", "3"));
        world.Upstream.Default = FakeReply.Status(503, Busy);

        var answer = await world.ChatAsync("u", "hi");

        Assert.Equal((503, 3), (answer.Status, world.Upstream.Requests.Count));
        Assert.Contains("It was tried 3 times.", answer.Body);
        Assert.Empty(await world.ContextAsync("u"));
    }

    [Fact]
    public async Task A_short_wait_that_is_asked_for_is_waited()
    {
        await using var world = await StartAsync(OneModel);
        world.Upstream.Enqueue(FakeReply.Status(429, """{"error":{"message":"Please try again in 20ms."}}"""), FakeReply.Text("fine"));

        AssertAnswer(await world.ChatAsync("u", "hi"), "One", keySlot: 1, tries: 2);
    }

    [Fact]
    public async Task A_long_wait_is_told_instead_and_the_next_turn_does_not_even_ask()
    {
        await using var world = await StartAsync(OneModel);
        world.Upstream.Enqueue(FakeReply.Status(429, SlowDown));

        var first = await world.ChatAsync("u", "hi");
        var second = await world.ChatAsync("u", "hi");

        Assert.Equal((429, "300"), (first.Status, first["Retry-After"]));
        Assert.Equal(429, second.Status);
        Assert.InRange(int.Parse(second["Retry-After"]!), 1, 300);
        Assert.Single(world.Upstream.Requests);
    }

    [Fact]
    public async Task A_limited_key_rests_and_the_next_one_answers_this_turn_and_the_following()
    {
        await using var world = await StartAsync(TwoKeys);
        world.Upstream.Enqueue(FakeReply.Status(429, SlowDown), FakeReply.Text("fine"), FakeReply.Text("fine"));

        AssertAnswer(await world.ChatAsync("u", "hi"), "One", keySlot: 2, tries: 2);
        AssertAnswer(await world.ChatAsync("u", "hi"), "One", keySlot: 2, tries: 1);
        Assert.Equal(["Bearer key-a-0000000000", "Bearer key-b-0000000000", "Bearer key-b-0000000000"], Keys(world));
    }

    [Theory]
    [InlineData(401, """{"error":{"message":"Incorrect API key provided: key-a-0000000000"}}""")]
    [InlineData(429, NoMoney)]
    [InlineData(402, """{"error":{"message":"Insufficient Balance"}}""")]
    public async Task A_refused_key_is_passed_over_and_tried_once_more_where_nothing_else_is_left(int status, string body)
    {
        await using var world = await StartAsync(TwoKeys);
        world.Upstream.Enqueue(FakeReply.Status(status, body), FakeReply.Text("fine"), FakeReply.Status(401, body), FakeReply.Text("fine"));

        AssertAnswer(await world.ChatAsync("u", "hi"), "One", keySlot: 2, tries: 2);
        AssertAnswer(await world.ChatAsync("u", "hi"), "One", keySlot: 1, tries: 2);
        Assert.Equal("key-a,key-b,key-b,key-a", string.Join(',', Keys(world).Select(key => key[7..12])));
    }

    [Fact]
    public async Task Arrears_are_no_rate_limit()
    {
        await using var world = await StartAsync(OneModel);
        world.Upstream.Enqueue(FakeReply.Status(429, NoMoney, ("Retry-After", "1")));

        var answer = await world.ChatAsync("u", "hi");

        Assert.Equal(502, answer.Status);
        Assert.Single(world.Upstream.Requests);
    }

    [Fact]
    public async Task Calls_at_once_are_spread_over_the_keys()
    {
        await using var world = await StartAsync(TwoKeys);
        var release = new TaskCompletionSource();
        world.Upstream.Default = FakeReply.Text("fine").After(release.Task);
        var turns = new List<Task<Answer>>();
        for (var i = 0; i < 4; i++)
        {
            turns.Add(world.ChatAsync($"u{i}", "hi"));
            await WaitForCallsAsync(world, i + 1);
        }

        release.SetResult();
        await Task.WhenAll(turns);

        Assert.Equal([2, 2], Keys(world).CountBy(key => key).Select(count => count.Value));
    }

    [Theory]
    [InlineData(503, Busy)]
    [InlineData(429, SlowDown)]
    [InlineData(401, Busy)]
    [InlineData(402, Busy)]
    [InlineData(404, Busy)]
    [InlineData(400, """{"error":{"code":"context_length_exceeded","message":"too long"}}""")]
    [InlineData(200, "<html>Welcome!</html>")]
    public async Task The_next_model_of_the_type_answers_when_the_first_cannot(int status, string body)
    {
        await using var world = await StartAsync(TwoModels);
        world.Upstream.Enqueue(FakeReply.Status(status, body), FakeReply.Text("fine"));

        AssertAnswer(await world.ChatAsync("u", "hi"), "Two", keySlot: 0, tries: 2);
        Assert.Equal(["m1", "m2"], world.Upstream.Requests.Select(request => request.Body.GetProperty("model").GetString()));
    }

    [Fact]
    public async Task A_model_that_hangs_is_left_after_its_own_time()
    {
        await using var world = await StartAsync(TwoModels);
        world.Upstream.Enqueue(FakeReply.Hang(), FakeReply.Text("fine"));

        AssertAnswer(await world.ChatAsync("u", "hi"), "Two", keySlot: 0, tries: 2);
    }

    [Theory]
    [InlineData("""{"error":{"message":"bad","param":"messages[1].content"}}""")]
    [InlineData("""{"error":{"code":"data_inspection_failed","message":"inappropriate content"}}""")]
    public async Task A_request_that_is_refused_is_not_taken_elsewhere(string body)
    {
        await using var world = await StartAsync(TwoModels);
        world.Upstream.Enqueue(FakeReply.Status(400, body));

        Assert.Equal(400, (await world.ChatAsync("u", "hi")).Status);
        Assert.Single(world.Upstream.Requests);
    }

    [Fact]
    public async Task A_model_without_its_key_is_passed_over()
    {
        await using var world = await StartAsync(url => $$"""
            [{"Name":"A","URL":"{{url}}","ApiKeyEnv":"NO_SUCH_KEY","models":[{"Name":"One","Id":"m1","Type":"chat"}]},
             {"Name":"B","URL":"{{url}}","models":[{"Name":"Two","Id":"m2","Type":"chat"}]}]
            """);
        world.Upstream.Enqueue("fine");

        AssertAnswer(await world.ChatAsync("u", "hi"), "Two", keySlot: 0, tries: 1);
    }

    [Fact]
    public async Task When_all_fail_the_client_is_told_what_waiting_would_mend()
    {
        await using var world = await StartAsync(TwoModels);
        world.Upstream.Enqueue(FakeReply.Status(429, SlowDown), FakeReply.Status(401, """{"error":{"message":"no such key"}}"""));

        var answer = await world.ChatAsync("u", "hi");

        Assert.Equal((429, "300"), (answer.Status, answer["Retry-After"]));
        Assert.DoesNotContain("0000000000", answer.Body);
    }

    static string OneModel(Uri url) => Models(url, "\"ApiKeyEnv\":\"KEY_A\",");

    static string TwoKeys(Uri url) => Models(url, "\"ApiKeyEnvs\":[\"KEY_A\",\"KEY_B\"],");

    static string TwoModels(Uri url) => $$"""
        [{"Name":"A","URL":"{{url}}","ApiKeyEnv":"KEY_A","FirstTokenTimeout":1,"models":[{"Name":"One","Id":"m1","Type":"chat"}]},
         {"Name":"B","URL":"{{url}}","models":[{"Name":"Two","Id":"m2","Type":"CHAT"}]}]
        """;

    static string Models(Uri url, string keys) => $$"""[{"Name":"A","URL":"{{url}}",{{keys}}"models":[{"Name":"One","Id":"m1","Type":"chat"}]}]""";

    static Task<ChatWorld> StartAsync(Func<Uri, string> models, params (string Name, string Value)[] settings) => ChatWorld.StartWithAsync(
        models, [("KEY_A", "key-a-0000000000"), ("KEY_B", "key-b-0000000000"), ("LLM_TRIES", "5"), .. settings]);

    static IEnumerable<string> Keys(ChatWorld world) => world.Upstream.Requests.Select(request => request.Headers["Authorization"]);

    static async Task WaitForCallsAsync(ChatWorld world, int count)
    {
        using var guard = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (world.Upstream.Requests.Count < count)
        {
            await Task.Delay(10, guard.Token);
        }
    }

    static void AssertAnswer(Answer answer, string model, int keySlot, int tries)
    {
        Assert.True(answer.Status == 200, answer.Body);
        JsonElement json = answer.Json;
        Assert.Equal((model, keySlot, tries),
            (json.GetProperty("model_name").GetString(), json.GetProperty("key_slot").GetInt32(), json.GetProperty("tries").GetInt32()));
    }
}
