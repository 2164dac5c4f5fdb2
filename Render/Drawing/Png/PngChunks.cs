using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace Repeater.Render.Drawing.Png;

/// <summary>The chunks of a file that its pixels depend on.</summary>
sealed class PngChunks
{
    public PngHeader Header { get; private set; }

    public byte[] Palette { get; private set; } = [];

    /// <summary>The tRNS chunk; empty when there is none.</summary>
    public byte[] Transparency { get; private set; } = [];

    /// <summary>All IDAT chunks as one.</summary>
    public MemoryStream Data { get; } = new();

    /// <summary>Check sums are not verified: a picture with a wrong one is still worth showing.</summary>
    public static bool TryRead(
        ReadOnlySpan<byte> file, [NotNullWhen(true)] out PngChunks? chunks, [NotNullWhen(false)] out string? error)
    {
        chunks = null;
        if (!file.StartsWith(PngFormat.Signature))
        {
            error = "This is not a PNG file.";
            return false;
        }

        var read = new PngChunks();
        error = read.ReadAll(file[PngFormat.Signature.Length..]);
        chunks = error is null ? read : null;
        return error is null;
    }

    string? ReadAll(ReadOnlySpan<byte> rest)
    {
        var isFirst = true;
        while (rest.Length >= 8)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(rest);
            var type = rest.Slice(4, 4);
            rest = rest[8..];

            // What is cut off may still hold all pixels; the decompression will tell.
            var data = rest[..(int)Math.Min(length, (uint)rest.Length)];
            rest = rest[Math.Min(data.Length + 4, rest.Length)..];

            if (isFirst != type.SequenceEqual("IHDR"u8))
            {
                return "The PNG has no header at its beginning.";
            }

            if (isFirst)
            {
                if (!PngHeader.TryParse(data, out var header, out var error))
                {
                    return error;
                }

                Header = header;
                isFirst = false;
            }
            else if (type.SequenceEqual("IEND"u8))
            {
                break;
            }
            else if (!TryKeep(type, data))
            {
                return "The PNG has a chunk that is needed to show it and unknown.";
            }
        }

        return isFirst ? "The PNG is empty."
            : Data.Length == 0 ? "The PNG has no pixels."
            : Header.ColorType == PngColorType.Palette && Palette.Length == 0 ? "The PNG has no palette."
            : null;
    }

    bool TryKeep(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        if (type.SequenceEqual("IDAT"u8))
        {
            Data.Write(data);
        }
        else if (type.SequenceEqual("PLTE"u8))
        {
            Palette = data[..(Math.Min(data.Length, 768) / 3 * 3)].ToArray();
        }
        else if (type.SequenceEqual("tRNS"u8))
        {
            Transparency = data[..Math.Min(data.Length, 256)].ToArray();
        }
        else
        {
            // A lower-case first letter marks what may be left out.
            return (type[0] & 0x20) != 0;
        }

        return true;
    }
}
