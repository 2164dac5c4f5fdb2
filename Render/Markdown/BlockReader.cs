using System.Globalization;
using Markdig.Extensions.Alerts;
using Markdig.Extensions.Footnotes;
using Markdig.Extensions.Tables;
using Markdig.Extensions.TaskLists;
using Markdig.Syntax;
using Repeater.Render.Highlighting;

namespace Repeater.Render.Markdown;

/// <summary>Markdig's blocks as ours.</summary>
sealed class BlockReader(ReadingContext context)
{
    readonly InlineReader _inlines = new(context);

    public IReadOnlyList<Block> Read(ContainerBlock container)
    {
        var sink = new BlockSink(context);
        foreach (var block in container)
        {
            if (block is HtmlBlock html)
            {
                new HtmlBlocks(context, sink).Read(html.Lines.ToString());
            }
            else if (block is ParagraphBlock paragraph)
            {
                FormulaBlocks.AddParagraph(sink, _inlines.Read(paragraph.Inline));
            }
            else if (block is FormulaBlockNode formula)
            {
                FormulaBlocks.AddLines(sink, context.Restore(formula.Lines.ToString()));
            }
            else if (block is FencedCodeBlock fence && ReadCode(fence, FirstWord(fence.Info)) is var code)
            {
                FormulaBlocks.AddFence(sink, code);
            }
            else if (ReadOne(block) is { } read)
            {
                sink.Add(read);
            }
        }

        return sink.Finish();
    }

    /// <summary>
    /// Targets and footnotes that nothing in the text refers to. Markdown drops them; models like to end a reply with a list
    /// of sources in this form. To be read after everything else.
    /// </summary>
    public IReadOnlyList<Block> ReadUnused(MarkdownDocument document)
    {
        var lines = new InlineWriter();
        var blocks = new List<Block>();
        foreach (var definition in document.OfType<LinkReferenceDefinitionGroup>().SelectMany(g => g).OfType<LinkReferenceDefinition>())
        {
            if (definition is FootnoteLinkReferenceDefinition { Footnote: { Order: <= 0 } footnote })
            {
                blocks.Add(new Paragraph([new TextRun($"[{footnote.Label}]:", default)]));
                blocks.AddRange(Read(footnote));
            }
            else if (definition is not FootnoteLinkReferenceDefinition && !context.IsUsed(definition))
            {
                lines.AddText($"[{definition.Label}]: ");
                lines.AddVerbatim(context.Restore(definition.Url ?? ""), s => s with { Link = true });
                lines.AddText(string.IsNullOrEmpty(definition.Title) ? "" : $" {definition.Title}");
                lines.EndLine();
            }
        }

        return lines.Take() is { Count: > 0 } content ? [new Paragraph(content), .. blocks] : blocks;
    }

    Block? ReadOne(Markdig.Syntax.Block block) => block switch
    {
        HeadingBlock heading => new Heading(heading.Level, _inlines.Read(heading.Inline)),
        AlertBlock alert => new Quote(AlertKindOf(alert.Kind.AsSpan()), Read(alert)),
        QuoteBlock quote => new Quote(AlertKind.None, Read(quote)),
        Markdig.Syntax.ListBlock list => ReadList(list),
        ThematicBreakBlock => new Rule(),
        Table table => ReadTable(table),
        Markdig.Syntax.CodeBlock code => ReadCode(code, ""),
        FootnoteGroup footnotes => footnotes.Count == 0 ? null : ReadFootnotes(footnotes),
        LinkReferenceDefinitionGroup or BlankLineBlock => null,
        LeafBlock leaf => new Paragraph(leaf.Inline is null ? [new TextRun(leaf.Lines.ToString(), default)] : _inlines.Read(leaf.Inline)),
        ContainerBlock other => new Centered(Read(other)),
        _ => null,
    };

    ListBlock ReadList(Markdig.Syntax.ListBlock list)
    {
        var items = new List<ListItem>(list.Count);
        foreach (var item in list.OfType<ListItemBlock>())
        {
            var task = (item.FirstOrDefault() as ParagraphBlock)?.Inline?.FirstChild as TaskList;
            items.Add(new ListItem(item.Order, task?.Checked, Read(item)));
        }

        return new ListBlock(list.IsOrdered, list.IsLoose, items);
    }

    CodeBlock ReadCode(Markdig.Syntax.CodeBlock block, string language)
    {
        var code = context.Restore(block.Lines.ToString()).ReplaceLineEndings("\n").TrimEnd('\n');
        return new CodeBlock(language, code, Highlighter.Highlight(code, language));
    }

    // Markdig finds tables of bars alone, with rows but no cells; they show nothing.
    TableBlock? ReadTable(Table table)
    {
        var rows = table.OfType<Markdig.Extensions.Tables.TableRow>().ToList();
        var columns = rows.Count == 0 ? 0 : rows.Max(r => r.Count);
        return columns == 0 ? null : new TableBlock(
            [.. Enumerable.Range(0, columns).Select(i => AlignmentOf(table, i))],
            [.. rows.Select(r => new TableRow(r.IsHeader, [.. Enumerable.Range(0, columns).Select(i => ReadCell(r, i))]))]);
    }

    IReadOnlyList<Inline> ReadCell(Markdig.Extensions.Tables.TableRow row, int index) =>
        index < row.Count && row[index] is TableCell cell && cell.FirstOrDefault() is ParagraphBlock paragraph
            ? _inlines.Read(paragraph.Inline, inTable: true)
            : [];

    Notes ReadFootnotes(FootnoteGroup group) => new(
        [.. group.OfType<Footnote>().OrderBy(f => f.Order).Select(f => new Note(f.Order.ToString(CultureInfo.InvariantCulture), Read(f)))]);

    static ColumnAlignment AlignmentOf(Table table, int index) =>
        index >= table.ColumnDefinitions.Count ? ColumnAlignment.Left : table.ColumnDefinitions[index].Alignment switch
        {
            TableColumnAlign.Center => ColumnAlignment.Center,
            TableColumnAlign.Right => ColumnAlignment.Right,
            _ => ColumnAlignment.Left,
        };

    static AlertKind AlertKindOf(ReadOnlySpan<char> name) =>
        Enum.TryParse<AlertKind>(name, ignoreCase: true, out var kind) ? kind : AlertKind.Note;

    // The info string is "py", "py title=x", "{.py #id}": the language is the first word without its decoration.
    static string FirstWord(string? info)
    {
        var word = (info ?? "").Split((char[])[' ', '\t', ','], 2)[0].Trim('{', '}', '.');
        return word.Length <= 20 ? word : "";
    }
}
