using System.Text;
using Repeater.Render.Text;

namespace Repeater.Render.Markdown;

/// <summary>What speaks for and against a stretch of text being a formula, found in one pass over it.</summary>
readonly record struct FormulaSigns
{
    // A word of more letters than this, outside of braces, is no product of variables.
    const int LongestName = 4;

    const string Operators = "=+-<>/(*±×÷·≤≥≠≈∈∉⊂⊆∪∩→←⇒⇔↦∞∀∃√∑∏∫∂∇−";
    const string Separators = ",;:.'!|%~&?)[]{}\\";

    /// <summary>A command of two letters or more: <c>\in</c>, but not <c>\d</c> of a regular expression.</summary>
    public bool Command { get; private init; }

    /// <summary><c>^</c> or <c>_</c></summary>
    public bool Script { get; private init; }

    public bool Operator { get; private init; }

    /// <summary>Every brace has its partner.</summary>
    public bool Balanced { get; private init; }

    /// <summary>As many opening as closing round and square brackets: <c>(0,1]</c> has.</summary>
    public bool BracketsBalanced { get; private init; }

    public bool EvenBars { get; private init; }

    public bool Quote { get; private init; }

    public bool LineEnd { get; private init; }

    /// <summary>Chinese or another wide script outside of braces, as in the text around.</summary>
    public bool WideOutside { get; private init; }

    public bool WideInside { get; private init; }

    /// <summary>Outside of braces, the most words of two letters or more in a row with only spaces between.</summary>
    public int WordsInRow { get; private init; }

    /// <summary>A word outside of braces that is too long for a product of variables.</summary>
    public bool LongWord { get; private init; }

    /// <summary>Only letters, digits and what separates them: <c>x</c>, <c>2n</c>, <c>a, b</c>, <c>3:4</c>, <c>f'</c>.</summary>
    public bool Tokens { get; private init; }

    /// <summary>Speaks for a formula even where the delimiters alone do not.</summary>
    public bool Strong => Command || Script;

    public static FormulaSigns Of(ReadOnlySpan<char> text)
    {
        var (command, script, sign, quote, lineEnd, wideOutside, wideInside, longWord, tokens) =
            (false, false, false, false, false, false, false, false, true);
        int depth = 0, brackets = 0, bars = 0, words = 0, mostWords = 0;
        var balanced = true;
        for (int at = 0, length; at < text.Length; at += length)
        {
            length = 1;
            var c = text[at];
            if (c == '\\' && at + 1 < text.Length)
            {
                var letters = LettersAt(text, at + 1);
                length = 1 + Math.Max(1, letters);
                command |= letters > 1;
                words = 0;
            }
            else if (char.IsAsciiLetter(c))
            {
                length = LettersAt(text, at);
                if (depth == 0)
                {
                    var isWord = length > 1 && (at == 0 || !char.IsAsciiDigit(text[at - 1])); // 2pq is none
                    words = isWord ? words + 1 : 0;
                    mostWords = Math.Max(mostWords, words);
                    longWord |= length > LongestName;
                }
            }
            else if (c > '\u007f')
            {
                Rune.DecodeFromUtf16(text[at..], out var rune, out length);
                var wide = CharacterClasses.IsWide(rune);
                wideOutside |= wide && depth == 0;
                wideInside |= wide && depth > 0;
                sign |= Operators.Contains(c);
                tokens &= !wide;
                words = 0;
            }
            else
            {
                words = c == ' ' ? words : 0;
                depth += c == '{' ? 1 : c == '}' ? -1 : 0;
                balanced &= depth >= 0;
                brackets += c is '(' or '[' ? 1 : c is ')' or ']' ? -1 : 0;
                bars += c == '|' ? 1 : 0;
                script |= c is '^' or '_';
                sign |= Operators.Contains(c);
                quote |= c == '"';
                lineEnd |= c == '\n';
                tokens &= char.IsAsciiDigit(c) || c == ' ' || Separators.Contains(c);
            }
        }

        return new FormulaSigns
        {
            Command = command,
            Script = script,
            Operator = sign,
            Balanced = balanced && depth == 0,
            BracketsBalanced = brackets == 0,
            EvenBars = bars % 2 == 0,
            Quote = quote,
            LineEnd = lineEnd,
            WideOutside = wideOutside,
            WideInside = wideInside,
            WordsInRow = mostWords,
            LongWord = longWord,
            Tokens = tokens,
        };
    }

    static int LettersAt(ReadOnlySpan<char> text, int start)
    {
        var end = start;
        while (end < text.Length && char.IsAsciiLetter(text[end]))
        {
            end++;
        }

        return end - start;
    }
}
