using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Repeater.Calls;
using Repeater.Storage;

namespace Repeater.Tests.Calls;

/// <summary>The ledger and the budgets.</summary>
public sealed class UsageTests : IDisposable
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("repeater-usage-");
    readonly FixedClock _clock = new(DateTimeOffset.Parse("2026-11-22T10:00Z", CultureInfo.InvariantCulture));

    Settings Settings => new()
    {
        CallLogFilePath = Path.Combine(_folder.FullName, "calls.jsonl"),
        CallLogWaitSeconds = 0.01,
        UserDataDir = _folder.FullName,
    };

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Tokens_and_prices_are_counted_by_day_user_and_model()
    {
        await using var world = await ChatWorld.StartWithAsync(url => $$"""
            [{"Name":"Fake","ApiKeyEnv":"FAKE_KEY","URL":"{{url}}","PriceInput":2,"PriceOutput":8,"models":[
              {"Name":"A","Id":"a","Type":"chat","PriceInput":1000000,"PriceCachedInput":100000,"PriceOutput":0.5},
              {"Name":"B","Id":"b","Type":"b"}]}]
            """);
        await world.TurnAsync("Group:1:2", "x", "one");
        await world.TurnAsync("Group_1_2", "x", "two");
        await world.TurnAsync("Group:1:2", "x", "three", ("model_type", "b"));
        world.Upstream.Enqueue(FakeReply.Status(500, "broken"));
        await world.ChatAsync("other", "x");

        var one = (await world.Server.GetAsync("/usage/Group_1_2")).Json;
        var all = (await world.Server.GetAsync("/usage")).Json;

        var rows = one.GetProperty("usage").EnumerateArray().ToList();
        Assert.Equal(["Group:1:2 a 2 0 22 6 10 32", "Group:1:2 b 1 0 11 3 5 16"], rows.Select(Row));
        // 8 tokens at 1, 3 at 0.1, 5 at 0.0000005.
        Assert.Equal(2 * (8 + 0.3m + 0.0000025m), rows[0].GetProperty("price").GetDecimal());
        Assert.Equal(0.000062m, rows[1].GetProperty("price").GetDecimal());
        Assert.Equal(48, one.GetProperty("today").GetProperty("total_tokens").GetInt32());
        Assert.Equal((4, 1), (all.GetProperty("month").GetProperty("calls").GetInt32(), all.GetProperty("month").GetProperty("failed").GetInt32()));
        Assert.Equal(3, all.GetProperty("usage").GetArrayLength());
        Assert.Equal(422, (await world.Server.GetAsync("/usage?from=x")).Status);
    }

    [InProcessFact]
    public async Task A_spent_budget_answers_429_until_it_begins_anew_and_asks_no_model()
    {
        await using var world = await ChatWorld.StartAsync(new AppParts { Clock = _clock }, ("BUDGET_USER_DAY_TOKENS", "20"), ("BUDGET_ALL_MONTH_TOKENS", "60"));
        await world.TurnAsync("u", "a", "one");
        await world.TurnAsync("u", "b", "two");

        var refused = await world.ChatAsync("u", "c");
        Assert.Equal(429, refused.Status);
        Assert.Equal(
            "The daily budget of this user is used up: 32 of 20 tokens. It begins anew at 2026-11-23 00:00 +08:00. Nothing was sent or stored.",
            refused.Json.GetProperty("detail").GetString());
        Assert.Equal("21600", refused["Retry-After"]);
        Assert.Equal(4, (await world.ContextAsync("u")).Length);

        await world.TurnAsync("other", "a", "three");
        _clock.Now += TimeSpan.FromHours(6);
        await world.TurnAsync("u", "c", "four");
        var all = await world.ChatAsync("third", "c");
        Assert.Equal(429, all.Status);
        Assert.Contains("The monthly budget of all users together is used up: 64 of 60 tokens. It begins anew at 2026-12-01 00:00 +08:00.", all.Body);
        Assert.Equal(4, world.Upstream.Requests.Count);
        Assert.Equal("64", (await world.Server.GetAsync("/usage")).Json.GetProperty("budgets")[0].GetProperty("used").GetRawText());
    }

    [Fact]
    public async Task What_a_provider_does_not_count_is_estimated()
    {
        await using var world = await ChatWorld.StartAsync();
        world.Upstream.Enqueue(FakeReply.NoUsage("four letters and more"));
        await world.ChatAsync("u", "hello you");

        var today = (await world.Server.GetAsync("/usage/u")).Json.GetProperty("today");
        Assert.Equal(1, today.GetProperty("estimated").GetInt32());
        Assert.InRange(today.GetProperty("completion_tokens").GetInt32(), 3, 10);
        Assert.Equal(0, (await world.Server.GetAsync("/calllog")).Json[0].GetProperty("total_tokens").GetInt32());
    }

    [Fact]
    public void The_ledger_survives_the_log_and_is_made_anew_from_it()
    {
        using (var log = Open())
        {
            Say(log, "a", 10);
            Say(log, "b", 5);
        }

        var ledger = Path.Combine(_folder.FullName, ".repeater", "usage.json");
        Assert.Equal((10, 5), Today());
        File.Delete(ledger);
        Assert.Equal((10, 5), Today());
        File.WriteAllText(ledger, "{\"version\":1,\"seq\":1,\"rows\":[{\"day\":\"x\"");
        Assert.Equal((10, 5), Today());
        using (Open())
        {
        }

        File.Delete(Settings.CallLogFilePath);
        Assert.Equal((10, 5), Today());
        using (var log = Open())
        {
            Say(log, "a", 1);
        }

        Assert.Equal((11, 5), Today());
        Assert.Contains("\"seq\":3,", File.ReadAllText(Settings.CallLogFilePath));
    }

    [Fact]
    public void A_ledger_that_is_older_than_the_log_counts_the_rest_once()
    {
        var ledger = Path.Combine(_folder.FullName, ".repeater", "usage.json");
        var old = "";
        foreach (var round in Enumerable.Range(1, 4))
        {
            using (var log = new CallLog(Settings with { CallLogMaxFileBytes = 1024 }, Path.GetDirectoryName(ledger)!, UserName.KeyOf, _clock, NullLogger<CallLog>.Instance))
            {
                Enumerable.Range(0, 5).ToList().ForEach(_ => Say(log, "a", 1));
            }

            old = round == 1 ? File.ReadAllText(ledger) : old;
        }

        File.WriteAllText(ledger, old);
        Assert.Equal((20, 0), Today());
    }

    [Fact]
    public void Long_past_days_become_months_and_sums_stay()
    {
        var ledger = new UsageLedger(TimeSpan.FromHours(8), UserName.KeyOf);
        foreach (var day in (string[])["2026-08-30T15:59Z", "2026-08-30T16:01Z", "2026-08-31T15:59Z", "2026-08-31T16:01Z", "2026-10-01T00:00Z", "2026-11-22T00:00Z"])
        {
            ledger.Add(Call("a", 1, DateTimeOffset.Parse(day, CultureInfo.InvariantCulture)));
        }

        var copy = new UsageLedger(TimeSpan.FromHours(8), UserName.KeyOf);
        copy.Load(ledger.Content(_clock.Now));

        Assert.Equal(["2026-08 3", "2026-09 1", "2026-10-01 1", "2026-11-22 1"], copy.Rows(null, null, null, null).Select(row => $"{row.Day} {row.TotalTokens}"));
        Assert.Equal(["2026-09", "2026-10-01"], copy.Rows("a", null, "2026-09", "2026-10").Select(row => row.Day));
        Assert.Equal((1L, 1L), (copy.Spent("a", _clock.Now).Today.TotalTokens, copy.Spent(null, _clock.Now).Month.TotalTokens));
        Assert.Equal((0L, 1L), (copy.Spent("a", _clock.Now.AddDays(1)).Today.TotalTokens, copy.Spent("a", _clock.Now.AddDays(1)).Month.TotalTokens));
    }

    CallLog Open() => new(Settings, Path.Combine(_folder.FullName, ".repeater"), UserName.KeyOf, _clock, NullLogger<CallLog>.Instance);

    (long A, long B) Today()
    {
        var ledger = CallLog.ReadLedger(Settings, Path.Combine(_folder.FullName, ".repeater"), UserName.KeyOf, (_, _) => { });
        return (ledger.Spent("a", _clock.Now).Today.TotalTokens, ledger.Spent("b", _clock.Now).Today.TotalTokens);
    }

    void Say(CallLog log, string user, long tokens) => log.Add(Call(user, tokens, _clock.Now));

    static CallRecord Call(string user, long tokens, DateTimeOffset time) =>
        new() { UserId = user, Model = "m", TotalTokens = tokens, TaskEndTime = (time - DateTimeOffset.UnixEpoch).Ticks * 100 };

    static string Row(JsonElement row) =>
        $"{row.GetProperty("user_id")} {row.GetProperty("model")} {row.GetProperty("calls")} {row.GetProperty("failed")} {row.GetProperty("prompt_tokens")} "
        + $"{row.GetProperty("cached_tokens")} {row.GetProperty("completion_tokens")} {row.GetProperty("total_tokens")}";
}
