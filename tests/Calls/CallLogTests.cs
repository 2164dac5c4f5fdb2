using System.Text;
using System.Text.Json;

namespace Repeater.Tests.Calls;

/// <summary>The call log against section 6 of the contract, read with nothing of ours.</summary>
public class CallLogTests
{
    /// <summary>The original's members in its order, with their kinds.</summary>
    static readonly (string Name, JsonValueKind Kind)[] Members =
    [
        ("id", JsonValueKind.String), ("url", JsonValueKind.String), ("model", JsonValueKind.String),
        ("user_id", JsonValueKind.String), ("user_name", JsonValueKind.String), ("stream", JsonValueKind.True),
        ("total_chunk", JsonValueKind.Number), ("empty_chunk", JsonValueKind.Number),
        ("task_start_time", JsonValueKind.Number), ("task_end_time", JsonValueKind.Number),
        ("request_start_time", JsonValueKind.Number), ("request_end_time", JsonValueKind.Number),
        ("stream_processing_start_time", JsonValueKind.Number), ("stream_processing_end_time", JsonValueKind.Number),
        ("call_prepare_start_time", JsonValueKind.Number), ("call_prepare_end_time", JsonValueKind.Number),
        ("chunk_times", JsonValueKind.Array), ("created_time", JsonValueKind.Number),
        ("total_tokens", JsonValueKind.Number), ("prompt_tokens", JsonValueKind.Number), ("completion_tokens", JsonValueKind.Number),
        ("cache_hit_count", JsonValueKind.Number), ("cache_miss_count", JsonValueKind.Number),
        ("total_context_length", JsonValueKind.Number), ("reasoning_content_length", JsonValueKind.Number), ("new_content_length", JsonValueKind.Number),
    ];

    [Fact]
    public async Task A_line_has_the_originals_members_in_order_and_in_its_units()
    {
        await using var world = await ChatWorld.StartAsync(("CALLLOG_DEBONCE_SAVE_WAIT_TIME", "0"));
        await world.Server.PostFormAsync("/userdata/prompt/set/u", ("prompt", "短🦜"));
        var before = Nanoseconds();
        world.Upstream.Enqueue(FakeReply.Text("你", "好", "🦜"));
        Assert.Equal(200, (await world.ChatAsync("u", "hello", ("user_name", "Ann"))).Status);
        var after = Nanoseconds();

        var call = Assert.Single(await LinesAsync(world, 1));

        var members = call.EnumerateObject().ToList();
        Assert.Equal(Members, members.Take(Members.Length).Select(member => (member.Name, member.Value.ValueKind)));
        Assert.Equal((FakeReply.Id, "fake-chat-1", "u", "Ann"), (Text(call, "id"), Text(call, "model"), Text(call, "user_id"), Text(call, "user_name")));
        Assert.Equal(world.Upstream.BaseUrl.ToString(), Text(call, "url"));
        long[] times =
        [
            before, Number(call, "call_prepare_start_time"), Number(call, "call_prepare_end_time"), Number(call, "request_start_time"),
            Number(call, "request_end_time"), Number(call, "stream_processing_start_time"), Number(call, "stream_processing_end_time"), Number(call, "task_end_time"), after,
        ];
        Assert.Equal(times.Order(), times);
        Assert.Equal(Number(call, "task_start_time"), Number(call, "call_prepare_start_time"));
        Assert.Equal(0, Number(call, "empty_chunk"));
        var gaps = call.GetProperty("chunk_times").EnumerateArray().Select(gap => gap.GetInt64()).ToList();
        Assert.Equal(Number(call, "total_chunk") - 1, gaps.Count);
        Assert.InRange(gaps[0] + FakeReply.Created * 1_000_000_000, before, after);
        Assert.All(gaps.Skip(1), gap => Assert.InRange(gap, 0, after - before));
        Assert.Equal(FakeReply.Created, Number(call, "created_time"));
        Assert.Equal((16L, 11L, 5L, 3L, 8L), (Number(call, "total_tokens"), Number(call, "prompt_tokens"), Number(call, "completion_tokens"), Number(call, "cache_hit_count"), Number(call, "cache_miss_count")));
        Assert.Equal((2L + 5 + 3, 0L, 3L), (Number(call, "total_context_length"), Number(call, "reasoning_content_length"), Number(call, "new_content_length")));
        Assert.Equal(("ok", "stop", 1L), (Text(call, "outcome"), Text(call, "finish_reason"), Number(call, "tries")));
        Assert.InRange(Number(call, "first_token_time"), before, after);
    }

    [Theory]
    [InlineData("/chat/completion/Group:1:2", "Group:1:2", "小明")]
    [InlineData("/v1/chat/completions", "openai", "")]
    public async Task A_line_of_an_answer_that_was_not_streamed_has_no_times_of_a_stream(string path, string user, string name)
    {
        var folder = Directory.CreateTempSubdirectory("repeater-names-");
        var names = Path.Combine(folder.FullName, "names.json");
        await File.WriteAllTextAsync(names, """{"Group:1:2":"小明"}""");
        await using var world = await ChatWorld.StartAsync(
            ("CALLLOG_DEBONCE_SAVE_WAIT_TIME", "0"), ("STREAM", "false"), ("PARSET_PROMPT_NAME", "none"), ("USER_NICKNAME_MAPPING_FILE_PATH", names));
        world.Upstream.Enqueue(FakeReply.Reasoning("想🦜", "好的"));
        var before = Nanoseconds();
        var answer = await world.Server.PostJsonAsync(path, """{"message":"hello","user_name":"Ann","model":"chat","messages":[{"role":"user","content":"hello"}]}""");
        var after = Nanoseconds();

        var call = Assert.Single(await LinesAsync(world, 1));

        Assert.True(answer.Status == 200, answer.Body);
        Assert.Equal(Members.Select(member => member.Name), call.EnumerateObject().Take(Members.Length).Select(member => member.Name));
        Assert.Equal((user, name, JsonValueKind.False), (Text(call, "user_id"), Text(call, "user_name"), call.GetProperty("stream").ValueKind));
        Assert.Equal((0, 0, "[]"), (Number(call, "total_chunk"), Number(call, "empty_chunk"), call.GetProperty("chunk_times").GetRawText()));
        Assert.Equal((0, 0), (Number(call, "stream_processing_start_time"), Number(call, "stream_processing_end_time")));
        long[] times = [before, Number(call, "task_start_time"), Number(call, "request_start_time"), Number(call, "request_end_time"), Number(call, "task_end_time"), after];
        Assert.Equal(times.Order(), times);
        Assert.Equal((5 + 2, 2, 2), (Number(call, "total_context_length"), Number(call, "reasoning_content_length"), Number(call, "new_content_length")));
        var bytes = await File.ReadAllBytesAsync(LogOf(world));
        Assert.Equal(("{\"id\":", (byte)'\n'), (Encoding.UTF8.GetString(bytes[..6]), bytes[^1]));
        Assert.DoesNotContain("\\u", Encoding.UTF8.GetString(bytes));
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Failed_calls_are_logged_and_both_routes_filter_alike()
    {
        await using var world = await ChatWorld.StartAsync();
        await world.TurnAsync("Group:1:2", "a", "one");
        await world.TurnAsync("other", "b", "two", ("model_type", "reasoner"));
        world.Upstream.Enqueue(FakeReply.Status(500, "broken"));
        Assert.Equal(503, (await world.ChatAsync("other", "c")).Status);

        var all = await world.Server.GetAsync("/calllog");
        var lines = await world.Server.GetAsync("/calllog/stream");

        Assert.Equal(("application/json", "0", "0"), (all.ContentType, all["X-Call-Log-Damaged"], all["X-Call-Log-Dropped"]));
        Assert.Equal(("application/x-ndjson", "nosniff", "no-cache"), (lines.ContentType, lines["X-Content-Type-Options"], lines["Cache-Control"]));
        Assert.EndsWith("}\n", lines.Body);
        Assert.Equal(all.Body, $"[{string.Join(',', lines.Body.TrimEnd('\n').Split('\n'))}]");
        Assert.Equal(["ok", "ok", "failed"], Texts(all.Json, "outcome"));
        Assert.Equal("Overloaded", Text(all.Json[2], "error_class"));
        Assert.Equal(0, Number(all.Json[2], "total_tokens"));
        Assert.Equal(["Group:1:2"], Texts((await world.Server.GetAsync("/calllog?user=Group_1_2")).Json, "user_id"));
        Assert.Equal(["fake-think-1"], Texts((await world.Server.GetAsync("/calllog?model=REASONER")).Json, "model"));
        Assert.Equal(["ok", "failed"], Texts((await world.Server.GetAsync("/calllog?limit=2")).Json, "outcome"));
        Assert.Equal("[]", (await world.Server.GetAsync("/calllog?to=2020-01-01")).Body);
        Assert.Equal(3, (await world.Server.GetAsync("/calllog?from=2020-01-01T00:00Z")).Json.GetArrayLength());
        Assert.Equal(422, (await world.Server.GetAsync("/calllog?from=yesterday")).Status);
        Assert.Equal(422, (await world.Server.GetAsync("/calllog?limit=0")).Status);
        Assert.False(File.Exists(LogOf(world)));
    }

    [Fact]
    public async Task Damaged_lines_are_skipped_and_counted_and_what_is_missing_has_defaults()
    {
        await using var world = await ChatWorld.StartAsync(("CALLLOG_DEBONCE_SAVE_WAIT_TIME", "0"));
        Directory.CreateDirectory(Path.GetDirectoryName(LogOf(world))!);
        await File.WriteAllTextAsync(LogOf(world), "{\"id\":\"old\",\"unknown\":[1]}\n\nnonsense\n{\"total_tokens\":\"x\"}\n\u0000\u0001\n{\"id\":\"cut");
        await world.TurnAsync("u", "a", "one");
        await WaitAsync(async () => (await File.ReadAllTextAsync(LogOf(world))).EndsWith("}\n"));

        var answer = await world.Server.GetAsync("/calllog");

        Assert.Equal(("4", 2), (answer["X-Call-Log-Damaged"], answer.Json.GetArrayLength()));
        Assert.Equal(("old", "", true, 0L), (Text(answer.Json[0], "id"), Text(answer.Json[0], "url"), answer.Json[0].GetProperty("stream").GetBoolean(), Number(answer.Json[0], "total_tokens")));
        Assert.Equal("u", Text(answer.Json[1], "user_id"));
    }

    [Fact]
    public async Task Rotation_loses_and_repeats_nothing()
    {
        const int Turns = 60;
        await using var world = await ChatWorld.StartAsync(("CALLLOG_DEBONCE_SAVE_WAIT_TIME", "0.01"), ("CALLLOG_MAX_CACHE_SIZE", "3"), ("CALLLOG_MAX_FILE_BYTES", "4KiB"));
        world.Upstream.Default = FakeReply.Text("fine");

        await Task.WhenAll(Enumerable.Range(0, Turns).Select(user => world.ChatAsync($"u{user}", "hi")));
        var answer = (await world.Server.GetAsync("/calllog")).Json;
        var onDisk = await LinesAsync(world, Turns);

        Assert.Equal(Enumerable.Range(0, Turns).Select(user => $"u{user}").Order(), Texts(answer, "user_id").Order());
        Assert.Equal(Enumerable.Range(1, Turns), answer.EnumerateArray().Select(call => (int)Number(call, "seq")));
        Assert.Equal(Enumerable.Range(1, Turns), onDisk.Select(call => (int)Number(call, "seq")));
        Assert.True(Files(world).Length > 2);
    }

    [Fact]
    public async Task Full_files_are_removed_when_their_time_is_over()
    {
        await using var world = await ChatWorld.StartAsync(("CALLLOG_DEBONCE_SAVE_WAIT_TIME", "0"), ("CALLLOG_RETENTION_DAYS", "30"));
        var folder = Directory.CreateDirectory(Path.GetDirectoryName(LogOf(world))!).FullName;
        foreach (var (name, days) in ((string, int)[])[("calllog.000000000005.jsonl", 31), ("calllog.000000000007.jsonl", 29), ("calllog.jsonl", 31), ("calllog.5.jsonl", 31), ("other.000000000005.jsonl", 31)])
        {
            await File.WriteAllTextAsync(Path.Combine(folder, name), "{}\n");
            File.SetLastWriteTimeUtc(Path.Combine(folder, name), DateTime.UtcNow.AddDays(-days));
        }

        await world.TurnAsync("u", "a", "one");
        await WaitAsync(() => Task.FromResult(!File.Exists(Path.Combine(folder, "calllog.000000000005.jsonl"))));

        Assert.Equal(
            ["calllog.000000000007.jsonl", "calllog.5.jsonl", "calllog.jsonl", "other.000000000005.jsonl"],
            Directory.GetFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(3, (await world.Server.GetAsync("/calllog")).Json.GetArrayLength());
    }

    [Fact]
    public async Task Without_a_log_nothing_is_written_and_usage_still_counts()
    {
        await using var world = await ChatWorld.StartAsync(("SAVE_CALL_LOG", "false"), ("CALLLOG_DEBONCE_SAVE_WAIT_TIME", "0"));

        await world.TurnAsync("u", "a", "one");

        Assert.Equal("[]", (await world.Server.GetAsync("/calllog")).Body);
        Assert.Equal(16, (await world.Server.GetAsync("/usage/u")).Json.GetProperty("today").GetProperty("total_tokens").GetInt32());
        await WaitAsync(() => Task.FromResult(File.Exists(Path.Combine(world.Server.UserDataDir, ".repeater", "usage.json"))));
        Assert.Empty(Files(world));
    }

    [Fact]
    public async Task A_log_that_cannot_be_written_fails_no_turn_and_is_written_when_it_can()
    {
        await using var world = await ChatWorld.StartAsync(("CALLLOG_DEBONCE_SAVE_WAIT_TIME", "0"));
        Directory.CreateDirectory(LogOf(world));

        await world.TurnAsync("u", "a", "one");
        await world.Server.WaitForLogLineAsync("calls wait in memory, turns go on.");
        await world.TurnAsync("u", "b", "two");
        Assert.Equal(2, (await world.Server.GetAsync("/calllog")).Json.GetArrayLength());
        Directory.Delete(LogOf(world));

        Assert.Equal([1, 2], (await LinesAsync(world, 2)).Select(call => Number(call, "seq")));
    }

    static string LogOf(ChatWorld world) => Path.Combine(world.Server.Folder, "config", "calllog.jsonl");

    /// <summary>The full files by name, then the one that grows.</summary>
    internal static string[] Files(ChatWorld world) => Path.GetDirectoryName(LogOf(world)) is { } folder && Directory.Exists(folder)
        ? [.. Directory.GetFiles(folder, "calllog.*.jsonl").Order(StringComparer.Ordinal), .. Directory.GetFiles(folder, "calllog.jsonl")]
        : [];

    /// <summary>The files' lines, as soon as there are so many.</summary>
    internal static async Task<List<JsonElement>> LinesAsync(ChatWorld world, int count)
    {
        var lines = new List<string>();
        await WaitAsync(() =>
        {
            lines = [.. Files(world).SelectMany(file => Encoding.UTF8.GetString(ReadAll(file)).Split('\n', StringSplitOptions.RemoveEmptyEntries))];
            return Task.FromResult(lines.Count >= count);
        });
        return [.. lines.Select(line => JsonDocument.Parse(line).RootElement)];
    }

    static byte[] ReadAll(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }

    static async Task WaitAsync(Func<Task<bool>> isTrue)
    {
        using var guard = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!await isTrue())
        {
            await Task.Delay(20, guard.Token);
        }
    }

    static long Nanoseconds() => (DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).Ticks * 100;

    static string? Text(JsonElement call, string name) => call.GetProperty(name).GetString();

    static long Number(JsonElement call, string name) => call.GetProperty(name).GetInt64();

    static IEnumerable<string?> Texts(JsonElement calls, string name) => calls.EnumerateArray().Select(call => Text(call, name));
}
