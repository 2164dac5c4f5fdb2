namespace Repeater.Storage.Archive;

/// <summary>The checksum of zip files: CRC-32 as in Ethernet and gzip.</summary>
static class Crc32
{
    const uint Polynomial = 0xEDB88320;

    static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(Entry)];

    /// <summary>Of all bytes so far, where <paramref name="before"/> is the sum of those in front; 0 of none.</summary>
    public static uint Append(uint before, ReadOnlySpan<byte> bytes)
    {
        var sum = ~before;
        foreach (var single in bytes)
        {
            sum = Table[(byte)(sum ^ single)] ^ (sum >> 8);
        }

        return ~sum;
    }

    static uint Entry(int index)
    {
        var entry = (uint)index;
        for (var bit = 0; bit < 8; bit++)
        {
            entry = (entry & 1) == 0 ? entry >> 1 : (entry >> 1) ^ Polynomial;
        }

        return entry;
    }
}
