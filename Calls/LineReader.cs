namespace Repeater.Calls;

/// <summary>Lines of a file up to a length, in one pass and bounded memory.</summary>
sealed class LineReader(Stream stream, long length)
{
    /// <summary>A longer line is nothing that was written here.</summary>
    const int Longest = 16 << 20;

    static readonly byte[] TooLong = "too long"u8.ToArray();

    byte[] _buffer = new byte[64 << 10];
    int _start;
    int _end;
    long _left = length;

    /// <summary>The next line without its end, valid until the next call; one that is too long comes as what is no JSON.</summary>
    public bool Read(out ReadOnlyMemory<byte> line)
    {
        var searched = 0;
        var isTooLong = false;
        while (true)
        {
            var found = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (found >= 0 || (!Fill(ref searched, ref isTooLong) && (isTooLong || _end > _start)))
            {
                var end = found >= 0 ? _start + searched + found : _end;
                line = isTooLong ? TooLong : _buffer.AsMemory(_start, end - _start);
                _start = Math.Min(_end, found >= 0 ? end + 1 : end);
                return true;
            }

            if (_end == _start && _left == 0 && !isTooLong)
            {
                line = default;
                return false;
            }
        }
    }

    /// <summary>Reads on; false at the end.</summary>
    bool Fill(ref int searched, ref bool isTooLong)
    {
        searched = _end - _start;
        if (searched > Longest)
        {
            (_start, _end, searched, isTooLong) = (0, 0, 0, true);
        }

        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        var count = stream.Read(_buffer, _end, (int)Math.Min(_left, _buffer.Length - _end));
        _left = count == 0 ? 0 : _left - count;
        _end += count;
        return count > 0;
    }
}
