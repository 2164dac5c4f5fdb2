using System.Globalization;
using System.Text;
using Markdig;
using Markdig.Parsers;
using Repeater.Render.Drawing;
using Repeater.Render.Text;

namespace Repeater.Render.Markdown;

/// <summary>Markdown to blocks. Any text is a document: what the syntax does not explain is shown as it is written.</summary>
static class MarkdownReader
{
    static readonly MarkdownPipeline Pipeline = BuildPipeline();

    /// <param name="source">The text, without limit of length; what exceeds <paramref name="maxCharacters"/> is counted, not read.</param>
    /// <param name="maxCharacters">
    /// In UTF-16 units, pictures not counted. The parser is quadratic in unclosed emphasis and brackets: 20,000 characters of the
    /// worst kind take half a second.
    /// </param>
    /// <param name="listLinks">Whether targets of links are listed at the end.</param>
    /// <param name="decodePng">Null for what is no PNG, or too large.</param>
    public static Document Read(string source, int maxCharacters, bool listLinks, Func<ReadOnlyMemory<byte>, Bitmap?> decodePng)
    {
        var pictures = new DataPictures(source, decodePng);
        var text = Cut(Clean(pictures.Source), maxCharacters, out var leftOut);
        var chinese = HasHan(text);
        var context = new ReadingContext(chinese, pictures, listLinks);
        var blocks = new List<Block>(ReadBlocks(text, context));
        if (context.Links is { } links)
        {
            blocks.Add(links);
        }

        return new Document(blocks, leftOut, chinese);
    }

    static IReadOnlyList<Block> ReadBlocks(string text, ReadingContext context)
    {
        if (SourceRepair.IsNestedTooDeep(text))
        {
            return PlainText(text);
        }

        try
        {
            var document = MarkdownParser.Parse(SourceRepair.Apply(text), Pipeline);
            var reader = new BlockReader(context);
            return [.. reader.Read(document), .. reader.ReadUnused(document)];
        }
        catch (Exception)
        {
            // Markdig refuses nesting beyond its depth limit with an ArgumentException, and input made to break parsers may
            // yet find other ways. A reply that cannot be parsed is still a text.
            return PlainText(text);
        }
    }

    static IReadOnlyList<Block> PlainText(string text)
    {
        var content = new List<Inline>();
        foreach (var line in text.Split('\n'))
        {
            if (content.Count > 0)
            {
                content.Add(new LineEnd());
            }

            content.Add(new TextRun(line, default));
        }

        return [new Paragraph(content)];
    }

    static MarkdownPipeline BuildPipeline()
    {
        var builder = new MarkdownPipelineBuilder()
            .UseCjkFriendlyEmphasis()
            .UseSoftlineBreakAsHardlineBreak()
            .UsePipeTables()
            .UseEmphasisExtras()
            .UseTaskLists()
            .UseFootnotes()
            .UseAlertBlocks();
        builder.InlineParsers.Insert(0, new AutolinkParser());
        builder.InlineParsers.Insert(0, new FormulaInlineParser());
        builder.BlockParsers.Insert(0, new FormulaBlockParser());
        return builder.Build();
    }

    // One form of line end; half surrogates become U+FFFD, control characters their pictures (U+2400 and on).
    static string Clean(string source)
    {
        var text = source.ReplaceLineEndings("\n");
        if (!text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') && !text.AsSpan().ContainsAnyInRange('\0', '\u001F'))
        {
            return text;
        }

        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value < ' ' && rune.Value is not ('\n' or '\t'))
            {
                clean.Append((char)(0x2400 + rune.Value));
            }
            else
            {
                clean.Append(rune);
            }
        }

        return clean.ToString();
    }

    static string Cut(string text, int maxCharacters, out int leftOut)
    {
        leftOut = 0;
        if (text.Length <= maxCharacters)
        {
            return text;
        }

        // Not inside a surrogate pair or before a mark that belongs to the character cut at.
        var end = maxCharacters;
        while (end > 0 && StringInfo.GetNextTextElementLength(text.AsSpan(end - 1)) > 1 && maxCharacters - end < 32)
        {
            end--;
        }

        foreach (var _ in text.AsSpan(end).EnumerateRunes())
        {
            leftOut++;
        }

        return text[..end];
    }

    static bool HasHan(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (CharacterClasses.IsHanOrKana(rune))
            {
                return true;
            }
        }

        return false;
    }
}
