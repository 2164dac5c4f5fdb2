using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Repeater.Chat.Turns;

namespace Repeater.Endpoints;

/// <summary>While the server stops it can still be read, and turns under way be followed and stopped; nothing new is begun.</summary>
sealed class StoppingMiddleware(RequestDelegate next, Shutdown shutdown)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (!shutdown.HasBegun)
        {
            return next(context);
        }

        context.Response.Headers.Connection = "close";
        return IsServed(context) ? next(context) : ApiErrors.Stopping.ExecuteAsync(context);
    }

    static bool IsServed(HttpContext context) =>
        HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method)
        || context.GetEndpoint() is RouteEndpoint { RoutePattern.RawText: TurnEndpoints.StopPattern };
}
