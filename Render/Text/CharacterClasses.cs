using System.Text;

namespace Repeater.Render.Text;

/// <summary>Line_Break class and East Asian width of every code point (Unicode 15.0).</summary>
static class CharacterClasses
{
    const int PageSize = 256;
    const byte ClassMask = 0x3F;
    const byte WideFlag = 0x40;

    // 4,352 pages, of which some 150 differ: 40 kB, and a look-up is two array reads.
    static readonly byte[] PageOf = new byte[0x110000 / PageSize];
    static readonly byte[] Pages = Unpack();

    public static LineBreakClass LineBreak(Rune rune) => (LineBreakClass)(Entry(rune) & ClassMask);

    /// <summary>East_Asian_Width W or F: two cells of a terminal.</summary>
    public static bool IsWide(Rune rune) => (Entry(rune) & WideFlag) != 0;

    /// <summary>Han, kana and bopomofo letters: what a gap separates from Latin letters and digits.</summary>
    public static bool IsHanOrKana(Rune rune) => rune.Value switch
    {
        < 0x3005 => false,
        0x3005 or 0x3006 or 0x3007 => true,
        < 0x3041 => false,
        0x30FB => false,
        < 0x3130 => true,
        >= 0x31A0 and < 0x31C0 => true,
        >= 0x31F0 and < 0x3200 => true,
        >= 0x3400 and < 0x4DC0 => true,
        >= 0x4E00 and < 0xA000 => true,
        >= 0xF900 and < 0xFB00 => true,
        >= 0x20000 and < 0x40000 => true,
        _ => false,
    };

    static byte Entry(Rune rune) => Pages[(PageOf[rune.Value / PageSize] * PageSize) + (rune.Value % PageSize)];

    static byte[] Unpack()
    {
        var packed = Convert.FromBase64String(LineBreakData.Packed);
        var pages = new List<byte>(64 * PageSize);
        var page = new byte[PageSize];
        var known = new Dictionary<string, byte>();
        for (int at = 0, codePoint = 0; at < packed.Length;)
        {
            var length = 0;
            var shift = 0;
            do
            {
                length |= (packed[at] & 0x7F) << shift;
                shift += 7;
            }
            while ((packed[at++] & 0x80) != 0);

            var value = packed[at++];
            for (; length > 0; length--)
            {
                page[codePoint++ % PageSize] = value;
                if (codePoint % PageSize == 0)
                {
                    PageOf[(codePoint / PageSize) - 1] = Keep(page);
                }
            }
        }

        return [.. pages];

        byte Keep(byte[] page)
        {
            var key = Convert.ToHexString(page);
            if (!known.TryGetValue(key, out var index))
            {
                known[key] = index = checked((byte)(pages.Count / PageSize));
                pages.AddRange(page);
            }

            return index;
        }
    }
}
