using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Repeater.Endpoints.OpenAi;

/// <summary>A refusal or failure as clients of OpenAI's API read it: <c>{"error":{"message","type","param","code"}}</c>.</summary>
static class OpenAiError
{
    /// <summary>Whether the request came by that API's paths.</summary>
    public static bool IsFor(HttpContext context) => context.Request.Path.StartsWithSegments("/v1", StringComparison.Ordinal);

    public static void Write(Utf8JsonWriter json, ApiError error)
    {
        json.WriteStartObject();
        json.WriteStartObject("error"u8);
        json.WriteString("message"u8, error.Fields is { } fields ? string.Join("; ", fields.Select(field => $"{field.Name}: {field.Message}")) : error.Detail);
        json.WriteString("type"u8, TypeOf(error.Status));
        json.WriteString("param"u8, error.Param ?? (error.Fields is { Count: > 0 } faults ? faults[0].Name : null));
        json.WriteString("code"u8, error.Code);
        if (error.ErrorId is not null)
        {
            json.WriteString("error_id"u8, error.ErrorId);
        }
        json.WriteEndObject();
        json.WriteEndObject();
    }

    static string TypeOf(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => "authentication_error",
        StatusCodes.Status403Forbidden => "permission_error",
        StatusCodes.Status429TooManyRequests => "rate_limit_error",
        >= 500 => "server_error",
        _ => "invalid_request_error",
    };
}
