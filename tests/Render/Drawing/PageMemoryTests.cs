using Repeater.Render.Drawing;
using Repeater.Render.Text;

namespace Repeater.Tests.Render.Drawing;

/// <summary>Measures the whole process, so it runs when no other test does.</summary>
[Collection(nameof(Alone))]
public class PageMemoryTests
{
    [Fact]
    public void A_hundred_and_fifty_pages_leave_no_memory_behind()
    {
        var picture = new Bitmap(50, 50, [.. Enumerable.Range(0, 50 * 50 * 4).Select(i => (byte)(i | 0x40))]);
        DrawCommand[] commands = [.. Enumerable.Range(1, 12).SelectMany(line => new DrawCommand[]
        {
            new DrawText("复读机 Repeater", FontFace.Han, 17, 10, line * 28, 0xFF000000),
            new DrawText("italic", FontFace.Sans, 17, 200, line * 28, 0xFF000000, Italic: true),
            new DrawEmoji("😀", 17, 300, line * 28),
            new DrawBitmap(picture, new(340, line * 28, 30, 20), 3),
        })];
        void DrawPages(int count)
        {
            for (var i = 0; i < count; i++)
            {
                PageRenderer.WritePng(commands, 400, 360, 2, 0xFFFFFFFF, lossless: false, Stream.Null);
            }

            GC.Collect();
            GC.WaitForPendingFinalizers();
            GC.Collect();
        }

        DrawPages(20);
        var before = Environment.WorkingSet;
        DrawPages(150);

        // A leaked band would be 2.3 MB a page.
        Assert.InRange(Environment.WorkingSet - before, long.MinValue, 60_000_000);
    }
}

[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public class Alone;
