using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Repeater.Storage.Archive;

/// <summary>
/// Writes a zip file forward only, each member uncompressed with its length and checksum in front of it, so that any reader
/// can take it as a stream (PKWARE's APPNOTE 6.3). Large ones get the fields of ZIP64.
/// </summary>
/// <remarks>The framework's own needs synchronous writes, and puts lengths behind the members when it cannot seek.</remarks>
sealed class ZipWriter(Stream output, DateTimeOffset moment)
{
    const int BufferBytes = 64 * 1024;
    const uint Beyond32 = uint.MaxValue;
    const ushort Beyond16 = ushort.MaxValue;
    const ushort Utf8Names = 1 << 11;
    const ushort VersionNeeded = 20;
    const ushort Zip64Version = 45;
    const ushort MadeOnUnix = 3 << 8;
    const uint ReadableFile = 0b1000_000_110_100_100u << 16;

    readonly ArrayBufferWriter<byte> _directory = new();
    readonly uint _time = DosTime(moment);
    long _members;
    long _written;

    public async Task AddAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancel)
    {
        await BeginAsync(name, content.Length, Crc32.Append(0, content.Span), cancel);
        await WriteAsync(content, cancel);
    }

    /// <param name="name">With slashes between its folders.</param>
    /// <param name="content">Read twice from its beginning; what is behind <paramref name="length"/> is left out.</param>
    /// <param name="length">In bytes.</param>
    /// <param name="cancel">Leaves the file torn.</param>
    public async Task AddAsync(string name, Stream content, long length, CancellationToken cancel)
    {
        var sum = 0u;
        await CopyAsync(content, length, piece =>
        {
            sum = Crc32.Append(sum, piece.Span);
            return Task.CompletedTask;
        }, cancel);
        await BeginAsync(name, length, sum, cancel);
        await CopyAsync(content, length, piece => WriteAsync(piece, cancel), cancel);
    }

    /// <summary>Without it the file is none.</summary>
    public async Task FinishAsync(CancellationToken cancel)
    {
        var start = _written;
        var length = (long)_directory.WrittenCount;
        await output.WriteAsync(_directory.WrittenMemory, cancel);
        var end = new List<byte>();
        if (_members >= Beyond16 || start >= Beyond32 || length >= Beyond32)
        {
            Put(end, 0x06064b50, 4);
            Put(end, 44, 8);
            Put(end, MadeOnUnix | Zip64Version, 2);
            Put(end, Zip64Version, 2);
            Put(end, 0, 8);
            Put(end, _members, 8);
            Put(end, _members, 8);
            Put(end, length, 8);
            Put(end, start, 8);
            Put(end, 0x07064b50, 4);
            Put(end, 0, 4);
            Put(end, start + length, 8);
            Put(end, 1, 4);
        }

        Put(end, 0x06054b50, 4);
        Put(end, 0, 4);
        Put(end, Math.Min(_members, Beyond16), 2);
        Put(end, Math.Min(_members, Beyond16), 2);
        Put(end, Math.Min(length, Beyond32), 4);
        Put(end, Math.Min(start, Beyond32), 4);
        Put(end, 0, 2);
        await output.WriteAsync(end.ToArray(), cancel);
        await output.FlushAsync(cancel);
    }

    async Task BeginAsync(string name, long length, uint sum, CancellationToken cancel)
    {
        var nameBytes = Encoding.UTF8.GetBytes(name);
        if (nameBytes.Length > ushort.MaxValue)
        {
            throw new IOException($"A name of {nameBytes.Length} bytes does not fit into a zip file.");
        }

        var offset = _written;
        var isLong = length >= Beyond32;
        var isFar = offset >= Beyond32;
        var local = new List<byte>();
        Put(local, 0x04034b50, 4);
        PutCommon(local, isLong, false, length, sum, nameBytes.Length, isLong ? 20 : 0);
        local.AddRange(nameBytes);
        PutZip64(local, isLong ? [length, length] : []);
        await WriteAsync(local.ToArray(), cancel);

        var entry = new List<byte>();
        Put(entry, 0x02014b50, 4);
        Put(entry, MadeOnUnix | Zip64Version, 2);
        PutCommon(entry, isLong, isFar, length, sum, nameBytes.Length, (isLong ? 16 : 0) + (isFar ? 8 : 0) + (isLong || isFar ? 4 : 0));
        Put(entry, 0, 6);
        Put(entry, ReadableFile, 4);
        Put(entry, Math.Min(offset, Beyond32), 4);
        entry.AddRange(nameBytes);
        PutZip64(entry, [.. isLong ? [length, length] : (long[])[], .. isFar ? [offset] : (long[])[]]);
        _directory.Write(entry.ToArray());
        _members++;
    }

    void PutCommon(List<byte> header, bool isLong, bool isFar, long length, uint sum, int nameLength, int extraLength)
    {
        Put(header, isLong || isFar ? Zip64Version : VersionNeeded, 2);
        Put(header, Utf8Names, 2);
        Put(header, 0, 2);
        Put(header, _time, 4);
        Put(header, sum, 4);
        Put(header, Math.Min(length, Beyond32), 4);
        Put(header, Math.Min(length, Beyond32), 4);
        Put(header, nameLength, 2);
        Put(header, extraLength, 2);
    }

    static void PutZip64(List<byte> header, long[] values)
    {
        if (values.Length > 0)
        {
            Put(header, 1, 2);
            Put(header, values.Length * 8, 2);
            foreach (var value in values)
            {
                Put(header, value, 8);
            }
        }
    }

    static void Put(List<byte> header, long value, int bytes)
    {
        Span<byte> buffer = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(buffer, value);
        header.AddRange(buffer[..bytes]);
    }

    async Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        await output.WriteAsync(bytes, cancel);
        _written += bytes.Length;
    }

    static async Task CopyAsync(Stream content, long length, Func<ReadOnlyMemory<byte>, Task> take, CancellationToken cancel)
    {
        content.Position = 0;
        var buffer = new byte[(int)Math.Min(length, BufferBytes)];
        for (var left = length; left > 0;)
        {
            var read = await content.ReadAsync(buffer.AsMemory(0, (int)Math.Min(left, buffer.Length)), cancel);
            if (read == 0)
            {
                throw new IOException("A file became shorter while it was read.");
            }

            await take(buffer.AsMemory(0, read));
            left -= read;
        }
    }

    /// <summary>Two seconds are the finest it knows, 1980 the first year.</summary>
    static uint DosTime(DateTimeOffset moment)
    {
        var time = moment.UtcDateTime;
        return time.Year < 1980 ? (1 << 21) | (1 << 16) : (uint)(
            ((time.Year - 1980) << 25) | (time.Month << 21) | (time.Day << 16) | (time.Hour << 11) | (time.Minute << 5) | (time.Second / 2));
    }
}
