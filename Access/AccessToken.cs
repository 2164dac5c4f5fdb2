using Repeater.Storage;

namespace Repeater.Access;

/// <summary>What one token may do. The token itself is not kept, only its hash.</summary>
/// <param name="Id">Names the token in lists and when it is revoked: eight letters.</param>
/// <param name="Hash">SHA-256 of the token, in lower-case hexadecimal.</param>
/// <param name="Users">Whose data: patterns in which <c>*</c> stands for anything.</param>
/// <param name="ReadOnly">Nothing can be changed with it, no chat be held.</param>
/// <param name="Created">When.</param>
/// <param name="Expires">From then on it is worth nothing; null: never.</param>
/// <param name="Note">The owner's own words.</param>
sealed record AccessToken(
    string Id, string Hash, IReadOnlyList<string> Users, bool ReadOnly, DateTimeOffset Created, DateTimeOffset? Expires, string? Note)
{
    public bool IsExpired(DateTimeOffset now) => Expires <= now;

    /// <summary>Two ids that mean the same user are covered alike.</summary>
    public bool Covers(UserName user) => Users.Any(pattern => UserPattern.Matches(pattern, user));
}
