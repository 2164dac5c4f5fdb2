using System.Text;

namespace Repeater.Endpoints;

/// <summary><c>multipart/form-data</c> (RFC 7578) of a body read whole. A file's content counts as the text of its field.</summary>
static class Multipart
{
    // RFC 2046, 5.1.1. Also keeps the search for delimiters linear.
    const int MaxBoundaryLength = 70;
    const int MaxHeaderBytes = 16 * 1024;

    public static RequestBody Parse(ReadOnlySpan<byte> body, ReadOnlySpan<char> boundary, int maxFields)
    {
        if (boundary.Length is 0 or > MaxBoundaryLength)
        {
            return Broken($"its content type needs a boundary of 1 to {MaxBoundaryLength} characters");
        }
        ReadOnlySpan<byte> delimiter = Encoding.UTF8.GetBytes($"\r\n--{boundary}");
        var fields = new List<FormField>();
        var rest = body.StartsWith(delimiter[2..]) ? body[(delimiter.Length - 2)..] : After(body, delimiter);
        while (!rest.StartsWith("--"u8))
        {
            if (!TrySkipLineEnd(ref rest))
            {
                return Broken("it ends before its closing boundary");
            }
            if (fields.Count == maxFields)
            {
                return new(ApiErrors.TooManyFields(maxFields));
            }
            var headerEnd = rest[..Math.Min(rest.Length, MaxHeaderBytes)].IndexOf("\r\n\r\n"u8);
            if (headerEnd < 0)
            {
                return Broken(rest.Length < MaxHeaderBytes
                    ? "it ends inside the header of a part"
                    : $"the header of a part is longer than {MaxHeaderBytes} bytes");
            }
            if (FieldName(rest[..headerEnd]) is not { } name)
            {
                return Broken("a part has no Content-Disposition header with a name");
            }
            rest = rest[(headerEnd + 4)..];
            var length = LengthOfPart(rest, delimiter);
            if (length < 0)
            {
                return Broken("it ends before its closing boundary");
            }
            fields.Add(new(name, Encoding.UTF8.GetString(rest[..length])));
            rest = rest[(length + delimiter.Length)..];
        }
        return new(fields);
    }

    static RequestBody Broken(string reason) => new(ApiErrors.BadMultipart(reason));

    static ReadOnlySpan<byte> After(ReadOnlySpan<byte> body, ReadOnlySpan<byte> delimiter)
    {
        var length = LengthOfPart(body, delimiter);
        return length < 0 ? default : body[(length + delimiter.Length)..];
    }

    /// <summary>Up to the next delimiter; a longer word that begins like one is content. -1: there is none.</summary>
    static int LengthOfPart(ReadOnlySpan<byte> text, ReadOnlySpan<byte> delimiter)
    {
        for (var start = 0; text[start..].IndexOf(delimiter) is >= 0 and var found;)
        {
            var after = text[(start + found + delimiter.Length)..];
            if (after.StartsWith("--"u8) || TrySkipLineEnd(ref after))
            {
                return start + found;
            }
            start += found + delimiter.Length;
        }
        return -1;
    }

    static bool TrySkipLineEnd(ref ReadOnlySpan<byte> text)
    {
        var line = text.TrimStart(" \t"u8);
        if (!line.StartsWith("\r\n"u8))
        {
            return false;
        }
        text = line[2..];
        return true;
    }

    static string? FieldName(ReadOnlySpan<byte> header)
    {
        foreach (var range in header.Split("\r\n"u8))
        {
            var line = header[range];
            var colon = line.IndexOf((byte)':');
            if (colon >= 0 && Ascii.EqualsIgnoreCase(line[..colon], "Content-Disposition"u8))
            {
                return NameParameter(Encoding.UTF8.GetString(line[(colon + 1)..]));
            }
        }
        return null;
    }

    /// <summary>The <c>name</c> of <c>form-data; name="a"; filename="b"</c>; null when it has none.</summary>
    static string? NameParameter(ReadOnlySpan<char> disposition)
    {
        for (var rest = disposition; rest.IndexOf(';') is >= 0 and var semicolon;)
        {
            rest = rest[(semicolon + 1)..];
            var equals = rest.IndexOf('=');
            if (equals < 0)
            {
                return null;
            }
            var parameter = rest[..equals].Trim();
            rest = rest[(equals + 1)..].TrimStart();
            var value = TakeValue(ref rest);
            if (parameter.Equals("name", StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }
        }
        return null;
    }

    /// <summary>Takes a word or a quoted string; in the latter a back-slash makes the next character ordinary.</summary>
    static string TakeValue(ref ReadOnlySpan<char> rest)
    {
        if (!rest.StartsWith('"'))
        {
            var end = rest.IndexOf(';');
            var word = end < 0 ? rest : rest[..end];
            rest = rest[word.Length..];
            return word.Trim().ToString();
        }
        var value = new StringBuilder();
        var index = 1;
        for (; index < rest.Length && rest[index] != '"'; index++)
        {
            if (rest[index] == '\\' && index + 1 < rest.Length)
            {
                index++;
            }
            value.Append(rest[index]);
        }
        rest = rest[Math.Min(index + 1, rest.Length)..];
        return value.ToString();
    }
}
