using System.Net;
using Microsoft.AspNetCore.Http;

namespace Repeater.Endpoints;

/// <summary>Addresses of images as whoever asked can reach them.</summary>
sealed class ImageUrls(Settings settings)
{
    /// <summary>Below the public address where one is set, else below the address the request came to, as a trusted proxy says it did.</summary>
    public string UrlOf(HttpContext context, Guid image) => $"{BaseOf(context)}/file/render/{image:D}.png";

    /// <summary>The part in front of a path.</summary>
    public string BaseOf(HttpContext context) => settings.PublicUrl?.TrimEnd('/') ?? $"{SchemeOf(context)}://{HostOf(context)}";

    // A proxy may say anything; images are fetched by these two.
    static string SchemeOf(HttpContext context) => context.Request.Scheme.Equals("https", StringComparison.OrdinalIgnoreCase) ? "https" : "http";

    static string HostOf(HttpContext context) => context.Request.Host.HasValue
        ? context.Request.Host.ToUriComponent()
        : new IPEndPoint(context.Connection.LocalIpAddress ?? IPAddress.Loopback, context.Connection.LocalPort).ToString();
}
