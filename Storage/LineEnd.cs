using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Repeater.Storage;

/// <summary>How a line of a branch file ends: with the checksum of all before it, as the last member of its object.</summary>
static class LineEnd
{
    /// <summary><c>,"crc":"</c>, eight hex digits, <c>"}</c>.</summary>
    const int Length = 18;

    public enum Kind
    {
        /// <summary>Nobody put one there.</summary>
        NoChecksum,
        Checksum,
        WrongChecksum,
    }

    static ReadOnlySpan<byte> Start => ",\"crc\":\""u8;

    /// <summary>The line of a JSON object, with checksum and line break.</summary>
    public static byte[] Put(ReadOnlySpan<byte> json)
    {
        var text = json[..^1];
        var line = new byte[text.Length + Length + 1];
        text.CopyTo(line);
        Encoding.ASCII.GetBytes($",\"crc\":\"{Sum(text):x8}\"}}\n", line.AsSpan(text.Length));
        return line;
    }

    /// <summary>Of a line without white space around it.</summary>
    public static Kind Of(ReadOnlySpan<byte> text)
    {
        if (text.Length <= Length || !text.EndsWith("\"}"u8) || !text[^Length..].StartsWith(Start)
            || !uint.TryParse(text[^(Length - Start.Length)..^2], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var stated))
        {
            return Kind.NoChecksum;
        }

        return stated == Sum(text[..^Length]) ? Kind.Checksum : Kind.WrongChecksum;
    }

    /// <summary>
    /// How much of the end of a file that lacks its last line break is a line, whole or damaged. The rest is a write that never
    /// ended, which is no damage: the start of a line, or zeros where a file grew and did not get its bytes any more.
    /// </summary>
    public static int LengthOfLine(ReadOnlySpan<byte> end)
    {
        var text = end.TrimEnd((byte)0);
        if (text.Length < end.Length)
        {
            return Of(text) == Kind.Checksum ? text.Length : 0;
        }

        return IsStartOfObject(text) ? 0 : text.Length;
    }

    /// <summary>No start of an object is a whole one, so a whole one is a line that merely lacks its line break.</summary>
    static bool IsStartOfObject(ReadOnlySpan<byte> text)
    {
        var reader = new Utf8JsonReader(text, isFinalBlock: false, new(new() { MaxDepth = BranchFile.DeepestLine }));
        try
        {
            while (reader.Read())
            {
                if (reader.CurrentDepth == 0 && reader.TokenType != JsonTokenType.StartObject)
                {
                    return false;
                }
            }

            return reader.TokenType != JsonTokenType.None;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>CRC-32C, the Castagnoli polynomial: processors have an instruction for it.</summary>
    static uint Sum(ReadOnlySpan<byte> bytes)
    {
        var sum = uint.MaxValue;
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (var word in words)
        {
            sum = BitOperations.Crc32C(sum, BitConverter.IsLittleEndian ? word : BinaryPrimitives.ReverseEndianness(word));
        }

        foreach (var single in bytes[(words.Length * sizeof(ulong))..])
        {
            sum = BitOperations.Crc32C(sum, single);
        }

        return ~sum;
    }
}
