using System.Text;

namespace Repeater.Configuration;

/// <summary><c>${NAME}</c> and <c>${NAME:-default}</c>; anything else with a dollar stays. Results are not looked at again.</summary>
sealed class Interpolation(Func<string, string?> lookUp)
{
    /// <summary>Over all values of a file: lines that each double the one before would fill the memory.</summary>
    const int MaxTotal = 4 << 20;

    int _total;

    /// <summary>Linear in the text and the result.</summary>
    public bool TryExpand(string text, out string result)
    {
        var expanded = new StringBuilder();
        var (position, nameEnd, close) = (0, -1, -1);
        while (text.IndexOf("${", position, StringComparison.Ordinal) is var open and >= 0)
        {
            // Both are kept while they lie ahead, so that a run of openings does not look for the same end again and again.
            nameEnd = nameEnd < open ? IndexOrEnd(text.AsSpan(open).IndexOfAny('}', ':'), open, text) : nameEnd;
            close = close < nameEnd ? IndexOrEnd(text.AsSpan(nameEnd).IndexOf('}'), nameEnd, text) : close;
            var name = close < text.Length ? text[(open + 2)..nameEnd] : null;
            var hasDefault = name is not null && text[nameEnd] == ':' && text[nameEnd + 1] == '-';
            if (name is null || (nameEnd != close && !hasDefault))
            {
                expanded.Append(text, position, open + 2 - position);
                position = open + 2;
                continue;
            }
            expanded.Append(text, position, open - position);
            expanded.Append(lookUp(name) ?? (hasDefault ? text[(nameEnd + 2)..close] : ""));
            position = close + 1;
            if (expanded.Length > MaxTotal)
            {
                break;
            }
        }
        result = expanded.Append(text, position, text.Length - position).ToString();
        _total += result.Length;
        return _total <= MaxTotal;
    }

    static int IndexOrEnd(int found, int offset, string text) => found < 0 ? text.Length : offset + found;
}
