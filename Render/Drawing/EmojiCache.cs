using Repeater.Render.Drawing.Skia;
using Repeater.Render.Text;

namespace Repeater.Render.Drawing;

/// <summary>
/// Emoji as small images: drawing one from its colour outlines takes a millisecond, copying it nothing. Bounded; the
/// ones used longest ago go first. Any thread may use it.
/// </summary>
sealed class EmojiCache
{
    const int MaxBytes = 12 * 1024 * 1024;

    readonly Lock _lock = new();
    readonly Dictionary<(string Cluster, int Size), LinkedListNode<Entry>> _entries = [];
    readonly LinkedList<Entry> _byUse = [];
    int _bytes;

    EmojiCache()
    {
    }

    public static EmojiCache Shared { get; } = new();

    /// <summary>Draws the cluster with its glyph's origin on a whole pixel.</summary>
    public void Draw(Canvas canvas, string cluster, int size, int x, int baseline)
    {
        if (size <= 0 || size > Canvas.MaxTextSize / 4 || cluster.Length == 0)
        {
            return;
        }

        // Not disposed here: a thread that still draws an evicted image keeps it alive through its handle.
        var image = Find(cluster, size);
        canvas.DrawImage(image, x - Margin(size), baseline - Rise(size));
    }

    Image Find(string cluster, int size)
    {
        lock (_lock)
        {
            if (_entries.TryGetValue((cluster, size), out var node))
            {
                _byUse.Remove(node);
                _byUse.AddFirst(node);
                return node.Value.Image;
            }
        }

        var image = Rasterise(cluster, size);
        lock (_lock)
        {
            if (!_entries.ContainsKey((cluster, size)))
            {
                _entries[(cluster, size)] = _byUse.AddFirst(new Entry((cluster, size), image));
                _bytes += BytesOf(image);
                Evict();
            }
        }

        return image;
    }

    void Evict()
    {
        while (_bytes > MaxBytes && _byUse.Last is { } oldest && _byUse.Count > 1)
        {
            _byUse.RemoveLast();
            _entries.Remove(oldest.Value.Key);
            _bytes -= BytesOf(oldest.Value.Image);
        }
    }

    static Image Rasterise(string cluster, int size)
    {
        // A sequence the font has no single glyph for is drawn as its parts, side by side.
        var style = new TextStyle(Mono: false, Bold: false, Italic: false, Size: size);
        var advance = TextMeasurer.Shared.Measure(cluster, style).Sum(piece => piece.Width);
        var width = Math.Clamp((int)MathF.Ceiling(advance) + 2 * Margin(size), 1, Canvas.MaxSide);
        using var canvas = new Canvas(width, Rise(size) + (int)MathF.Ceiling(size * 0.35f));
        canvas.FillText(cluster, Typefaces.Of(FontFace.Emoji), size, Margin(size), Rise(size), 0xFF000000);
        return canvas.Snapshot();
    }

    static int Margin(int size) => size / 16 + 1;

    static int Rise(int size) => size * 17 / 16 + 1;

    static int BytesOf(Image image) => image.Width * image.Height * 4;

    sealed record Entry((string Cluster, int Size) Key, Image Image);
}
