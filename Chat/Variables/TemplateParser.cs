namespace Repeater.Chat.Variables;

/// <summary>Text to guarded blocks and variables.</summary>
static class TemplateParser
{
    public const string GuardMark = ":::";

    public static List<TemplateNode> Parse(string text)
    {
        List<TemplateNode> nodes = [];
        var at = 0;
        // Without a closing mark there is none for any later opening one either, so the search ends: linear.
        while (text.IndexOf(GuardMark, at, StringComparison.Ordinal) is var open and >= 0
            && text.IndexOf(GuardMark, open + GuardMark.Length, StringComparison.Ordinal) is var close and >= 0)
        {
            var start = open;
            while (start > at && WhiteSpace.Is(text[start - 1]))
            {
                start--;
            }
            var end = close + GuardMark.Length;
            while (end < text.Length && WhiteSpace.Is(text[end]))
            {
                end++;
            }

            AddVariables(nodes, text.AsMemory(at..start));
            nodes.Add(Guard(text.AsMemory(start..end), open - start, close - start));
            at = end;
        }
        AddVariables(nodes, text.AsMemory(at));
        return nodes;
    }

    public static List<TemplateNode> ParseVariables(ReadOnlyMemory<char> text)
    {
        List<TemplateNode> nodes = [];
        AddVariables(nodes, text);
        return nodes;
    }

    static GuardNode Guard(ReadOnlyMemory<char> source, int open, int close)
    {
        var body = source[(open + GuardMark.Length)..close];
        return new GuardNode(
            source, source[..open], source[(close + GuardMark.Length)..], ParseVariables(body), NamesIn(body.Span));
    }

    static void AddVariables(List<TemplateNode> nodes, ReadOnlyMemory<char> text)
    {
        var span = text.Span;
        var literal = 0;
        var open = span.IndexOf('{');
        while (open >= 0)
        {
            var next = open + 1;
            var length = span[next..].IndexOfAny('{', '}');
            if (length < 0)
            {
                break;
            }
            next += length;
            if (span[next] == '{')
            {
                open = next; // innermost braces only
                continue;
            }

            if (length > 0)
            {
                var start = open - Scan.BackSlashesBefore(span, open, literal);
                AddText(nodes, text[literal..start]);
                nodes.Add(new VariableNode(text[start..(next + 1)], open - start));
                literal = next + 1;
            }
            var further = span[next..].IndexOf('{');
            open = further < 0 ? -1 : next + further;
        }
        AddText(nodes, text[literal..]);
    }

    static void AddText(List<TemplateNode> nodes, ReadOnlyMemory<char> text)
    {
        if (!text.IsEmpty)
        {
            nodes.Add(new TextNode(text));
        }
    }

    static List<string> NamesIn(ReadOnlySpan<char> body)
    {
        List<string> names = [];
        for (var at = 0; at < body.Length; at++)
        {
            var length = body[at] == '{' ? Scan.WordLength(body[(at + 1)..]) : 0;
            if (length > 0 && Scan.BackSlashesBefore(body, at, 0) % 2 == 0)
            {
                names.Add(body.Slice(at + 1, length).ToString());
            }
        }
        return names;
    }
}
