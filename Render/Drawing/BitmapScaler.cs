namespace Repeater.Render.Drawing;

/// <summary>
/// Resizes a picture row by row: each target pixel is the mean of the area it covers, or between two source pixels where
/// the picture grows. Colours are weighted by their opacity, so transparent pixels leave no fringe.
/// </summary>
sealed class BitmapScaler
{
    readonly Bitmap _source;
    readonly Weights[] _columns;
    readonly Weights[] _rows;
    readonly float[] _sums;

    public BitmapScaler(Bitmap source, int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(source.Width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(source.Height);
        ArgumentOutOfRangeException.ThrowIfNotEqual(source.Rgba.Length, checked(source.Width * source.Height * 4));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        _source = source;
        _columns = Weights.Between(source.Width, width);
        _rows = Weights.Between(source.Height, height);
        _sums = new float[source.Width * 4];
    }

    public int Width => _columns.Length;

    public int Height => _rows.Length;

    /// <summary>Receives one row as premultiplied RGBA.</summary>
    public void ReadRow(int y, Span<byte> rgba)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(rgba.Length, Width * 4);

        // First down the columns of the source, then along the row.
        var sums = _sums;
        Array.Clear(sums);
        var (top, weights) = (_rows[y].First, _rows[y].Values);
        for (var i = 0; i < weights.Length; i++)
        {
            AddRow(_source.Rgba.AsSpan((top + i) * _source.Width * 4, _source.Width * 4), weights[i], sums);
        }

        for (var x = 0; x < Width; x++)
        {
            var (first, values) = (_columns[x].First, _columns[x].Values);
            float red = 0.5f, green = 0.5f, blue = 0.5f, alpha = 0.5f;
            for (var i = 0; i < values.Length; i++)
            {
                var from = (first + i) * 4;
                red += sums[from] * values[i];
                green += sums[from + 1] * values[i];
                blue += sums[from + 2] * values[i];
                alpha += sums[from + 3] * values[i];
            }

            // No channel of a premultiplied pixel may exceed its opacity.
            var opacity = (byte)Math.Min(alpha, 255);
            rgba[4 * x] = (byte)Math.Min(red, opacity);
            rgba[4 * x + 1] = (byte)Math.Min(green, opacity);
            rgba[4 * x + 2] = (byte)Math.Min(blue, opacity);
            rgba[4 * x + 3] = opacity;
        }
    }

    static void AddRow(ReadOnlySpan<byte> row, float weight, Span<float> sums)
    {
        for (var i = 0; i < row.Length; i += 4)
        {
            var opacity = row[i + 3] * weight / 255;
            sums[i] += row[i] * opacity;
            sums[i + 1] += row[i + 1] * opacity;
            sums[i + 2] += row[i + 2] * opacity;
            sums[i + 3] += row[i + 3] * weight;
        }
    }

    /// <summary>The source pixels one target pixel is made of, and their shares (which sum to 1).</summary>
    readonly record struct Weights(int First, float[] Values)
    {
        public static Weights[] Between(int source, int target)
        {
            var ratio = (double)source / target;
            var all = new Weights[target];
            for (var i = 0; i < target; i++)
            {
                all[i] = ratio >= 1 ? Area(i * ratio, (i + 1) * ratio, source) : Linear((i + 0.5) * ratio - 0.5, source);
            }

            return all;
        }

        static Weights Area(double start, double end, int source)
        {
            var first = (int)start;
            var last = Math.Clamp((int)Math.Ceiling(end) - 1, first, source - 1);
            var values = new float[last - first + 1];
            for (var i = 0; i < values.Length; i++)
            {
                var covered = Math.Min(end, first + i + 1) - Math.Max(start, first + i);
                values[i] = (float)(covered / (end - start));
            }

            return new(first, values);
        }

        static Weights Linear(double center, int source)
        {
            var position = Math.Clamp(center, 0, source - 1);
            var first = Math.Min((int)position, Math.Max(0, source - 2));
            var share = (float)(position - first);
            return source == 1 ? new(0, [1]) : new(first, [1 - share, share]);
        }
    }
}
