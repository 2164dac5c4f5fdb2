using System.Buffers.Binary;

namespace Repeater.Render.Drawing.Png;

/// <summary>Turns the samples of a row into RGBA pixels.</summary>
sealed class PngColors
{
    readonly PngHeader _header;
    readonly byte[] _palette = [];

    // The colour that means transparent, as the samples are stored; none for -1.
    readonly int _keyRed = -1;
    readonly int _keyGreen = -1;
    readonly int _keyBlue = -1;

    public PngColors(PngChunks chunks)
    {
        _header = chunks.Header;
        var transparency = chunks.Transparency.AsSpan();
        if (_header.ColorType == PngColorType.Palette)
        {
            _palette = ExpandPalette(chunks.Palette, transparency);
        }
        else if (_header.ColorType == PngColorType.Gray && transparency.Length >= 2)
        {
            _keyRed = BinaryPrimitives.ReadUInt16BigEndian(transparency);
        }
        else if (_header.ColorType == PngColorType.TrueColor && transparency.Length >= 6)
        {
            _keyRed = BinaryPrimitives.ReadUInt16BigEndian(transparency);
            _keyGreen = BinaryPrimitives.ReadUInt16BigEndian(transparency[2..]);
            _keyBlue = BinaryPrimitives.ReadUInt16BigEndian(transparency[4..]);
        }
    }

    public void Write(ReadOnlySpan<byte> row, int x, Span<byte> rgba)
    {
        switch (_header.ColorType)
        {
            case PngColorType.Palette:
                _palette.AsSpan(4 * Sample(row, x), 4).CopyTo(rgba);
                break;
            case PngColorType.Gray:
                var gray = Sample(row, x);
                Set(rgba, ToByte(gray), ToByte(gray), ToByte(gray), gray == _keyRed ? (byte)0 : (byte)255);
                break;
            case PngColorType.GrayAlpha:
                var shade = ToByte(Sample(row, 2 * x));
                Set(rgba, shade, shade, shade, ToByte(Sample(row, 2 * x + 1)));
                break;
            case PngColorType.TrueColor:
                var (red, green, blue) = (Sample(row, 3 * x), Sample(row, 3 * x + 1), Sample(row, 3 * x + 2));
                var isKey = red == _keyRed && green == _keyGreen && blue == _keyBlue;
                Set(rgba, ToByte(red), ToByte(green), ToByte(blue), isKey ? (byte)0 : (byte)255);
                break;
            default:
                for (var channel = 0; channel < 4; channel++)
                {
                    rgba[channel] = ToByte(Sample(row, 4 * x + channel));
                }

                break;
        }
    }

    /// <summary>256 entries whatever the file has: an index beyond its palette is opaque black.</summary>
    static byte[] ExpandPalette(ReadOnlySpan<byte> colors, ReadOnlySpan<byte> transparency)
    {
        var palette = new byte[256 * 4];
        for (var i = 0; i < 256; i++)
        {
            if (3 * i < colors.Length)
            {
                colors.Slice(3 * i, 3).CopyTo(palette.AsSpan(4 * i));
            }

            palette[4 * i + 3] = i < transparency.Length ? transparency[i] : (byte)255;
        }

        return palette;
    }

    int Sample(ReadOnlySpan<byte> row, int index)
    {
        switch (_header.BitDepth)
        {
            case 8:
                return row[index];
            case 16:
                return BinaryPrimitives.ReadUInt16BigEndian(row[(2 * index)..]);
            default:
                var bit = index * _header.BitDepth;
                return row[bit / 8] >> (8 - _header.BitDepth - bit % 8) & ((1 << _header.BitDepth) - 1);
        }
    }

    byte ToByte(int sample) =>
        _header.BitDepth == 16 ? (byte)(sample >> 8) : (byte)(sample * 255 / ((1 << _header.BitDepth) - 1));

    static void Set(Span<byte> rgba, byte red, byte green, byte blue, byte alpha) =>
        (rgba[0], rgba[1], rgba[2], rgba[3]) = (red, green, blue, alpha);
}
