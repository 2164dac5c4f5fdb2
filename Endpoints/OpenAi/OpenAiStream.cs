using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Repeater.Chat;
using Repeater.Chat.Turns;
using Repeater.Storage;

namespace Repeater.Endpoints.OpenAi;

/// <summary>
/// Answers with a turn as it goes on, in chunks: the role, the pieces, the finish reason, the tokens where asked for,
/// <c>[DONE]</c>. What fails before the first piece is an ordinary error, what fails later the stream's last event.
/// </summary>
/// <param name="turn">To be told.</param>
/// <param name="model">As the client named it.</param>
/// <param name="includeUsage">Whether a chunk with the tokens is sent.</param>
sealed class OpenAiStream(LiveTurn turn, string model, bool includeUsage) : IResult
{
    static readonly JsonWriterOptions Options = new() { Encoder = ReadableEncoder.Instance, SkipValidation = true };

    readonly ArrayBufferWriter<byte> _json = new(512);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var gone = httpContext.RequestAborted;
        var response = httpContext.Response;
        var end = await turn.HasMoreAsync(0, gone) ? null : await EndAsync(gone);
        if (end?.Error is { } early)
        {
            await early.ExecuteAsync(httpContext);
            return;
        }

        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        // nginx would hold the pieces back.
        response.Headers["X-Accel-Buffering"] = "no";
        var head = OpenAiEndpoints.HeadOf(turn, end?.Answer?.ModelId ?? turn.Begun?.ModelId ?? model);
        await WriteAsync(response, json => OpenAiWriter.RoleChunk(json, head, includeUsage), gone);
        var position = 0L;
        while (await TurnStream.NextAsync(turn, position, cancellation => KeepAliveAsync(response, cancellation), gone) is { } piece)
        {
            await WriteTextAsync(piece.IsReasoning, piece.Text);
            position = piece.End;
        }

        end ??= await EndAsync(gone);
        if (end.Error is { } late)
        {
            await WriteAsync(response, json => OpenAiError.Write(json, late), gone);
            return;
        }

        var answer = end.Answer!;
        if (position == 0)
        {
            // Told once more for its Idempotency-Key: nothing came piece by piece.
            await WriteTextAsync(true, answer.ReasoningContent);
            await WriteTextAsync(false, answer.Content);
        }

        await WriteAsync(response, json => OpenAiWriter.FinishChunk(json, head, includeUsage, answer), gone);
        if (includeUsage && answer.Usage is { } usage)
        {
            await WriteAsync(response, json => OpenAiWriter.UsageChunk(json, head, usage), gone);
        }

        response.BodyWriter.Write("data: [DONE]\n\n"u8);
        await response.BodyWriter.FlushAsync(gone);

        async Task WriteTextAsync(bool isReasoning, string text)
        {
            if (text.Length > 0)
            {
                await WriteAsync(response, json => OpenAiWriter.TextChunk(json, head, includeUsage, isReasoning, text), gone);
            }
        }
    }

    async Task<End> EndAsync(CancellationToken gone)
    {
        try
        {
            var outcome = await turn.Outcome.WaitAsync(gone);
            return new End(outcome as TurnAnswer, OpenAiEndpoints.ErrorOf(outcome, model));
        }
        catch (StorageException outage)
        {
            return new End(null, ApiErrors.OfStorage(outage));
        }
    }

    /// <summary>One of the two.</summary>
    sealed record End(TurnAnswer? Answer, ApiError? Error);

    static async Task KeepAliveAsync(HttpResponse response, CancellationToken cancellation)
    {
        response.BodyWriter.Write(": keep-alive\n\n"u8);
        await response.BodyWriter.FlushAsync(cancellation);
    }

    async Task WriteAsync(HttpResponse response, Action<Utf8JsonWriter> write, CancellationToken cancellation)
    {
        _json.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(_json, Options))
        {
            write(json);
        }

        response.BodyWriter.Write("data: "u8);
        response.BodyWriter.Write(_json.WrittenSpan);
        response.BodyWriter.Write("\n\n"u8);
        await response.BodyWriter.FlushAsync(cancellation);
    }
}
