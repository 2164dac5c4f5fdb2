using System.Text;
using static Repeater.Render.Text.LineBreakClass;

namespace Repeater.Render.Text;

/// <summary>Whether a line may, or must, end before a character.</summary>
enum LineBreak : byte
{
    Forbidden,
    Allowed,
    Mandatory,
}

/// <summary>
/// Where lines may break: UAX #14 (Unicode 15.0) with numbers kept whole as in its example 7, and on request the rules
/// for Chinese text that it leaves to the application (CLREQ).
/// </summary>
static class LineBreaker
{
    /// <summary>
    /// One entry per UTF-16 unit of the text: the break before that unit. The first is never a break; the end of the
    /// text is not listed. Linear in the length of the text.
    /// </summary>
    public static LineBreak[] FindBreaks(string text, bool chinese)
    {
        var breaks = new LineBreak[text.Length];
        var units = Units(text, chinese);
        var number = NumberState.None;
        var beforeSpaces = -1;
        var regionalIndicators = 0;
        for (var i = 0; i + 1 < units.Count; i++)
        {
            var before = units[i];
            if (before.Class != SP)
            {
                beforeSpaces = i;
            }

            number = Next(number, before.Class);
            regionalIndicators = before.Class == RI ? regionalIndicators + 1 : 0;
            var context = new LineBreakContext(
                before,
                units[i + 1],
                i > 0 ? units[i - 1].Class : AL,
                i + 2 < units.Count ? units[i + 2].Class : AL,
                beforeSpaces < 0 ? AL : units[beforeSpaces].Class,
                number,
                regionalIndicators % 2 == 1);
            breaks[units[i + 1].Start] = LineBreakRules.Decide(context);
        }

        return breaks;
    }

    static NumberState Next(NumberState state, LineBreakClass c) => (state, c) switch
    {
        (_, NU) => NumberState.Digits,
        (NumberState.Digits, SY or IS) => NumberState.Digits,
        (NumberState.Digits, CL or CP or WideCP) => NumberState.Closed,
        _ => NumberState.None,
    };

    static List<LineBreakUnit> Units(string text, bool chinese)
    {
        var units = new List<LineBreakUnit>(text.Length);
        var previousWide = false;
        for (var at = 0; at < text.Length;)
        {
            Rune.DecodeFromUtf16(text.AsSpan(at), out var rune, out var length);
            var c = CharacterClasses.LineBreak(rune);
            if (chinese && c is QU or AL or ID or IS)
            {
                c = ChineseClass(rune, c, previousWide, text.AsSpan(at + length));
            }

            if (c is CM or ZWJ)
            {
                if (units.Count > 0 && units[^1].Class is not (BK or CR or LF or NL or SP or ZW))
                {
                    units[^1] = units[^1] with { EndsWithJoiner = c == ZWJ };
                }
                else
                {
                    units.Add(new LineBreakUnit(at, AL, c == ZWJ)); // LB10
                }
            }
            else
            {
                if (chinese && c == HY && BeginsWord(text, at, units, previousWide))
                {
                    c = AL;
                }

                units.Add(new LineBreakUnit(at, c, false));
                previousWide = CharacterClasses.IsWide(rune);
            }

            at += length;
        }

        return units;
    }

    // The hyphens of -o and --output belong to the word after them. Rule LB20a of later versions says so for one hyphen.
    static bool BeginsWord(string text, int at, List<LineBreakUnit> units, bool previousWide) =>
        at + 1 < text.Length && (text[at + 1] == '-' || char.IsAsciiLetterOrDigit(text[at + 1]))
        && (units.Count == 0 || previousWide || units[^1].Class is SP or BK or CR or LF or NL or ZW or CB or GL
            || (units[^1].Class == AL && text[at - 1] == '-'));

    // Curly quotes are brackets beside a wide character, by their direction; a middle dot or wave dash beside one
    // does not begin a line; the dot of .NET after one does.
    static LineBreakClass ChineseClass(Rune rune, LineBreakClass c, bool previousWide, ReadOnlySpan<char> rest)
    {
        if (rune.Value is not ('.' or 0xB7 or 0x2018 or 0x2019 or 0x201C or 0x201D or 0xFF5E))
        {
            return c;
        }

        Rune.DecodeFromUtf16(rest, out var next, out _);
        if (!previousWide && !(rest.Length > 0 && CharacterClasses.IsWide(next)))
        {
            return c;
        }

        return rune.Value switch
        {
            '.' => previousWide && Rune.IsLetterOrDigit(next) ? AL : c,
            0x2018 or 0x201C => WideOP,
            0x2019 or 0x201D => CL,
            _ => NS,
        };
    }
}
