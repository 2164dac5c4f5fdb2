using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Repeater.Tests.Endpoints;

/// <summary>Chats with <c>stream=true</c>.</summary>
public class ChatStreamTests
{
    [Theory]
    [InlineData(null, "text/event-stream")]
    [InlineData("text/event-stream", "text/event-stream")]
    [InlineData("application/x-ndjson", "application/x-ndjson")]
    [InlineData("text/plain, application/jsonl;q=0.9", "application/x-ndjson")]
    public async Task A_streamed_chat_comes_in_pieces_and_ends_with_everything_the_plain_answer_has(string? accept, string contentType)
    {
        await using var world = await ChatWorld.StartAsync();
        world.Upstream.Enqueue(FakeReply.Reasoning("想一想", "你好 😀"), FakeReply.Reasoning("想一想", "你好 😀"));

        await using var stream = await ChatAsync(world, "u", accept);
        var events = await stream.RestAsync();
        var plain = (await world.ChatAsync("v", "hi")).Json;

        Assert.Equal((200, contentType), (stream.Status, stream.ContentType));
        Assert.Equal(["turn", "delta", "delta", "done"], events.Select(Type));
        Assert.Equal("想一想", events[1].GetProperty("reasoning_content").GetString());
        Assert.Equal("你好 😀", events[2].GetProperty("content").GetString());
        Assert.Equal(["type", .. Members(plain)], Members(events[3]));
        Assert.Equal((Text(plain, "content"), Text(plain, "reasoning_content"), Text(plain, "usage")),
            (Text(events[3], "content"), Text(events[3], "reasoning_content"), Text(events[3], "usage")));
        Assert.Equal(("Fake Chat", "default"), (Text(events[0], "model_name"), Text(events[0], "branch")));
        Assert.Equal(["user: hi", "assistant: 你好 😀"], await world.ContextAsync("u"));
    }

    [Fact]
    public async Task The_first_piece_comes_while_the_model_still_writes()
    {
        await using var world = await ChatWorld.StartAsync();
        world.Upstream.Enqueue(FakeReply.Hang("half"));

        await using var stream = await ChatAsync(world, "u");

        Assert.Equal("turn", Type((await stream.NextAsync())!.Value));
        Assert.Equal("half", Text((await stream.NextAsync())!.Value, "content"));
    }

    [Theory]
    [InlineData(429, "Retry-After: 7")]
    [InlineData(503, "")]
    public async Task What_fails_before_the_first_piece_is_an_ordinary_error(int status, string header)
    {
        await using var world = await ChatWorld.StartAsync();
        world.Upstream.Enqueue(FakeReply.Status(status, """{"error":{"message":"no"}}""", header.Length > 0 ? [("Retry-After", "7")] : []));

        await using var stream = await ChatAsync(world, "u");

        Assert.Equal((status, "application/json"), (stream.Status, stream.ContentType));
        Assert.StartsWith("""{"detail":"Fake answered""", await stream.BodyAsync());
        Assert.Empty(await world.ContextAsync("u"));
    }

    [Fact]
    public async Task A_refused_request_is_an_ordinary_error()
    {
        await using var world = await ChatWorld.StartAsync();

        await using var stream = await ChatAsync(world, "u", null, ("continue_completion", "true"));

        Assert.Equal((400, """{"detail":"Cannot send message when continuing completion"}"""), (stream.Status, await stream.BodyAsync()));
    }

    [Fact]
    public async Task What_fails_later_is_the_last_event()
    {
        await using var world = await ChatWorld.StartAsync();
        world.Upstream.Enqueue(FakeReply.ErrorInStream("half"));

        await using var stream = await ChatAsync(world, "u");
        var events = await stream.RestAsync();

        Assert.Equal(["turn", "delta", "error"], events.Select(Type));
        Assert.Equal(503, events[^1].GetProperty("status").GetInt32());
        Assert.Contains("saved as an interrupted reply", Text(events[^1], "detail"));
        Assert.Equal(["user: hi", "assistant: half"], await world.ContextAsync("u"));
    }

    [Fact]
    public async Task Failures_as_replies_are_the_last_event_of_a_good_stream()
    {
        await using var world = await ChatWorld.StartAsync(("CHAT_ERRORS_AS_REPLY", "true"));
        world.Upstream.Enqueue(FakeReply.Status(500, "oops"));

        await using var stream = await ChatAsync(world, "u");
        var events = await stream.RestAsync();

        Assert.Equal((200, "done"), (stream.Status, Type(events[^1])));
        Assert.StartsWith("Error:Fake", Text(events[^1], "content"));
    }

    [Fact]
    public async Task An_empty_reply_is_told_and_not_stored()
    {
        await using var world = await ChatWorld.StartAsync();
        world.Upstream.Enqueue(FakeReply.Text("  \n"));

        await using var stream = await ChatAsync(world, "u");
        var events = await stream.RestAsync();

        Assert.Contains("nothing was stored", events[^1].GetProperty("warnings")[0].GetString());
        Assert.Empty(await world.ContextAsync("u"));
    }

    [Fact]
    public async Task A_streamed_reply_can_be_drawn()
    {
        await using var world = await ChatWorld.StartAsync();
        world.Upstream.Enqueue("# fine");

        await using var stream = await ChatAsync(world, "u", null, ("rendering", "true"));
        var events = await stream.RestAsync();

        Assert.Contains("/file/render/", Text(events[^1], "image_url"));
    }

    [Fact]
    public async Task A_client_that_leaves_in_the_middle_does_not_lose_its_turn()
    {
        await using var world = await ChatWorld.StartAsync();
        var release = new TaskCompletionSource();
        world.Upstream.Enqueue(HalfThen(release.Task));
        var stream = await ChatAsync(world, "u");
        await stream.NextAsync();
        await stream.NextAsync();

        await stream.DisposeAsync();
        release.SetResult();

        Assert.Equal(["user: hi", "assistant: half and half"], await StoredAsync(world, "u"));
    }

    [Fact]
    public async Task A_client_that_reads_nothing_holds_nobody_up()
    {
        await using var world = await ChatWorld.StartAsync();
        var piece = new string('x', 32 << 10);
        world.Upstream.Enqueue(FakeReply.Text([.. Enumerable.Repeat(piece, 200)]), FakeReply.Text("fine"));
        using var idle = new TcpClient { ReceiveBufferSize = 4096 };
        await idle.ConnectAsync(world.Server.Address.Host, world.Server.Address.Port);
        await idle.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            "POST /chat/completion/slow HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 22\r\n\r\nmessage=hi&stream=true"));

        // Stored though its reader has taken next to nothing.
        Assert.Equal(200 * (32 << 10) + "assistant: ".Length, (await StoredAsync(world, "slow"))[1].Length);
        Assert.Equal("fine", Text((await world.ChatAsync("other", "hi")).Json, "content"));
    }

    [Fact]
    public async Task A_repeated_key_streams_the_first_answer_at_once()
    {
        await using var world = await ChatWorld.StartAsync();
        world.Upstream.Enqueue("once");

        await using var first = await ChatAsync(world, "u", null, ("key", "k1"));
        await first.RestAsync();
        await using var second = await ChatAsync(world, "u", null, ("key", "k1"));
        var events = await second.RestAsync();

        Assert.Equal(["turn", "done"], events.Select(Type));
        Assert.Equal("once", Text(events[^1], "content"));
        Assert.Single(world.Upstream.Requests);
    }

    internal static Task<EventStream> ChatAsync(ChatWorld world, string user, string? accept = null, params (string Name, string Value)[] fields)
    {
        var all = fields.Where(field => field.Name != "key").Prepend(("message", "hi")).Append(("stream", "true"));
        var request = new HttpRequestMessage(HttpMethod.Post, $"/chat/completion/{user}")
        {
            Content = new FormUrlEncodedContent(all.Select(field => KeyValuePair.Create(field.Item1, field.Item2))),
        };
        foreach (var (_, key) in fields.Where(field => field.Name == "key"))
        {
            request.Headers.Add("Idempotency-Key", key);
        }
        return EventStream.OpenAsync(world.Server.Client, request, accept);
    }

    /// <summary>Waits until there is something to see.</summary>
    internal static async Task<string[]> StoredAsync(ChatWorld world, string user)
    {
        using var guard = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            var context = await world.ContextAsync(user);
            if (context.Length > 0)
            {
                return context;
            }
            await Task.Delay(10, guard.Token);
        }
    }

    internal static FakeReply HalfThen(Task release) => new(async (_, response, stop) =>
    {
        await response.WriteAsync(FakeReply.Chunk("half"), stop);
        await release.WaitAsync(stop);
        await response.WriteAsync(FakeReply.Chunk(" and half") + FakeReply.Finish() + "data: [DONE]\n\n", stop);
    });

    internal static string? Type(JsonElement json) => Text(json, "type");

    internal static string? Text(JsonElement json, string member) => json.GetProperty(member).ToString();

    static IEnumerable<string> Members(JsonElement json) => json.EnumerateObject().Select(member => member.Name);
}
