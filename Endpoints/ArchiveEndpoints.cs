using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using Repeater.Access;
using Repeater.Storage;
using Repeater.Storage.Archive;

namespace Repeater.Endpoints;

/// <summary>Everything a user has, as a zip file: out, and in again.</summary>
sealed class ArchiveEndpoints(UserStore store, ArchiveUpload upload, PathSignatures signatures, ImageUrls urls, TimeProvider clock)
{
    const int DefaultLifetime = 600;
    const int LongestLifetime = 24 * 3600;

    static readonly string[] GetOrHead = ["GET", "HEAD"];

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Map(GetOrHead, "/userdata/file/{user_id}.zip", Get);
        // As the plugin of July 2025 calls it.
        routes.Map(GetOrHead, "/session/download/{user_id}.zip", Get);
        routes.Map(Routes.Post, "/userdata/file/{user_id}.zip", Import);
        routes.Map(Routes.Post, "/userdata/file/link/{user_id}", Link);
    }

    Task<IResult> Get(HttpContext context) =>
        Task.FromResult<IResult>(Routes.TryUser(context, out var user, out var refusal) ? new ArchiveResult(store, user) : refusal);

    async Task<IResult> Import(HttpContext context) =>
        Routes.TryUser(context, out var user, out var refusal) ? await upload.ImportAsync(context, user) : refusal;

    /// <summary>An address that needs no token, for platforms that fetch files without headers.</summary>
    async Task<IResult> Link(HttpContext context)
    {
        if (!Routes.TryUser(context, out var user, out var refusal))
        {
            return refusal;
        }

        var fields = await Fields.ReadAsync(context, FieldSources.Body | FieldSources.Query);
        var lifetime = fields.OptionalInt("lifetime") ?? DefaultLifetime;
        if (fields.Refusal is not null)
        {
            return fields.Refusal;
        }

        if (lifetime is < 1 or > LongestLifetime)
        {
            return ApiErrors.LifetimeOutOfRange(LongestLifetime);
        }

        var expires = clock.GetUtcNow().ToUnixTimeSeconds() + lifetime;
        var query = signatures.QueryOf($"/userdata/file/{user.Raw}.zip", expires);
        var url = $"{urls.BaseOf(context)}/userdata/file/{Uri.EscapeDataString(user.Raw)}.zip?{query}";
        return ApiResults.Json(new FileLink(url, expires), ApiJson.Default.FileLink);
    }
}

/// <param name="Url">Absolute, with its permission in it.</param>
/// <param name="Expires">Unix seconds.</param>
sealed record FileLink(string Url, long Expires);

/// <summary>A user's zip file, written while it is read. A failure after its beginning cuts the connection, so that nobody takes a part for the whole.</summary>
sealed class ArchiveResult(UserStore store, UserName user) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = "application/zip";
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName($"{user.Path.Safe}.zip");
        response.Headers.ContentDisposition = disposition.ToString();
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        if (!HttpMethods.IsHead(httpContext.Request.Method))
        {
            await new ArchiveWriter(store, response.Body).WriteUserAsync(user, httpContext.RequestAborted);
        }
    }
}
