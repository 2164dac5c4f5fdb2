using System.Buffers;
using System.Text;

namespace Repeater.Endpoints;

static class PercentEncoding
{
    const int StackLimit = 512;

    /// <summary>
    /// Decodes once, as UTF-8. A <c>%</c> without two hexadecimal digits stays as it is; what is not UTF-8 becomes U+FFFD.
    /// </summary>
    public static string Decode(ReadOnlySpan<byte> text, bool plusIsSpace)
    {
        if (!text.Contains((byte)'%') && !(plusIsSpace && text.Contains((byte)'+')))
        {
            return Encoding.UTF8.GetString(text);
        }
        var rented = text.Length > StackLimit ? ArrayPool<byte>.Shared.Rent(text.Length) : null;
        var decoded = rented ?? stackalloc byte[StackLimit];
        var length = 0;
        for (var index = 0; index < text.Length; index++)
        {
            var value = text[index];
            if (value == '%' && index + 2 < text.Length && (Digit(text[index + 1]) << 4 | Digit(text[index + 2])) is >= 0 and var escaped)
            {
                value = (byte)escaped;
                index += 2;
            }
            else if (value == '+' && plusIsSpace)
            {
                value = (byte)' ';
            }
            decoded[length++] = value;
        }
        var result = Encoding.UTF8.GetString(decoded[..length]);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
        return result;
    }

    /// <summary>A hexadecimal digit's value; -1, which survives shift and or, for any other character.</summary>
    static int Digit(byte character) => character switch
    {
        >= (byte)'0' and <= (byte)'9' => character - '0',
        >= (byte)'A' and <= (byte)'F' => character - 'A' + 10,
        >= (byte)'a' and <= (byte)'f' => character - 'a' + 10,
        _ => -1,
    };
}
