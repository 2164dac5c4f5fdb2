using System.Buffers.Binary;
using System.Text;

namespace Repeater.Render.Text;

/// <summary>
/// What layout needs of a font: which characters it has, how wide they are, and their outlines. Reads the mapped file
/// where it lies. Format: OpenType specification (head, hhea, hmtx, OS/2, post, loca, glyf).
/// </summary>
sealed class TrueTypeFont
{
    readonly EmbeddedResource _file;
    readonly Dictionary<string, Range> _tables = [];
    readonly CharacterMap _characters;
    readonly Range _advances;
    readonly Range _offsets;
    readonly Range _outlines;
    readonly int _fullMetrics;
    readonly bool _longOffsets;

    public TrueTypeFont(EmbeddedResource file)
    {
        _file = file;
        var bytes = file.Bytes;
        for (var i = 0; i < UInt16(bytes, 4); i++)
        {
            var record = bytes.Slice(12 + 16 * i, 16);
            var start = Int32(record, 8);
            _tables[Encoding.ASCII.GetString(record[..4])] = start..(start + Int32(record, 12));
        }

        _advances = _tables["hmtx"];
        _offsets = _tables["loca"];
        _outlines = _tables["glyf"];
        _characters = CharacterMap.Read(Table("cmap"));
        _fullMetrics = UInt16(Table("hhea"), 34);
        _longOffsets = Int16(Table("head"), 50) != 0;
        GlyphCount = UInt16(Table("maxp"), 4);
        UnitsPerEm = UInt16(Table("head"), 18);
        Metrics = ReadMetrics();
    }

    public int UnitsPerEm { get; }

    public int GlyphCount { get; }

    public FontMetrics Metrics { get; }

    /// <summary>0 when the font has no glyph for the code point.</summary>
    public int GlyphOf(int codePoint) => _characters[codePoint];

    public bool Has(int codePoint) => _characters[codePoint] != 0;

    /// <summary>In em.</summary>
    public float AdvanceOf(int glyph)
    {
        var index = Math.Clamp(glyph, 0, _fullMetrics - 1);
        return (float)UInt16(_file.Bytes[_advances], index * 4) / UnitsPerEm;
    }

    /// <summary>The glyph's entry in <c>glyf</c>; empty for a glyph without ink, and for a number the font does not have.</summary>
    public ReadOnlySpan<byte> GlyphData(int glyph)
    {
        if (glyph < 0 || glyph >= GlyphCount)
        {
            return [];
        }

        var (start, end) = (GlyphOffset(glyph), GlyphOffset(glyph + 1));
        return start < end ? _file.Bytes[_outlines][start..end] : [];
    }

    int GlyphOffset(int glyph)
    {
        var offsets = _file.Bytes[_offsets];
        return _longOffsets ? Int32(offsets, glyph * 4) : UInt16(offsets, glyph * 2) * 2;
    }

    FontMetrics ReadMetrics()
    {
        var hhea = Table("hhea");
        var os2 = Table("OS/2");
        var post = Table("post");
        float Em(int units) => (float)units / UnitsPerEm;
        return new(
            Ascent: Em(Int16(hhea, 4)),
            Descent: Em(-Int16(hhea, 6)),
            XHeight: Em(Int16(os2, 86)),
            CapHeight: Em(Int16(os2, 88)),
            UnderlineOffset: Em(-Int16(post, 8)),
            UnderlineThickness: Em(Int16(post, 10)));
    }

    ReadOnlySpan<byte> Table(string tag) => _file.Bytes[_tables[tag]];

    static int UInt16(ReadOnlySpan<byte> span, int at) => BinaryPrimitives.ReadUInt16BigEndian(span[at..]);

    static int Int16(ReadOnlySpan<byte> span, int at) => BinaryPrimitives.ReadInt16BigEndian(span[at..]);

    static int Int32(ReadOnlySpan<byte> span, int at) => BinaryPrimitives.ReadInt32BigEndian(span[at..]);
}
