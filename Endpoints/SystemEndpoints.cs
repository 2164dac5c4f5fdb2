using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Repeater.Endpoints;

/// <summary>Routes about the server itself. Unknown routes need no fallback here: it would turn every 405 into a 404.</summary>
static class SystemEndpoints
{
    public static void MapSystemEndpoints(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/healthz", GetHealth);
    }

    static JsonResult<Health> GetHealth() => ApiResults.Json(new Health("ok"), ApiJson.Default.Health);
}

/// <param name="Status"><c>ok</c> as long as the process answers.</param>
sealed record Health(string Status);
