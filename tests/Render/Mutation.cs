using System.Text;

namespace Repeater.Tests.Render;

/// <summary>Documents that are nearly right: pieces of good ones cut, doubled, moved and salted with signs.</summary>
static class Mutation
{
    static readonly string[] Salt =
    [
        "*", "**", "_", "~~", "`", "```\n", "\n\n", "\n", "|", "\n|-|-|\n", "> ", "- ", "1. ", "# ", "[", "](", ")", "![", "<b>", "</b>", "<details>", "<div align=center>",
        "</div>", "<span style=\"color:red\">", "&amp;", "\\", "\t", "    ", "[^1]", "[^1]: ", "$$", "\\(", "—", "……", "“", "”", "（", "）", "，", "。", "👨‍👩‍👧", "🇨🇳", "\u200b", "\u0301", "\ud800", "\0",
        "https://a.b/c", "---\n", "- [ ] ", "==", "++", "^", "~", "<br>", "<!--", "-->", "<script>", "data:image/png;base64,", "$", "$$", "$$\n", "\\(", "\\)", "\\[", "\\]", "\\frac{", "\\sqrt", "\\left(", "\\right", "{", "}", "^", "_", "&", "\\\\",
        "\\begin{cases}", "\\end{cases}", "\\begin{aligned}", "\\end{aligned}", "\\text{字", "\\newcommand{\\a}{\\a\\a}", "\\tag{1}", "```math\n",
    ];

    public static IReadOnlyList<string> Samples { get; } =
        [.. new[] { "samples", "pages", "answers" }.SelectMany(f => Directory.GetFiles(TestFiles.Data(f), "*.md")).Order(StringComparer.Ordinal).Select(File.ReadAllText)];

    public static string Of(IReadOnlyList<string> samples, Random random)
    {
        var sample = samples[random.Next(samples.Count)];
        var start = random.Next(sample.Length);
        var text = new StringBuilder(sample, start, Math.Min(sample.Length - start, random.Next(1, 3_000)), 4_096);
        Edit(text, Salt, random.Next(1, 40), random);
        return text.ToString();
    }

    /// <summary>Cuts, doubles and moves short pieces, and puts in signs that mean something.</summary>
    public static void Edit(StringBuilder text, IReadOnlyList<string> salt, int edits, Random random)
    {
        for (; edits > 0; edits--)
        {
            var at = random.Next(text.Length + 1);
            var length = Math.Min(random.Next(1, 30), text.Length - at);
            switch (random.Next(5))
            {
                case 0:
                    text.Remove(at, length);
                    break;
                case 1:
                    text.Insert(at, text.ToString(at, length));
                    break;
                case 2:
                    text.Insert(random.Next(text.Length + 1), text.ToString(at, length));
                    break;
                case 3:
                    text.Insert(at, string.Concat(Enumerable.Repeat(salt[random.Next(salt.Count)], random.Next(1, 6))));
                    break;
                default:
                    text.Insert(at, salt[random.Next(salt.Count)]);
                    break;
            }
        }
    }
}
