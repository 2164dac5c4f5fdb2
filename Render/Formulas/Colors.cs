using Repeater.Render.Markdown;

namespace Repeater.Render.Formulas;

/// <summary>Colours as formulas name them.</summary>
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
