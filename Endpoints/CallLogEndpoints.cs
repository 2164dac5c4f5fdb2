using System.Buffers;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Repeater.Calls;

namespace Repeater.Endpoints;

/// <summary>The call log, whole or by user, model, time and number.</summary>
sealed class CallLogEndpoints(CallLog calls)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Map(Routes.Get, "/calllog", context => ReadAsync(context, isLines: false));
        routes.Map(Routes.Get, "/calllog/stream", context => ReadAsync(context, isLines: true));
    }

    async Task<IResult> ReadAsync(HttpContext context, bool isLines)
    {
        var fields = await Fields.ReadAsync(context, FieldSources.Query);
        var user = fields.OptionalText("user_id") ?? fields.OptionalText("user");
        var model = fields.OptionalText("model");
        var from = fields.OptionalText("from");
        var to = fields.OptionalText("to");
        var limit = fields.OptionalInt("limit");
        if (fields.Refusal is { } refusal)
        {
            return refusal;
        }

        if (limit < 1)
        {
            return ApiErrors.OutOfRange("limit", 1, int.MaxValue, limit.Value);
        }

        if (from is not null && Nanoseconds(from) is null)
        {
            return ApiErrors.NoTime("from", from);
        }

        if (to is not null && Nanoseconds(to) is null)
        {
            return ApiErrors.NoTime("to", to);
        }

        try
        {
            var filter = new CallFilter { UserId = user, Model = model, From = Nanoseconds(from), To = Nanoseconds(to), Limit = limit };
            return new CallLogAnswer(calls.Read(), filter, calls.Dropped, isLines);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return ApiErrors.CallLogUnreadable(error.Message);
        }
    }

    static long? Nanoseconds(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds < 9_000_000_000 ? seconds * 1_000_000_000
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) && time.Year < 2200
            ? (time - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick
            : null;
}

/// <summary>
/// Calls as a JSON array, or one a line, as they are read: never all in memory. <c>X-Call-Log-Damaged</c> says how many lines of the
/// log are no calls, <c>X-Call-Log-Dropped</c> how many calls since the start could not be written.
/// </summary>
sealed class CallLogAnswer(CallReading reading, CallFilter filter, long dropped, bool isLines) : IResult
{
    const int FlushAt = 64 << 10;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        using var closing = reading;
        var (wanted, damaged) = reading.Count(filter);
        var response = httpContext.Response;
        response.Headers["X-Call-Log-Damaged"] = damaged.ToString(CultureInfo.InvariantCulture);
        response.Headers["X-Call-Log-Dropped"] = dropped.ToString(CultureInfo.InvariantCulture);
        response.ContentType = isLines ? "application/x-ndjson" : "application/json";
        if (isLines)
        {
            response.Headers.XContentTypeOptions = "nosniff";
            response.Headers.CacheControl = "no-cache";
            if (HttpProtocol.IsHttp11(httpContext.Request.Protocol))
            {
                response.Headers.Connection = "keep-alive";
            }

            httpContext.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        }

        var body = response.BodyWriter;
        body.Write(isLines ? [] : "["u8);
        var isFirst = true;
        foreach (var call in reading.Select(filter, wanted))
        {
            body.Write(isLines || isFirst ? [] : ","u8);
            CallsJson.Write(body, call);
            body.Write(isLines ? "\n"u8 : []);
            isFirst = false;
            if (body.UnflushedBytes > FlushAt)
            {
                await body.FlushAsync(httpContext.RequestAborted);
            }
        }

        body.Write(isLines ? [] : "]"u8);
        await body.FlushAsync(httpContext.RequestAborted);
    }
}
