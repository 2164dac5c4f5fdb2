using System.Globalization;
using Markdig.Extensions.Footnotes;
using Markdig.Extensions.TaskLists;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Repeater.Render.Markdown;

/// <summary>Markdig's inlines of one leaf block as our flat ones.</summary>
sealed class InlineReader(ReadingContext context)
{
    // Deeper nesting than this is read for its text alone.
    const int MaxDepth = 100;

    readonly InlineWriter _writer = new();
    HtmlInlines? _html;

    HtmlInlines Html => _html ??= new HtmlInlines(context, _writer);

    bool _inTable;

    /// <param name="root">Null reads as nothing.</param>
    /// <param name="inTable">In a cell <c>\|</c> is a bar even in code, since a plain one would end the cell.</param>
    public IReadOnlyList<Inline> Read(ContainerInline? root, bool inTable = false)
    {
        _inTable = inTable;
        if (root is null)
        {
            return [];
        }

        foreach (var html in root.Descendants<HtmlInline>())
        {
            if (HtmlTag.Read(html.Tag, out var tag) > 0)
            {
                Html.Expect(tag!);
            }
        }

        ReadChildren(root, 0);
        return _writer.Take();
    }

    void ReadChildren(ContainerInline parent, int depth)
    {
        for (var child = parent.FirstChild; child is not null; child = child.NextSibling)
        {
            ReadOne(child, depth);
        }
    }

    void ReadOne(Markdig.Syntax.Inlines.Inline inline, int depth)
    {
        switch (inline)
        {
            case HtmlInline html:
                ReadHtml(html.Tag);
                break;
            case TaskList or FootnoteLink { IsBackLink: true }:
            case var _ when Html.Silent:
                break;
            case LiteralInline literal:
                Text(literal.Content.ToString());
                break;
            case HtmlEntityInline entity:
                Text(entity.Transcoded.ToString());
                break;
            case LineBreakInline:
                _writer.EndLine();
                break;
            case FormulaInlineNode formula:
                ReadFormula(formula);
                break;
            case CodeInline code:
                ReadCode(code);
                break;
            case AutolinkInline link:
                _writer.AddVerbatim(context.Restore(link.Url), s => s with { Link = true });
                break;
            case FootnoteLink footnote:
                _writer.AddVerbatim(
                    footnote.Footnote.Order.ToString(CultureInfo.InvariantCulture),
                    s => s with { Script = TextScript.Super, Link = true });
                break;
            case ContainerInline container when depth == MaxDepth:
                Text(PlainText(container));
                break;
            case LinkInline { IsImage: true } picture:
                Use(picture);
                Html.Picture(picture.Url ?? "", PlainText(picture));
                break;
            case LinkInline link:
                Use(link);
                var element = _writer.Open("link", s => s with { Link = true }, link.Url ?? "");
                ReadChildren(link, depth + 1);
                Html.CloseLink(element, link.Title);
                break;
            case EmphasisInline emphasis:
                ReadEmphasis(emphasis, depth);
                break;
            case DelimiterInline delimiter:
                Text(delimiter.ToLiteral());
                ReadChildren(delimiter, depth + 1);
                break;
            case ContainerInline container:
                ReadChildren(container, depth + 1);
                break;
            default:
                Text(inline.ToString() ?? "");
                break;
        }
    }

    void Use(LinkInline link)
    {
        if (link.Reference is { } definition)
        {
            context.Use(definition);
        }
    }

    void Text(string text) => _writer.AddText(context.Restore(text));

    void ReadHtml(string source)
    {
        if (HtmlTag.Read(source, out var tag) > 0)
        {
            Html.Apply(tag!, source);
        }
        else if (!source.StartsWith("<!", StringComparison.Ordinal) && !source.StartsWith("<?", StringComparison.Ordinal) && !Html.Silent)
        {
            Text(source);
        }
    }

    void ReadCode(CodeInline code)
    {
        var number = context.NextBox();
        var text = context.Restore(code.Content).Replace('\n', ' ').Replace('\t', ' ');
        text = _inTable ? text.Replace("\\|", "|", StringComparison.Ordinal) : text;
        _writer.AddVerbatim(text, s => s with { Box = InlineBox.Code, BoxNumber = number });
    }

    void ReadFormula(FormulaInlineNode formula) => _writer.AddFormula(
        FormulaSource.Clean(context.Restore(formula.Source), _inTable),
        context.Restore(formula.Content).Replace('\n', ' '),
        formula.Display,
        context.NextBox());

    void ReadEmphasis(EmphasisInline emphasis, int depth)
    {
        if (EmphasisRules.Change(emphasis, context) is { } change)
        {
            var element = _writer.Open("emphasis", change);
            ReadChildren(emphasis, depth + 1);
            _writer.Close(element);
        }
        else
        {
            var delimiter = new string(emphasis.DelimiterChar, emphasis.DelimiterCount);
            Text(delimiter);
            ReadChildren(emphasis, depth + 1);
            Text(delimiter);
        }
    }

    static string PlainText(ContainerInline container) => string.Concat(container.Descendants().Select(d => d switch
    {
        LiteralInline literal => literal.Content.ToString(),
        CodeInline code => code.Content,
        AutolinkInline link => link.Url,
        HtmlEntityInline entity => entity.Transcoded.ToString(),
        LineBreakInline => " ",
        DelimiterInline delimiter => delimiter.ToLiteral(),
        _ => "",
    }));
}
