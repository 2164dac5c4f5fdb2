using System.Net;
using Microsoft.AspNetCore.Http;

namespace Repeater.Endpoints;

/// <summary>Addresses of images as whoever asked can reach them.</summary>
sealed class ImageUrls(Settings settings)
{
    /// <summary>
    /// Below the public address where one is set, else below the address the request came to. A proxy on this machine is
    /// believed when it says that the request came by HTTPS, anybody else is not.
    /// </summary>
    public string UrlOf(HttpContext context, Guid image) => $"{BaseOf(context)}/file/render/{image:D}.png";

    /// <summary>The part in front of a path.</summary>
    public string BaseOf(HttpContext context) => settings.PublicUrl?.TrimEnd('/') ?? $"{SchemeOf(context)}://{HostOf(context)}";

    static string SchemeOf(HttpContext context)
    {
        string? forwarded = context.Request.Headers["X-Forwarded-Proto"];
        return forwarded is "http" or "https" && context.Connection.RemoteIpAddress is { } peer && IPAddress.IsLoopback(peer)
            ? forwarded
            : context.Request.Scheme;
    }

    static string HostOf(HttpContext context) => context.Request.Host.HasValue
        ? context.Request.Host.ToUriComponent()
        : new IPEndPoint(context.Connection.LocalIpAddress ?? IPAddress.Loopback, context.Connection.LocalPort).ToString();
}
