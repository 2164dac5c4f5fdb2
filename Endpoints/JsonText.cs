using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Unicode;

namespace Repeater.Endpoints;

/// <summary>JSON from outside: whatever was sent ends as a value whose strings can be read, or as a sentence.</summary>
static class JsonText
{
    /// <summary>The reason is the end of a sentence whose subject is the text.</summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out JsonElement value, [NotNullWhen(false)] out string? reason)
    {
        value = default;
        if (utf8.StartsWith("\uFEFF"u8))
        {
            utf8 = utf8[3..];
        }
        if (!Utf8.IsValid(utf8))
        {
            reason = "is JSON in another encoding than UTF-8";
            return false;
        }
        try
        {
            var reader = new Utf8JsonReader(MendHalfSurrogates(utf8));
            value = JsonElement.ParseValue(ref reader);
            // Throws when anything but white space follows.
            reader.Read();
            reason = null;
            return true;
        }
        catch (JsonException broken)
        {
            reason = $"is not valid JSON: see line {broken.LineNumber + 1}, byte {broken.BytePositionInLine + 1}";
            return false;
        }
    }

    /// <summary>
    /// Replaces <c>\ud83d</c> without its other half by <c>\ufffd</c>. JavaScript writes one for a string cut inside an emoji,
    /// and System.Text.Json throws when such a string is read.
    /// </summary>
    static ReadOnlySpan<byte> MendHalfSurrogates(ReadOnlySpan<byte> json)
    {
        byte[]? mended = null;
        for (var index = 0; json[index..].IndexOf((byte)'\\') is >= 0 and var found;)
        {
            index += found;
            var length = 2;
            if (TryReadEscape(json[index..], out var unit))
            {
                var isPair = char.IsHighSurrogate(unit)
                    && TryReadEscape(json[(index + 6)..], out var low) && char.IsLowSurrogate(low);
                if (char.IsSurrogate(unit) && !isPair)
                {
                    mended ??= json.ToArray();
                    "fffd"u8.CopyTo(mended.AsSpan(index + 2));
                }
                length = isPair ? 12 : 6;
            }
            index = Math.Min(index + length, json.Length);
        }
        return mended ?? json;
    }

    static bool TryReadEscape(ReadOnlySpan<byte> text, out char unit)
    {
        unit = default;
        if (text.Length < 6 || !text.StartsWith("\\u"u8)
            || !Utf8Parser.TryParse(text[2..6], out ushort code, out var digits, 'X') || digits < 4)
        {
            return false;
        }
        unit = (char)code;
        return true;
    }
}
