using System.Text;
using Repeater.Render.Highlighting;
using Repeater.Render.Markdown;

namespace Repeater.Tests.Render.Highlighting;

/// <summary>No code, however broken, makes tokens that are wrong, or takes more than linear time.</summary>
public class RobustnessTests
{
    // A guard against hanging, far above what the slowest of them takes.
    static readonly TimeSpan Guard = TimeSpan.FromMinutes(3);

    static readonly string[] Salt =
    [
        "\"", "'", "`", "\"\"\"", "'''", "/*", "*/", "//", "#", "--", "{-", "-}", "${", "$(", "#{", "\\(", "{", "}", "{{", "}}", "(", ")", "[", "]", "[[", "]]", "[==[", "<", ">", "</", "/>",
        "<a b={", "<?php", "?>", "<script>", "</script>", "<style>", "<!--", "-->", "<<EOF", "<<<'X'", "\nEOF\n", "\\", "\\\n", "\n", "\n\n", "\t", "    ", "@", "@\"", "$\"", "$$\"\"\"", "r#\"",
        "\"#", "R\"x(", ")x\"", "%w[", "~r/", "s/", "qw(", "/", "=~ /", "%", "%{", "%}", "=begin\n", "=cut\n", ":", ": |\n", "- ", "&a", "*a", "!", "---\n", "+++ ", "@@ ", "0x", "1e+", "1.",
        "'a", "😀", "'😀'", "\ud83d", "\ude00", "\0", "\r\n", "\u0301", "中文", "é", "if ", "def f(", "class ", "rem ", "```", "~~~python\n", "$x", "$", "\u2028",
    ];

    /// <summary>Random edits of the samples, each read as a random language. REPEATER_FUZZ sets how many; a failure names its seed.</summary>
    [Fact]
    public void Edited_samples_never_break_the_tokens()
    {
        var samples = HighlightSamples.All.Values.SelectMany(s => s).ToList();
        var rounds = int.TryParse(Environment.GetEnvironmentVariable("REPEATER_FUZZ"), out var asked) ? asked : 5_000;
        var tokens = 0L;
        for (var seed = 0; seed < rounds; seed++)
        {
            var random = new Random(seed);
            var language = LanguageCatalog.All[seed % LanguageCatalog.All.Count];
            var code = Edit(samples[random.Next(samples.Count)], random);
            try
            {
                var found = Scan(language, code);
                HighlightText.AssertValid(code, found);
                tokens += found.Count;
            }
            catch (Exception e)
            {
                Assert.Fail($"Seed {seed}, {language.Names}: {e}\n{code}");
            }
        }

        Assert.True(tokens > rounds, $"{tokens} tokens in {rounds} codes: the scanners see nothing.");
    }

    [Fact]
    public void Every_beginning_of_every_sample_is_a_code()
    {
        foreach (var (name, sample) in HighlightSamples.All.SelectMany(file => file.Value.Select(sample => (file.Key, sample))))
        {
            for (var length = 0; length < sample.Length; length++)
            {
                HighlightText.AssertValid(sample[..length], Highlighter.Highlight(sample[..length], name));
            }
        }
    }

    public static TheoryData<string> Repeated =>
    [
        .. Salt.Where(part => part is not ("\ud83d" or "\ude00")),
        "f\"{", "`${", "\"#{", "\"\\(", "\"$(", "$\"{", "<a>", "<a ", "{<a>{", "/[", "(/[", "= /", "!a(", "%a:", "-", "a ", "a\n", "\n ", "[a", "![a](", "<<A ", "/* ", "'\\", "r##", "\"##",
        "\"\"\"\"", "$$$", "[=", "R\"", "a: ", "- - ", "[{", "{\"a\":", "a.", "a::", "@a.", "((", "1.1.1", "1'1", "$a:", "${a", "\\begin{", "@@", "#[", "<?= ?>", "<![CDATA[",
    ];

    /// <summary>In every language. REPEATER_FUZZ_LENGTH sets how many characters: many show what is not linear.</summary>
    [Theory]
    [MemberData(nameof(Repeated))]
    public async Task Repetition_takes_linear_time(string part)
    {
        var length = int.TryParse(Environment.GetEnvironmentVariable("REPEATER_FUZZ_LENGTH"), out var asked) ? asked : 2_000;
        var code = string.Concat(Enumerable.Repeat(part, length / part.Length));
        await Task.Run(() => AssertEveryLanguageReads(code)).WaitAsync(Guard);
    }

    [Fact]
    public async Task Long_signs_that_never_end_take_linear_time()
    {
        string[] codes =
        [
            "r" + new string('#', 3_000) + "\"" + string.Concat(Enumerable.Repeat("\"" + new string('#', 1_000), 4)),
            new string('"', 4_000) + "a" + new string('"', 3_999),
            "[" + new string('=', 4_000) + "[" + "]" + new string('=', 3_999),
            "cat <<" + new string('E', 3_000) + "\n" + new string('E', 2_999) + "\n",
            new string('`', 3_000) + "\n" + string.Concat(Enumerable.Repeat(new string('`', 100) + "\n", 30)),
            string.Concat(Enumerable.Range(3, 100).Reverse().Select(i => new string('`', i) + "md\n")),
            "$" + new string('$', 3_000) + "\"\"\"" + new string('{', 6_000),
            string.Concat(Enumerable.Range(1, 100).Select(i => new string(' ', i) + "a: |\n")),
        ];
        foreach (var code in codes)
        {
            await Task.Run(() => AssertEveryLanguageReads(code)).WaitAsync(Guard);
        }
    }

    [Theory]
    [InlineData(399, true)]
    [InlineData(400, false)]
    public void Code_of_more_than_400_lines_is_plain(int lineEnds, bool coloured) =>
        Assert.Equal(coloured, Highlighter.Highlight("if x" + new string('\n', lineEnds), "python").Count > 0);

    [Theory]
    [InlineData("a", 65_534, true)]
    [InlineData("a", 65_535, false)]
    [InlineData("中", 21_844, true)]
    [InlineData("中", 21_845, false)]
    public void Code_of_more_than_64_KB_is_plain(string letter, int times, bool coloured) =>
        Assert.Equal(coloured, Highlighter.Highlight("1 " + string.Concat(Enumerable.Repeat(letter, times)), "python").Count > 0);

    static void AssertEveryLanguageReads(string code)
    {
        foreach (var language in LanguageCatalog.All)
        {
            HighlightText.AssertValid(code, Scan(language, code));
        }
    }

    static IReadOnlyList<CodeToken> Scan(Language language, string code)
    {
        var cursor = new CodeCursor(code);
        language.Scan(cursor);
        return cursor.Tokens;
    }

    static string Edit(string sample, Random random)
    {
        var code = new StringBuilder(sample);
        Mutation.Edit(code, Salt, random.Next(1, 20), random);
        return code.ToString();
    }
}
