using System.Buffers.Binary;
using System.Text;

namespace Repeater.Build;

/// <summary>A TrueType file as its tables. Format: OpenType specification, "Organization of an OpenType Font".</summary>
sealed class Sfnt
{
    const int HeaderLength = 12;
    const int RecordLength = 16;
    const uint ChecksumTotal = 0xB1B0AFBA;

    readonly SortedDictionary<string, byte[]> _tables = new(StringComparer.Ordinal);

    public byte[] this[string tag]
    {
        get => _tables.TryGetValue(tag, out var table) ? table : throw new InvalidDataException($"The font has no {tag} table.");
        set => _tables[tag] = value;
    }

    public static Sfnt Read(ReadOnlySpan<byte> file)
    {
        var font = new Sfnt();
        var count = BinaryPrimitives.ReadUInt16BigEndian(file[4..]);
        for (var i = 0; i < count; i++)
        {
            var record = file.Slice(HeaderLength + RecordLength * i, RecordLength);
            var offset = (int)BinaryPrimitives.ReadUInt32BigEndian(record[8..]);
            var length = (int)BinaryPrimitives.ReadUInt32BigEndian(record[12..]);
            font._tables[Encoding.ASCII.GetString(record[..4])] = file.Slice(offset, length).ToArray();
        }

        return font;
    }

    public void Remove(IEnumerable<string> tags)
    {
        foreach (var tag in tags)
        {
            _tables.Remove(tag);
        }
    }

    /// <summary>Turns <c>post</c> into version 3, which has no glyph names.</summary>
    public void DropGlyphNames()
    {
        var post = this["post"].AsSpan(0, 32).ToArray();
        BinaryPrimitives.WriteUInt32BigEndian(post, 0x00030000);
        this["post"] = post;
    }

    public byte[] ToArray()
    {
        BinaryPrimitives.WriteUInt32BigEndian(this["head"].AsSpan(8), 0);

        var output = new byte[HeaderLength + RecordLength * _tables.Count + _tables.Values.Sum(table => Padded(table.Length))];
        var span = output.AsSpan();
        WriteHeader(span, _tables.Count);

        var record = HeaderLength;
        var offset = HeaderLength + RecordLength * _tables.Count;
        var head = 0;
        foreach (var (tag, table) in _tables)
        {
            head = tag == "head" ? offset : head;
            table.CopyTo(span[offset..]);
            Encoding.ASCII.GetBytes(tag, span[record..]);
            BinaryPrimitives.WriteUInt32BigEndian(span[(record + 4)..], Checksum(span.Slice(offset, Padded(table.Length))));
            BinaryPrimitives.WriteUInt32BigEndian(span[(record + 8)..], (uint)offset);
            BinaryPrimitives.WriteUInt32BigEndian(span[(record + 12)..], (uint)table.Length);
            record += RecordLength;
            offset += Padded(table.Length);
        }

        BinaryPrimitives.WriteUInt32BigEndian(span[(head + 8)..], ChecksumTotal - Checksum(span));
        return output;
    }

    static void WriteHeader(Span<byte> span, int count)
    {
        var power = 1;
        var log = 0;
        for (; power * 2 <= count; power *= 2)
        {
            log++;
        }

        BinaryPrimitives.WriteUInt32BigEndian(span, 0x00010000);
        BinaryPrimitives.WriteUInt16BigEndian(span[4..], (ushort)count);
        BinaryPrimitives.WriteUInt16BigEndian(span[6..], (ushort)(power * RecordLength));
        BinaryPrimitives.WriteUInt16BigEndian(span[8..], (ushort)log);
        BinaryPrimitives.WriteUInt16BigEndian(span[10..], (ushort)((count - power) * RecordLength));
    }

    static uint Checksum(ReadOnlySpan<byte> words)
    {
        var sum = 0u;
        for (; words.Length >= 4; words = words[4..])
        {
            sum += BinaryPrimitives.ReadUInt32BigEndian(words);
        }

        return sum;
    }

    static int Padded(int length) => (length + 3) & ~3;
}
