using Repeater.Render.Drawing;
using Repeater.Tests.Render.Layout;

namespace Repeater.Tests.Render;

/// <summary>Text made to break a renderer: every one becomes pages within the limits, in bounded time.</summary>
public class HostileInputTests
{
    // A guard against hanging, far above what the slowest of them takes.
    static readonly TimeSpan Guard = TimeSpan.FromSeconds(60);

    public static TheoryData<string, string, int> Repeated => new()
    {
        { "unclosed emphasis", "*a **b ", 5_000 },
        { "closing emphasis", "a* ", 7_000 },
        { "both ways", "a**b", 5_000 },
        { "all signs of emphasis", "+a^b=c~d*e_f ", 1_600 },
        { "pictures in pictures", "![a](", 4_000 },
        { "links in links", "[a](", 5_000 },
        { "brackets", "[", 20_000 },
        { "brackets with text", "[a", 10_000 },
        { "footnote marks", "[^a]", 5_000 },
        { "quotes", "> ", 10_000 },
        { "quotes of ten", "\n>>>>>>>>>> a", 1_800 },
        { "lists in lists", "- 1. * ", 2_800 },
        { "back ticks", "`a``b", 4_000 },
        { "tags", "<b>", 6_500 },
        { "tags and ends", "<b>x</b>", 2_500 },
        { "open quotes in tags", "<a b='", 3_300 },
        { "block tags", "<div>\n\n", 2_500 },
        { "details", "<details>\n\n", 1_600 },
        { "comments", "<!--", 5_000 },
        { "entities", "&amp;", 4_000 },
        { "bars", "|", 20_000 },
        { "backslashes", "\\", 20_000 },
        { "line ends", "\n", 20_000 },
        { "line breaks", "<br>", 5_000 },
        { "rules", "---\n\n", 4_000 },
        { "headings", "# a\n", 5_000 },
        { "items", "- a\n", 5_000 },
        { "empty items", "-\n", 10_000 },
        { "fences", "```\n```\n", 2_500 },
        { "alerts", "> [!NOTE]\n> a\n\n", 1_200 },
        { "one long word", "a", 100_000 },
        { "one long address", "https://a.b/", 1_600 },
        { "one long line of code", "    x", 4_000 },
        { "joiners", "👨‍", 6_000 },
        { "marks on one letter", "\u0301", 20_000 },
        { "flags", "🇨", 10_000 },
        { "half surrogates", "\ud83d", 20_000 },
        { "control characters", "\0\u0001\u001b\u007f\u0085", 4_000 },
        { "marks of direction", "\u202e\u2066\u200b\ufeff", 5_000 },
        { "dollars", "$", 20_000 },
        { "dollars and letters", "$x ", 6_600 },
        { "dollars with a sign", "$=", 10_000 },
        { "pairs of dollars", "$$a ", 5_000 },
        { "pairs of dollars on lines", "$$\n", 6_600 },
        { "dollars in words", "$\\text{$", 2_200 },
        { "opening round", "\\(", 10_000 },
        { "opening round with Chinese", "\\(字", 6_600 },
        { "opening square", "\\[", 10_000 },
        { "boxes", "\\boxed{", 2_800 },
        { "opening square and blank lines", "\\[\n\n", 5_000 },
        { "opening square on lines", "\\[\n", 6_600 },
        { "closing round", "\\)", 10_000 },
        { "environments", "\\begin{cases}", 1_400 },
        { "environments on lines", "\\begin{cases}\n", 1_300 },
        { "ends of environments", "\\end{cases}", 1_600 },
        { "formulas", "$x^2$ ", 3_300 },
        { "formulas of their own", "$$x^2$$\n\n", 1_900 },
        { "formulas that fail", "$\\a$ ", 3_300 },
        { "formulas of their own that fail", "$$\\a$$\n\n", 2_000 },
        { "footnotes", "[^1]: a\n\n", 2_000 },
        { "task lists", "- [ ] a\n  ", 1_800 },
    };

    [Theory]
    [MemberData(nameof(Repeated))]
    public void Repetition_is_bounded(string what, string part, int times)
    {
        Assert.NotEmpty(what);
        AssertPages(string.Concat(Enumerable.Repeat(part, times)));
    }

    public static TheoryData<string> Shaped =>
    [
        // Ten thousand cells in the widest, the longest and a square table.
        "|" + string.Concat(Enumerable.Repeat("a|", 3_000)) + "\n|" + string.Concat(Enumerable.Repeat("-|", 3_000)) + "\n|" + string.Concat(Enumerable.Repeat("b|", 3_000)),
        "|a|b|\n|-|-|\n" + string.Concat(Enumerable.Repeat("|c|d|\n", 3_300)),
        "|" + string.Concat(Enumerable.Repeat("a|", 95)) + "\n|" + string.Concat(Enumerable.Repeat("-|", 95)) + "\n" + string.Concat(Enumerable.Repeat("|" + string.Concat(Enumerable.Repeat("1|", 95)) + "\n", 95)),

        // A cell higher than all pages, and one with a word wider than all of them.
        "|a|\n|-|\n|" + string.Concat(Enumerable.Repeat("x<br>", 3_900)) + "|",
        "|a|b|\n|-|-|\n|" + new string('x', 19_000) + "|y|",

        // Back tick strings of every length; emphasis nested two thousand deep; staircases.
        string.Concat(Enumerable.Range(1, 190).Select(i => new string('`', i) + "a")),
        string.Concat(Enumerable.Repeat("*a ", 3_000)) + string.Concat(Enumerable.Repeat("a* ", 3_000)),
        string.Concat(Enumerable.Range(0, 190).Select(i => new string(' ', i) + "- a\n")),
        string.Concat(Enumerable.Range(1, 60).Select(i => string.Concat(Enumerable.Repeat("> ", i)) + "a\n\n")),
        new string('[', 6_000) + new string(']', 6_000),
        "[a](" + new string('(', 19_000),
        string.Concat(Enumerable.Range(0, 600).Select(i => $"[{i}](http://a.b/{i}) ")),

        // Formulas: one as long as the text, with and without places to break, deep, high, and a command that doubles.
        "$$" + string.Concat(Enumerable.Repeat("x+", 9_000)) + "x=1$$",
        "$" + string.Concat(Enumerable.Repeat("x+", 490)) + "x=1$",
        "$$" + new string('x', 19_000) + "=1$$",
        "$$" + string.Concat(Enumerable.Repeat("\\frac{1}{", 1_900)) + "$$",
        "$$" + string.Concat(Enumerable.Repeat("{", 9_000)) + string.Concat(Enumerable.Repeat("}", 9_000)) + "$$",
        "$$\\begin{aligned}" + string.Concat(Enumerable.Repeat("x\\\\", 4_500)) + "\\end{aligned}$$",
        "$$" + string.Concat(Enumerable.Repeat("x\\\\", 4_500)) + "$$",
        "$\\newcommand{\\a}{\\b\\b}\\newcommand{\\b}{\\a\\a}\\a$ $\\a$",
        "|" + string.Concat(Enumerable.Repeat("$\\dfrac{a}{b}$|", 40)) + "\n|" + string.Concat(Enumerable.Repeat("-|", 40)) + "\n",
    ];

    [Theory]
    [MemberData(nameof(Shaped))]
    public void Strange_shapes_are_bounded(string markdown) => AssertPages(markdown);

    [Fact]
    public void Every_block_of_unicode_is_laid_out()
    {
        for (var block = 0; block < 0x110000; block += 0x100)
        {
            if (block is >= 0xD800 and < 0xE000)
            {
                continue;
            }

            AssertPages(string.Concat(Enumerable.Range(block, 0x100).Select(char.ConvertFromUtf32)));
        }
    }

    /// <summary>
    /// Random edits of the samples. REPEATER_FUZZ sets how many documents; a failure names the seed of its document.
    /// </summary>
    [Fact]
    public void Edited_samples_never_break_the_layout()
    {
        var samples = Mutation.Samples;
        var rounds = int.TryParse(Environment.GetEnvironmentVariable("REPEATER_FUZZ"), out var asked) ? asked : 2000;
        for (var seed = 0; seed < rounds; seed++)
        {
            var markdown = Mutation.Of(samples, new Random(seed));
            try
            {
                AssertPages(markdown);
            }
            catch (Exception e)
            {
                Assert.Fail($"Seed {seed}: {e}\n{markdown}");
            }
        }
    }

    static void AssertPages(string markdown)
    {
        var limits = LayoutHelp.Limits;
        var layout = Task.Run(() => LayoutHelp.Layout(markdown));
        Assert.True(layout.Wait(Guard), "The layout hangs.");

        var pages = layout.Result;
        Assert.InRange(pages.Count, 1, limits.MaxPages);
        Assert.All(pages, p => Assert.InRange(p.Height, 1, limits.MaxHeight(p.Width)));
        Assert.All(pages, p => Assert.InRange(p.Width, 320, 720));
        foreach (var command in pages.SelectMany(p => p.Commands))
        {
            Assert.True(command is not DrawText { Text: "" } and not DrawText { Size: <= 0 }, command.ToString());
        }
    }
}
