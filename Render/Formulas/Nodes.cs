namespace Repeater.Render.Formulas;

/// <summary>A parsed part of a formula.</summary>
abstract record Node;

/// <summary>A length as it was written: what a relative unit is depends on the font around.</summary>
readonly record struct Length(double Number, string Unit);

/// <summary>A sign: its command or character. Group is what it counts as.</summary>
sealed record SignNode(string Name, SymbolGroup Group, bool IsText) : Node;

/// <summary>Characters that no formula font has: drawn by the fonts of the text around.</summary>
sealed record ForeignNode(string Text) : Node;

/// <summary>What stands between braces. Transparent ones (<c>\begingroup</c>) leave the spacing inside to what is around.</summary>
sealed record GroupNode(IReadOnlyList<Node> Body, bool IsTransparent = false) : Node
{
    public static readonly GroupNode Empty = new([]);
}

sealed record ScriptsNode(Node? Base, Node? Sup, Node? Sub) : Node;

/// <param name="Numerator">Above the line.</param>
/// <param name="Denominator">Below it.</param>
/// <param name="HasLine">False for binomials.</param>
/// <param name="Thickness">Null: the standard one.</param>
/// <param name="Left">A delimiter, or null.</param>
/// <param name="Right">A delimiter, or null.</param>
/// <param name="IsContinued"><c>\cfrac</c>: at least as high as a line.</param>
sealed record FractionNode(
    Node Numerator, Node Denominator, bool HasLine, Length? Thickness, string? Left, string? Right, bool IsContinued) : Node;

/// <summary>The rest of a group in another style.</summary>
sealed record StyledNode(FormulaStyle Style, IReadOnlyList<Node> Body, bool ResetsFont = false) : Node;

/// <summary>The rest of a group in another size: 1 (<c>\tiny</c>) to 11 (<c>\Huge</c>).</summary>
sealed record SizedNode(int Size, IReadOnlyList<Node> Body) : Node;

sealed record FontNode(MathFont Font, Node Body) : Node;

/// <param name="Body">Its signs are those of text.</param>
/// <param name="Command">Which changes family, weight or shape.</param>
sealed record TextNode(IReadOnlyList<Node> Body, string Command) : Node;

sealed record ColorNode(uint Color, IReadOnlyList<Node> Body) : Node;

/// <summary>A large sign (Name), a function's name (Name), or anything that acts as one (Body).</summary>
sealed record OperatorNode(string? Name, IReadOnlyList<Node>? Body, bool IsSign) : Node
{
    /// <summary>Scripts stand above and below in display style.</summary>
    public bool HasLimits { get; init; }

    /// <summary>Whether they do is said explicitly: in every style.</summary>
    public bool IsExplicit { get; init; }

    /// <summary>Keeps its baseline instead of being centred on the axis.</summary>
    public bool KeepsBaseline { get; init; }
}

sealed record OperatorNameNode(IReadOnlyList<Node> Body, bool TakesLimits) : Node
{
    public bool HasLimits { get; init; }
}

sealed record AccentNode(string Label, bool IsStretchy, bool IsShifted, Node Base, bool IsText) : Node;

sealed record UnderAccentNode(string Label, Node Base) : Node;

sealed record ArrowNode(string Label, Node Above, Node? Below) : Node;

sealed record BraceNode(string Label, bool IsOver, Node Base) : Node;

sealed record LineNode(bool IsOver, Node Body) : Node;

sealed record RootNode(Node Body, Node? Index) : Node;

/// <summary><c>\big</c> and its relatives: sizes 1 to 4.</summary>
sealed record DelimiterNode(int Size, AtomKind Kind, string Delimiter) : Node;

sealed record FencedNode(IReadOnlyList<Node> Body, string Left, string Right, uint? RightColor) : Node;

sealed record MiddleNode(string Delimiter) : Node;

sealed record EnclosedNode(string Label, Node Body) : Node
{
    public uint? Background { get; init; }

    public uint? Border { get; init; }
}

/// <summary><c>\mathbin</c> and its relatives.</summary>
sealed record KindNode(AtomKind Kind, IReadOnlyList<Node> Body) : Node;

sealed record PhantomNode(IReadOnlyList<Node> Body) : Node;

sealed record VerticalPhantomNode(Node Body) : Node;

sealed record SmashedNode(Node Body, bool Height, bool Depth) : Node;

/// <summary>Takes no width: Overlap is how much of its own width it stands to the left, 0 to 1.</summary>
sealed record OverlappingNode(double Overlap, Node Body) : Node;

sealed record RaisedNode(Length By, Node Body) : Node;

sealed record CenteredNode(Node Body) : Node;

sealed record ReflectedNode(Node Body) : Node;

sealed record RuleNode(Length Width, Length Height, Length? Raise) : Node;

sealed record KernNode(Length Width) : Node;

/// <summary>One body for each of the four styles.</summary>
sealed record ChoiceNode(IReadOnlyList<Node> Display, IReadOnlyList<Node> Text, IReadOnlyList<Node> Script, IReadOnlyList<Node> Smallest) : Node;

sealed record HeavyNode(AtomKind Kind, IReadOnlyList<Node> Body) : Node;

/// <summary>Text without a class of its own: <c>\hbox</c>.</summary>
sealed record PlainNode(IReadOnlyList<Node> Body) : Node;

/// <summary>A row ends here, or the line where there is no table.</summary>
sealed record NewlineNode : Node;

/// <summary><c>\over</c> and its relatives, until the group around is complete.</summary>
sealed record InfixNode(string Command, Length? Thickness) : Node;

/// <summary>A command that leaves nothing behind.</summary>
sealed record NothingNode : Node
{
    public static readonly NothingNode Instance = new();
}

/// <summary>A column's alignment and the room before and after it in em (null: the usual), or a line between columns.</summary>
readonly record struct ColumnSpec(char Align, double? Before = null, double? After = null)
{
    public bool IsLine => Align is '|' or ':';
}

sealed record ArrayNode(IReadOnlyList<IReadOnlyList<Node>> Rows) : Node
{
    public required IReadOnlyList<ColumnSpec> Columns { get; init; }

    public required IReadOnlyList<Length?> RowGaps { get; init; }

    /// <summary>Lines above each row and below the last; true for a dashed one.</summary>
    public required IReadOnlyList<IReadOnlyList<bool>> Lines { get; init; }

    public IReadOnlyList<Node?> Tags { get; init; } = [];

    public double Stretch { get; init; } = 1;

    /// <summary>More room between rows: those of formulas below each other.</summary>
    public bool IsOpen { get; init; }

    public bool HasOuterSpace { get; init; }

    public bool IsSmall { get; init; }
}
