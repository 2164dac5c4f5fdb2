using System.Globalization;

namespace Repeater.Tests.Render.Formulas;

/// <summary>One formula as KaTeX sets it and Chromium measures it, in em: see tests/Data/formulas/expected.mjs.</summary>
sealed record ExpectedFormula(string Source, bool Display, double Height, double Depth, double Width)
{
    /// <summary>Code point, then x and y of its start on the baseline (y downwards), then size.</summary>
    public required IReadOnlyList<double[]> Glyphs { get; init; }

    /// <summary>Left, top, width, height.</summary>
    public required IReadOnlyList<double[]> Lines { get; init; }

    public static IReadOnlyList<ExpectedFormula> All { get; } =
        [.. File.ReadLines(TestFiles.Data("formulas/expected.txt")).Select(Read)];

    static ExpectedFormula Read(string line)
    {
        var fields = line.Split('\t');
        return new(fields[1], fields[0] == "display", Number(fields[2]), Number(fields[3]), Number(fields[4]))
        {
            Glyphs = Numbers(fields[5]),
            Lines = Numbers(fields[6]),
        };
    }

    static List<double[]> Numbers(string field) =>
        [.. field.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(item => item.Split(' ').Select(Number).ToArray())];

    static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
