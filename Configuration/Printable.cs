using System.Globalization;
using System.Text;

namespace Repeater.Configuration;

/// <summary>Text from outside inside a sentence or a table: one line, no control over the terminal.</summary>
static class Printable
{
    /// <summary>Control, format and line-break characters and half surrogates become escapes; nothing else changes.</summary>
    public static string Line(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            switch (Rune.GetUnicodeCategory(rune))
            {
                case UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator:
                // Bidirectional controls reorder what follows; the joiner inside an emoji does not.
                case UnicodeCategory.Format when rune.Value != 0x200D:
                    line.Append(rune.Value switch
                    {
                        '\n' => "\\n",
                        '\r' => "\\r",
                        '\t' => "\\t",
                        < 0x10000 => $"\\u{rune.Value:x4}",
                        _ => $"\\U{rune.Value:x8}",
                    });
                    break;
                default:
                    line.Append(rune.ToString());
                    break;
            }
        }
        return line.ToString();
    }

    /// <summary>In double quotes, cut after 60 characters.</summary>
    public static string Quote(string text)
    {
        var elements = StringInfo.GetTextElementEnumerator(text.Length > 2000 ? text[..2000] : text);
        var shown = new StringBuilder();
        var count = 0;
        while (count++ < 60 && elements.MoveNext())
        {
            shown.Append(elements.GetTextElement());
        }
        return $"\"{Line(shown.ToString())}{(shown.Length < text.Length ? "…" : "")}\"";
    }
}
