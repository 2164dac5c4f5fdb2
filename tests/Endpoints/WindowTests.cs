using System.Text.Json;

namespace Repeater.Tests.Endpoints;

/// <summary>How much of a conversation a model is sent; storage stays whole.</summary>
public class WindowTests
{
    [Theory]
    [InlineData("context_max_messages", "4", 2)]
    [InlineData("context_max_messages", "1", 4)]
    [InlineData("context_max_messages", "100", 0)]
    [InlineData("context_max_characters", "20", 2)]
    [InlineData("context_max_tokens", "24", 2)]
    public async Task A_users_window_leaves_the_oldest_out_and_the_answer_says_so(string key, string value, int leftOut)
    {
        await using var world = await ChatWorld.StartAsync();
        await world.TurnAsync("u", "one 1", "first", ("load_prompt", "false"));
        await world.TurnAsync("u", "two 2", "after", ("load_prompt", "false"));
        await world.Server.PutFormAsync("/userdata/config/set/u/int", ("key", key), ("value", value));

        var answer = await world.TurnAsync("u", "three", "third", ("load_prompt", "false"));

        string[] all = ["user: one 1", "assistant: first", "user: two 2", "assistant: after", "user: three"];
        Assert.Equal(all[leftOut..], world.LastSent());
        AssertReceipt(answer.GetProperty("context"), world.LastSent(), leftOut);
        string[] stored = [.. all, "assistant: third"];
        Assert.Equal(stored, await world.ContextAsync("u"));
    }

    [Fact]
    public async Task Whatever_the_window_the_receipt_is_the_request_and_storage_only_grows()
    {
        var random = new Random(20261122);
        await using var world = await ChatWorld.StartAsync();
        await world.Server.PostFormAsync("/userdata/prompt/set/u", ("prompt", "短🦜"));
        var branch = Path.Combine(world.Server.UserDataDir, "Context_UserData", "u", "ParallelData", "default.jsonl");
        byte[] before = [];
        var leftOut = 0;
        for (var turn = 0; turn < 40; turn++)
        {
            var (key, most) = random.Next(3) switch { 0 => ("messages", 12), 1 => ("characters", 200), _ => ("tokens", 200) };
            await world.Server.PutFormAsync("/userdata/config/set/u/int", ("key", $"context_max_{key}"), ("value", $"{random.Next(1, most)}"));

            var answer = await world.TurnAsync("u", $"{turn} {Words()}", Words());

            var sent = world.Upstream.Requests[^1].Body.GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("content").GetString()!).ToList();
            var receipt = answer.GetProperty("context");
            Assert.Equal((sent.Count, sent.Sum(text => text.EnumerateRunes().Count())), (receipt.GetProperty("sent_messages").GetInt32(), receipt.GetProperty("sent_characters").GetInt32()));
            // Of two messages a turn; the prompt and what is said now are none of them.
            Assert.Equal(turn * 2 - (sent.Count - 2), receipt.GetProperty("left_out_messages").GetInt32());
            Assert.Equal((turn + 1) * 2, (await world.ContextAsync("u")).Length);
            var after = await File.ReadAllBytesAsync(branch);
            Assert.True(after.Length > before.Length && after.AsSpan().StartsWith(before), $"the branch's file was changed by turn {turn}");
            (before, leftOut) = (after, leftOut + receipt.GetProperty("left_out_messages").GetInt32());
        }

        Assert.InRange(leftOut, 1, int.MaxValue);

        string Words() => string.Join(' ', Enumerable.Range(0, random.Next(1, 8)).Select(_ => ((string[])["word", "你好", "🦜", "ä", "{x}"])[random.Next(5)]));
    }

    [Fact]
    public async Task The_server_has_a_window_that_a_user_can_lift()
    {
        await using var world = await ChatWorld.StartAsync(("CONTEXT_MAX_MESSAGES", "2"));
        await world.TurnAsync("u", "one", "first", ("load_prompt", "false"));
        await world.TurnAsync("u", "two", "second", ("load_prompt", "false"));
        Assert.Equal(["user: two"], world.LastSent());
        await world.Server.PutFormAsync("/userdata/config/set/u/null", ("key", "context_max_messages"), ("value", ""));

        await world.TurnAsync("u", "three", "third", ("load_prompt", "false"));

        Assert.Equal(5, world.LastSent().Length);
    }

    [Fact]
    public async Task What_is_continued_is_sent_whatever_the_window()
    {
        await using var world = await ChatWorld.StartAsync(("CONTEXT_MAX_CHARACTERS", "1"));
        await world.TurnAsync("u", "one", "first", ("load_prompt", "false"));

        await world.TurnAsync("u", "", " and more", ("load_prompt", "false"), ("continue_completion", "true"));

        Assert.Contains("assistant: first", world.LastSent());
        Assert.Equal(["user: one", "assistant: first and more"], await world.ContextAsync("u"));
    }

    [Fact]
    public async Task A_preview_is_the_request_to_the_byte_and_sends_and_stores_nothing()
    {
        await using var world = await ChatWorld.StartAsync(("CONTEXT_MAX_MESSAGES", "3"));
        await world.TurnAsync("u", "one", "first");
        await world.TurnAsync("u", "two", "second");
        var calls = world.Upstream.Requests.Count;

        var preview = await world.Server.PostFormAsync("/chat/preview/u", ("message", "three 😀"));

        Assert.True(preview.Status == 200, preview.Body);
        Assert.Equal(calls, world.Upstream.Requests.Count);
        Assert.Equal(4, (await world.ContextAsync("u")).Length);
        Assert.DoesNotContain("sk-fake", preview.Body);
        Assert.Equal("Bearer ***", preview.Json.GetProperty("headers").GetProperty("Authorization").GetString());
        var answer = await world.TurnAsync("u", "three 😀", "third");
        var sent = world.Upstream.Requests[^1];
        Assert.Equal(sent.Body.GetRawText(), preview.Json.GetProperty("body").GetRawText());
        Assert.EndsWith(sent.Path, preview.Json.GetProperty("url").GetString());
        Assert.Equal(answer.GetProperty("context").GetRawText(), preview.Json.GetProperty("context").GetRawText());
    }

    [Fact]
    public async Task A_preview_refuses_what_a_chat_refuses()
    {
        await using var world = await ChatWorld.StartAsync();

        Assert.Equal(400, (await world.Server.PostFormAsync("/chat/preview/u", ("message", "hi"), ("model_type", "nope"))).Status);
        Assert.Equal(422, (await world.Server.PostFormAsync("/chat/preview/u", ("message", "hi"), ("role", "nobody"))).Status);
    }

    static void AssertReceipt(JsonElement receipt, string[] sent, int leftOut)
    {
        Assert.Equal(sent.Length, receipt.GetProperty("sent_messages").GetInt32());
        Assert.Equal(sent.Sum(line => line[(line.IndexOf(' ') + 1)..].Length), receipt.GetProperty("sent_characters").GetInt32());
        Assert.Equal(leftOut, receipt.GetProperty("left_out_messages").GetInt32());
        Assert.InRange(receipt.GetProperty("estimated_tokens").GetInt32(), 1, 100);
    }
}
