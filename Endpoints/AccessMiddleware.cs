using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Repeater.Endpoints;

/// <summary>
/// Lets nobody in without the access token. Probes need none; a rendered image's unguessable address is its own permission,
/// since the platforms that fetch it send no headers. A user's zip file can be fetched by a signed address.
/// </summary>
sealed class AccessMiddleware(RequestDelegate next, string token, SignedPaths signed)
{
    const string Scheme = "Bearer ";

    readonly byte[] _token = SHA256.HashData(Encoding.UTF8.GetBytes(token));

    public Task InvokeAsync(HttpContext context) =>
        IsOpen(context.Request) || IsAuthorized(context.Request) || IsSigned(context.Request) ? next(context) : ApiErrors.InvalidAccessToken.ExecuteAsync(context);

    static bool IsOpen(HttpRequest request) =>
        request.Path.Value is "/healthz" or "/readyz"
        || HttpMethods.IsGet(request.Method) && request.Path.StartsWithSegments("/file/render");

    bool IsSigned(HttpRequest request) => request.Path.StartsWithSegments("/userdata/file") && signed.Allows(request);

    /// <summary>Compares digests, so that the time says nothing about the token.</summary>
    bool IsAuthorized(HttpRequest request)
    {
        string? header = request.Headers.Authorization;
        return header is not null
            && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(header[Scheme.Length..].Trim())), _token);
    }
}
