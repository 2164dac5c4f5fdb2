using System.Buffers.Binary;
using System.IO.Compression;

namespace Repeater.Render.Drawing.Png;

/// <summary>
/// Writes a PNG row by row: opaque colours or a palette, no filter (pages of flat text grow with any other), zlib level 6.
/// Format: W3C Portable Network Graphics Specification, third edition.
/// </summary>
sealed class PngWriter : IDisposable
{
    const byte TrueColor = 2;
    const byte PaletteColor = 3;

    readonly Stream _destination;
    readonly ChunkStream _data;
    readonly ZLibStream _zlib;
    readonly byte[] _row;

    /// <summary>With a palette (0xRRGGBB, at most 256 colours) rows are indexes, one byte a pixel; without, RGBA.</summary>
    public PngWriter(Stream destination, int width, int height, ReadOnlySpan<uint> palette = default)
    {
        _destination = destination;
        destination.Write(PngFormat.Signature);
        WriteHeader(width, height, palette.IsEmpty ? TrueColor : PaletteColor);
        if (!palette.IsEmpty)
        {
            WritePalette(palette);
        }

        _row = new byte[1 + width * (palette.IsEmpty ? 3 : 1)];
        _data = new ChunkStream(destination);
        _zlib = new ZLibStream(_data, new ZLibCompressionOptions { CompressionLevel = 6 });
    }

    public void WriteRows(ReadOnlySpan<byte> rgba)
    {
        for (; !rgba.IsEmpty; rgba = rgba[((_row.Length - 1) / 3 * 4)..])
        {
            for (var (to, from) = (1, 0); to < _row.Length; to += 3, from += 4)
            {
                _row[to] = rgba[from];
                _row[to + 1] = rgba[from + 1];
                _row[to + 2] = rgba[from + 2];
            }

            _zlib.Write(_row);
        }
    }

    /// <summary>One row of palette indexes.</summary>
    public void WriteIndexes(ReadOnlySpan<byte> indexes)
    {
        indexes.CopyTo(_row.AsSpan(1));
        _zlib.Write(_row);
    }

    public void Finish()
    {
        Dispose();
        PngFormat.WriteChunk(_destination, "IEND"u8, []);
    }

    public void Dispose()
    {
        _zlib.Dispose();
        _data.Dispose();
    }

    void WriteHeader(int width, int height, byte colorType)
    {
        Span<byte> header = stackalloc byte[13];
        header.Clear();
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        header[8] = 8;
        header[9] = colorType;
        PngFormat.WriteChunk(_destination, "IHDR"u8, header);
    }

    void WritePalette(ReadOnlySpan<uint> palette)
    {
        var bytes = new byte[palette.Length * 3];
        for (var i = 0; i < palette.Length; i++)
        {
            bytes[3 * i] = (byte)(palette[i] >> 16);
            bytes[3 * i + 1] = (byte)(palette[i] >> 8);
            bytes[3 * i + 2] = (byte)palette[i];
        }

        PngFormat.WriteChunk(_destination, "PLTE"u8, bytes);
    }

    /// <summary>Cuts what is written into IDAT chunks.</summary>
    sealed class ChunkStream(Stream destination) : Stream
    {
        readonly byte[] _buffer = new byte[32 * 1024];
        int _filled;

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            while (!buffer.IsEmpty)
            {
                var taken = Math.Min(buffer.Length, _buffer.Length - _filled);
                buffer[..taken].CopyTo(_buffer.AsSpan(_filled));
                _filled += taken;
                buffer = buffer[taken..];
                if (_filled == _buffer.Length)
                {
                    WriteChunk();
                }
            }
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing && _filled > 0)
            {
                WriteChunk();
            }

            base.Dispose(disposing);
        }

        void WriteChunk()
        {
            PngFormat.WriteChunk(destination, "IDAT"u8, _buffer.AsSpan(0, _filled));
            _filled = 0;
        }
    }
}
