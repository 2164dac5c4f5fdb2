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
