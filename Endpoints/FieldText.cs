namespace Repeater.Endpoints;

/// <summary>Numbers and truth values as the original's validation library reads them from text.</summary>
static class FieldText
{
    /// <summary>
    /// White space around, a sign, leading zeros, single underscores between digits and <c>.0</c> at the end are fine;
    /// a number beyond <see cref="int"/> becomes the nearest one that fits.
    /// </summary>
    public static bool TryParseInt(ReadOnlySpan<char> text, out int value)
    {
        text = text.Trim();
        var isNegative = text.StartsWith('-');
        var digits = isNegative || text.StartsWith('+') ? text[1..] : text;
        if (digits.IndexOf('.') is >= 0 and var point && !digits[(point + 1)..].ContainsAnyExcept('0'))
        {
            digits = digits[..point];
        }
        value = 0;
        long magnitude = 0;
        for (var index = 0; index < digits.Length; index++)
        {
            var isSeparator = digits[index] == '_' && index > 0 && digits[index - 1] != '_' && index < digits.Length - 1;
            if (!isSeparator && !char.IsAsciiDigit(digits[index]))
            {
                return false;
            }
            magnitude = isSeparator ? magnitude : Math.Min(magnitude * 10 + (digits[index] - '0'), 1L + int.MaxValue);
        }
        value = (int)Math.Clamp(isNegative ? -magnitude : magnitude, int.MinValue, int.MaxValue);
        return digits.Length > 0;
    }

    /// <summary>Null: none of the words. Any case, no white space around.</summary>
    public static bool? ParseBool(string text)
    {
        Span<char> lower = stackalloc char[5];
        var length = text.AsSpan().ToLowerInvariant(lower);
        return length < 0 ? null : lower[..length] switch
        {
            "true" or "1" or "on" or "yes" or "t" or "y" => true,
            "false" or "0" or "off" or "no" or "f" or "n" => false,
            _ => null,
        };
    }
}
