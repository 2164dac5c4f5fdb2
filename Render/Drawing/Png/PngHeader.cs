using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace Repeater.Render.Drawing.Png;

enum PngColorType : byte
{
    Gray = 0,
    TrueColor = 2,
    Palette = 3,
    GrayAlpha = 4,
    TrueColorAlpha = 6,
}

/// <summary>What IHDR says, checked against the specification and our limits.</summary>
readonly record struct PngHeader(int Width, int Height, int BitDepth, PngColorType ColorType, bool IsInterlaced)
{
    public const int MaxSide = 4_096;
    public const int MaxPixels = 12_000_000;

    const int Length = 13;

    public int Channels => ColorType switch
    {
        PngColorType.TrueColor => 3,
        PngColorType.GrayAlpha => 2,
        PngColorType.TrueColorAlpha => 4,
        _ => 1,
    };

    /// <summary>How far back the left neighbour of a byte lies, for the filters.</summary>
    public int BytesPerPixel => Math.Max(1, Channels * BitDepth / 8);

    /// <summary>Of a row of so many pixels, without its filter byte.</summary>
    public int RowLength(int width) => (width * Channels * BitDepth + 7) / 8;

    public static bool TryParse(ReadOnlySpan<byte> data, out PngHeader header, [NotNullWhen(false)] out string? error)
    {
        header = default;
        if (data.Length != Length)
        {
            error = "The PNG header is damaged.";
            return false;
        }

        var width = BinaryPrimitives.ReadUInt32BigEndian(data);
        var height = BinaryPrimitives.ReadUInt32BigEndian(data[4..]);
        if (width is 0 or > MaxSide || height is 0 or > MaxSide || width * height > MaxPixels)
        {
            error = $"The picture has {width} x {height} pixels; "
                + $"1 to {MaxSide} a side and {MaxPixels / 1_000_000} million in all are allowed.";
            return false;
        }

        header = new((int)width, (int)height, data[8], (PngColorType)data[9], data[12] == 1);
        error = header.IsDepthAllowed() && data[10] == 0 && data[11] == 0 && data[12] <= 1
            ? null
            : "The PNG has a colour type, bit depth or method that does not exist.";
        return error is null;
    }

    bool IsDepthAllowed() => ColorType switch
    {
        PngColorType.Gray => BitDepth is 1 or 2 or 4 or 8 or 16,
        PngColorType.Palette => BitDepth is 1 or 2 or 4 or 8,
        PngColorType.TrueColor or PngColorType.GrayAlpha or PngColorType.TrueColorAlpha => BitDepth is 8 or 16,
        _ => false,
    };
}
