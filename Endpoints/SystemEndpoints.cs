using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Repeater.Calls;
using Repeater.Chat;
using Repeater.Chat.Images;
using Repeater.Metrics;
using Repeater.Storage;

namespace Repeater.Endpoints;

/// <summary>Routes about the server itself. Unknown routes need no fallback here: it would turn every 405 into a 404.</summary>
sealed class SystemEndpoints(Readiness readiness, ServerMetrics metrics, TurnQueue queue, ImageService images, UserStore store, CallLog calls)
{
    readonly IReadOnlyList<Metric> _metrics =
    [
        .. metrics.All,
        new Gauge("repeater_turns_running", "Chat turns that have their place.", () => queue.Running),
        new Gauge("repeater_turns_waiting", "Chat turns that wait for an earlier one of their user, or for a place.", () => queue.Waiting),
        new Gauge("repeater_renders_under_way", "Texts that are drawn or wait for it.", () => images.UnderWay),
        new Gauge("repeater_storage_cache_bytes", "Memory for conversations in use.", () => store.CacheBytes),
        new Gauge("repeater_storage_read_only_branches", "Branches that cannot be changed until a failed write can be taken back.", () => store.ReadOnlyBranches),
        new Gauge("repeater_calllog_dropped_total", "Calls that are in no log since it could not be written.", () => calls.Dropped, "counter"),
        .. ProcessMetrics.All,
    ];

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Map(Routes.Get, "/healthz", _ => Task.FromResult<IResult>(ApiResults.Json(new Health("ok"), ApiJson.Default.Health)));
        routes.Map(Routes.Get, "/readyz", GetReadiness);
        routes.Map(Routes.Get, "/metrics", _ => Task.FromResult<IResult>(TypedResults.Text(PrometheusText.Of(_metrics), PrometheusText.ContentType)));
    }

    async Task<IResult> GetReadiness(HttpContext context)
    {
        var report = await readiness.ReportAsync();
        context.Response.StatusCode = report.IsReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        context.Response.Headers.CacheControl = "no-store";
        return ApiResults.Json(report, ApiJson.Default.ReadinessReport);
    }
}

/// <param name="Status"><c>ok</c> as long as the process answers.</param>
sealed record Health(string Status);
