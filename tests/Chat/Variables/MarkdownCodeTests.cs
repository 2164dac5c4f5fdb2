using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Repeater.Chat.Variables;

namespace Repeater.Tests.Chat.Variables;

/// <summary>What is code is what the renderer's parser draws as code.</summary>
public class MarkdownCodeTests
{
    const string Marker = "{x}";

    static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().Build();

    // Left out is where Markdig and CommonMark disagree: a blank line after an empty list item, and an item indented by
    // four columns or more that its list's content does not reach.
    static readonly string[] Starts =
    [
        "", "", " ", "  ", "   ", "    ", "      ", "\t", "- ", "  - ", "* ", "1. ", "2) ",
        "> ", ">", ">     ", "> > ", "- - ", "- > ", "> - ", "# ",
        "```", "  ```", "   ````", "    ```", "~~~", "```c\n", "> ```\n> ", "- ```\n  ", "---\n",
    ];

    static readonly string[] Pieces =
        [Marker, Marker, Marker, "`", "`", "``", "```", "\\", " ", "\t", "word", "复读", "===", "---", "~~~", "#"];

    static readonly string[] Ends = ["", "", "\n", "\n", "\n", "\r\n", "\n\n", "\n\n", "\n>\n", "\n```\n", "\n===\n"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Random_Markdown_has_its_code_where_Markdig_finds_it(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 5_000; round++)
        {
            var (text, markers) = RandomText(random);

            var expected = string.Join(',', markers.Where(MarkdigCode(text).Contains));
            var actual = string.Join(',', markers.Where(OurCode(text).Contains));

            Assert.True(expected == actual, $"{text}\n\nis code: {expected}, found: {actual}");
        }
    }

    [Fact]
    public void Code_ranges_are_in_order_and_hold_their_marks()
    {
        const string Text = "`a` b\n\n    c\n\n> ```\n> d\n> ```\n``e``";

        var code = MarkdownCode.Find(Text).Select(code => Text[code.Start..code.End]);

        Assert.Equal(["`a`", "    c", "```\n> d\n> ```", "``e``"], code);
    }

    /// <summary>Random lines, with a marker of its own wherever a piece says <c>{x}</c>.</summary>
    static (string Text, List<string> Markers) RandomText(Random random)
    {
        var text = "";
        List<string> markers = [];
        for (var lines = random.Next(1, 9); lines > 0; lines--)
        {
            text += Pick(Starts);
            for (var pieces = random.Next(1, 5); pieces > 0; pieces--)
            {
                var piece = Pick(Pieces);
                if (piece == Marker)
                {
                    piece = $"{{{markers.Count}}}";
                    markers.Add(piece);
                }
                text += piece;
            }
            text += Pick(Ends);
        }
        return (text, markers);

        string Pick(string[] choices) => choices[random.Next(choices.Length)];
    }

    static string OurCode(string text) =>
        string.Concat(MarkdownCode.Find(text).Select(code => text[code.Start..code.End]));

    static string MarkdigCode(string text) =>
        string.Concat(Markdown.Parse(text, Pipeline).Descendants().Select(node => node switch
        {
            FencedCodeBlock block => $"{block.Info}{block.Arguments}{block.Lines}",
            CodeBlock block => $"{block.Lines}",
            CodeInline span => span.Content,
            _ => "",
        }));
}
