using System.Globalization;
using Repeater.Render.Markdown;

namespace Repeater.Render.Formulas;

/// <summary>How an argument is read.</summary>
enum ArgumentKind
{
    /// <summary>In the mode of the text around.</summary>
    Same,
    Math,
    Text,

    /// <summary>Text in text style and the plain font, as <c>\hbox</c> sets it.</summary>
    Box,

    /// <summary>What follows without braces may be a command with arguments of its own.</summary>
    Primitive,
    Size,
    Color,
    Raw,
}

/// <summary>An argument that is a length; IsBlank when the braces were empty.</summary>
sealed record LengthNode(Length Length, bool IsBlank) : Node;

/// <summary>An argument that is a colour.</summary>
sealed record PaintNode(uint Color) : Node;

/// <summary>An argument that is a word.</summary>
sealed record WordNode(string Text) : Node;

sealed partial class Parser
{
    /// <summary>Null only for an optional argument that is not there.</summary>
    public Node? Argument(string name, ArgumentKind kind, bool isOptional)
    {
        switch (kind)
        {
            case ArgumentKind.Size:
                return SizeArgument(name, isOptional);
            case ArgumentKind.Color:
                Unpeek();
                return new PaintNode(Colors.Parse(Word(_expander.Argument(name)), name));
            case ArgumentKind.Raw:
                Unpeek();
                return isOptional
                    ? _expander.Optional() is { } tokens ? new WordNode(Word(tokens)) : null
                    : new WordNode(Word(_expander.Argument(name)));
            case ArgumentKind.Primitive:
                SkipSpaces();
                return Group(null) is { } group and not InfixNode ? group : throw new FormulaException($"The argument of {name} is missing.");
        }

        if (!isOptional && kind is ArgumentKind.Same or ArgumentKind.Math && CommandWithArguments())
        {
            return Argument(name, ArgumentKind.Primitive, isOptional: false);
        }

        Unpeek();
        if ((isOptional ? _expander.Optional() : _expander.Argument(name)) is not { } argument)
        {
            return null;
        }

        var outer = IsText;
        SetText(kind switch { ArgumentKind.Math => false, ArgumentKind.Text or ArgumentKind.Box => true, _ => outer });
        var body = new GroupNode(Read(argument, name));
        SetText(outer);
        return kind == ArgumentKind.Box ? new StyledNode(FormulaStyle.Text, [body], ResetsFont: true) : body;
    }

    // \hat\mathbf{x}: TeX would take the command without its argument.
    bool CommandWithArguments()
    {
        SkipSpaces();
        return Peek() is "\\left" or "\\begin" || Commands.Find(Peek()) is { Arguments.Count: > 0 };
    }

    public void SetText(bool isText) => (IsText, _expander.IsText) = (isText, isText);

    /// <summary>Parses tokens that were taken from the source, as a group of their own.</summary>
    List<Node> Read(IReadOnlyList<Token> tokens, string name)
    {
        _expander.Push(Token.End);
        _expander.Push(tokens);
        var color = Color;
        _expander.BeginGroup();
        var body = Expression();
        if (Take() is { Length: > 0 } extra)
        {
            throw new FormulaException(
                extra == "&" ? $"An & stands in the argument of {name}." : $"{extra} is not understood in the argument of {name}.");
        }

        _expander.EndGroup();
        Color = color;
        return body;
    }

    static string Word(IReadOnlyList<Token> tokens) => string.Concat(tokens.Select(token => token.Text)).Trim();

    LengthNode? SizeArgument(string name, bool isOptional)
    {
        Unpeek();
        if (isOptional)
        {
            return _expander.Optional() is { } option ? new(Lengths.Parse(Word(option), name), false) : null;
        }

        _expander.SkipSpaces();
        if (_expander.Peek().Text == "{")
        {
            var word = Word(_expander.Argument(name));
            return word.Length == 0 ? new(new(0, "pt"), true) : new(Lengths.Parse(word, name), false);
        }

        // \kern 3mu, \hskip-.5em
        var text = "";
        while (Peek() is { Length: 1 } sign && Lengths.IsStart(text + sign))
        {
            text += Take();
        }

        return new(Lengths.Parse(text, name), false);
    }
}

static class Lengths
{
    // Longer ones are no typography any more.
    const double Max = 2_000;

    static readonly string[] Units = ["em", "ex", "mu", "pt", "mm", "cm", "in", "bp", "pc", "dd", "cc", "nd", "nc", "sp", "px"];

    public static Length Parse(string text, string name)
    {
        // What may stretch or shrink does neither here: "1em plus 1fil".
        var plain = text.Split("plus")[0].Split("minus")[0].Replace(" ", "", StringComparison.Ordinal);
        return plain.Length > 2 && Units.Contains(plain[^2..])
               && double.TryParse(plain[..^2], NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? new(Math.Clamp(number, -Max, Max), plain[^2..])
            : throw new FormulaException($"The length after {name} is \"{text}\"; it has to be a number with a unit such as em, ex, mu or pt.");
    }

    /// <summary>Whether a length can begin so: sign, digits, letters of the unit.</summary>
    public static bool IsStart(string text)
    {
        var i = text.Length > 0 && text[0] is '+' or '-' ? 1 : 0;
        i = Skip(char.IsAsciiDigit, ' ');
        i = i < text.Length && text[i] == '.' ? i + 1 : i;
        i = Skip(char.IsAsciiDigit, ' ');
        var unit = i;
        i = Skip(char.IsAsciiLetterLower, '\0');
        return i - unit <= 2 && (i == text.Length || (i - unit == 2 && text[i..] == " "));

        int Skip(Func<char, bool> isPart, char other)
        {
            var at = i;
            while (at < text.Length && (isPart(text[at]) || text[at] == other))
            {
                at++;
            }

            return at;
        }
    }
}

static class Colors
{
    /// <summary>A name of CSS or <c>#rgb</c>, <c>#rrggbb</c>, <c>rrggbb</c>.</summary>
    public static uint Parse(string text, string name)
    {
        var isHex = text.Length == 6 && text.All(char.IsAsciiHexDigit);
        return CssColor.Parse(isHex ? "#" + text : text) is { } color
            ? color
            : throw new FormulaException($"The colour of {name} is \"{text}\"; it has to be a name such as red or a number such as #d03020.");
    }
}
