namespace Repeater.Render.Markdown;

/// <summary>A part of a document that stands on lines of its own. The hierarchy is closed: layout has one case per type.</summary>
abstract record Block
{
    private protected Block()
    {
    }
}

sealed record Paragraph(IReadOnlyList<Inline> Content) : Block;

/// <summary>Level 1 to 6.</summary>
sealed record Heading(int Level, IReadOnlyList<Inline> Content) : Block;

sealed record ListBlock(bool Ordered, bool Loose, IReadOnlyList<ListItem> Items) : Block;

/// <summary>Number counts from the list's own start; Done is null where the item is no task.</summary>
sealed record ListItem(int Number, bool? Done, IReadOnlyList<Block> Content);

sealed record Quote(AlertKind Alert, IReadOnlyList<Block> Content) : Block;

/// <summary>What GitHub's <c>[!NOTE]</c> makes of a quote.</summary>
enum AlertKind
{
    None,
    Note,
    Tip,
    Important,
    Warning,
    Caution,
}

/// <summary>Code as written, lines apart by <c>\n</c>. The language is what the fence said, possibly empty.</summary>
sealed record CodeBlock(string Language, string Code, IReadOnlyList<CodeToken> Tokens) : Block;

/// <summary>A formula on lines of its own.</summary>
/// <param name="Source">LaTeX without delimiters.</param>
/// <param name="Punctuation">Of the sentence that the formula ends, possibly empty.</param>
/// <param name="Written">Shown where it cannot be drawn.</param>
sealed record FormulaBlock(string Source, string Punctuation, CodeBlock Written) : Block;

/// <summary>Every row has as many cells as there are columns.</summary>
sealed record TableBlock(IReadOnlyList<ColumnAlignment> Columns, IReadOnlyList<TableRow> Rows) : Block;

sealed record TableRow(bool IsHeader, IReadOnlyList<IReadOnlyList<Inline>> Cells);

enum ColumnAlignment
{
    Left,
    Center,
    Right,
}

/// <summary>A thematic break.</summary>
sealed record Rule : Block;

/// <summary>HTML's details, always open: a picture cannot be clicked.</summary>
sealed record Details(IReadOnlyList<Inline> Summary, IReadOnlyList<Block> Content) : Block;

sealed record Centered(IReadOnlyList<Block> Content) : Block;

/// <summary>Footnotes, or the targets of links, at the end of the document.</summary>
sealed record Notes(IReadOnlyList<Note> Items) : Block;

/// <summary>Mark as the text refers to it: <c>1</c> for a footnote, <c>[1]</c> for a link.</summary>
sealed record Note(string Mark, IReadOnlyList<Block> Content);
