using Microsoft.AspNetCore.Routing;

namespace Repeater.Tests.Endpoints;

/// <summary>What the app answers to, by its own account.</summary>
static class AppRoutes
{
    public static IReadOnlyList<(string Pattern, IReadOnlyList<string> Methods)> All()
    {
        var folder = Directory.CreateTempSubdirectory("repeater-routes-");
        try
        {
            using var app = (IDisposable)App.Build(
                new Settings { Port = 0, UserDataDir = folder.FullName, RenderedImageDir = Path.Combine(folder.FullName, "images") }, new());
            return
            [
                .. from source in ((IEndpointRouteBuilder)app).DataSources
                   from endpoint in source.Endpoints.OfType<RouteEndpoint>()
                   select (endpoint.RoutePattern.RawText!, endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["any"]),
            ];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
