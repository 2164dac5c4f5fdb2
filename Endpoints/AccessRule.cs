using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Repeater.Endpoints;

/// <summary>What a route asks of whoever calls it, from least to most.</summary>
enum AccessRule
{
    /// <summary>Nothing: probes, and images, whose unguessable addresses are their own permission.</summary>
    Open,

    /// <summary>Any token; what names a user elsewhere than in the path looks at the grant itself.</summary>
    Anyone,

    /// <summary>A token that covers the user in the path.</summary>
    User,

    /// <summary>The access token itself: the route is about everybody.</summary>
    Owner,

    /// <summary>The access token where one is set, and the admin key.</summary>
    Admin,
}

static class AccessRules
{
    /// <summary>By the route's pattern, so that none is forgotten: what names no user and stands in no list is the owner's.</summary>
    public static AccessRule Of(string pattern) =>
        pattern is "/healthz" or "/readyz" || pattern.StartsWith("/file/render/", StringComparison.Ordinal) ? AccessRule.Open
        : pattern.StartsWith("/admin/", StringComparison.Ordinal) ? AccessRule.Admin
        : pattern.Contains("{user_id}", StringComparison.Ordinal) ? AccessRule.User
        : pattern is "/" or "/readme.md" or "/readme.html" or "/favicon.ico" or "/openapi.json" or "/docs" || pattern.StartsWith("/static/", StringComparison.Ordinal)
            || pattern.StartsWith("/v1/", StringComparison.Ordinal)
            ? AccessRule.Anyone
            : AccessRule.Owner;

    /// <summary>Of the route that was chosen. Where there is none, the answer says so to those who may know.</summary>
    public static AccessRule Of(HttpContext context) =>
        context.GetEndpoint() is RouteEndpoint { RoutePattern.RawText: { } pattern } ? Of(pattern) : AccessRule.Anyone;
}
