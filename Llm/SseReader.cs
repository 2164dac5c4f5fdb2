using System.Buffers.Text;
using System.Text;

namespace Repeater.Llm;

/// <summary>
/// Splits the bytes of an event stream into events as the HTML standard says (9.2.6, "Interpreting an event stream"). Bytes may be cut
/// anywhere; an event that is not closed by a blank line when the stream ends does not exist. A field <c>error</c>, unknown to the
/// standard, counts as the data of an event of that type.
/// </summary>
/// <param name="maxEventBytes">Of one line, and of the data of one event.</param>
sealed class SseReader(int maxEventBytes) : IDisposable
{
    readonly PooledBuffer _line = new();
    readonly PooledBuffer _data = new();
    readonly PooledBuffer _type = new();
    bool _firstLine = true;
    bool _afterCarriageReturn;
    bool _handedOut;

    /// <summary>The event's data; valid until the next call of <see cref="Read"/>.</summary>
    public ReadOnlySpan<byte> Data => _data.Span;

    /// <summary>The event's type, empty for a plain message; valid until the next call of <see cref="Read"/>.</summary>
    public ReadOnlySpan<byte> Type => _type.Span;

    public string LastEventId { get; private set; } = "";

    /// <summary>The reconnection time the server asked for.</summary>
    public TimeSpan? Retry { get; private set; }

    /// <summary>Takes bytes up to the end of the next event; false when all are taken and no event is complete.</summary>
    /// <exception cref="InvalidDataException">A line or an event is longer than allowed.</exception>
    public bool Read(ref ReadOnlySpan<byte> bytes)
    {
        if (_handedOut)
        {
            _handedOut = false;
            _data.Clear();
            _type.Clear();
        }
        while (!bytes.IsEmpty)
        {
            if (_afterCarriageReturn)
            {
                _afterCarriageReturn = false;
                if (bytes[0] == '\n')
                {
                    bytes = bytes[1..];
                    continue;
                }
            }
            var end = bytes.IndexOfAny((byte)'\r', (byte)'\n');
            if (end < 0)
            {
                Grow(_line, bytes);
                bytes = [];
                break;
            }
            var line = bytes[..end];
            if (_line.Count > 0)
            {
                Grow(_line, line);
                line = _line.Span;
            }
            _afterCarriageReturn = bytes[end] == '\r';
            bytes = bytes[(end + 1)..];
            var complete = TakeLine(line);
            _line.Clear();
            if (complete)
            {
                return _handedOut = true;
            }
        }
        return false;
    }

    public void Dispose()
    {
        _line.Dispose();
        _data.Dispose();
        _type.Dispose();
    }

    /// <summary>True when the line closes an event.</summary>
    bool TakeLine(ReadOnlySpan<byte> line)
    {
        if (_firstLine)
        {
            _firstLine = false;
            line = line.StartsWith("\uFEFF"u8) ? line[3..] : line;
        }
        if (line.IsEmpty)
        {
            return Dispatch();
        }
        var colon = line.IndexOf((byte)':');
        if (colon == 0)
        {
            return false;
        }
        var name = colon < 0 ? line : line[..colon];
        var value = colon < 0 ? [] : line[(colon + 1)..];
        TakeField(name, value.StartsWith(" "u8) ? value[1..] : value);
        return false;
    }

    void TakeField(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (name.SequenceEqual("data"u8))
        {
            Grow(_data, value);
            Grow(_data, "\n"u8);
        }
        else if (name.SequenceEqual("error"u8))
        {
            // llama.cpp has written its failures so; elsewhere no such field exists.
            _type.Clear();
            Grow(_type, name);
            Grow(_data, value);
            Grow(_data, "\n"u8);
        }
        else if (name.SequenceEqual("event"u8))
        {
            _type.Clear();
            Grow(_type, value);
        }
        else if (name.SequenceEqual("id"u8))
        {
            LastEventId = value.Contains((byte)0) ? LastEventId : Encoding.UTF8.GetString(value);
        }
        else if (name.SequenceEqual("retry"u8) && !value.ContainsAnyExceptInRange((byte)'0', (byte)'9')
            && Utf8Parser.TryParse(value, out int milliseconds, out _))
        {
            Retry = TimeSpan.FromMilliseconds(milliseconds);
        }
    }

    bool Dispatch()
    {
        if (_data.Count == 0)
        {
            _type.Clear();
            return false;
        }
        _data.RemoveLast();
        return true;
    }

    void Grow(PooledBuffer buffer, ReadOnlySpan<byte> bytes)
    {
        // Data ends in one more line feed until it is handed out.
        var allowed = buffer == _data ? maxEventBytes + 1L : maxEventBytes;
        if (buffer.Count + bytes.Length > allowed)
        {
            throw new InvalidDataException($"an event of the stream is longer than {maxEventBytes} bytes");
        }
        buffer.Append(bytes);
    }
}
