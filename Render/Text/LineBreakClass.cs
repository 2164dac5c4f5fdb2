namespace Repeater.Render.Text;

/// <summary>
/// Line_Break classes of UAX #14 after rule LB1: AI, SG and XX are AL, SA is CM or AL, CJ is NS. The three classes at
/// the end are subsets that single rules ask for. The order is that of <see cref="LineBreakData"/>.
/// </summary>
enum LineBreakClass : byte
{
    AL,
    B2,
    BA,
    BB,
    BK,
    CB,
    CL,
    CM,
    CP,
    CR,
    EB,
    EM,
    EX,
    GL,
    H2,
    H3,
    HL,
    HY,
    ID,
    IN,
    IS,
    JL,
    JT,
    JV,
    LF,
    NL,
    NS,
    NU,
    OP,
    PO,
    PR,
    QU,
    RI,
    SP,
    SY,
    WJ,
    ZW,
    ZWJ,

    /// <summary>OP that is East Asian wide: LB30 does not glue it to letters.</summary>
    WideOP,

    /// <summary>CP that is East Asian wide, likewise.</summary>
    WideCP,

    /// <summary>ID that is an unassigned pictograph: LB30b lets a modifier follow it.</summary>
    PictographicID,
}
