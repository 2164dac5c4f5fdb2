using System.Globalization;

namespace Repeater.Render.Formulas;

/// <summary>Lengths as TeX writes them: a number and a unit.</summary>
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
