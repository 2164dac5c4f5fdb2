using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Repeater.Access;
using Repeater.Storage;

namespace Repeater.Endpoints;

/// <summary>Lets nobody in where they don't belong. Runs when the route is known, and before anything of it.</summary>
sealed class AccessMiddleware(RequestDelegate next, Settings settings, AccessTokens tokens, AdminKey adminKey, PathSignatures signatures, FailedTries tries)
{
    const string Scheme = "Bearer ";
    const string AdminHeader = "X-Admin-API-Key";

    readonly byte[]? _accessToken = settings.AccessToken is { } token ? Hash(token) : null;

    public Task InvokeAsync(HttpContext context) => Refusal(context) is { } refusal ? refusal.ExecuteAsync(context) : next(context);

    ApiError? Refusal(HttpContext context)
    {
        var rule = AccessRules.Of(context);
        if (rule == AccessRule.Open || (rule == AccessRule.User && IsSigned(context.Request)))
        {
            return null;
        }

        if (GrantOf(context.Request) is not { } grant)
        {
            return ApiErrors.InvalidAccessToken;
        }

        context.Features.Set(grant);
        return grant.IsEverything ? rule == AccessRule.Admin ? AdminRefusal(context) : null
            : !grant.CanWrite && !IsReading(context.Request) ? ApiErrors.ReadOnlyToken
            : rule >= AccessRule.Owner ? ApiErrors.OwnersOnly
            : rule == AccessRule.User && !Covers(grant, context) ? ApiErrors.AnotherUsers
            : null;
    }

    /// <summary>
    /// Without an access token set everybody may do everything, whatever they send for the sake of their library; but a token of
    /// ours that is worth nothing any more is refused, and does not become worth everything.
    /// </summary>
    Grant? GrantOf(HttpRequest request)
    {
        string? header = request.Headers.Authorization;
        var sent = header is not null && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..].Trim() : null;
        if (sent is null)
        {
            return _accessToken is null ? Grant.Everything : null;
        }

        return _accessToken is not null && CryptographicOperations.FixedTimeEquals(Hash(sent), _accessToken) ? Grant.Everything
            : tokens.Find(sent) is { } found ? new Grant(found)
            : _accessToken is null && !AccessTokens.IsOne(sent) ? Grant.Everything
            : null;
    }

    ApiError? AdminRefusal(HttpContext context)
    {
        if (context.Request.Headers[AdminHeader] is not [{ } sent])
        {
            return ApiErrors.MissingHeader(AdminHeader);
        }

        var address = context.Connection.RemoteIpAddress;
        if (tries.Wait(address) is { } wait)
        {
            return ApiErrors.TooManyTries(wait);
        }

        if (adminKey.Matches(sent))
        {
            tries.Clear(address);
            return null;
        }

        tries.Add(address);
        return ApiErrors.InvalidApiKey;
    }

    /// <summary>The platforms that fetch a user's zip file send no headers.</summary>
    bool IsSigned(HttpRequest request) =>
        IsReading(request)
        && request.Path.StartsWithSegments("/userdata/file")
        && request.Query[PathSignatures.Signature] is [{ } signature]
        && request.Query[PathSignatures.Expires] is [{ } expires]
        && signatures.Allow(request.Path.Value!, expires, signature);

    /// <summary>An id that names no user is left to the route, which says so.</summary>
    static bool Covers(Grant grant, HttpContext context) =>
        UserName.TryParse((string)context.Request.RouteValues["user_id"]!, out _) is not { } user || grant.Covers(user);

    static bool IsReading(HttpRequest request) => HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);

    static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
