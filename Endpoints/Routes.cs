using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Repeater.Storage;

namespace Repeater.Endpoints;

/// <summary>Answers a request with one of <see cref="ApiResults"/> or <see cref="ApiErrors"/>.</summary>
delegate Task<IResult> Handler(HttpContext context);

/// <summary>How routes are mapped, and what their paths name.</summary>
static class Routes
{
    public static readonly string[] Get = ["GET"];
    public static readonly string[] Post = ["POST"];
    public static readonly string[] Delete = ["DELETE"];

    const string KeyHeader = "Idempotency-Key";
    const int LongestKey = 255;

    /// <summary>For what the original takes by one method and its documents or later clients by the other.</summary>
    public static readonly string[] PostOrPut = ["POST", "PUT"];

    public static void Map(this IEndpointRouteBuilder routes, string[] methods, string pattern, Handler handler) =>
        routes.MapMethods(pattern, methods, async context => await (await handler(context)).ExecuteAsync(context));

    /// <summary>The user the path names.</summary>
    public static bool TryUser(HttpContext context, [NotNullWhen(true)] out UserName? user, [NotNullWhen(false)] out ApiError? refusal)
    {
        var raw = (string)context.GetRouteValue("user_id")!;
        user = UserName.TryParse(raw, out var error);
        refusal = user is null ? ApiErrors.InvalidId("path", "user_id", raw, error) : null;
        return user is not null;
    }

    /// <summary>The user the path names, and what makes a repeated request known; no key when none was sent.</summary>
    public static bool TryChange(HttpContext context, [NotNullWhen(true)] out UserName? user, out string? key, [NotNullWhen(false)] out ApiError? refusal)
    {
        key = null;
        return TryUser(context, out user, out refusal) && TryKey(context, out key, out refusal);
    }

    /// <summary>The request's Idempotency-Key; null when none was sent.</summary>
    public static bool TryKey(HttpContext context, out string? key, [NotNullWhen(false)] out ApiError? refusal)
    {
        (key, refusal) = (null, null);
        var sent = context.Request.Headers[KeyHeader];
        if (sent.Count == 0)
        {
            return true;
        }

        key = sent.ToString();
        if (key.Length is 0 or > LongestKey || sent.Count > 1 || key.Any(char.IsControl))
        {
            refusal = ApiErrors.InvalidId("header", KeyHeader, key, $"One key of 1 to {LongestKey} characters is allowed.");
        }

        return refusal is null;
    }
}
