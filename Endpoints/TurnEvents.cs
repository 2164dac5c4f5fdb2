using System.Buffers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Repeater.Chat.Turns;

namespace Repeater.Endpoints;

/// <summary>
/// Writes a turn's events: JSON objects whose <c>type</c> is <c>turn</c>, <c>delta</c>, <c>done</c> or <c>error</c>, as server-sent
/// events or one a line (NDJSON), whichever the client accepts.
/// </summary>
sealed class TurnEvents(HttpResponse response, bool asLines)
{
    static readonly JsonWriterOptions Options = new() { Encoder = ReadableEncoder.Instance, SkipValidation = true };

    static readonly string[] LineTypes = ["application/x-ndjson", "application/ndjson", "application/jsonl", "application/json-lines"];

    readonly ArrayBufferWriter<byte> _json = new(512);

    public static TurnEvents For(HttpContext context) => new(
        context.Response,
        context.Request.Headers.Accept.Any(accept => LineTypes.Any(type => accept?.Contains(type, StringComparison.OrdinalIgnoreCase) == true)));

    /// <summary>Begins the answer: from here on failures are events.</summary>
    public void Begin()
    {
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = asLines ? "application/x-ndjson" : "text/event-stream";
        response.Headers.CacheControl = "no-store";
        // nginx would hold the pieces back.
        response.Headers["X-Accel-Buffering"] = "no";
    }

    public Task TurnAsync(LiveTurn turn, CancellationToken cancellation) => WriteAsync("turn", null, json =>
    {
        json.WriteString("turn_id"u8, turn.Id);
        json.WriteString("branch"u8, turn.Branch);
        if (turn.Begun is { } answering)
        {
            json.WriteString("model_name"u8, answering.ModelName);
            json.WriteString("model_type"u8, answering.ModelType);
            json.WriteString("model_id"u8, answering.ModelId);
            json.WriteNumber("key_slot"u8, answering.KeySlot);
            json.WriteNumber("tries"u8, answering.Tries);
        }
    }, cancellation);

    public Task DeltaAsync(LivePiece piece, CancellationToken cancellation) => WriteAsync("delta", piece.End, json =>
    {
        json.WriteNumber("offset"u8, piece.End);
        json.WriteString(piece.IsReasoning ? "reasoning_content"u8 : "content"u8, piece.Text);
    }, cancellation);

    public Task DoneAsync(ChatAnswer answer, CancellationToken cancellation)
    {
        using var whole = JsonSerializer.SerializeToDocument(answer, ApiJson.Default.ChatAnswer);
        return WriteAsync("done", null, json =>
        {
            foreach (var member in whole.RootElement.EnumerateObject())
            {
                member.WriteTo(json);
            }
        }, cancellation);
    }

    public Task ErrorAsync(ApiError error, CancellationToken cancellation) => WriteAsync("error", null, json =>
    {
        json.WriteNumber("status"u8, error.Status);
        json.WriteString("detail"u8, error.Detail);
        if (error.RetryAfter is { } wait)
        {
            json.WriteNumber("retry_after"u8, Math.Ceiling(wait.TotalSeconds));
        }
    }, cancellation);

    /// <summary>Shows that the server is still there; clients do not see it.</summary>
    public async Task KeepAliveAsync(CancellationToken cancellation)
    {
        response.BodyWriter.Write(asLines ? "\n"u8 : ": keep-alive\n\n"u8);
        await response.BodyWriter.FlushAsync(cancellation);
    }

    /// <summary>Waits while the client is slow: the turn does not.</summary>
    async Task WriteAsync(string type, long? id, Action<Utf8JsonWriter> members, CancellationToken cancellation)
    {
        _json.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(_json, Options))
        {
            json.WriteStartObject();
            json.WriteString("type"u8, type);
            members(json);
            json.WriteEndObject();
        }

        var body = response.BodyWriter;
        if (!asLines)
        {
            Write(body, $"event: {type}\n");
            if (id is not null)
            {
                Write(body, $"id: {id}\n");
            }

            body.Write("data: "u8);
        }

        // JSON has no line breaks of its own, so it is one line of data.
        body.Write(_json.WrittenSpan);
        body.Write(asLines ? "\n"u8 : "\n\n"u8);
        await body.FlushAsync(cancellation);
    }

    static void Write(IBufferWriter<byte> body, string ascii) => Encoding.ASCII.GetBytes(ascii.AsSpan(), body);
}
