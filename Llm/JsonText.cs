using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Repeater.Llm;

/// <summary>
/// Strings of upstream JSON as they are: <see cref="Utf8JsonReader.GetString"/> throws on half a surrogate pair, which providers send when
/// they cut an emoji in two. Halves stay halves here, for whoever joins the pieces; bytes that are not UTF-8 become U+FFFD.
/// </summary>
static class JsonText
{
    /// <summary>The string the reader stands on; null when it stands on something else. The JSON must be in one span.</summary>
    public static string? GetText(this ref readonly Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            return null;
        }
        return reader.ValueIsEscaped ? Unescape(reader.ValueSpan) : Encoding.UTF8.GetString(reader.ValueSpan);
    }

    /// <summary>Steps to the next member's name; false at the end of the object.</summary>
    public static bool NextMember(this ref Utf8JsonReader reader) => reader.Read() && reader.TokenType == JsonTokenType.PropertyName;

    /// <summary>The value of the member whose name the reader stands on; null when it is no number.</summary>
    public static long? ReadInteger(this ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.Number)
        {
            reader.Skip();
            return null;
        }
        return reader.TryGetInt64(out var integer) ? integer
            : reader.TryGetDouble(out var number) && Math.Abs(number) < long.MaxValue ? (long)number
            : null;
    }

    static string Unescape(ReadOnlySpan<byte> json)
    {
        // No escape is shorter than the characters it stands for.
        var chars = ArrayPool<char>.Shared.Rent(json.Length);
        try
        {
            var count = 0;
            while (json.IndexOf((byte)'\\') is >= 0 and var plain)
            {
                count += Encoding.UTF8.GetChars(json[..plain], chars.AsSpan(count));
                chars[count++] = Escape(json[plain..], out var length);
                json = json[(plain + length)..];
            }
            count += Encoding.UTF8.GetChars(json, chars.AsSpan(count));
            return new string(chars, 0, count);
        }
        finally
        {
            ArrayPool<char>.Shared.Return(chars);
        }
    }

    /// <summary>The UTF-16 unit of an escape that <see cref="Utf8JsonReader"/> has found well-formed.</summary>
    static char Escape(ReadOnlySpan<byte> escape, out int length)
    {
        length = 2;
        switch ((char)escape[1])
        {
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'u':
                length = 6;
                return (char)ushort.Parse(escape.Slice(2, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            default:
                return (char)escape[1];
        }
    }
}
