using Repeater.Storage;

namespace Repeater.Endpoints;

/// <summary>
/// Looks for a text in conversations, letter case aside, one after another, the last messages first, until so many are found.
/// Linear: each text is looked through once.
/// </summary>
sealed class MessageSearch(string query, int limit)
{
    /// <summary>Characters of a snippet on each side of what was found.</summary>
    const int Margin = 40;

    readonly List<SearchHit> _hits = [];
    readonly List<UnreadableBranch> _unreadable = [];
    bool _isMore;

    public SearchAnswer Answer => new(query, _hits, _isMore, _unreadable);

    public void Look(BranchName branch, Conversation conversation)
    {
        for (var index = conversation.Count - 1; index >= 0 && !_isMore; index--)
        {
            var message = conversation[index];
            if ((Hit(branch, index, message, "content", message.Content)
                ?? Hit(branch, index, message, "reasoning_content", message.ReasoningContent)) is { } hit)
            {
                _isMore = _hits.Count == limit;
                if (!_isMore)
                {
                    _hits.Add(hit);
                }
            }
        }
    }

    /// <summary>A branch that cannot be read is told, and the others are looked through.</summary>
    public void Skip(BranchName branch, string why) => _unreadable.Add(new(branch.Raw, why));

    SearchHit? Hit(BranchName branch, int index, Message message, string member, string text) =>
        text.IndexOf(query, StringComparison.OrdinalIgnoreCase) is >= 0 and var at
            ? new(branch.Raw, message.Id, index, ContextKind.RoleName(message.Role), member, Snippet.Around(text, at, query.Length, Margin))
            : null;
}

/// <summary>What was found.</summary>
/// <param name="Query">As it was asked for.</param>
/// <param name="Hits">Messages, branch by branch, the last ones first.</param>
/// <param name="More">Whether there are more than were wanted.</param>
/// <param name="Unreadable">Branches that could not be looked through.</param>
sealed record SearchAnswer(string Query, IReadOnlyList<SearchHit> Hits, bool More, IReadOnlyList<UnreadableBranch> Unreadable);

/// <summary>A message with the text; <paramref name="In"/> is the member it stands in.</summary>
sealed record SearchHit(string Branch, string Id, int Index, string Role, string In, string Snippet);

sealed record UnreadableBranch(string Branch, string Error);
