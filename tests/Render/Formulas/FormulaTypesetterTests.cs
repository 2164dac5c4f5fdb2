using Repeater.Render.Drawing;
using Repeater.Render.Formulas;
using Repeater.Render.Text;

namespace Repeater.Tests.Render.Formulas;

public class FormulaTypesetterTests
{
    const uint Black = 0xFF000000;
    const uint Red = 0xFFFF0000;

    static readonly FormulaOptions Options = new(20, Black, TextMeasurer.Shared);

    [Theory]
    [InlineData(@"\ce{H2O}", @"\ce (chemistry) is not supported.")]
    [InlineData(@"\foo + 1", @"\foo is not a known command.")]
    [InlineData(@"\def\x{1}", @"\def is not supported: a command is defined with \newcommand.")]
    [InlineData(@"\begin{foo} a \end{foo}", @"\begin{foo} is not a known environment.")]
    [InlineData(@"\begin{matrix} a \end{pmatrix}", @"\begin{matrix} is ended by \end{pmatrix}.")]
    [InlineData(@"\begin{matrix} a", @"The \end{matrix} is missing.")]
    [InlineData(@"{a", "The } of a group is missing.")]
    [InlineData(@"a}", "There is one } too many.")]
    [InlineData(@"a & b", "An & stands outside of any environment with columns.")]
    [InlineData(@"\left( a", @"The \right of \left is missing.")]
    [InlineData(@"a \right)", @"There is a \right without its \left.")]
    [InlineData(@"\left a \right)", @"a after \left is not a delimiter; a bracket, a bar, an arrow or . would be.")]
    [InlineData(@"a^b^c", "There are two superscripts after each other: one of them needs braces.")]
    [InlineData(@"a_b_c", "There are two subscripts after each other: one of them needs braces.")]
    [InlineData(@"a^", "There is nothing after ^ to be raised.")]
    [InlineData(@"\frac{a}", @"The argument of \frac is missing.")]
    [InlineData(@"\frac{a", @"The } after the argument of \frac is missing.")]
    [InlineData(@"\kern5", @"The length after \kern is ""5""; it has to be a number with a unit such as em, ex, mu or pt.")]
    [InlineData(@"\color{nocolour} a", @"The colour of \color is ""nocolour""; it has to be a name such as red or a number such as #d03020.")]
    [InlineData(@"a \over b \over c", @"A group has two of \over and its kind: one of them needs braces.")]
    [InlineData(@"x\limits_a", @"\limits does not follow an operator.")]
    [InlineData(@"\middle| a", @"There is a \middle outside of \left and \right.")]
    [InlineData(@"\begin{array}{cxc} a \end{array}", @"The columns of \begin{array} have x; l, c, r and | are known.")]
    [InlineData("a\\", "The formula ends with a backslash.")]
    public void What_is_not_understood_is_named(string source, string problem)
    {
        Assert.False(FormulaTypesetter.TryTypeset(source, Options, out var formula, out var found));

        Assert.Null(formula);
        Assert.Equal(problem, found);
    }

    [Theory]
    [InlineData(@"\begin{align} a &= b \\ c &= d \end{align}")]
    [InlineData(@"\text{max_value} + \text{a^b}")]
    [InlineData(@"\hat\mathbf{x} + \frac\pi2 + \sqrt\frac12")]
    [InlineData(@"\begin{array}{*{20}{c}} 1 & 2 \\ 3 & 4 \end{array}")]
    [InlineData(@"\begin{array}{@{}l@{\quad}l@{}} 1 & 2 \end{array}")]
    [InlineData(@"\label{eq:1} x")]
    [InlineData(@"\abs{x} + \norm{v} + \C + \dd x + \rank A + \overparen{AB} + \nicefrac12")]
    [InlineData(@"\begin{multline} a \\ b \end{multline}")]
    [InlineData(@"\begin{eqnarray} a &=& b \\ c &=& d \end{eqnarray}")]
    [InlineData(@"x\\[6pt]y")]
    [InlineData(@"\left{ x \right}")]
    [InlineData(@"\begin{aligned}[t] a \end{aligned}")]
    [InlineData(@"\begin{aligned} [A, B] &= C \end{aligned}")]
    public void What_people_write_and_TeX_refuses_is_forgiven(string source)
    {
        Assert.NotEmpty(Typeset(source).Parts);
    }

    [Fact]
    public void A_percent_sign_after_a_number_is_one_and_a_comment_is_none()
    {
        Assert.Equal("50%+x", Signs(Typeset("50% + x")));
        Assert.Equal("a+b", Signs(Typeset("a + % the rest\nb")));
    }

    [Fact]
    public void Braces_after_left_without_a_backslash_are_the_bracket()
    {
        Assert.Equal(Signs(Typeset(@"\left\{ x \right\}")), Signs(Typeset(@"\left{ x \right}")));
    }

    [Fact]
    public void A_formula_is_as_large_as_the_text_asks_for()
    {
        var small = Typeset(@"\frac{a}{b} + x^2");
        var large = Typeset(@"\frac{a}{b} + x^2", Options with { Size = 40 });

        Assert.Equal(2 * small.Width, large.Width, 0.01f);
        Assert.Equal(2 * small.Ascent, large.Ascent, 0.01f);
        Assert.Equal(2 * small.Descent, large.Descent, 0.01f);
    }

    [Fact]
    public void Display_style_sets_limits_above_and_below()
    {
        var inline = Typeset(@"\sum_{i=1}^n");
        var display = Typeset(@"\sum_{i=1}^n", Options with { Display = true });

        Assert.True(display.Ascent > 1.3 * inline.Ascent);
        Assert.True(display.Descent > 1.3 * inline.Descent);
    }

    [Fact]
    public void A_line_may_end_after_relations_operators_and_commas_of_the_outermost_level()
    {
        var formula = Typeset(@"a = b + c, \quad \left(d + e\right) = {f = g}");

        Assert.Equal(
            [
                ("a=", FormulaBreak.AfterRelation), ("b+", FormulaBreak.AfterOperator), ("c,", FormulaBreak.BetweenFormulas),
                ("(d+e)=", FormulaBreak.AfterRelation), ("f=g", FormulaBreak.None),
            ],
            formula.Parts.Select(part => (Signs(part), part.Break)));
        Assert.All(formula.Parts.SkipLast(1), part => Assert.True(part.Space > 0));
        Assert.Equal(0, formula.Parts[^1].Space);
    }

    [Fact]
    public void Inside_of_brackets_and_after_a_comma_a_line_ends_only_where_it_must() =>
        Assert.Equal(
            [("(a+", FormulaBreak.AfterPunctuation), ("b,", FormulaBreak.AfterPunctuation), ("c)+", FormulaBreak.AfterOperator), ("d", FormulaBreak.None)],
            Typeset("(a + b, c) + d").Parts.Select(part => (Signs(part), part.Break)));

    [Fact]
    public void Parts_placed_one_after_another_are_the_formula()
    {
        var formula = Typeset(@"a = b + c");
        var placed = new List<DrawCommand>();
        formula.Place(100, 50, placed);

        Assert.Equal("a=b+c", string.Concat(placed.OfType<DrawText>().Select(text => Shown(text.Text))));
        Assert.All(placed.OfType<DrawText>(), text => Assert.Equal(50, text.Baseline));
        var last = (DrawText)placed[^1];
        var own = (DrawText)formula.Parts[^1].Commands[0];
        Assert.Equal(100 + formula.Width - formula.Parts[^1].Width + own.X, last.X, 0.001f);
    }

    [Fact]
    public void A_new_line_outside_of_a_table_is_a_forced_break()
    {
        Assert.Equal([FormulaBreak.Forced, FormulaBreak.None], Typeset(@"a \\ b").Parts.Select(part => part.Break));
    }

    [Fact]
    public void A_tag_is_apart_from_the_formula()
    {
        var formula = Typeset(@"x = 1 \tag{2.1}");

        Assert.Equal("x=1", string.Concat(formula.Parts.Select(Signs)));
        Assert.Equal("(2.1)", Signs(formula.Tag!));
        Assert.Equal("*", Signs(Typeset(@"x \tag*{*}").Tag!));
        Assert.Null(Typeset("x").Tag);
    }

    [Fact]
    public void Rows_have_tags_of_their_own()
    {
        var formula = Typeset(@"\begin{align} a &= b \tag{1} \\ c &= d \\ e &= f \tag{2} \end{align}", Options with { Display = true });
        var tags = formula.Tag!.Parts.Single().Commands.OfType<DrawText>().ToList();

        Assert.Equal("(1)(2)", string.Concat(tags.Select(tag => tag.Text)));
        Assert.True(tags[3].Baseline - tags[0].Baseline > 60, "the second tag stands beside the third row");
    }

    [Fact]
    public void Definitions_serve_the_later_formulas_of_the_document()
    {
        var options = Options with { Macros = new FormulaMacros() };
        Typeset(@"\newcommand{\pair}[2]{\left(#1, #2\right)} \newcommand{\R}{\mathbb{R}} x", options);

        Assert.Equal("(a,b)", Signs(Typeset(@"\pair{a}{b}", options)));
        Assert.False(FormulaTypesetter.TryTypeset(@"\pair{a}{b}", Options, out _, out _), "another document does not know it");
    }

    [Fact]
    public void Definitions_in_a_group_end_with_it()
    {
        Assert.False(FormulaTypesetter.TryTypeset(@"{\newcommand{\x}{a} \x} \x", Options, out _, out var problem));
        Assert.Equal(@"\x is not a known command.", problem);
    }

    [Fact]
    public void A_first_argument_may_have_a_default()
    {
        const string definition = @"\newcommand{\p}[2][n]{#1_{#2}}";

        Assert.Equal("n1", Signs(Typeset(definition + @"\p{1}")));
        Assert.Equal("m1", Signs(Typeset(definition + @"\p[m]{1}")));
        Assert.Equal("sgnx", Signs(Typeset(@"\DeclareMathOperator{\sgn}{sgn} \sgn x")));
    }

    [Fact]
    public void Chinese_is_drawn_by_the_fonts_of_the_text()
    {
        var formula = Typeset(@"\text{当 } x > 0 \text{ 时，} \frac{\text{分子}}{\text{分母}} = 速度");
        var texts = formula.Parts.SelectMany(part => part.Commands).OfType<DrawText>().ToList();

        Assert.All(texts.Where(text => text.Text[0] >= '\u3000'), text => Assert.Equal(FontFace.Han, text.Face));
        Assert.Contains(texts, text => text.Text == "x" && text.Face == FontFace.KatexMathItalic);
        Assert.Equal(20, texts.First(text => text.Text == "当").Size, 0.01f);
        Assert.Contains("速", string.Concat(texts.Select(text => text.Text)));
    }

    [Fact]
    public void Han_in_a_bold_text_are_bold()
    {
        var formula = Typeset(@"\text{好}", Options with { Bold = true });

        Assert.Equal(FontFace.HanBold, ((DrawText)formula.Parts[0].Commands[0]).Face);
    }

    [Fact]
    public void Colours_are_made_readable_by_whoever_asks()
    {
        var asked = new List<uint>();
        var formula = Typeset(@"a + \textcolor{red}{b}", Options with { Adjust = color => { asked.Add(color); return 0xFF112233; } });

        Assert.Equal([Red], asked);
        Assert.Equal([Black, Black, 0xFF112233u], formula.Parts.SelectMany(part => part.Commands).Cast<DrawText>().Select(text => text.Color));
    }

    [Theory]
    [InlineData(@"\color{red} x")]
    [InlineData(@"\textcolor{#f00}{x}")]
    [InlineData(@"\textcolor{ff0000}{x}")]
    [InlineData(@"\textcolor[rgb]{1,0,0}{x}")]
    [InlineData(@"\textcolor[RGB]{255, 0, 0}{x}")]
    [InlineData(@"\color[HTML]{FF0000} x")]
    public void Colours_are_named_in_many_ways(string source)
    {
        Assert.Equal(Red, ((DrawText)Typeset(source).Parts[0].Commands[0]).Color);
    }

    [Fact]
    public void A_phantom_takes_its_room_and_shows_nothing()
    {
        var shown = Typeset(@"\frac{a}{b} x");
        var hidden = Typeset(@"\phantom{\frac{a}{b}} x");

        Assert.Equal(shown.Width, hidden.Width, 0.001f);
        Assert.Equal(shown.Ascent, hidden.Ascent, 0.001f);
        Assert.Equal("x", Signs(hidden));
        Assert.Single(hidden.Parts[0].Commands);
    }

    [Fact]
    public void Unicode_signs_are_those_of_their_commands()
    {
        Assert.Equal(Signs(Typeset(@"\alpha^2 + \beta_{12} \le \infty")), Signs(Typeset("α² + β₁₂ ≤ ∞")));
        Assert.Equal(Typeset(@"\sum_{i} x' \ne \mathbb{R}").Width, Typeset("∑_{i} x′ ≠ ℝ").Width, 0.001f);
    }

    static Formula Typeset(string source, FormulaOptions? options = null)
    {
        Assert.True(FormulaTypesetter.TryTypeset(source, options ?? Options, out var formula, out var problem), problem);
        return formula;
    }

    static string Signs(Formula formula) => string.Concat(formula.Parts.Select(Signs));

    static string Signs(FormulaPart part) => string.Concat(part.Commands.OfType<DrawText>().Select(text => Shown(text.Text)));

    static string Shown(string sign) => sign == "−" ? "-" : sign;
}
