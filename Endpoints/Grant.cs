using Microsoft.AspNetCore.Http;
using Repeater.Access;
using Repeater.Storage;

namespace Repeater.Endpoints;

/// <summary>What whoever sent a request may do.</summary>
/// <param name="Token">Whose limits hold; null: none do.</param>
sealed record Grant(AccessToken? Token)
{
    public static Grant Everything { get; } = new(default(AccessToken));

    public bool IsEverything => Token is null;

    public bool CanWrite => Token is not { ReadOnly: true };

    /// <summary>No token that is bound to users, though it be to many.</summary>
    public bool CoversEverybody => Token is null || Token.Users.Contains("*");

    /// <summary>The one user it is for; null where it is for several, or everybody.</summary>
    public UserName? OnlyUser => Token is { Users: [var only] } && !only.Contains('*') ? UserName.TryParse(only, out _) : null;

    public bool Covers(UserName user) => Token?.Covers(user) ?? true;

    /// <summary>Of a request that was let in.</summary>
    public static Grant Of(HttpContext context) => context.Features.Get<Grant>() ?? Everything;
}
