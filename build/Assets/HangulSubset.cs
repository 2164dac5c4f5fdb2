using System.Buffers.Binary;

namespace Repeater.Build;

/// <summary>
/// Only the Hangul of a font: its other characters come from fonts that stand before it in the fallback order.
/// Glyphs are renumbered in code point order.
/// </summary>
static class HangulSubset
{
    // Jamo, compatibility jamo, jamo extended A, syllables, jamo extended B.
    static readonly (int First, int Last)[] Ranges =
        [(0x1100, 0x11FF), (0x3130, 0x318F), (0xA960, 0xA97F), (0xAC00, 0xD7A3), (0xD7B0, 0xD7FF)];

    public static Sfnt Of(Sfnt font)
    {
        var characters = ReadCharacters(font["cmap"]);
        var glyphs = new List<int> { 0 };
        var newIds = new Dictionary<int, int> { [0] = 0 };
        foreach (var glyph in characters.Values)
        {
            if (newIds.TryAdd(glyph, glyphs.Count))
            {
                glyphs.Add(glyph);
            }
        }

        WriteGlyphs(font, glyphs);
        WriteMetrics(font, glyphs);
        font["cmap"] = WriteCharacters(characters.Select(pair => (pair.Key, newIds[pair.Value])).ToList());
        font.Remove(["DSIG", "STAT", "vhea", "vmtx", "VORG", "BASE", "GSUB", "GPOS", "GDEF"]);
        font.DropGlyphNames();
        return font;
    }

    static SortedDictionary<int, int> ReadCharacters(byte[] cmap)
    {
        var table = FindFullUnicode(cmap);
        var characters = new SortedDictionary<int, int>();
        var groups = BinaryPrimitives.ReadInt32BigEndian(table[12..]);
        for (var i = 0; i < groups; i++)
        {
            var group = table.Slice(16 + 12 * i, 12);
            var (first, last) = (BinaryPrimitives.ReadInt32BigEndian(group), BinaryPrimitives.ReadInt32BigEndian(group[4..]));
            var glyph = BinaryPrimitives.ReadInt32BigEndian(group[8..]);
            for (var character = first; character <= last; character++)
            {
                if (Ranges.Any(range => character >= range.First && character <= range.Last))
                {
                    characters[character] = glyph + character - first;
                }
            }
        }

        return characters;
    }

    static ReadOnlySpan<byte> FindFullUnicode(ReadOnlySpan<byte> cmap)
    {
        var count = BinaryPrimitives.ReadUInt16BigEndian(cmap[2..]);
        for (var i = 0; i < count; i++)
        {
            var table = cmap[BinaryPrimitives.ReadInt32BigEndian(cmap[(8 + 8 * i)..])..];
            if (BinaryPrimitives.ReadUInt16BigEndian(table) == 12)
            {
                return table;
            }
        }

        throw new InvalidDataException("The Hangul font has no cmap of format 12.");
    }

    static void WriteGlyphs(Sfnt font, List<int> glyphs)
    {
        var (glyf, loca) = (font["glyf"], font["loca"]);
        var longOffsets = BinaryPrimitives.ReadInt16BigEndian(font["head"].AsSpan(50)) != 0;
        int Offset(int glyph) => longOffsets
            ? BinaryPrimitives.ReadInt32BigEndian(loca.AsSpan(glyph * 4))
            : BinaryPrimitives.ReadUInt16BigEndian(loca.AsSpan(glyph * 2)) * 2;

        var outlines = new MemoryStream();
        var newLoca = new byte[(glyphs.Count + 1) * 4];
        for (var i = 0; i < glyphs.Count; i++)
        {
            var outline = glyf.AsSpan(Offset(glyphs[i])..Offset(glyphs[i] + 1));
            if (outline.Length > 0 && BinaryPrimitives.ReadInt16BigEndian(outline) < 0)
            {
                throw new InvalidDataException($"Glyph {glyphs[i]} of the Hangul font is a composite; only simple glyphs can be renumbered.");
            }

            outlines.Write(outline);
            outlines.SetLength(outlines.Position = (outlines.Length + 3) & ~3L);
            BinaryPrimitives.WriteInt32BigEndian(newLoca.AsSpan((i + 1) * 4), (int)outlines.Length);
        }

        font["glyf"] = outlines.ToArray();
        font["loca"] = newLoca;
        BinaryPrimitives.WriteInt16BigEndian(font["head"].AsSpan(50), 1);
        BinaryPrimitives.WriteUInt16BigEndian(font["maxp"].AsSpan(4), (ushort)glyphs.Count);
    }

    static void WriteMetrics(Sfnt font, List<int> glyphs)
    {
        var hmtx = font["hmtx"];
        var full = BinaryPrimitives.ReadUInt16BigEndian(font["hhea"].AsSpan(34));
        var metrics = new byte[glyphs.Count * 4];
        for (var i = 0; i < glyphs.Count; i++)
        {
            var advance = hmtx.AsSpan(Math.Min(glyphs[i], full - 1) * 4, 2);
            var bearing = glyphs[i] < full ? hmtx.AsSpan(glyphs[i] * 4 + 2, 2) : hmtx.AsSpan(full * 4 + (glyphs[i] - full) * 2, 2);
            advance.CopyTo(metrics.AsSpan(i * 4));
            bearing.CopyTo(metrics.AsSpan(i * 4 + 2));
        }

        font["hmtx"] = metrics;
        BinaryPrimitives.WriteUInt16BigEndian(font["hhea"].AsSpan(34), (ushort)glyphs.Count);
    }

    static byte[] WriteCharacters(List<(int Character, int Glyph)> characters)
    {
        var groups = new List<(int First, int Last, int Glyph)>();
        foreach (var (character, glyph) in characters)
        {
            if (groups is [.., var last] && character == last.Last + 1 && glyph == last.Glyph + character - last.First)
            {
                groups[^1] = last with { Last = character };
            }
            else
            {
                groups.Add((character, character, glyph));
            }
        }

        var cmap = new byte[12 + 16 + 12 * groups.Count];
        var span = cmap.AsSpan();
        BinaryPrimitives.WriteUInt16BigEndian(span[2..], 1);
        BinaryPrimitives.WriteUInt16BigEndian(span[4..], 3);
        BinaryPrimitives.WriteUInt16BigEndian(span[6..], 10);
        BinaryPrimitives.WriteInt32BigEndian(span[8..], 12);
        var table = span[12..];
        BinaryPrimitives.WriteUInt16BigEndian(table, 12);
        BinaryPrimitives.WriteInt32BigEndian(table[4..], table.Length);
        BinaryPrimitives.WriteInt32BigEndian(table[12..], groups.Count);
        for (var i = 0; i < groups.Count; i++)
        {
            var group = table[(16 + 12 * i)..];
            BinaryPrimitives.WriteInt32BigEndian(group, groups[i].First);
            BinaryPrimitives.WriteInt32BigEndian(group[4..], groups[i].Last);
            BinaryPrimitives.WriteInt32BigEndian(group[8..], groups[i].Glyph);
        }

        return cmap;
    }
}
