using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace Repeater.Endpoints;

/// <summary>Answers of status 200, sent whole with their length.</summary>
static class ApiResults
{
    const string JsonType = "application/json";
    const string TextType = "text/plain; charset=utf-8";

    // Reaches every string whatever the type's own options say, and does not check what generated code writes.
    static readonly JsonWriterOptions WriterOptions = new() { Encoder = ReadableEncoder.Instance, SkipValidation = true };

    /// <summary>Compact JSON, readable UTF-8, content type without a charset as the original sent it.</summary>
    public static JsonResult<T> Json<T>(T value, JsonTypeInfo<T> type) => new(value, type);

    public static TextResult Text(string text) => new(text);

    internal static Task SendTextAsync(HttpResponse response, string text) =>
        SendAsync(response, TextType, Encoding.UTF8.GetBytes(text));

    internal static Task SendJsonAsync<T>(HttpResponse response, T value, Action<Utf8JsonWriter, T> write)
    {
        // Written whole before the answer begins: a failure on the way can still become a 500.
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
        {
            write(writer, value);
        }
        return SendAsync(response, JsonType, buffer.WrittenMemory);
    }

    static Task SendAsync(HttpResponse response, string contentType, ReadOnlyMemory<byte> body)
    {
        response.ContentType = contentType;
        response.ContentLength = body.Length;
        return response.Body.WriteAsync(body).AsTask();
    }
}

sealed class JsonResult<T>(T value, JsonTypeInfo<T> type) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext) =>
        ApiResults.SendJsonAsync(
            httpContext.Response, this, static (writer, result) => JsonSerializer.Serialize(writer, result.Value, result.Type));

    T Value { get; } = value;

    JsonTypeInfo<T> Type { get; } = type;
}

sealed class TextResult(string text) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext) => ApiResults.SendTextAsync(httpContext.Response, text);
}

/// <summary>JSON that is written by hand.</summary>
sealed class WrittenResult(Action<Utf8JsonWriter> write) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext) =>
        ApiResults.SendJsonAsync(httpContext.Response, write, static (writer, act) => act(writer));
}
