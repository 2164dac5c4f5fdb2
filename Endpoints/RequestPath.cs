using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Repeater.Endpoints;

/// <summary>
/// The path as the client wrote it, decoded once. The server's own resolves <c>..</c> and leaves <c>%2F</c> beside decoded
/// characters, so that different ids would meet: here each segment is plain text, and one with a slash in it names nothing.
/// </summary>
static class RequestPath
{
    const string EncodedSlash = "%2F";

    /// <summary>Middleware, to run before routing.</summary>
    public static Task Use(HttpContext context, RequestDelegate next)
    {
        var path = PathOf(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget);
        // Neither "*" nor the "host:port" of CONNECT has one.
        if (!path.StartsWith('/'))
        {
            return next(context);
        }
        if (path.Contains(EncodedSlash, StringComparison.OrdinalIgnoreCase))
        {
            return ApiErrors.NotFound.ExecuteAsync(context);
        }
        if (path.Contains('%') || !path.SequenceEqual(context.Request.Path.Value))
        {
            context.Request.Path = new(Decode(path));
        }
        return next(context);
    }

    /// <summary>The path inside a request target, without query and, in the absolute form, without scheme and host.</summary>
    public static ReadOnlySpan<char> PathOf(ReadOnlySpan<char> rawTarget)
    {
        var query = rawTarget.IndexOf('?');
        var target = query < 0 ? rawTarget : rawTarget[..query];
        var scheme = target.IndexOf("://");
        if (target.StartsWith('/') || scheme < 0)
        {
            return target;
        }
        var authority = target[(scheme + 3)..];
        return authority.IndexOf('/') is >= 0 and var slash ? authority[slash..] : "/";
    }

    static string Decode(ReadOnlySpan<char> path)
    {
        if (!path.Contains('%'))
        {
            return path.ToString();
        }
        var bytes = new byte[path.Length];
        Encoding.ASCII.GetBytes(path, bytes);
        return PercentEncoding.Decode(bytes, plusIsSpace: false);
    }
}
