using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Repeater.Tests;

/// <summary>One answer of <see cref="FakeUpstream"/>: what it sends, and how it misbehaves.</summary>
sealed class FakeReply(Func<FakeRequest, HttpResponse, CancellationToken, Task> write)
{
    public const string Id = "chatcmpl-test";
    public const long Created = 1_750_000_000;

    /// <summary>The usage of every reply that reports one.</summary>
    public const string Usage = """{"prompt_tokens":11,"completion_tokens":5,"total_tokens":16,"prompt_tokens_details":{"cached_tokens":3}}""";

    const string Done = "data: [DONE]\n\n";

    public Task WriteAsync(FakeRequest request, HttpResponse response, CancellationToken cancellationToken) =>
        write(request, response, cancellationToken);

    /// <summary>A good answer, a chunk for each piece; one JSON object when the request asks for no stream.</summary>
    public static FakeReply Text(params string[] pieces) => new((request, response, stop) => request.WantsStream
        ? SendAsync(response, [.. pieces.Select(piece => Chunk(content: piece)), Finish(), Done], stop)
        : SendJsonAsync(response, Whole(string.Concat(pieces)), stop));

    /// <summary>A good answer with reasoning before it.</summary>
    public static FakeReply Reasoning(string reasoning, string text) => new((request, response, stop) => request.WantsStream
        ? SendAsync(response, [Chunk(reasoning: reasoning), Chunk(content: text), Finish(), Done], stop)
        : SendJsonAsync(response, Whole(text, reasoning), stop));

    /// <summary>A stream of exactly one chunk that holds everything, with <c>created</c> 0.</summary>
    public static FakeReply OneChunk(string text) =>
        Events($$"""data: {"id":"{{Id}}","created":0,"choices":[{"index":0,"delta":{"role":"assistant","content":{{Quote(text)}}},"finish_reason":"stop"}],"usage":{{Usage}}}""" + "\n\n", Done);

    public static FakeReply NoUsage(string text) => Events(Chunk(content: text), Finish(usage: "null"), Done);

    /// <summary>Every byte is sent by itself.</summary>
    public static FakeReply SplitUtf8(string text) => new(async (_, response, stop) =>
    {
        foreach (var single in Encoding.UTF8.GetBytes(Chunk(content: text) + Finish() + Done))
        {
            await SendBytesAsync(response, "text/event-stream", new[] { single }, stop);
        }
    });

    /// <summary>Comments and blank lines before, between and after the chunks, as DeepSeek keeps connections alive.</summary>
    public static FakeReply WithComments(params string[] pieces) =>
        Events([": keep-alive\n\n", .. pieces.SelectMany(piece => new[] { ": keep-alive\n\n\n", Chunk(content: piece) }), ":\n", Finish(), Done]);

    /// <summary>Begins well, then reports an error with status 200.</summary>
    /// <param name="text">What comes before; may be empty.</param>
    /// <param name="error">JSON of the <c>error</c> member.</param>
    public static FakeReply ErrorInStream(string text, string error = """{"message":"the model crashed","code":"internal_error"}""") =>
        Events(text.Length == 0 ? "" : Chunk(content: text), $"data: {{\"error\":{error}}}\n\n", Done);

    /// <summary>The connection breaks after the text.</summary>
    public static FakeReply CutAfter(params string[] pieces) => new(async (_, response, stop) =>
    {
        await SendAsync(response, pieces.Select(piece => Chunk(content: piece)), stop);
        // What was sent must arrive before the reset does.
        await Task.Delay(100, stop);
        response.HttpContext.Abort();
    });

    /// <summary>The stream ends properly after the text, but without finish reason and <c>[DONE]</c>.</summary>
    public static FakeReply EndAfter(params string[] pieces) => Events([.. pieces.Select(piece => Chunk(content: piece))]);

    /// <summary>Nothing more comes after the text; without text not even headers.</summary>
    public static FakeReply Hang(params string[] pieces) => new(async (_, response, stop) =>
    {
        await SendAsync(response, pieces.Select(piece => Chunk(content: piece)), stop);
        await Task.Delay(Timeout.Infinite, stop);
    });

    /// <summary>Headers only, then comments for ever.</summary>
    public static FakeReply OnlyComments(TimeSpan pause) => new(async (_, response, stop) =>
    {
        while (true)
        {
            await SendAsync(response, [": keep-alive\n\n"], stop);
            await Task.Delay(pause, stop);
        }
    });

    /// <summary>The pieces with a pause before each.</summary>
    public static FakeReply Slow(TimeSpan pause, params string[] pieces) => new(async (_, response, stop) =>
    {
        foreach (var piece in pieces)
        {
            await Task.Delay(pause, stop);
            await SendAsync(response, [Chunk(content: piece)], stop);
        }
        await SendAsync(response, [Finish(), Done], stop);
    });

    public static FakeReply Status(int status, string body = "", params (string Name, string Value)[] headers) => new(async (_, response, stop) =>
    {
        response.StatusCode = status;
        foreach (var (name, value) in headers)
        {
            response.Headers[name] = value;
        }
        await SendBytesAsync(response, body.StartsWith('<') ? "text/html" : "application/json", Encoding.UTF8.GetBytes(body), stop);
    });

    /// <summary>A page of HTML with status 200.</summary>
    public static FakeReply Garbage() =>
        Raw("text/html", "<!DOCTYPE html>\n<html><body>Welcome to nginx!</body></html>\n");

    /// <summary>One JSON object whatever was asked for, blank lines before it.</summary>
    public static FakeReply Json(string text, string? reasoning = null) => Raw("application/json", "\n\n \n" + Whole(text, reasoning));

    /// <summary>A stream of exactly this text.</summary>
    public static FakeReply Events(params string[] parts) => new((_, response, stop) => SendAsync(response, parts, stop));

    /// <summary>A body of exactly this text, in several sends.</summary>
    public static FakeReply Raw(string contentType, params string[] parts) =>
        Raw(contentType, TimeSpan.Zero, [.. parts.Select(Encoding.UTF8.GetBytes)]);

    /// <summary>A body of exactly these bytes, with a pause before each part but the first.</summary>
    public static FakeReply Raw(string contentType, TimeSpan pause, params byte[][] parts) => new(async (_, response, stop) =>
    {
        for (var i = 0; i < parts.Length; i++)
        {
            await Task.Delay(i == 0 ? TimeSpan.Zero : pause, stop);
            await SendBytesAsync(response, contentType, parts[i], stop);
        }
    });

    /// <summary>Refuses a request that some providers refuse, else answers.</summary>
    /// <param name="isRefused">Looks at the request's body.</param>
    /// <param name="status">Of the refusal.</param>
    /// <param name="body">Of the refusal.</param>
    public FakeReply Unless(Func<JsonElement, bool> isRefused, int status, string body) => new((request, response, stop) =>
        (isRefused(request.Body) ? Status(status, body) : this).WriteAsync(request, response, stop));

    /// <summary>An answer that depends on the call.</summary>
    public static FakeReply For(Func<FakeRequest, FakeReply> choose) =>
        new((request, response, stop) => choose(request).WriteAsync(request, response, stop));

    /// <summary>The same reply, held back until the task is complete.</summary>
    public FakeReply After(Task release) => new(async (request, response, stop) =>
    {
        await release.WaitAsync(stop);
        await WriteAsync(request, response, stop);
    });

    /// <summary>A chunk event with one delta.</summary>
    public static string Chunk(string? content = null, string? reasoning = null)
    {
        var delta = reasoning is not null ? $"\"reasoning_content\":{Quote(reasoning)},\"content\":null" : $"\"content\":{Quote(content ?? "")}";
        return $"data: {{\"id\":\"{Id}\",\"object\":\"chat.completion.chunk\",\"created\":{Created},\"model\":\"m\",\"choices\":[{{\"index\":0,\"delta\":{{{delta}}},\"finish_reason\":null}}],\"usage\":null}}\n\n";
    }

    /// <summary>The finish chunk and the usage chunk.</summary>
    public static string Finish(string reason = "stop", string usage = Usage) =>
        $"data: {{\"id\":\"{Id}\",\"created\":{Created},\"choices\":[{{\"index\":0,\"delta\":{{}},\"finish_reason\":\"{reason}\"}}],\"usage\":null}}\n\n"
        + $"data: {{\"id\":\"{Id}\",\"created\":{Created},\"choices\":[],\"usage\":{usage}}}\n\n";

    /// <summary>An answer that is not streamed.</summary>
    public static string Whole(string content, string? reasoning = null) =>
        $"{{\"id\":\"{Id}\",\"object\":\"chat.completion\",\"created\":{Created},\"choices\":[{{\"index\":0,\"message\":{{\"role\":\"assistant\",\"content\":{Quote(content)},\"reasoning_content\":{(reasoning is null ? "null" : Quote(reasoning))}}},\"finish_reason\":\"stop\"}}],\"usage\":{Usage}}}";

    static string Quote(string text) => $"\"{JsonEncodedText.Encode(text, ReadableEncoder.Instance)}\"";

    static async Task SendAsync(HttpResponse response, IEnumerable<string> parts, CancellationToken stop)
    {
        foreach (var part in parts)
        {
            await SendBytesAsync(response, "text/event-stream", Encoding.UTF8.GetBytes(part), stop);
        }
    }

    static Task SendJsonAsync(HttpResponse response, string json, CancellationToken stop) =>
        SendBytesAsync(response, "application/json", Encoding.UTF8.GetBytes(json), stop);

    static async Task SendBytesAsync(HttpResponse response, string contentType, ReadOnlyMemory<byte> bytes, CancellationToken stop)
    {
        if (!response.HasStarted)
        {
            response.ContentType = contentType;
        }
        await response.Body.WriteAsync(bytes, stop);
        await response.Body.FlushAsync(stop);
    }
}
