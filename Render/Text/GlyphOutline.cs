using System.Buffers.Binary;

namespace Repeater.Render.Text;

/// <summary>A point of a contour in font units, y upwards; between two off-curve points lies an implied on-curve one.</summary>
readonly record struct OutlinePoint(float X, float Y, bool OnCurve, bool EndsContour);

/// <summary>Reads glyph outlines, composites resolved. Format: OpenType specification, "glyf".</summary>
static class GlyphOutline
{
    const int MaxDepth = 6;
    const int MaxPoints = 20_000;

    public static List<OutlinePoint> Read(TrueTypeFont font, int glyph)
    {
        var points = new List<OutlinePoint>();
        Append(font, glyph, new(1, 0, 0, 1, 0, 0), points, depth: 0);
        return points;
    }

    readonly record struct Transform(float XX, float YX, float XY, float YY, float DX, float DY)
    {
        public OutlinePoint Apply(OutlinePoint p) =>
            p with { X = XX * p.X + XY * p.Y + DX, Y = YX * p.X + YY * p.Y + DY };

        public Transform After(Transform outer) => new(
            outer.XX * XX + outer.XY * YX, outer.YX * XX + outer.YY * YX,
            outer.XX * XY + outer.XY * YY, outer.YX * XY + outer.YY * YY,
            outer.XX * DX + outer.XY * DY + outer.DX, outer.YX * DX + outer.YY * DY + outer.DY);
    }

    static void Append(TrueTypeFont font, int glyph, Transform transform, List<OutlinePoint> points, int depth)
    {
        var data = font.GlyphData(glyph);
        if (data.Length < 10 || depth > MaxDepth || points.Count > MaxPoints)
        {
            return;
        }

        var contours = Int16(data, 0);
        if (contours >= 0)
        {
            AppendSimple(data[10..], contours, transform, points);
        }
        else
        {
            AppendComposite(font, data[10..], transform, points, depth);
        }
    }

    static void AppendSimple(ReadOnlySpan<byte> data, int contours, Transform transform, List<OutlinePoint> points)
    {
        if (contours == 0)
        {
            return;
        }

        var ends = data;
        var count = UInt16(data, 2 * (contours - 1)) + 1;
        data = data[(2 * contours)..];
        data = data[(2 + UInt16(data, 0))..]; // hinting instructions

        var flags = new byte[count];
        for (var i = 0; i < count;)
        {
            var flag = (SimpleFlag)data[0];
            data = data[1..];
            var repeats = 1;
            if (flag.HasFlag(SimpleFlag.Repeat))
            {
                repeats += data[0];
                data = data[1..];
            }

            for (; repeats > 0 && i < count; repeats--)
            {
                flags[i++] = (byte)flag;
            }
        }

        var x = ReadCoordinates(ref data, flags, SimpleFlag.ShortX, SimpleFlag.SameX);
        var y = ReadCoordinates(ref data, flags, SimpleFlag.ShortY, SimpleFlag.SameY);
        var contour = 0;
        for (var i = 0; i < count; i++)
        {
            var last = i == UInt16(ends, 2 * contour);
            contour += last ? 1 : 0;
            points.Add(transform.Apply(new(x[i], y[i], ((SimpleFlag)flags[i]).HasFlag(SimpleFlag.OnCurve), last)));
        }
    }

    /// <summary>Each is the difference to the one before: one byte and a sign, nothing, or two bytes.</summary>
    static int[] ReadCoordinates(ref ReadOnlySpan<byte> data, byte[] flags, SimpleFlag isShort, SimpleFlag same)
    {
        var values = new int[flags.Length];
        var value = 0;
        for (var i = 0; i < values.Length; i++)
        {
            var flag = (SimpleFlag)flags[i];
            if (flag.HasFlag(isShort))
            {
                value += flag.HasFlag(same) ? data[0] : -data[0];
                data = data[1..];
            }
            else if (!flag.HasFlag(same))
            {
                value += Int16(data, 0);
                data = data[2..];
            }

            values[i] = value;
        }

        return values;
    }

    static void AppendComposite(
        TrueTypeFont font, ReadOnlySpan<byte> data, Transform transform, List<OutlinePoint> points, int depth)
    {
        CompositeFlag flags;
        do
        {
            flags = (CompositeFlag)UInt16(data, 0);
            var glyph = UInt16(data, 2);
            data = data[4..];

            // Placing by matching points instead of by offset does not occur in our fonts.
            float dx = flags.HasFlag(CompositeFlag.Words) ? Int16(data, 0) : (sbyte)data[0];
            float dy = flags.HasFlag(CompositeFlag.Words) ? Int16(data, 2) : (sbyte)data[1];
            data = data[(flags.HasFlag(CompositeFlag.Words) ? 4 : 2)..];

            var component = new Transform(1, 0, 0, 1, dx, dy);
            if (flags.HasFlag(CompositeFlag.Scale))
            {
                component = component with { XX = F2Dot14(data, 0), YY = F2Dot14(data, 0) };
                data = data[2..];
            }
            else if (flags.HasFlag(CompositeFlag.ScaleXY))
            {
                component = component with { XX = F2Dot14(data, 0), YY = F2Dot14(data, 2) };
                data = data[4..];
            }
            else if (flags.HasFlag(CompositeFlag.Matrix))
            {
                component = new(F2Dot14(data, 0), F2Dot14(data, 2), F2Dot14(data, 4), F2Dot14(data, 6), dx, dy);
                data = data[8..];
            }

            Append(font, glyph, component.After(transform), points, depth + 1);
        }
        while (flags.HasFlag(CompositeFlag.More));
    }

    [Flags]
    enum SimpleFlag
    {
        OnCurve = 1,
        ShortX = 2,
        ShortY = 4,
        Repeat = 8,
        SameX = 16,
        SameY = 32,
    }

    [Flags]
    enum CompositeFlag
    {
        Words = 1,
        Scale = 8,
        More = 32,
        ScaleXY = 64,
        Matrix = 128,
    }

    static float F2Dot14(ReadOnlySpan<byte> span, int at) => Int16(span, at) / 16384f;

    static int Int16(ReadOnlySpan<byte> span, int at) => BinaryPrimitives.ReadInt16BigEndian(span[at..]);

    static int UInt16(ReadOnlySpan<byte> span, int at) => BinaryPrimitives.ReadUInt16BigEndian(span[at..]);
}
