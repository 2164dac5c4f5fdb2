using System.Globalization;
using System.IO.Compression;
using Repeater.Render.Text;

namespace Repeater.Tests.Render.Text;

public class GraphemeClusterTests
{
    [Fact]
    public void Every_case_of_GraphemeBreakTest_of_unicode_15_passes()
    {
        using var file = new StreamReader(new GZipStream(File.OpenRead(TestFiles.Data("GraphemeBreakTest-15.0.txt.gz")), CompressionMode.Decompress));
        var cases = 0;
        var failures = new List<string>();
        while (file.ReadLine() is { } line)
        {
            var clusters = line.Split('#')[0].Trim().Trim('÷').Split('÷').Select(Decode).ToArray();
            if (clusters is [""])
            {
                continue;
            }

            cases++;
            var text = string.Concat(clusters);
            var pieces = TextMeasurer.Shared.MeasureClusters(text, new(false, false, false, 16));
            if (!pieces.Select(piece => text.Substring(piece.Start, piece.Length)).SequenceEqual(clusters))
            {
                failures.Add(line);
            }
        }

        Assert.Equal(602, cases);
        Assert.Empty(failures);
    }

    static string Decode(string cluster) => string.Concat(cluster.Split((char[])[' ', '×', '\t'], StringSplitOptions.RemoveEmptyEntries)
        .Select(code => int.Parse(code, NumberStyles.HexNumber, CultureInfo.InvariantCulture))
        .Select(code => code is >= 0xD800 and <= 0xDFFF ? ((char)code).ToString() : char.ConvertFromUtf32(code)));
}
