using System.Drawing;
using System.Globalization;

namespace Repeater.Render.Markdown;

/// <summary>Colours as HTML attributes and styles write them.</summary>
static class CssColor
{
    /// <summary>The <c>color</c> of a style attribute, or null.</summary>
    public static uint? FromStyle(string style) => StyleValue(style, "color") is { } value ? Parse(value) : null;

    /// <summary>The value of one property of a style attribute, or null.</summary>
    public static string? StyleValue(string style, string property)
    {
        foreach (var declaration in style.Split(';'))
        {
            var colon = declaration.IndexOf(':');
            if (colon > 0 && declaration.AsSpan(0, colon).Trim().Equals(property, StringComparison.OrdinalIgnoreCase))
            {
                return declaration[(colon + 1)..].Trim();
            }
        }

        return null;
    }

    /// <summary><c>#abc</c>, <c>#aabbcc</c>, <c>rgb(1, 2, 3)</c> or a CSS name, as 0xFFRRGGBB; null for anything else.</summary>
    public static uint? Parse(string text)
    {
        text = text.Trim();
        if (text.StartsWith('#'))
        {
            return FromHex(text.AsSpan(1));
        }

        if (text.StartsWith("rgb", StringComparison.OrdinalIgnoreCase))
        {
            return FromFunction(text);
        }

        // "transparent" and the colours of a desktop are known names too, and no use here.
        var named = Color.FromName(text);
        return named is { IsKnownColor: true, IsSystemColor: false, A: 255 } ? (uint)named.ToArgb() : null;
    }

    static uint? FromHex(ReadOnlySpan<char> digits)
    {
        if (!uint.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
        {
            return null;
        }

        return digits.Length switch
        {
            3 => 0xFF000000 | ((value & 0xF00) * 0x1100) | ((value & 0xF0) * 0x110) | ((value & 0xF) * 0x11),
            6 => 0xFF000000 | value,
            _ => null,
        };
    }

    static uint? FromFunction(string text)
    {
        var open = text.IndexOf('(');
        var parts = open < 0 ? [] : text[(open + 1)..].TrimEnd(')').Split([',', ' ', '/'], StringSplitOptions.RemoveEmptyEntries);
        var color = 0xFFu;
        for (var i = 0; i < 3; i++)
        {
            if (i >= parts.Length || !byte.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out var channel))
            {
                return null;
            }

            color = (color << 8) | channel;
        }

        return color;
    }
}
