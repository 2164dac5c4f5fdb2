using System.Buffers.Binary;

namespace Repeater.Render.Text;

/// <summary>The glyph of each code point, from a font's <c>cmap</c> table (formats 4 and 12), spread out into pages.</summary>
sealed class CharacterMap
{
    const int PageBits = 8;
    const int PageLength = 1 << PageBits;
    const int LastCodePoint = 0x10FFFF;

    readonly ushort[]?[] _pages = new ushort[]?[(LastCodePoint >> PageBits) + 1];

    CharacterMap()
    {
    }

    /// <summary>0 when the font has no glyph for the code point.</summary>
    public int this[int codePoint] =>
        (uint)codePoint <= LastCodePoint && _pages[codePoint >> PageBits] is { } page ? page[codePoint & (PageLength - 1)] : 0;

    public static CharacterMap Read(ReadOnlySpan<byte> cmap)
    {
        var map = new CharacterMap();
        var best = ReadOnlySpan<byte>.Empty;
        for (var i = 0; i < UInt16(cmap, 2); i++)
        {
            var table = cmap[Int32(cmap, 8 + 8 * i)..];
            var format = UInt16(table, 0);
            if (format == 12 || (format == 4 && best.IsEmpty))
            {
                best = table;
            }
        }

        if (!best.IsEmpty && UInt16(best, 0) == 12)
        {
            map.ReadGroups(best);
        }
        else if (!best.IsEmpty)
        {
            map.ReadSegments(best);
        }

        return map;
    }

    /// <summary>Format 12: runs of code points and their first glyph.</summary>
    void ReadGroups(ReadOnlySpan<byte> table)
    {
        for (var i = 0; i < Int32(table, 12); i++)
        {
            var group = table.Slice(16 + 12 * i, 12);
            var (first, last, glyph) = (Int32(group, 0), Math.Min(Int32(group, 4), LastCodePoint), Int32(group, 8));
            for (var codePoint = first; codePoint <= last; codePoint++)
            {
                Set(codePoint, glyph + codePoint - first);
            }
        }
    }

    /// <summary>Format 4: segments of the basic plane, each by an offset or by an array of glyphs.</summary>
    void ReadSegments(ReadOnlySpan<byte> table)
    {
        var count = UInt16(table, 6) / 2;
        var starts = 16 + 2 * count;
        for (var i = 0; i < count; i++)
        {
            var (first, last) = (UInt16(table, starts + 2 * i), UInt16(table, 14 + 2 * i));
            var delta = UInt16(table, starts + 2 * count + 2 * i);
            var rangeAt = starts + 4 * count + 2 * i;
            var range = UInt16(table, rangeAt);
            for (int codePoint = first; codePoint <= last && codePoint < 0xFFFF; codePoint++)
            {
                var glyph = range == 0 ? codePoint : UInt16(table, rangeAt + range + 2 * (codePoint - first));
                Set(codePoint, glyph == 0 && range != 0 ? 0 : (glyph + delta) & 0xFFFF);
            }
        }
    }

    void Set(int codePoint, int glyph)
    {
        var page = _pages[codePoint >> PageBits] ??= new ushort[PageLength];
        page[codePoint & (PageLength - 1)] = (ushort)glyph;
    }

    static int UInt16(ReadOnlySpan<byte> span, int at) => BinaryPrimitives.ReadUInt16BigEndian(span[at..]);

    static int Int32(ReadOnlySpan<byte> span, int at) => BinaryPrimitives.ReadInt32BigEndian(span[at..]);
}
