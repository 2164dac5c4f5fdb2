using System.Text;
using Markdig.Helpers;
using Markdig.Parsers;
using Markdig.Syntax.Inlines;
using Repeater.Render.Text;

namespace Repeater.Render.Markdown;

/// <summary>
/// Finds bare addresses in text. Markdig's own extension misses one that follows a Han character and swallows Chinese
/// text behind it; this one ends at any wide character.
/// </summary>
sealed class AutolinkParser : InlineParser
{
    static readonly string[] Prefixes = ["https://", "http://", "ftp://", "www."];

    public AutolinkParser() => OpeningCharacters = ['h', 'H', 'f', 'F', 'w', 'W'];

    public override bool Match(InlineProcessor processor, ref StringSlice slice)
    {
        if (char.IsAsciiLetterOrDigit(slice.PeekCharExtra(-1)))
        {
            return false;
        }

        var length = LengthAt(slice.AsSpan());
        if (length == 0)
        {
            return false;
        }

        processor.Inline = new AutolinkInline(slice.Text.Substring(slice.Start, length));
        slice.Start += length;
        return true;
    }

    /// <summary>How many characters at the start of the text are an address; 0 when none.</summary>
    public static int LengthAt(ReadOnlySpan<char> text)
    {
        var prefix = PrefixLength(text);
        if (prefix == 0)
        {
            return 0;
        }

        var end = prefix;
        while (end < text.Length)
        {
            if (Rune.DecodeFromUtf16(text[end..], out var rune, out var length) != System.Buffers.OperationStatus.Done || !MayContain(rune))
            {
                break;
            }

            end += length;
        }

        end = WithoutTrailingPunctuation(text[..end]);
        var isAddress = end > prefix && (text[0] is not ('w' or 'W') || text[prefix..end].Contains('.'));
        return isAddress && char.IsLetterOrDigit(text[prefix]) ? end : 0;
    }

    static int PrefixLength(ReadOnlySpan<char> text)
    {
        foreach (var prefix in Prefixes)
        {
            if (text.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            {
                return prefix.Length;
            }
        }

        return 0;
    }

    static bool MayContain(Rune rune) => rune.IsAscii
        ? rune.Value > ' ' && rune.Value != 0x7F && !"<>\"`|\\^{}[]".Contains((char)rune.Value)
        : !Rune.IsWhiteSpace(rune) && !CharacterClasses.IsWide(rune) && !CodePoints.IsInvisible(rune.Value) && !Rune.IsPunctuation(rune);

    // As GFM has it: closing punctuation belongs to the sentence, and so does a bracket that opened before the address.
    static int WithoutTrailingPunctuation(ReadOnlySpan<char> address)
    {
        var surplus = address.Count(')') - address.Count('(');
        var end = address.Length;
        for (; end > 0; end--)
        {
            var last = address[end - 1];
            if (last == ')' && surplus > 0)
            {
                surplus--;
            }
            else if (!"?!.,:;*_~'".Contains(last))
            {
                break;
            }
        }

        return end;
    }
}
