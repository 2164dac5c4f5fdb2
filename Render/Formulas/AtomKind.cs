namespace Repeater.Render.Formulas;

/// <summary>TeX's classes of atoms, between which the spacing is defined.</summary>
enum AtomKind
{
    None,
    Ord,
    Op,
    Bin,
    Rel,
    Open,
    Close,
    Punct,
    Inner,
}
