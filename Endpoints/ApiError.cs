using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Repeater.Endpoints.OpenAi;

namespace Repeater.Endpoints;

/// <summary>
/// A refusal or failure as the client sees it: <c>{"detail":"…"}</c>, or FastAPI's validation array in place of the sentence; under
/// <c>/v1</c> in the shape of OpenAI's API.
/// Handlers return one from <see cref="ApiErrors"/>.
/// </summary>
sealed record ApiError(int Status, string Detail) : IResult
{
    /// <summary>Not null: these are sent as <c>detail</c>, and <see cref="Detail"/> is not.</summary>
    public IReadOnlyList<FieldError>? Fields { get; init; }

    /// <summary>Sent as a header in whole seconds, rounded up.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Stands in the answer and in the log line of the same failure.</summary>
    public string? ErrorId { get; init; }

    /// <summary>For clients of OpenAI's API: the member of the request that is wrong, and a word for the fault.</summary>
    public string? Param { get; init; }

    /// <inheritdoc cref="Param"/>
    public string? Code { get; init; }

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Status;
        if (RetryAfter is { } wait)
        {
            response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString("F0", CultureInfo.InvariantCulture);
        }
        return OpenAiError.IsFor(httpContext)
            ? ApiResults.SendJsonAsync(response, this, static (writer, error) => OpenAiError.Write(writer, error))
            : ApiResults.SendJsonAsync(response, this, static (writer, error) => error.WriteTo(writer));
    }

    void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        if (Fields is null)
        {
            writer.WriteString("detail"u8, Detail);
        }
        else
        {
            writer.WriteStartArray("detail"u8);
            foreach (var field in Fields)
            {
                field.WriteTo(writer);
            }
            writer.WriteEndArray();
        }
        if (ErrorId is not null)
        {
            writer.WriteString("error_id"u8, ErrorId);
        }
        writer.WriteEndObject();
    }
}
