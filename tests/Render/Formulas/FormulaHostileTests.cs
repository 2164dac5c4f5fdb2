using System.Globalization;
using System.Text;
using Repeater.Render.Formulas;
using Repeater.Render.Text;

namespace Repeater.Tests.Render.Formulas;

/// <summary>Nothing that a formula says may fail, hang or grow without bounds.</summary>
public class FormulaHostileTests
{
    static readonly FormulaOptions Options = new(17, 0xFF000000, TextMeasurer.Shared);

    static readonly string[] Salt =
    [
        "{", "}", "^", "_", "\\", "&", "\\\\", "\\left(", "\\right)", "\\frac", "\\sqrt[", "]", "\\begin{matrix}", "\\end{matrix}",
        "\\begin{array}{", "\\text{", "$", "#", "%", "'", "\\limits", "\\over", "\\newcommand{\\a}{\\a\\a}", "\\a", "\\color{", "\\kern", "9em",
        "\\hline", "\\tag{", "\ud800", "\u0301", "中文", "²", "\\middle|", "\\displaystyle", "\\Huge", "\\operatorname*", "\\big", "\0", "\n", "  ",
        "\\char", "\\overbrace", "\\vec", "\\phantom{", "\\cr", "~", "\\ ", "-", "1e9", "\\not", "\\smash[", "\\genfrac", "\\rule", "\\\\[",
    ];

    public static TheoryData<string, string> Large => new()
    {
        { new string('{', 10_000), "The formula is nested more than 200 levels deep." },
        { Repeat(@"\sqrt{", 3_000), @"The } after the argument of \sqrt is missing." },
        { Repeat(@"\sqrt{", 2_000) + new string('}', 2_000), "The formula is nested more than 200 levels deep." },
        { Repeat(@"\left(", 3_000), "The formula is nested more than 200 levels deep." },
        { Repeat("x^", 1_000) + "x", "There are two superscripts after each other: one of them needs braces." },
        { Repeat("{a^", 1_000), "The formula is nested more than 200 levels deep." },
        { Repeat(@"\displaystyle ", 1_000), "The formula is nested more than 200 levels deep." },
        { @"\newcommand{\a}{\a\a}\a", "The commands of the formula call each other more than 50000 times." },
        { @"\newcommand{\a}{" + Repeat("x", 1_000) + @"}\newcommand{\b}{" + Repeat(@"\a", 50) + "}" + Repeat(@"\b", 50), "The formula has more than 50000 parts." },
        { @"\newcommand{\a}[1]{#1#1#1#1#1#1#1#1}" + Repeat(@"\a{", 20) + "x" + new string('}', 20), "The formula has more than 50000 parts." },
        { @"\begin{matrix}" + Repeat("&", 10_000) + @"\end{matrix}", @"A row of \begin{matrix} has more than 100 cells." },
        { @"\begin{array}{*{100}{*{100}{c}}} a \end{array}", @"\begin{array} has more than 100 columns." },
        { Repeat("x", 20_001), "The formula has 20001 characters; 20000 are possible." },
    };

    [Theory, MemberData(nameof(Large))]
    public void What_is_too_large_is_refused_with_a_sentence(string source, string problem)
    {
        Assert.False(FormulaTypesetter.TryTypeset(source, Options, out _, out var found));
        Assert.Equal(problem, found);
    }

    [Theory]
    [InlineData("x+", 10_000)]
    [InlineData(@"\frac12", 2_500)]
    [InlineData("中", 19_000)]
    [InlineData("x_1^2 ", 3_000)]
    [InlineData(@"\,", 4_900)]
    [InlineData("'", 19_000)]
    [InlineData("²", 19_000)]
    public void What_is_long_is_drawn(string part, int times)
    {
        Assert.True(FormulaTypesetter.TryTypeset(Repeat(part, times), Options, out var formula, out var problem), problem);
        Assert.True(float.IsFinite(formula.Width));
    }

    [Fact]
    public void A_table_of_many_rows_is_drawn()
    {
        var source = @"\begin{matrix}" + Repeat(@"a & b \\ ", 1_500) + @"\end{matrix}";

        Assert.True(FormulaTypesetter.TryTypeset(source, Options, out var formula, out var problem), problem);
        Assert.True(formula.Ascent > 10_000);
    }

    /// <summary>Random edits of good formulas. REPEATER_FUZZ sets how many; a failure names the seed of its formula.</summary>
    [Fact]
    public void No_formula_makes_the_typesetter_fail()
    {
        var rounds = int.TryParse(Environment.GetEnvironmentVariable("REPEATER_FUZZ"), CultureInfo.InvariantCulture, out var asked) ? asked : 3_000;
        var samples = ExpectedFormula.All.Select(formula => formula.Source).ToList();
        for (var seed = 0; seed < rounds; seed++)
        {
            var source = Mutate(samples, new Random(seed));
            try
            {
                var isDrawn = FormulaTypesetter.TryTypeset(source, Options with { Display = seed % 2 == 0 }, out var formula, out var problem);
                Assert.True(
                    isDrawn ? float.IsFinite(formula!.Width + formula.Ascent + formula.Descent) : problem!.EndsWith('.'), $"{problem} {formula}");
            }
            catch (Exception error)
            {
                Assert.Fail($"seed {seed}: {error}\n{source}");
            }
        }
    }

    /// <summary>Two good formulas, a piece of one inside the other, edited.</summary>
    static string Mutate(List<string> samples, Random random)
    {
        var text = new StringBuilder(samples[random.Next(samples.Count)]);
        if (random.Next(5) == 0)
        {
            var other = samples[random.Next(samples.Count)];
            var start = random.Next(other.Length);
            text.Insert(random.Next(text.Length + 1), other.AsSpan(start, Math.Min(other.Length - start, random.Next(1, 40))));
        }

        Mutation.Edit(text, Salt, random.Next(1, 6), random);
        return text.ToString();
    }

    static string Repeat(string part, int times) => string.Concat(Enumerable.Repeat(part, times));
}
