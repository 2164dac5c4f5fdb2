using System.Text;

namespace Repeater.Chat.Variables;

/// <summary>The words of <c>name 'one word' "one \" word" one\ word</c>, as a POSIX shell reads them, each trimmed.</summary>
static class ShellWords
{
    /// <summary>Where a quote or a final back-slash is left open, the words are what stands between spaces.</summary>
    public static List<string> Split(ReadOnlySpan<char> text) => TrySplit(text) ?? SplitAtSpaces(text);

    static List<string>? TrySplit(ReadOnlySpan<char> text)
    {
        List<string> words = [];
        var word = new StringBuilder();
        var inWord = false; // "" is a word too
        var quote = '\0';
        for (var at = 0; at < text.Length; at++)
        {
            var c = text[at];
            if (c == '\\' && quote != '\'')
            {
                if (++at == text.Length)
                {
                    return null;
                }
                // Between double quotes a back-slash only escapes the quote and itself.
                if (quote == '"' && text[at] is not ('"' or '\\'))
                {
                    word.Append('\\');
                }
                word.Append(text[at]);
                inWord = true;
            }
            else if (quote != '\0')
            {
                if (c == quote)
                {
                    quote = '\0';
                }
                else
                {
                    word.Append(c);
                }
            }
            else if (c is '\'' or '"')
            {
                quote = c;
                inWord = true;
            }
            else if (c is not (' ' or '\t' or '\r' or '\n'))
            {
                word.Append(c);
                inWord = true;
            }
            else if (inWord)
            {
                EndWord();
            }
        }
        if (quote != '\0')
        {
            return null;
        }
        if (inWord)
        {
            EndWord();
        }
        return words;

        void EndWord()
        {
            words.Add(Trim(word.ToString()));
            word.Clear();
            inWord = false;
        }
    }

    static List<string> SplitAtSpaces(ReadOnlySpan<char> text)
    {
        List<string> words = [];
        foreach (var part in text.Split(' '))
        {
            if (Trim(text[part].ToString()) is { Length: > 0 } word)
            {
                words.Add(word);
            }
        }
        return words;
    }

    static string Trim(string word) => WhiteSpace.Trim(word.AsMemory()).ToString();
}
