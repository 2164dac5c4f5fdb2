using System.Text;
using Repeater.Render.Drawing;
using Repeater.Render.Formulas;
using Repeater.Render.Text;

namespace Repeater.Tests.Render.Formulas;

/// <summary>Formulas of many fields and every sign, held against KaTeX.</summary>
public class FormulaOracleTests
{
    // One em is a thousand pixels.
    const float Em = 1_000;

    // Of height, depth and places, in em.
    const double Tolerance = 0.01;

    // The browser rounds what it draws to pixels, each line to the next whole one.
    const double PlaceTolerance = 0.02;
    const double LineTolerance = 0.03;

    static readonly FormulaOptions Options = new(Em / BoxBuilder.EmPerTextSize, 0xFF000000, TextMeasurer.Shared);

    [Fact]
    public void There_are_several_hundred_formulas()
    {
        Assert.True(ExpectedFormula.All.Count > 650);
    }

    [Fact]
    public void Height_depth_and_width_are_those_of_KaTeX()
    {
        var faults = new StringBuilder();
        var (worst, worstWidth) = (0.0, 0.0);
        foreach (var expected in ExpectedFormula.All)
        {
            var formula = Typeset(expected);
            var height = Math.Max(formula.Ascent, formula.Tag?.Ascent ?? 0) / Em;
            var depth = Math.Max(formula.Descent, formula.Tag?.Descent ?? 0) / Em;
            var width = formula.Width / Em;
            var off = Math.Max(Math.Abs(height - expected.Height), Math.Abs(depth - expected.Depth));
            var offWidth = Math.Abs(width - expected.Width) / Math.Max(expected.Width, 1);
            (worst, worstWidth) = (Math.Max(worst, off), Math.Max(worstWidth, offWidth));
            if (off > Tolerance || offWidth > 0.01)
            {
                faults.AppendLine(
                    $"{height:0.0000} {expected.Height:0.0000}  {depth:0.0000} {expected.Depth:0.0000}  {width:0.0000} {expected.Width:0.0000}  {expected.Source}");
            }
        }

        Assert.True(faults.Length == 0, $"height, depth, width, each before that of KaTeX; worst {worst} em and {worstWidth:P2}\n{faults}");
    }

    [Fact]
    public void Every_sign_stands_where_KaTeX_puts_it()
    {
        var faults = new StringBuilder();
        foreach (var expected in ExpectedFormula.All)
        {
            var commands = new List<DrawCommand>();
            Typeset(expected).Place(0, 0, commands);
            var drawn = commands.OfType<DrawText>()
                .Select(text => new double[] { char.ConvertToUtf32(text.Text, 0), text.X / Em, text.Baseline / Em, text.Size / Em }).ToList();
            foreach (var glyph in expected.Glyphs)
            {
                var at = drawn.FindIndex(found => found[0] == glyph[0] && AreNear(found[1..], glyph[1..], PlaceTolerance));
                if (at >= 0)
                {
                    drawn.RemoveAt(at);
                    continue;
                }

                var closest = drawn.Where(found => found[0] == glyph[0]).MinBy(found => Math.Abs(found[1] - glyph[1]) + Math.Abs(found[2] - glyph[2]));
                faults.AppendLine(
                    $"{char.ConvertFromUtf32((int)glyph[0])} at {glyph[1]} {glyph[2]} size {glyph[3]}, not {(closest is null ? "drawn" : string.Join(' ', closest[1..]))}: {expected.Source}");
                break;
            }
        }

        Assert.True(faults.Length == 0, $"\n{faults}");
    }

    [Fact]
    public void Every_line_is_where_KaTeX_draws_it()
    {
        var faults = new StringBuilder();
        foreach (var expected in ExpectedFormula.All)
        {
            var commands = new List<DrawCommand>();
            Typeset(expected).Place(0, 0, commands);
            var drawn = commands.OfType<FillBar>().Select(bar => new double[] { bar.Area.X / Em, bar.Area.Y / Em, bar.Area.Width / Em, bar.Area.Height / Em }).ToList();
            foreach (var line in expected.Lines.Where(line => line[2] > 0.02 && line[3] > 0.02))
            {
                var at = drawn.FindIndex(found => AreNear(found, line, LineTolerance));
                if (at >= 0)
                {
                    drawn.RemoveAt(at);
                    continue;
                }

                var closest = drawn.MinBy(found => Enumerable.Range(0, 4).Sum(i => Math.Abs(found[i] - line[i])));
                faults.AppendLine($"{string.Join(' ', line)}, not {(closest is null ? "drawn" : string.Join(' ', closest))}: {expected.Source}");
                break;
            }
        }

        Assert.True(faults.Length == 0, $"\n{faults}");
    }

    static bool AreNear(double[] found, double[] expected, double tolerance) =>
        found.Zip(expected).All(pair => Math.Abs(pair.First - pair.Second) <= tolerance);

    static Formula Typeset(ExpectedFormula expected)
    {
        Assert.True(
            FormulaTypesetter.TryTypeset(expected.Source, Options with { Display = expected.Display }, out var formula, out var problem),
            $"{problem}: {expected.Source}");
        return formula;
    }
}
