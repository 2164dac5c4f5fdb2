using System.Globalization;
using Repeater.Render.Drawing;
using Repeater.Render.Drawing.Png;

namespace Repeater.Tests.Render;

/// <summary>
/// Images compared with those in <c>tests/Approved/pages</c>. On a difference <c>NAME.received.png</c> is written beside the
/// approved one: look at both in full size, and rename it if it is right.
/// </summary>
static class ApprovedImage
{
    // Rounding differs from processor to processor on the edges of letters, and not elsewhere.
    const int Tolerance = 24;
    const double TolerableShare = 0.0005;

    public static void AllMatch(IEnumerable<(string Name, byte[] Png)> images)
    {
        var complaints = images.Select(image => Compare(image.Name, image.Png)).Where(c => c.Length > 0).ToList();
        Assert.True(complaints.Count == 0, string.Join('\n', complaints));
    }

    /// <summary>Empty when the image is as approved, else a sentence.</summary>
    static string Compare(string name, byte[] png)
    {
        var folder = Path.Combine(Repository.Root, "tests", "Approved", "pages");
        var approved = Path.Combine(folder, $"{name}.png");
        var received = Path.Combine(folder, $"{name}.received.png");
        var difference = File.Exists(approved) ? Difference(Decode(File.ReadAllBytes(approved)), Decode(png)) : "nothing is approved yet";
        if (difference.Length == 0)
        {
            File.Delete(received);
            return "";
        }

        Directory.CreateDirectory(folder);
        File.WriteAllBytes(received, png);
        return $"{name}: {difference}. Look at {received}.";
    }

    static string Difference(Bitmap expected, Bitmap actual)
    {
        if ((expected.Width, expected.Height) != (actual.Width, actual.Height))
        {
            return $"{expected.Width} x {expected.Height} is approved, received {actual.Width} x {actual.Height}";
        }

        var pixels = expected.Width * expected.Height;
        var different = Enumerable.Range(0, pixels).Where(pixel => Differs(expected.Rgba, actual.Rgba, 4 * pixel)).ToList();
        return different.Count <= pixels * TolerableShare
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $"{different.Count} of {pixels} pixels differ, the first in row {different[0] / expected.Width}");
    }

    static bool Differs(byte[] expected, byte[] actual, int at)
    {
        for (var channel = at; channel < at + 3; channel++)
        {
            if (Math.Abs(expected[channel] - actual[channel]) > Tolerance)
            {
                return true;
            }
        }

        return false;
    }

    static Bitmap Decode(byte[] png)
    {
        Assert.True(PngReader.TryDecode(png, out var bitmap, out var error), error);
        return bitmap!;
    }
}
