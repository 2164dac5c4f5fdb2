namespace Repeater.Endpoints;

/// <summary>One name and value of a form or a query, decoded.</summary>
readonly record struct FormField(string Name, string Value);

/// <summary><c>a=1&amp;b=2</c> as Python's <c>parse_qsl</c> reads it: only <c>&amp;</c> separates, a name alone has the empty value.</summary>
static class UrlEncoded
{
    /// <returns>The fields as sent, repeated names included; null when there are more than <paramref name="maxFields"/>.</returns>
    public static List<FormField>? Parse(ReadOnlySpan<byte> text, int maxFields)
    {
        var fields = new List<FormField>();
        while (!text.IsEmpty)
        {
            var end = text.IndexOf((byte)'&');
            var pair = end < 0 ? text : text[..end];
            text = end < 0 ? default : text[(end + 1)..];
            if (pair.IsEmpty)
            {
                continue;
            }
            if (fields.Count == maxFields)
            {
                return null;
            }
            var equals = pair.IndexOf((byte)'=');
            var name = equals < 0 ? pair : pair[..equals];
            var value = equals < 0 ? default : pair[(equals + 1)..];
            fields.Add(new(PercentEncoding.Decode(name, plusIsSpace: true), PercentEncoding.Decode(value, plusIsSpace: true)));
        }
        return fields;
    }
}
