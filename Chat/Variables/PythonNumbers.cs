using System.Globalization;
using System.Text;

namespace Repeater.Chat.Variables;

/// <summary>Numbers read and printed as Python's <c>int</c>, <c>float</c> and <c>repr</c> do, error messages included.</summary>
static class PythonNumbers
{
    /// <summary>Decimal digits of any script with single <c>_</c> between them, and a sign.</summary>
    public static bool TryParseInteger(string text, out long value, out string error)
    {
        var plain = PlainDigits(text);
        error = "";
        if (long.TryParse(plain, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value))
        {
            return true;
        }
        var isInteger = plain.AsSpan(plain is ['+' or '-', ..] ? 1 : 0) is { Length: > 0 } digits
            && !digits.ContainsAnyExceptInRange('0', '9');
        error = isInteger
            ? $"integer out of range: {text} is not between {long.MinValue} and {long.MaxValue}"
            : $"invalid literal for int() with base 10: {Quote(text)}";
        return false;
    }

    public static bool TryParseFloat(string text, out double value, out string error)
    {
        const NumberStyles Style =
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        var plain = PlainDigits(text);
        var unsigned = plain.AsSpan(plain is ['+' or '-', ..] ? 1 : 0);
        if (unsigned.Equals("inf", StringComparison.OrdinalIgnoreCase))
        {
            plain += "inity";
        }
        error = "";
        if (double.TryParse(plain, Style, CultureInfo.InvariantCulture, out value))
        {
            return true;
        }
        error = $"could not convert string to float: {Quote(text)}";
        return false;
    }

    /// <summary>The shortest text that reads back the same: <c>1.0</c>, <c>0.1</c>, <c>1e-05</c>, <c>1e+16</c>, <c>inf</c>.</summary>
    public static string Format(double value)
    {
        if (!double.IsFinite(value))
        {
            return double.IsNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
        }

        // .NET finds the same digits, but draws the line between plain and exponent form elsewhere.
        var shortest = Math.Abs(value).ToString("R", CultureInfo.InvariantCulture);
        var e = shortest.IndexOf('E');
        var mantissa = e < 0 ? shortest : shortest[..e];
        var point = mantissa.IndexOf('.');
        var exponent = e < 0 ? 0 : int.Parse(shortest.AsSpan(e + 1), CultureInfo.InvariantCulture);
        var all = mantissa.Replace(".", "", StringComparison.Ordinal);
        var digits = all.TrimStart('0');
        // How many digits stand before the decimal point.
        var whole = (point < 0 ? mantissa.Length : point) + exponent - (all.Length - digits.Length);
        digits = digits.TrimEnd('0');

        var sign = double.IsNegative(value) ? "-" : "";
        return digits switch
        {
            "" => $"{sign}0.0",
            _ when whole is > 16 or < -3 => $"{sign}{Scientific(digits, whole - 1)}",
            _ when whole <= 0 => $"{sign}0.{new string('0', -whole)}{digits}",
            _ when whole >= digits.Length => $"{sign}{digits.PadRight(whole, '0')}.0",
            _ => $"{sign}{digits[..whole]}.{digits[whole..]}",
        };
    }

    static string Scientific(string digits, int exponent)
    {
        var fraction = digits.Length > 1 ? $".{digits[1..]}" : "";
        return $"{digits[0]}{fraction}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}";
    }

    /// <summary>Digits of any script as ASCII, without the <c>_</c> between two digits.</summary>
    static string PlainDigits(string text)
    {
        var plain = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            var digit = CharUnicodeInfo.GetDecimalDigitValue(text[at]);
            if (digit >= 0)
            {
                plain.Append((char)('0' + digit));
            }
            else if (text[at] != '_' || !IsDigit(at - 1) || !IsDigit(at + 1))
            {
                plain.Append(text[at]);
            }
        }
        return plain.ToString();

        bool IsDigit(int at) => at >= 0 && at < text.Length && CharUnicodeInfo.GetDecimalDigitValue(text[at]) >= 0;
    }

    /// <summary>The text as Python's <c>repr</c> quotes it in messages.</summary>
    static string Quote(string text)
    {
        var quote = text.Contains('\'') && !text.Contains('"') ? '"' : '\'';
        var quoted = new StringBuilder().Append(quote);
        foreach (var rune in text.EnumerateRunes())
        {
            switch (rune.Value)
            {
                case '\n':
                    quoted.Append("\\n");
                    break;
                case '\r':
                    quoted.Append("\\r");
                    break;
                case '\t':
                    quoted.Append("\\t");
                    break;
                case '\\':
                    quoted.Append("\\\\");
                    break;
                case var c when c == quote:
                    quoted.Append('\\').Append(quote);
                    break;
                case var c when IsPrintable(rune):
                    quoted.Append(rune.ToString());
                    break;
                case < 0x100:
                    quoted.Append($"\\x{rune.Value:x2}");
                    break;
                case < 0x10000:
                    quoted.Append($"\\u{rune.Value:x4}");
                    break;
                default:
                    quoted.Append($"\\U{rune.Value:x8}");
                    break;
            }
        }
        return quoted.Append(quote).ToString();
    }

    static bool IsPrintable(Rune rune) => rune.Value == ' ' || Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.SpaceSeparator);
}
