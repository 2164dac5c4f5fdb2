using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Repeater.Metrics;

namespace Repeater.Endpoints;

/// <summary>Counts requests by the pattern of their route, never by their path: so many there are, and no more.</summary>
sealed class RequestMeter(RequestDelegate next, ServerMetrics metrics, ILogger<RequestMeter> logger)
{
    const string NoRoute = "(none)";

    /// <summary>As proxies log it: the client left before there was an answer.</summary>
    const int ClientClosedRequest = 499;

    public async Task InvokeAsync(HttpContext context)
    {
        var begun = Stopwatch.GetTimestamp();
        // Who asks how the server does is not to keep it from ending.
        var isWork = context.Request.Path.Value is not ("/healthz" or "/readyz" or "/metrics");
        if (isWork)
        {
            metrics.BeginRequest();
        }

        try
        {
            await next(context);
        }
        finally
        {
            if (isWork)
            {
                metrics.EndRequest();
            }

            var status = context is { RequestAborted.IsCancellationRequested: true, Response.HasStarted: false } ? ClientClosedRequest : context.Response.StatusCode;
            Count(context, status);
            Log.RequestEnded(logger, context.Request.Method, context.Request.Path.Value, status, (long)Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
        }
    }

    void Count(HttpContext context, int status)
    {
        var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;
        metrics.Requests.Add(new(route is null ? NoRoute : context.Request.Method, route ?? NoRoute, status.ToString(CultureInfo.InvariantCulture)));
    }
}
