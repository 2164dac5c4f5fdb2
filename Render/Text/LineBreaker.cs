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
            var context = new Context(
                before,
                units[i + 1],
                i > 0 ? units[i - 1].Class : AL,
                i + 2 < units.Count ? units[i + 2].Class : AL,
                beforeSpaces < 0 ? AL : units[beforeSpaces].Class,
                number,
                regionalIndicators % 2 == 1);
            breaks[units[i + 1].Start] = Decide(context);
        }

        return breaks;
    }

    // A character with the combining marks that rule LB9 hangs on it.
    readonly record struct Unit(int Start, LineBreakClass Class, bool EndsWithJoiner);

    readonly record struct Context(
        Unit Before,
        Unit After,
        LineBreakClass Previous,
        LineBreakClass AfterNext,
        LineBreakClass BeforeSpaces,
        NumberState Number,
        bool OddRegionalIndicator);

    enum NumberState
    {
        None,
        Digits,
        Closed,
    }

    static NumberState Next(NumberState state, LineBreakClass c) => (state, c) switch
    {
        (_, NU) => NumberState.Digits,
        (NumberState.Digits, SY or IS) => NumberState.Digits,
        (NumberState.Digits, CL or CP or WideCP) => NumberState.Closed,
        _ => NumberState.None,
    };

    static List<Unit> Units(string text, bool chinese)
    {
        var units = new List<Unit>(text.Length);
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
                    units.Add(new Unit(at, AL, c == ZWJ)); // LB10
                }
            }
            else
            {
                units.Add(new Unit(at, c, false));
                previousWide = CharacterClasses.IsWide(rune);
            }

            at += length;
        }

        return units;
    }

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

    // Rules in the order of the standard; the first that fits decides.
    static LineBreak Decide(in Context x)
    {
        var before = x.Before.Class;
        var after = x.After.Class;
        if (before is BK or NL or LF || (before == CR && after != LF))
        {
            return LineBreak.Mandatory; // LB4, LB5
        }

        if (before == CR || after is BK or CR or LF or NL or SP or ZW)
        {
            return LineBreak.Forbidden; // LB5, LB6, LB7
        }

        if (x.BeforeSpaces == ZW)
        {
            return LineBreak.Allowed; // LB8
        }

        if (x.Before.EndsWithJoiner)
        {
            return LineBreak.Forbidden; // LB8a
        }

        if (after == WJ || before is WJ or GL || (after == GL && before is not (SP or BA or HY)))
        {
            return LineBreak.Forbidden; // LB11, LB12, LB12a
        }

        // LB13 as example 7 has it: after a digit only rule LB25 keeps these.
        if (after == EX || (after is CL or CP or WideCP or IS or SY && before != NU))
        {
            return LineBreak.Forbidden;
        }

        if (KeepsAcrossSpaces(x.BeforeSpaces, after))
        {
            return LineBreak.Forbidden; // LB14 to LB17
        }

        if (before == SP)
        {
            return LineBreak.Allowed; // LB18
        }

        if (after == QU || before == QU)
        {
            return LineBreak.Forbidden; // LB19
        }

        if (after == CB || before == CB)
        {
            return LineBreak.Allowed; // LB20
        }

        return KeepsTogether(x, before, after) ? LineBreak.Forbidden : LineBreak.Allowed; // LB21 to LB31
    }

    static bool KeepsAcrossSpaces(LineBreakClass before, LineBreakClass after) =>
        before is OP or WideOP
        || (before == QU && after is OP or WideOP)
        || (before is CL or CP or WideCP && after == NS)
        || (before == B2 && after == B2);

    static bool KeepsTogether(in Context x, LineBreakClass before, LineBreakClass after) =>
        after is BA or HY or NS or IN || before == BB // LB21, LB22
        || (x.Previous == HL && before is HY or BA) // LB21a
        || (before == SY && after == HL) // LB21b
        || KeepsNumber(x, before, after) // LB25
        || KeepsLetters(before, after) // LB23, LB24, LB28 to LB30
        || KeepsKorean(before, after) // LB26, LB27
        || (before == RI && after == RI && x.OddRegionalIndicator) // LB30a
        || (before is EB or PictographicID && after == EM); // LB30b

    static bool KeepsNumber(in Context x, LineBreakClass before, LineBreakClass after) =>
        (after == NU && before is PR or PO or OP or WideOP or HY)
        || (after is OP or WideOP or HY && before is PR or PO && x.AfterNext == NU)
        || (x.Number == NumberState.Digits && after is NU or SY or IS or CL or CP or WideCP)
        || (x.Number != NumberState.None && after is PO or PR);

    static bool KeepsLetters(LineBreakClass before, LineBreakClass after) =>
        (IsLetter(before) && (IsLetter(after) || after is NU or PR or PO or OP))
        || (IsLetter(after) && before is NU or PR or PO or IS or CP)
        || (before == NU && after == OP)
        || (before == CP && after == NU)
        || (before == PR && after is ID or PictographicID or EB or EM)
        || (before is ID or PictographicID or EB or EM && after == PO);

    static bool KeepsKorean(LineBreakClass before, LineBreakClass after) =>
        (before == JL && after is JL or JV or H2 or H3)
        || (before is JV or H2 && after is JV or JT)
        || (before is JT or H3 && after == JT)
        || (after == PO && before is JL or JV or JT or H2 or H3)
        || (before == PR && after is JL or JV or JT or H2 or H3);

    static bool IsLetter(LineBreakClass c) => c is AL or HL;
}
