namespace Repeater.Render.Formulas;

/// <summary>TeX's eight styles. Cramped ones raise superscripts less.</summary>
/// <param name="Level">0 display, 1 text, 2 script, 3 script of a script.</param>
/// <param name="IsCramped">Under a line, in a denominator or a subscript.</param>
readonly record struct FormulaStyle(int Level, bool IsCramped)
{
    public static FormulaStyle Display => new(0, false);

    public static FormulaStyle Text => new(1, false);

    public static FormulaStyle Script => new(2, false);

    public static FormulaStyle ScriptScript => new(3, false);

    public bool IsDisplay => Level == 0;

    /// <summary>Binary operators and relations have no room around them.</summary>
    public bool IsTight => Level >= 2;

    public FormulaStyle Cramped => this with { IsCramped = true };

    public FormulaStyle Sup => this with { Level = Level < 2 ? 2 : 3 };

    public FormulaStyle Sub => new(Level < 2 ? 2 : 3, true);

    public FormulaStyle Numerator => this with { Level = Math.Min(Level + 1, 3) };

    public FormulaStyle Denominator => new(Math.Min(Level + 1, 3), true);

    public FormulaStyle AtLeastText => this with { Level = Math.Min(Level, 1) };
}
