using System.Net.Http.Headers;
using System.Text.Json;
using Repeater.Access;
using Repeater.Storage;

namespace Repeater.Tests.Calls;

/// <summary>
/// Many users at once, by every way a request can come, at a provider that does everything wrong: afterwards the log, the ledger, the
/// budgets, the branches and the provider itself tell the same story.
/// </summary>
public class CallStormTests
{
    const int Users = 8;
    const int RequestsOfEach = 40;
    const int Budget = 400;
    const string Token = "a-token-of-some-length-1234";

    [Fact]
    public async Task Log_ledger_budgets_branches_and_provider_agree_after_a_storm()
    {
        await using var world = await ChatWorld.StartWithAsync(
            // Without a key nothing of one user's faults is remembered for the others.
            url => $$"""[{"Name":"Fake","URL":"{{url}}","PriceInput":1,"PriceCachedInput":0.5,"PriceOutput":2,"models":[{"Name":"A","Id":"a","Type":"chat"}]}]""",
            ("ACCESS_TOKEN", Token), ("LLM_TRIES", "2"), ("BUDGET_USER_MONTH_TOKENS", $"{Budget}"), ("BUDGET_ALL_MONTH_PRICE", "100"),
            ("CALLLOG_DEBONCE_SAVE_WAIT_TIME", "0.02"), ("CALLLOG_MAX_CACHE_SIZE", "3"), ("CALLLOG_MAX_FILE_BYTES", "16KiB"));
        world.Upstream.Default = FakeReply.For(StormUser.ReplyTo);
        world.Server.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        var tokens = new AccessTokens(StorageRoot.OwnFolderOf(world.Server.UserDataDir), TimeProvider.System);
        StormUser[] users =
        [
            .. Enumerable.Range(1, Users).Select(number => $"Group:1:{number}")
                .Select((id, number) => new StormUser(id, number, world.Server.Address, tokens.Create([id], false, null, null).Token, hasBranches: true)),
            // The owner's own programs, which are nobody.
            new("openai", Users, world.Server.Address, Token, hasBranches: false),
        ];

        await Task.WhenAll(users.Select(user => user.WorkAsync(RequestsOfEach, logged => WaitForCallsAsync(world, logged))));

        var lines = await CallLogTests.LinesAsync(world, users.Sum(user => user.Calls));
        Assert.Equal(Enumerable.Range(1, users.Sum(user => user.Calls)), lines.Select(line => line.GetProperty("seq").GetInt32()));
        Assert.InRange(CallLogTests.Files(world).Length, 3, 100);
        Assert.Equal(lines.Select(line => line.GetRawText()), (await world.Server.GetAsync("/calllog/stream")).Body.TrimEnd('\n').Split('\n'));
        foreach (var user in users)
        {
            var own = lines.Where(line => line.GetProperty("user_id").GetString() == user.Id).ToList();
            AssertCalls(user, own);
            await AssertUsageAsync(world, $"/usage/{user.Id}", own);
            await AssertBranchesAsync(world, user);
        }

        await AssertUsageAsync(world, "/usage", lines);
        AssertAsked(world, users, lines);
        Assert.Contains(users.SelectMany(user => user.Requests), request => request.Refused);
        Assert.Equal(["failed", "ok", "stopped"], lines.Select(line => line.GetProperty("outcome").GetString()).Distinct().Order());
        Array.ForEach(users, user => user.Dispose());
    }

    /// <summary>A line for each request that reached a model, and none else; none reached it while the budget was used up.</summary>
    static void AssertCalls(StormUser user, List<JsonElement> own)
    {
        var spent = 0L;
        var next = 0;
        foreach (var request in user.Requests)
        {
            var isSpent = user.Id != "openai" && spent >= Budget;
            Assert.Equal($"{request.Text}: refused {isSpent} at {spent}", $"{request.Text}: refused {request.Refused} at {spent}");
            if (!request.Refused)
            {
                Assert.Equal($"{request.Text}: {request.Line}", $"{request.Text}: {StormUser.Describe(own[next])}");
                spent += Tokens(own[next]);
                next++;
            }
        }

        Assert.Equal(own.Count, next);
    }

    static async Task AssertUsageAsync(ChatWorld world, string path, List<JsonElement> lines)
    {
        var answer = (await world.Server.GetAsync($"{path}?from=2000-01")).Json;
        var rows = answer.GetProperty("usage").EnumerateArray().ToList();
        Assert.Equal(
            (lines.Count, lines.Count(line => line.GetProperty("outcome").GetString() != "ok"), lines.Count(IsEstimated), lines.Sum(Tokens), lines.Sum(Price)),
            (Sum("calls"), Sum("failed"), Sum("estimated"), Sum("total_tokens"), rows.Sum(Price)));
        foreach (var budget in answer.GetProperty("budgets").EnumerateArray())
        {
            var isOfAll = budget.GetProperty("scope").GetString() == "all";
            Assert.True(isOfAll || budget.GetProperty("used").GetInt64() == lines.Sum(Tokens));
            Assert.True(!isOfAll || path != "/usage" || budget.GetProperty("used").GetDecimal() == lines.Sum(Price));
        }

        long Sum(string name) => rows.Sum(row => row.GetProperty(name).GetInt64());
    }

    /// <summary>Every message that has to be there, in its branch, and no other.</summary>
    static async Task AssertBranchesAsync(ChatWorld world, StormUser user)
    {
        foreach (var (branch, messages) in user.Branches)
        {
            await world.Server.PutFormAsync($"/userdata/context/change/{user.Id}", ("new_branch_id", branch));
            var found = (await world.Server.GetAsync($"/userdata/context/get/{user.Id}")).Json.EnumerateArray()
                .Select(message => $"{message.GetProperty("role")}{(IsInterrupted(message) ? "*" : "")}: {message.GetProperty("content")}");
            Assert.Equal(messages, found);
        }
    }

    /// <summary>The provider was asked as often as the log says, and by nobody else.</summary>
    static void AssertAsked(ChatWorld world, StormUser[] users, List<JsonElement> lines)
    {
        var asked = world.Upstream.Requests.CountBy(StormUser.TextOf).ToDictionary();
        Assert.Equal(users.SelectMany(user => user.Requests).Where(request => !request.Refused).Select(request => request.Text).Order(), asked.Keys.Order());
        Assert.Equal(lines.Sum(line => line.GetProperty("tries").GetInt32()), asked.Values.Sum());
    }

    static async Task WaitForCallsAsync(ChatWorld world, StormUser user)
    {
        var until = DateTime.UtcNow.AddSeconds(60);
        while ((await world.Server.GetAsync($"/calllog?user={user.Id}")).Json.GetArrayLength() is var found && found < user.Calls)
        {
            Assert.True(DateTime.UtcNow < until, $"{found} of {user.Calls} calls are in the log after {user.Requests[^1]}");
            await Task.Delay(10);
        }
    }

    /// <summary>What the provider counted, or what was guessed in its place.</summary>
    static long Tokens(JsonElement line) => line.GetProperty("total_tokens").GetInt64() + Guess(line, "estimated_prompt_tokens") + Guess(line, "estimated_completion_tokens");

    static long Guess(JsonElement line, string name) => line.TryGetProperty(name, out var value) ? value.GetInt64() : 0;

    static bool IsEstimated(JsonElement line) => line.TryGetProperty("estimated_prompt_tokens", out _);

    static decimal Price(JsonElement line) => line.GetProperty("price").GetDecimal();

    static bool IsInterrupted(JsonElement message) => message.TryGetProperty("interrupted", out var value) && value.GetBoolean();
}
