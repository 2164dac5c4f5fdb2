using System.Collections.Frozen;
using System.Globalization;

namespace Repeater.Render.Formulas;

/// <summary>The commands that stand for others: those of the table, and those whose meaning depends on what follows.</summary>
static class BuiltInMacros
{
    static readonly FrozenDictionary<string, Macro> Macros = Read();

    static readonly FrozenSet<string> ClosingSigns = FrozenSet.Create(
        StringComparer.Ordinal,
        ")", "]", "\\rbrack", "\\}", "\\rbrace", "\\rangle", "\\rceil", "\\rfloor", "\\rgroup", "\\rmoustache",
        "\\right", "\\bigr", "\\biggr", "\\Bigr", "\\Biggr", "$", ";", ".");

    static readonly FrozenSet<string> BinaryContext = FrozenSet.Create(
        StringComparer.Ordinal,
        "+", "=", "<", ">", "-", "*", ":", "\\DOTSB", "\\coprod", "\\bigvee", "\\bigwedge", "\\biguplus", "\\bigcap", "\\bigcup",
        "\\prod", "\\sum", "\\bigotimes", "\\bigoplus", "\\bigodot", "\\bigsqcup", "\\And", "\\mathbin", "\\mathrel", "\\xrightarrow",
        "\\xleftarrow");

    static readonly FrozenSet<string> IntegralContext = FrozenSet.Create(
        StringComparer.Ordinal, "\\DOTSI", "\\int", "\\oint", "\\iint", "\\iiint", "\\idotsint");

    public static Macro? Find(string name) => Macros.GetValueOrDefault(name);

    static FrozenDictionary<string, Macro> Read()
    {
        var macros = new Dictionary<string, Macro>(StringComparer.Ordinal);
        // KaTeX's own, then what models write of other packages.
        foreach (var line in Tables.Lines("macros.txt").Concat(Tables.Lines("packages.txt")))
        {
            macros[line[0]] = OfText(line[1]);
        }

        void Add(string name, Func<MacroExpander, string> function) =>
            macros[name] = new([], 0) { Function = expander => Tokens(function(expander)) };

        void Work(string name, Func<MacroExpander, IReadOnlyList<Token>> function) => macros[name] = new([], 0) { Function = function };

        Add("\\dots", Dots);
        Add("\\dotso", expander => ClosingSigns.Contains(expander.Peek().Text) || expander.Peek().Text == "," ? "\\ldots\\," : "\\ldots");
        Add("\\dotsc", expander => ClosingSigns.Contains(expander.Peek().Text) ? "\\ldots\\," : "\\ldots");
        Add("\\cdots", expander => ClosingSigns.Contains(expander.Peek().Text) || expander.Peek().Text == "," ? "\\@cdots\\," : "\\@cdots");
        Add("\\operatorname", expander => Star(expander) ? "\\operatornamewithlimits" : "\\operatorname@");
        Add("\\hspace", expander => Star(expander) ? "\\@hspacer" : "\\@hspace");
        Add("\\nonumber", _ => "");
        Add("\\notag", _ => "");
        Work("\\TextOrMath", expander =>
        {
            var (text, math) = (expander.Argument("\\TextOrMath"), expander.Argument("\\TextOrMath"));
            return expander.IsText ? text : math;
        });
        Work("\\tag", expander =>
        {
            var isPlain = Star(expander);
            var tag = expander.Argument("\\tag");
            return isPlain ? [new("\\@tag"), new("{"), .. tag, new("}")] : [new("\\@tag"), new("{"), new("("), .. tag, new(")"), new("}")];
        });
        Work("\\Set", expander => Divided(expander, "\\Set", "\\left\\{\\:", "\\;\\middle\\vert\\;", "\\:\\right\\}"));
        Work("\\set", expander => Divided(expander, "\\set", "\\{\\,", "\\mid ", "\\,\\}"));
        Work("\\Braket", expander => Divided(expander, "\\Braket", "\\left\\langle ", "\\,\\middle\\vert\\,", "\\right\\rangle "));
        Work("\\newcommand", NewCommand);
        Work("\\renewcommand", NewCommand);
        Work("\\providecommand", NewCommand);
        Work("\\DeclareMathOperator", expander =>
        {
            var command = Star(expander) ? "\\operatornamewithlimits" : "\\operatorname@";
            var name = Name(expander, "\\DeclareMathOperator");
            expander.Define(name, new([new(command), new("{"), .. expander.Argument("\\DeclareMathOperator"), new("}")], 0));
            return [];
        });
        Work("\\char", Character);
        return macros.ToFrozenDictionary(StringComparer.Ordinal);
    }

    static Macro OfText(string body) =>
        new(Tokens(body), body.Contains("#3", StringComparison.Ordinal) ? 3 : body.Contains("#2", StringComparison.Ordinal) ? 2 : body.Contains('#') ? 1 : 0);

    static List<Token> Tokens(string text)
    {
        var tokens = new List<Token>();
        var tokenizer = new Tokenizer(text);
        while (tokenizer.Next() is { Text.Length: > 0 } token)
        {
            tokens.Add(token);
        }

        return tokens;
    }

    static bool Star(MacroExpander expander)
    {
        expander.SkipSpaces();
        if (expander.Peek().Text != "*")
        {
            return false;
        }

        expander.Pop();
        return true;
    }

    // amsmath: where the dots stand depends on the sign after them.
    static string Dots(MacroExpander expander)
    {
        expander.SkipSpaces();
        var before = expander.Peek().Text;
        if (before.StartsWith("\\not", StringComparison.Ordinal) || BinaryContext.Contains(before))
        {
            return "\\dotsb";
        }

        expander.Expand();
        var next = expander.Peek().Text;
        return next == "," ? "\\dotsc"
            : IntegralContext.Contains(next) ? "\\dotsi"
            : BinaryContext.Contains(next) || Symbols.Find(next, isText: false)?.Group is SymbolGroup.Bin or SymbolGroup.Rel ? "\\dotsb"
            : "\\dotso";
    }

    static List<Token> Divided(MacroExpander expander, string name, string left, string middle, string right)
    {
        var body = expander.Argument(name);
        var depth = 0;
        var at = body.FindIndex(token =>
        {
            depth += token.Text switch { "{" => 1, "}" => -1, _ => 0 };
            return depth == 0 && token.Text is "|" or "\\vert" or "\\mid";
        });
        return at < 0
            ? [.. Tokens(left), .. body, .. Tokens(right)]
            : [.. Tokens(left), .. body[..at], .. Tokens(middle), .. body[(at + 1)..], .. Tokens(right)];
    }

    static Token[] NewCommand(MacroExpander expander)
    {
        Star(expander);
        var name = Name(expander, "\\newcommand");
        var count = 0;
        if (expander.Optional() is { } number)
        {
            var text = string.Concat(number.Select(token => token.Text)).Trim();
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out count) || count > 9)
            {
                throw new FormulaException($"\\newcommand{{{name}}} takes 0 to 9 arguments, not {text}.");
            }
        }

        var standard = count > 0 ? expander.Optional() : null;
        expander.Define(name, new(expander.Argument("\\newcommand"), count) { Default = standard });
        return [];
    }

    static string Name(MacroExpander expander, string command) =>
        expander.Argument(command) is [{ IsCommand: true, Text: var name }]
            ? name
            : throw new FormulaException($"{command} has to be followed by the name of a command in braces.");

    // \char65, \char"41, \char'101, \char`A
    static Token[] Character(MacroExpander expander)
    {
        var numberBase = 10;
        switch (expander.Peek().Text)
        {
            case "`":
                expander.Pop();
                var sign = expander.Pop().Text;
                return sign.Length == 0 ? throw new FormulaException("The argument of \\char is missing.") : Upright(sign.TrimStart('\\'));
            case "\"":
                expander.Pop();
                numberBase = 16;
                break;
            case "'":
                expander.Pop();
                numberBase = 8;
                break;
        }

        var code = -1;
        while (expander.Peek().Text is [var digit] && char.IsAsciiHexDigit(digit) && Convert.ToInt32(digit.ToString(), 16) is var value && value < numberBase
               && code < 0x11_0000)
        {
            code = Math.Max(code, 0) * numberBase + value;
            expander.Pop();
        }

        return System.Text.Rune.IsValid(code) && code >= ' '
            ? Upright(char.ConvertFromUtf32(code))
            : throw new FormulaException("\\char has to be followed by the number of a character.");

        static Token[] Upright(string sign) => [new("\\text"), new("{"), new(sign), new("}")];
    }
}
