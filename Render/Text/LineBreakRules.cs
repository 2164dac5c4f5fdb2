using static Repeater.Render.Text.LineBreakClass;

namespace Repeater.Render.Text;

/// <summary>A character with the combining marks that rule LB9 hangs on it.</summary>
readonly record struct LineBreakUnit(int Start, LineBreakClass Class, bool EndsWithJoiner);

/// <summary>Two neighbours, and what some rules must know of the text around them.</summary>
readonly record struct LineBreakContext(
    LineBreakUnit Before,
    LineBreakUnit After,
    LineBreakClass Previous,
    LineBreakClass AfterNext,
    LineBreakClass BeforeSpaces,
    NumberState Number,
    bool OddRegionalIndicator);

/// <summary>Whether the text before is a number that rule LB25 keeps together: in its digits, or after its closing bracket.</summary>
enum NumberState
{
    None,
    Digits,
    Closed,
}

/// <summary>Rules LB4 to LB31 of UAX #14, in its order.</summary>
static class LineBreakRules
{
    /// <summary>The first rule that fits decides.</summary>
    public static LineBreak Decide(in LineBreakContext x)
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

    static bool KeepsTogether(in LineBreakContext x, LineBreakClass before, LineBreakClass after) =>
        after is BA or HY or NS or IN || before == BB // LB21, LB22
        || (x.Previous == HL && before is HY or BA) // LB21a
        || (before == SY && after == HL) // LB21b
        || KeepsNumber(x, before, after) // LB25
        || KeepsLetters(before, after) // LB23, LB24, LB28 to LB30
        || KeepsKorean(before, after) // LB26, LB27
        || (before == RI && after == RI && x.OddRegionalIndicator) // LB30a
        || (before is EB or PictographicID && after == EM); // LB30b

    static bool KeepsNumber(in LineBreakContext x, LineBreakClass before, LineBreakClass after) =>
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
