using System.Text;

namespace Repeater.Render.Formulas;

sealed partial class Parser
{
    // In text these are signs as any other: people write \text{max_value}.
    static readonly string[] PlainInText = ["_", "^"];

    /// <summary>The node of a token that is a sign, with the accents on it; null when it is none.</summary>
    Node? Symbol(string token)
    {
        if (token.Length == 0)
        {
            return null;
        }

        var marks = 0;
        while (marks < token.Length - 1 && token[token.Length - 1 - marks] is >= '\u0300' and <= '\u036F')
        {
            marks++;
        }

        var plain = token[..^marks];
        var sign = Sign(marks > 0 ? plain switch { "i" => "ı", "j" => "ȷ", _ => plain } : plain);
        if (sign is SignNode)
        {
            for (var i = plain.Length; i < token.Length; i++)
            {
                if (UnicodeScripts.Accent(token[i], IsText) is not var (accent, isTextual))
                {
                    return new ForeignNode(token);
                }

                sign = new AccentNode(accent, false, true, sign, isTextual);
            }
        }

        return sign;
    }

    Node? Sign(string name)
    {
        if (Symbols.Find(name, IsText) is { } symbol)
        {
            return new SignNode(name, symbol.Group, IsText);
        }

        if (IsText && PlainInText.Contains(name))
        {
            return new ForeignNode(name);
        }

        if (name[0] < 0x80)
        {
            return null;
        }

        // é, ñ, ü: a letter and the accent on it.
        if (name.Length == 1 && UnicodeScripts.Decompose(name[0]) is { } parts)
        {
            return Symbol(parts);
        }

        if (WideLetters.Find(name) is not null)
        {
            return new SignNode(name, SymbolGroup.Letter, IsText);
        }

        return new ForeignNode(name);
    }
}

/// <summary>Pairs and triples of signs that text draws as one, and characters of other fonts joined to words.</summary>
static class Ligatures
{
    public static List<Node> Form(List<Node> body)
    {
        var result = new List<Node>(body.Count);
        StringBuilder? foreign = null;
        for (var i = 0; i < body.Count; i++)
        {
            if (body[i] is ForeignNode { Text: var text })
            {
                foreign ??= new();
                foreign.Append(text);
                if (i + 1 == body.Count || body[i + 1] is not ForeignNode)
                {
                    result.Add(new ForeignNode(foreign.ToString()));
                    foreign = null;
                }

                continue;
            }

            var length = Is(i, "-") && Is(i + 1, "-") ? Is(i + 2, "-") ? 3 : 2
                : (Is(i, "'") && Is(i + 1, "'")) || (Is(i, "`") && Is(i + 1, "`")) ? 2
                : 1;
            if (length == 1)
            {
                result.Add(body[i]);
                continue;
            }

            var name = string.Concat(Enumerable.Repeat(((SignNode)body[i]).Name, length));
            result.Add(new SignNode(name, SymbolGroup.Ordinary, true));
            i += length - 1;
        }

        return result;

        bool Is(int index, string name) => index < body.Count && body[index] is SignNode sign && sign.Name == name;
    }
}

/// <summary>Characters that are raised, lowered or accented by themselves.</summary>
static class UnicodeScripts
{
    const string Sub = "₊₋₌₍₎₀₁₂₃₄₅₆₇₈₉ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ";
    const string PlainSub = "+-=()0123456789aehijklmnoprstuvxβγρϕχ";
    const string Sup = "⁺⁻⁼⁽⁾⁰¹²³⁴⁵⁶⁷⁸⁹ᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᵝᵞᵟᵠᵡᶿ";
    const string PlainSup = "+-=()0123456789ABDEGHIJKLMNOPRTUVWabcdefghijklmnoprstuvwxyzβγδϕχθ";

    const string Marks = "\u0301\u0300\u0308\u0303\u0304\u0306\u030C\u0302\u0307\u030A\u030B\u0327";
    static readonly string[] MathAccents = ["\\acute", "\\grave", "\\ddot", "\\tilde", "\\bar", "\\breve", "\\check", "\\hat", "\\dot", "\\mathring"];
    static readonly string[] TextAccents = ["\\'", "\\`", "\\\"", "\\~", "\\=", "\\u", "\\v", "\\^", "\\.", "\\r", "\\H", "\\c"];

    // Without normalisation data (the build is culture-invariant): what Western text needs.
    const string Composed = "áàäãāăčâéèëēĕěêíìïīîóòöõōôúùüūůûýÿñńçćďňřšťžłÁÀÄÃÂÉÈËÊÍÌÏÎÓÒÖÕÔÚÙÜÛÝÑÇ";
    const string Letters = "aaaaaacaeeeeeeeiiiiioooooouuuuuuyynnccdnrstzlAAAAAEEEEIIIIOOOOOUUUUYNC";
    const string OnLetters =
        "\u0301\u0300\u0308\u0303\u0304\u0306\u030C\u0302\u0301\u0300\u0308\u0304\u0306\u030C\u0302\u0301\u0300\u0308\u0304\u0302"
        + "\u0301\u0300\u0308\u0303\u0304\u0302\u0301\u0300\u0308\u0304\u030A\u0302\u0301\u0308\u0303\u0301\u0327\u0301\u030C\u030C\u030C\u030C\u030C\u030C "
        + "\u0301\u0300\u0308\u0303\u0302\u0301\u0300\u0308\u0302\u0301\u0300\u0308\u0302\u0301\u0300\u0308\u0303\u0302\u0301\u0300\u0308\u0302\u0301\u0303\u0327";

    public static (string Plain, bool IsSub)? Find(char sign) =>
        sign < 0x80 ? null
        : Sub.IndexOf(sign, StringComparison.Ordinal) is var sub and >= 0 ? (PlainSub[sub].ToString(), true)
        : Sup.IndexOf(sign, StringComparison.Ordinal) is var sup and >= 0 ? (PlainSup[sup].ToString(), false)
        : null;

    /// <summary>The command that puts a combining mark on what is before it.</summary>
    public static (string Command, bool IsTextual)? Accent(char mark, bool isText)
    {
        var at = Marks.IndexOf(mark, StringComparison.Ordinal);
        return at < 0 ? null : !isText && at < MathAccents.Length ? (MathAccents[at], false) : (TextAccents[at], true);
    }

    public static string? Decompose(char letter)
    {
        var at = Composed.IndexOf(letter, StringComparison.Ordinal);
        return at < 0 || OnLetters[at] == ' ' ? null : $"{Letters[at]}{OnLetters[at]}";
    }
}
