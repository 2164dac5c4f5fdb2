using Markdig;
using Repeater.Render.Markdown;

namespace Repeater.Render;

/// <summary>Markdown as a web page of its own, for documents; replies are drawn.</summary>
static class MarkdownHtml
{
    static readonly MarkdownPipeline Pipeline = BuildPipeline();

    /// <summary>HTML in the text is shown as text, a formula as the code it is written as.</summary>
    public static string Page(string markdown) =>
        "<!doctype html><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>Repeater</title>"
        + "<style>body{max-width:50em;margin:2em auto;padding:0 1em;font:16px/1.6 sans-serif}pre,code{background:#f4f4f4}"
        + "pre{padding:.8em;overflow:auto}table{border-collapse:collapse}td,th{border:1px solid #ccc;padding:.3em .6em}img{max-width:100%}</style>"
        + Markdig.Markdown.ToHtml(markdown, Pipeline);

    static MarkdownPipeline BuildPipeline()
    {
        var builder = new MarkdownPipelineBuilder().UsePipeTables().UseAutoIdentifiers().DisableHtml();
        builder.InlineParsers.Insert(0, new FormulaInlineParser());
        builder.BlockParsers.Insert(0, new FormulaBlockParser());
        return builder.Build();
    }
}
