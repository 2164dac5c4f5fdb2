using System.Buffers;
using System.Text;

namespace Repeater.Llm;

/// <summary>Speakers' names in the form a provider accepts.</summary>
static class SpeakerName
{
    const int MaxLength = 64;

    static readonly SearchValues<char> Allowed =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");

    /// <summary>The <c>name</c> (null: not sent) and the content of a message under a policy.</summary>
    public static (string? Name, string Content) Apply(NamePolicy policy, Message message)
    {
        if (string.IsNullOrWhiteSpace(message.Name))
        {
            return (null, message.Content);
        }
        var name = policy switch
        {
            NamePolicy.AsIs => message.Name,
            NamePolicy.Sanitised => Sanitise(message.Name),
            _ => null,
        };
        // Only users' content: a model that sees its own replies begin with a name begins the next one so.
        var folds = name is null && policy != NamePolicy.Strip && message.Role == Role.User;
        return (name, folds ? $"[{OnOneLine(message.Name)}] {message.Content}" : message.Content);
    }

    /// <summary>Null for a name that would lose letters: 小明1 and 小红1 must not both become 1.</summary>
    static string? Sanitise(string name)
    {
        if (name.Length <= MaxLength && !name.AsSpan().ContainsAnyExcept(Allowed))
        {
            return name;
        }
        if (name.EnumerateRunes().Any(rune => !rune.IsAscii && Rune.IsLetterOrDigit(rune)))
        {
            return null;
        }
        var kept = string.Concat(name.Select(c => Allowed.Contains(c) ? c : '_')).Trim('_');
        return kept.Length == 0 ? null : kept[..Math.Min(kept.Length, MaxLength)];
    }

    /// <summary>A name cannot pretend to be more than a name.</summary>
    static string OnOneLine(string name) =>
        string.Concat(name.Select(c => char.IsControl(c) || c is '[' or ']' or '\u2028' or '\u2029' ? ' ' : c)).Trim();
}
