using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Repeater;

/// <summary>
/// JSON strings people can read: escapes what RFC 8259 demands (control characters, quote, back-slash) and nothing else, so
/// Chinese and emoji stay as they are. Half surrogates and invalid UTF-8 become U+FFFD instead of an exception.
/// </summary>
/// <remarks>The output is not safe inside HTML or a script element.</remarks>
sealed class ReadableEncoder : JavaScriptEncoder
{
    const char Replacement = '\uFFFD';

    // Everything below U+0020, the quote and the back-slash.
    const string Escaped = "\0\u0001\u0002\u0003\u0004\u0005\u0006\a\b\t\n\v\f\r\u000E\u000F\u0010\u0011\u0012\u0013\u0014"
        + "\u0015\u0016\u0017\u0018\u0019\u001A\u001B\u001C\u001D\u001E\u001F\"\\";

    static readonly SearchValues<char> EscapedChars = SearchValues.Create(Escaped);
    static readonly SearchValues<byte> EscapedBytes = SearchValues.Create(Encoding.ASCII.GetBytes(Escaped));

    ReadableEncoder()
    {
    }

    public static ReadableEncoder Instance { get; } = new();

    public override int MaxOutputCharactersPerInputCharacter => 6;

    public override bool WillEncode(int unicodeScalar) =>
        unicodeScalar is < 0x20 or '"' or '\\' || !Rune.IsValid(unicodeScalar);

    public override unsafe bool TryEncodeUnicodeScalar(
        int unicodeScalar, char* buffer, int bufferLength, out int numberOfCharactersWritten)
    {
        var destination = new Span<char>(buffer, bufferLength);
        if (unicodeScalar is < 0x20 or '"' or '\\')
        {
            Span<byte> escape = stackalloc byte[6];
            escape = escape[..WriteEscape((byte)unicodeScalar, escape)];
            numberOfCharactersWritten = escape.Length <= bufferLength ? Encoding.ASCII.GetChars(escape, destination) : 0;
            return numberOfCharactersWritten > 0;
        }
        var rune = Rune.IsValid(unicodeScalar) ? new Rune(unicodeScalar) : Rune.ReplacementChar;
        return rune.TryEncodeToUtf16(destination, out numberOfCharactersWritten);
    }

    public override unsafe int FindFirstCharacterToEncode(char* text, int textLength)
    {
        var source = new ReadOnlySpan<char>(text, textLength);
        var escape = source.IndexOfAny(EscapedChars);
        var half = IndexOfHalfSurrogate(escape < 0 ? source : source[..escape]);
        return half < 0 ? escape : half;
    }

    public override int FindFirstCharacterToEncodeUtf8(ReadOnlySpan<byte> utf8Text)
    {
        var escape = utf8Text.IndexOfAny(EscapedBytes);
        var run = escape < 0 ? utf8Text : utf8Text[..escape];
        return Utf8.IsValid(run) ? escape : ValidPrefix(run);
    }

    public override OperationStatus Encode(
        ReadOnlySpan<char> source, Span<char> destination, out int charsConsumed, out int charsWritten, bool isFinalBlock = true)
    {
        charsConsumed = 0;
        charsWritten = 0;
        Span<byte> escape = stackalloc byte[6];
        while (charsConsumed < source.Length)
        {
            // A run without escapes is found once and walked once, whatever half surrogates it holds: linear time.
            var rest = source[charsConsumed..];
            var run = rest.IndexOfAny(EscapedChars) is >= 0 and var stop ? rest[..stop] : rest;
            var status = CopyRun(run, destination, ref charsConsumed, ref charsWritten, isFinalBlock || run.Length < rest.Length);
            if (status != OperationStatus.Done)
            {
                return status;
            }
            if (charsConsumed < source.Length)
            {
                var length = WriteEscape((byte)source[charsConsumed], escape);
                if (length > destination.Length - charsWritten)
                {
                    return OperationStatus.DestinationTooSmall;
                }
                charsWritten += Encoding.ASCII.GetChars(escape[..length], destination[charsWritten..]);
                charsConsumed++;
            }
        }
        return OperationStatus.Done;
    }

    public override OperationStatus EncodeUtf8(
        ReadOnlySpan<byte> utf8Source, Span<byte> utf8Destination, out int bytesConsumed, out int bytesWritten, bool isFinalBlock = true)
    {
        bytesConsumed = 0;
        bytesWritten = 0;
        Span<byte> escape = stackalloc byte[6];
        while (bytesConsumed < utf8Source.Length)
        {
            var rest = utf8Source[bytesConsumed..];
            var run = rest.IndexOfAny(EscapedBytes) is >= 0 and var stop ? rest[..stop] : rest;
            var status = CopyRun(run, utf8Destination, ref bytesConsumed, ref bytesWritten, isFinalBlock || run.Length < rest.Length);
            if (status != OperationStatus.Done)
            {
                return status;
            }
            if (bytesConsumed < utf8Source.Length)
            {
                var length = WriteEscape(utf8Source[bytesConsumed], escape);
                if (!escape[..length].TryCopyTo(utf8Destination[bytesWritten..]))
                {
                    return OperationStatus.DestinationTooSmall;
                }
                bytesWritten += length;
                bytesConsumed++;
            }
        }
        return OperationStatus.Done;
    }

    /// <summary>Copies text without escapes, mending half surrogates.</summary>
    static OperationStatus CopyRun(
        ReadOnlySpan<char> run, Span<char> destination, ref int consumed, ref int written, bool isComplete)
    {
        while (!run.IsEmpty)
        {
            var half = IndexOfHalfSurrogate(run);
            var whole = half < 0 ? run : run[..half];
            var room = destination.Length - written;
            var fits = whole.Length <= room ? whole.Length
                : room > 0 && char.IsHighSurrogate(whole[room - 1]) ? room - 1
                : room;
            whole[..fits].CopyTo(destination[written..]);
            consumed += fits;
            written += fits;
            if (fits < whole.Length)
            {
                return OperationStatus.DestinationTooSmall;
            }
            if (half < 0)
            {
                break;
            }
            if (!isComplete && half == run.Length - 1 && char.IsHighSurrogate(run[half]))
            {
                return OperationStatus.NeedMoreData;
            }
            if (written == destination.Length)
            {
                return OperationStatus.DestinationTooSmall;
            }
            destination[written++] = Replacement;
            consumed++;
            run = run[(half + 1)..];
        }
        return OperationStatus.Done;
    }

    /// <summary>Copies bytes without escapes, mending what is not UTF-8.</summary>
    static OperationStatus CopyRun(
        ReadOnlySpan<byte> run, Span<byte> destination, ref int consumed, ref int written, bool isComplete)
    {
        if (Utf8.IsValid(run))
        {
            var fits = Math.Min(run.Length, destination.Length - written);
            while (fits < run.Length && (run[fits] & 0xC0) == 0x80)
            {
                fits--;
            }
            run[..fits].CopyTo(destination[written..]);
            consumed += fits;
            written += fits;
            return fits == run.Length ? OperationStatus.Done : OperationStatus.DestinationTooSmall;
        }
        while (!run.IsEmpty)
        {
            var status = Rune.DecodeFromUtf8(run, out var rune, out var length);
            if (status == OperationStatus.NeedMoreData && !isComplete)
            {
                return status;
            }
            if (!rune.TryEncodeToUtf8(destination[written..], out var bytes))
            {
                return OperationStatus.DestinationTooSmall;
            }
            consumed += length;
            written += bytes;
            run = run[length..];
        }
        return OperationStatus.Done;
    }

    static int IndexOfHalfSurrogate(ReadOnlySpan<char> text)
    {
        for (var start = 0; text[start..].IndexOfAnyInRange('\uD800', '\uDFFF') is >= 0 and var found;)
        {
            var index = start + found;
            if (index + 1 == text.Length || !char.IsSurrogatePair(text[index], text[index + 1]))
            {
                return index;
            }
            start = index + 2;
        }
        return -1;
    }

    static int ValidPrefix(ReadOnlySpan<byte> utf8)
    {
        var length = 0;
        while (Rune.DecodeFromUtf8(utf8[length..], out _, out var bytes) == OperationStatus.Done)
        {
            length += bytes;
        }
        return length;
    }

    static int WriteEscape(byte value, Span<byte> destination)
    {
        destination[0] = (byte)'\\';
        destination[1] = value switch
        {
            (byte)'\b' => (byte)'b',
            (byte)'\t' => (byte)'t',
            (byte)'\n' => (byte)'n',
            (byte)'\f' => (byte)'f',
            (byte)'\r' => (byte)'r',
            (byte)'"' or (byte)'\\' => value,
            _ => (byte)'u',
        };
        if (destination[1] != (byte)'u')
        {
            return 2;
        }
        destination[2] = destination[3] = (byte)'0';
        destination[4] = (byte)('0' + (value >> 4));
        destination[5] = (byte)"0123456789abcdef"[value & 15];
        return 6;
    }
}
