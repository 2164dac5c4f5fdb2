using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Repeater.Render;

namespace Repeater.Endpoints;

/// <summary>What people see in a browser, and the description of every route. Nothing is fetched from anywhere else.</summary>
static class PageEndpoints
{
    public static void MapPageEndpoints(this IEndpointRouteBuilder routes)
    {
        routes.Map(Routes.Get, "/", context => Task.FromResult<IResult>(
            WantsPage(context.Request) ? Page(context, "index.html") : ApiResults.Json(new About("repeater", BuildInfo.Version), ApiJson.Default.About)));
        routes.Map(Routes.Get, "/docs", context => Task.FromResult<IResult>(Page(context, "docs.html")));
        routes.Map(Routes.Get, "/openapi.json", _ => Task.FromResult<IResult>(TypedResults.Text(
            Read("pages/openapi.json").Replace("\"version\": \"0.0.0\"", $"\"version\": \"{BuildInfo.Version}\"", StringComparison.Ordinal), "application/json")));
    }

    /// <summary>Browsers name HTML; programs name JSON, anything, or nothing.</summary>
    static bool WantsPage(HttpRequest request) => request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

    static ContentHttpResult Page(HttpContext context, string name)
    {
        var nonce = RandomNumberGenerator.GetHexString(32);
        context.Response.Headers.ContentSecurityPolicy =
            $"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.Vary = "Accept";
        var page = Read($"pages/{name}")
            .Replace("{css}", Read("pages/page.css"), StringComparison.Ordinal)
            .Replace("{version}", BuildInfo.Version, StringComparison.Ordinal)
            .Replace("{nonce}", nonce, StringComparison.Ordinal);
        return TypedResults.Text(page, "text/html", Encoding.UTF8);
    }

    static string Read(string resource) => Encoding.UTF8.GetString(EmbeddedResource.Open(resource).Bytes);
}

sealed record About(string Name, string Version);
