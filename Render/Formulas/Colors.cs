using System.Globalization;
using Repeater.Render.Markdown;

namespace Repeater.Render.Formulas;

/// <summary>Colours as formulas name them.</summary>
static class Colors
{
    /// <summary>A name of CSS or <c>#rgb</c>, <c>#rrggbb</c>, <c>rrggbb</c>; in brackets before it HTML, rgb (0 to 1) or RGB (0 to 255).</summary>
    public static uint Parse(string text, string model, string name)
    {
        var isHex = text.Length == 6 && text.All(char.IsAsciiHexDigit);
        var css = model switch
        {
            "rgb" => $"rgb({string.Join(',', text.Split(',').Select(part => $"{255 * Share(part):0}"))})",
            "RGB" => $"rgb({text})",
            _ => isHex ? "#" + text : text,
        };
        return CssColor.Parse(css) is { } color
            ? color
            : throw new FormulaException($"The colour of {name} is \"{text}\"; it has to be a name such as red or a number such as #d03020.");
    }

    static double Share(string part) =>
        double.TryParse(part, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture, out var share) ? Math.Min(share, 1) : 0;
}
