using System.Text;
using Repeater.Render;
using Repeater.Render.Drawing;
using Repeater.Render.Layout;
using Repeater.Render.Markdown;
using Repeater.Render.Text;

namespace Repeater.Tests.Render;

/// <summary>
/// tests/Data/answers: more than a hundred whole answers as models write them, with mathematics of many fields, both styles of
/// delimiters, prices, shell and code.
/// </summary>
public class AnswerTests
{
    public static TheoryData<string> Files =>
        [.. Directory.EnumerateFiles(TestFiles.Data("answers"), "*.md").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal)];

    static string[] Answers(string file) =>
        File.ReadAllText(TestFiles.Data($"answers/{file}.md")).ReplaceLineEndings("\n").Split("\n=====\n");

    [Fact]
    public void There_are_more_than_a_hundred() => Assert.InRange(Files.Cast<object[]>().Sum(f => Answers((string)f[0]).Length), 101, 1_000);

    /// <summary>The list was read line by line before it was approved: formulas first, then what else has a sign of one.</summary>
    [Theory]
    [MemberData(nameof(Files))]
    public void Every_formula_is_found_and_nothing_else(string file)
    {
        var list = new StringBuilder();
        foreach (var (answer, number) in Answers(file).Select((a, i) => (a, i + 1)))
        {
            list.Append(System.Globalization.CultureInfo.InvariantCulture, $"{number}\n");
            var (formulas, texts) = Parts(Read(answer));
            list.AppendJoin("", formulas.Select(f => $"  {f.Replace('\n', ' ')}\n"));
            list.AppendJoin("", texts.Where(t => t.AsSpan().ContainsAny("$\\")).Select(t => $"  text: {t.Replace('\n', ' ')}\n"));
        }

        Approved.Matches($"answers/{file}.txt", list.ToString().TrimEnd());
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_formula_is_drawn(string file)
    {
        foreach (var answer in Answers(file))
        {
            var problems = new List<FormulaProblem>();
            var pages = Layout(answer, problems);

            Assert.True(problems.Count == 0, string.Join('\n', problems));
            var words = string.Concat(Texts(pages).Where(t => t.Face is not (FontFace.Mono or FontFace.MonoBold or FontFace.MonoItalic)).Select(t => t.Text + "\n"));
            Assert.DoesNotContain("\\", words.Replace("\\(", "").Replace("\\[", ""));
            Assert.DoesNotContain("$$", words);
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void No_text_is_lost(string file)
    {
        foreach (var answer in Answers(file))
        {
            var drawn = string.Concat(Texts(Layout(answer, [])).Select(t => t.Text));

            Assert.Equal(Han(answer), Han(drawn));
        }
    }

    static Document Read(string answer) => MarkdownReader.Read(answer, 20_000, listLinks: true, _ => null);

    static IReadOnlyList<Page> Layout(string answer, List<FormulaProblem> problems) =>
        DocumentLayout.Layout(Read(answer), Light, TextMeasurer.Shared, new PageLimits(null, 2, 6, 8_000), problems);

    static Theme Light => ThemeCatalog.Default.Find("light")!;

    static IEnumerable<DrawText> Texts(IReadOnlyList<Page> pages) => pages.SelectMany(p => p.Commands).OfType<DrawText>();

    // In the order of code points: a page does not draw them in the order of reading.
    static string Han(string text) => string.Concat(text.EnumerateRunes().Where(CharacterClasses.IsHanOrKana).OrderBy(r => r.Value));

    static (List<string> Formulas, List<string> Texts) Parts(Document document)
    {
        var (formulas, texts) = (new List<string>(), new List<string>());
        document.Blocks.ToList().ForEach(Add);
        return (formulas, texts);

        void Add(Block block)
        {
            switch (block)
            {
                case FormulaBlock f:
                    formulas.Add(f.Source);
                    break;
                case Paragraph p:
                    AddAll(p.Content);
                    break;
                case Heading h:
                    AddAll(h.Content);
                    break;
                case ListBlock l:
                    l.Items.SelectMany(i => i.Content).ToList().ForEach(Add);
                    break;
                case Quote q:
                    q.Content.ToList().ForEach(Add);
                    break;
                case Details d:
                    d.Content.ToList().ForEach(Add);
                    break;
                case TableBlock t:
                    t.Rows.SelectMany(r => r.Cells).ToList().ForEach(AddAll);
                    break;
            }
        }

        void AddAll(IReadOnlyList<Inline> content)
        {
            foreach (var inline in content)
            {
                (inline is FormulaRun ? formulas : texts).Add(inline is FormulaRun f ? f.Source : inline is TextRun t ? t.Text : "");
            }
        }
    }
}
