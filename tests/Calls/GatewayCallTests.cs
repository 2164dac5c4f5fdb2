using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Repeater.Access;
using Repeater.Storage;

namespace Repeater.Tests.Calls;

/// <summary>Conversations that clients keep themselves are calls like all others: logged, counted, and held by the budgets.</summary>
public class GatewayCallTests
{
    const string Token = "a-token-of-some-length-1234";
    const string Path = "/v1/chat/completions";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_call_is_logged_and_counted_like_a_turns(bool streams)
    {
        await using var world = await ChatWorld.StartAsync();
        world.Upstream.Enqueue(FakeReply.Reasoning("hm", "你好🦜"));
        world.Upstream.Enqueue(FakeReply.Reasoning("hm", "你好🦜"));

        Assert.Equal(200, (await world.Server.PostJsonAsync(Path, Body("chat", streams, "hello"))).Status);
        Assert.Equal(200, (await world.ChatAsync("u", "hello", ("load_prompt", "false"))).Status);

        var calls = (await world.Server.GetAsync("/calllog")).Json;
        var (ours, turns) = (calls[0], calls[1]);
        Assert.Equal(
            turns.EnumerateObject().Where(member => member.Name != "branch").Select(member => member.Name),
            ours.EnumerateObject().Select(member => member.Name));
        string[] differs = ["seq", "user_id", "branch", "chunk_times"];
        Assert.Equal(
            turns.EnumerateObject().Where(member => !differs.Contains(member.Name) && !member.Name.EndsWith("_time")).Select(member => $"{member}"),
            ours.EnumerateObject().Where(member => !differs.Contains(member.Name) && !member.Name.EndsWith("_time")).Select(member => $"{member}"));
        Assert.Equal("openai", ours.GetProperty("user_id").GetString());
        Assert.Equal((5 + 3, 2, 3), (Number(ours, "total_context_length"), Number(ours, "reasoning_content_length"), Number(ours, "new_content_length")));
        Assert.Equal(16, (await SumAsync(world, "openai")).GetProperty("total_tokens").GetInt32());
        Assert.Single((await world.Server.GetAsync("/calllog?user=openai")).Json.EnumerateArray());
    }

    [Fact]
    public async Task Failed_and_stopped_calls_are_logged_and_what_came_is_counted()
    {
        await using var world = await ChatWorld.StartAsync();
        world.Upstream.Enqueue(FakeReply.Status(429, """{"error":{"message":"slow down"}}"""), FakeReply.CutAfter("half of it"), FakeReply.Hang("four letters"));

        Assert.Equal(429, (await world.Server.PostJsonAsync(Path, Body("chat", false, "hello"))).Status);
        Assert.Equal(502, (await world.Server.PostJsonAsync(Path, Body("chat", false, "hello"))).Status);
        await LeaveAsync(world);

        var calls = await CallsAsync(world, 3);
        Assert.Equal(["failed RateLimit", "failed Interrupted", "stopped "], calls.Select(call => $"{call.GetProperty("outcome")} {Text(call, "error_class")}"));
        Assert.Equal((0, 12), (Number(calls[0], "new_content_length"), Number(calls[2], "new_content_length")));
        Assert.All(calls[1..], call => Assert.InRange(Number(call, "estimated_completion_tokens"), 2, 4));
        var sum = await SumAsync(world, "openai");
        Assert.Equal((3, 3, 2), (Number(sum, "calls"), Number(sum, "failed"), Number(sum, "estimated")));
    }

    [Fact]
    public async Task The_budget_of_all_holds_it_and_it_uses_that_up()
    {
        await using var world = await ChatWorld.StartAsync(("BUDGET_ALL_DAY_TOKENS", "20"), ("BUDGET_USER_DAY_TOKENS", "10"));
        world.Upstream.Default = FakeReply.Text("fine");

        Assert.Equal(200, (await world.Server.PostJsonAsync(Path, Body("chat", false, "a"))).Status);
        Assert.Equal(200, (await world.Server.PostJsonAsync(Path, Body("chat", true, "b"))).Status);
        foreach (var streams in (bool[])[false, true])
        {
            var refused = await world.Server.PostJsonAsync(Path, Body("chat", streams, "c"));
            Assert.Equal((429, "application/json"), (refused.Status, refused.ContentType));
            var error = refused.Json.GetProperty("error");
            Assert.StartsWith("The daily budget of all users together is used up: 32 of 20 tokens. It begins anew at ", Text(error, "message"));
            Assert.Equal(("rate_limit_error", "insufficient_quota"), (Text(error, "type"), Text(error, "code")));
            Assert.InRange(int.Parse(refused["Retry-After"]!, System.Globalization.CultureInfo.InvariantCulture), 1, 86_400);
        }

        Assert.Equal(429, (await world.ChatAsync("u", "d")).Status);
        Assert.Equal(2, world.Upstream.Requests.Count);
    }

    [Fact]
    public async Task A_token_for_one_user_speaks_as_that_user_and_others_under_their_own_name()
    {
        await using var world = await ChatWorld.StartAsync(("ACCESS_TOKEN", Token), ("BUDGET_USER_DAY_TOKENS", "20"));
        world.Upstream.Default = FakeReply.Text("fine");
        var tokens = new AccessTokens(StorageRoot.OwnFolderOf(world.Server.UserDataDir), TimeProvider.System);
        var (one, _) = tokens.Create(["Group:1:2"], false, null, null);
        var (all, kept) = tokens.Create(["*"], false, null, "the editor");

        Assert.Equal([200, 200, 429], await StatusesAsync(one, 3));
        Assert.Equal([200, 200, 200], await StatusesAsync(all, 3));
        Assert.Equal([200], await StatusesAsync(Token, 1));
        world.Server.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        var calls = await CallsAsync(world, 6);

        Assert.Equal(
            ["Group:1:2 ''", "Group:1:2 ''", .. Enumerable.Repeat($"openai:{kept.Id} 'the editor'", 3), "openai ''"],
            calls.Select(call => $"{Text(call, "user_id")} '{Text(call, "user_name")}'"));
        Assert.Equal(32, Number((await world.Server.GetAsync("/usage/Group_1_2")).Json.GetProperty("budgets")[0], "used"));
        Assert.Equal(3, Number(await SumAsync(world, $"openai:{kept.Id}"), "calls"));
        Assert.Equal(429, (await world.ChatAsync("Group_1_2", "hi")).Status);

        async Task<List<int>> StatusesAsync(string token, int count)
        {
            world.Server.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
            var statuses = new List<int>();
            for (var call = 0; call < count; call++)
            {
                statuses.Add((await world.Server.PostJsonAsync(Path, Body("chat", false, "hi"))).Status);
            }

            return statuses;
        }
    }

    /// <summary>Reads the first piece and hangs up.</summary>
    static async Task LeaveAsync(ChatWorld world)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = new StringContent(Body("chat", true, "hello"), Encoding.UTF8, "application/json") };
        using var response = await world.Server.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        while (await reader.ReadLineAsync() is { } line && !line.Contains("four letters"))
        {
        }
    }

    static string Body(string model, bool streams, string text) =>
        $$"""{"model":"{{model}}","stream":{{(streams ? "true" : "false")}},"messages":[{"role":"user","content":"{{text}}"}]}""";

    /// <summary>A client that left is not told when its call has ended.</summary>
    static async Task<JsonElement[]> CallsAsync(ChatWorld world, int count)
    {
        using var guard = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            var calls = (await world.Server.GetAsync("/calllog")).Json.EnumerateArray().ToArray();
            if (calls.Length >= count)
            {
                return calls;
            }

            await Task.Delay(20, guard.Token);
        }
    }

    static async Task<JsonElement> SumAsync(ChatWorld world, string user) => (await world.Server.GetAsync($"/usage/{user}")).Json.GetProperty("today");

    static int Number(JsonElement json, string name) => json.GetProperty(name).GetInt32();

    static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;
}
