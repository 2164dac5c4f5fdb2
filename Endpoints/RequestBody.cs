using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Repeater.Endpoints;

/// <summary>
/// A request body read whole: a form, or the object of a JSON body (then <see cref="Form"/> is empty), or why it is neither.
/// </summary>
/// <remarks>
/// JSON is what calls itself JSON, and any other body but a multipart one that begins with <c>{</c>: a forgotten header is the
/// commonest mistake with curl, and no field of a form begins so. What is neither form nor JSON is the empty form.
/// The size limit is <see cref="Settings.MaxBodyBytes"/>.
/// </remarks>
readonly record struct RequestBody(IReadOnlyList<FormField> Form, JsonElement? Json = null, ApiError? Refusal = null)
{
    public RequestBody(JsonElement json)
        : this([], json)
    {
    }

    public RequestBody(ApiError refusal)
        : this([], null, refusal)
    {
    }

    public static async ValueTask<RequestBody> ReadAsync(HttpRequest request, CancellationToken cancel)
    {
        if (request.Headers.ContentEncoding is [{ } encoding, ..] && !Is(encoding, "identity"))
        {
            return new(ApiErrors.UnsupportedEncoding(encoding));
        }
        var limit = TakeOverLimit(request.HttpContext);
        var maxFields = MaxFieldsOf(request.HttpContext);
        if (request.ContentLength > limit)
        {
            return new(ApiErrors.BodyTooLarge(limit));
        }
        while (true)
        {
            var read = await request.BodyReader.ReadAsync(cancel);
            if (read.Buffer.Length > limit)
            {
                request.BodyReader.AdvanceTo(read.Buffer.End);
                return new(ApiErrors.BodyTooLarge(limit));
            }
            if (read.IsCompleted)
            {
                var body = read.Buffer.IsSingleSegment
                    ? Parse(read.Buffer.FirstSpan, request.ContentType, maxFields)
                    : Parse(read.Buffer.ToArray(), request.ContentType, maxFields);
                request.BodyReader.AdvanceTo(read.Buffer.End);
                return body;
            }
            request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    /// <summary>Looking a field up is linear in their number, so it has a limit.</summary>
    public static int MaxFieldsOf(HttpContext context) => context.RequestServices.GetRequiredService<Settings>().MaxFields;

    /// <summary>Never throws, whatever the bytes.</summary>
    public static RequestBody Parse(ReadOnlySpan<byte> body, string? contentType, int maxFields)
    {
        if (body.IsEmpty)
        {
            return new([]);
        }
        var type = MediaTypeHeaderValue.TryParse(contentType, out var parsed) ? parsed : null;
        var charset = HeaderUtilities.RemoveQuotes(type?.Charset ?? default);
        if (charset.HasValue && !(Is(charset, "utf-8") || Is(charset, "utf8") || Is(charset, "us-ascii")))
        {
            return new(ApiErrors.UnsupportedCharset(charset.ToString()));
        }
        var name = type?.MediaType ?? default;
        if (Is(name, "multipart/form-data"))
        {
            return Multipart.Parse(body, HeaderUtilities.RemoveQuotes(type!.Boundary), maxFields);
        }
        if (Is(name, "application/json") || Is(type?.Suffix ?? default, "json") || body.TrimStart(" \t\r\n"u8).StartsWith("{"u8))
        {
            return ParseJson(body, maxFields);
        }
        if (!Is(name, "application/x-www-form-urlencoded"))
        {
            return new([]);
        }
        return UrlEncoded.Parse(body, maxFields) is { } form ? new(form) : new(ApiErrors.TooManyFields(maxFields));
    }

    /// <summary>
    /// The server would throw at the limit and reset the connection before the client has read why. Refused here, the rest of
    /// the body is read away for some seconds.
    /// </summary>
    static long TakeOverLimit(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is not { IsReadOnly: false, MaxRequestBodySize: { } limit } feature)
        {
            return long.MaxValue;
        }
        feature.MaxRequestBodySize = null;
        return limit;
    }

    static RequestBody ParseJson(ReadOnlySpan<byte> body, int maxFields)
    {
        if (!JsonText.TryParse(body, out var json, out var reason))
        {
            return new(ApiErrors.BadJson(reason));
        }
        if (json.ValueKind != JsonValueKind.Object)
        {
            return new(ApiErrors.BadJson("is JSON but no object"));
        }
        return json.GetPropertyCount() > maxFields ? new(ApiErrors.TooManyFields(maxFields)) : new(json);
    }

    static bool Is(ReadOnlySpan<char> word, string expected) => word.Equals(expected, StringComparison.OrdinalIgnoreCase);
}
