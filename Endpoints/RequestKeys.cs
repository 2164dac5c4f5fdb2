using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Repeater.Storage;

namespace Repeater.Endpoints;

/// <summary>Tells a request that is sent again from another one that merely has the same Idempotency-Key.</summary>
static class RequestKeys
{
    const int HashLetters = 16;

    /// <summary>
    /// Null where no key was sent. Two requests are the same when route, path and fields are; how the user is spelled, and how a
    /// multipart body is cut into parts, makes no difference.
    /// </summary>
    public static RequestKey? Of(HttpContext context, string? key, Fields? fields = null)
    {
        if (key is null)
        {
            return null;
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, context.Request.Method);
        Add(hash, (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "");
        foreach (var (name, value) in context.Request.RouteValues.Where(item => item.Key != "user_id").OrderBy(item => item.Key, StringComparer.Ordinal))
        {
            Add(hash, name);
            Add(hash, (string)value!);
        }

        fields?.ForEach(text => Add(hash, text));
        return new RequestKey(key, Convert.ToHexStringLower(hash.GetHashAndReset())[..HashLetters]);
    }

    /// <summary>With its length in front, so that no two lists of texts are the same bytes.</summary>
    static void Add(IncrementalHash hash, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        hash.AppendData(BitConverter.GetBytes(bytes.Length));
        hash.AppendData(bytes);
    }
}
