using Repeater.Storage;

namespace Repeater.Access;

/// <summary>
/// Patterns of user ids. <c>Group:1:*</c> and <c>Group_1_*</c> are one pattern, as <c>Group:1:2</c> and <c>Group_1_2</c> are one
/// user: both sides are compared as the folders they become.
/// </summary>
static class UserPattern
{
    const char Anything = '*';

    /// <summary>Letters that no folder name has; the star itself stays one.</summary>
    const string Replaced = "<>:\"/\\|?";

    public static bool Matches(string pattern, UserName user)
    {
        if (!pattern.Contains(Anything))
        {
            return UserName.TryParse(pattern, out _) is { } only && only == user;
        }

        var folder = string.Concat(pattern.Select(c => c < ' ' || Replaced.Contains(c) ? '_' : c));
        return Matches(folder, user.Path.Safe) || (user.Path.Old is { } old && Matches(folder, old));
    }

    /// <summary>Linear in the text for each star: the last star met takes as much as it must.</summary>
    static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text)
    {
        var (p, t) = (0, 0);
        var (star, taken) = (-1, 0);
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == Anything)
            {
                (star, taken) = (p++, t);
            }
            else if (p < pattern.Length && pattern[p] == text[t])
            {
                p++;
                t++;
            }
            else if (star >= 0)
            {
                (p, t) = (star + 1, ++taken);
            }
            else
            {
                return false;
            }
        }

        return pattern[p..].TrimStart(Anything).IsEmpty;
    }
}
