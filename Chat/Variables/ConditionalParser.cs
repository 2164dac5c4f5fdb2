namespace Repeater.Chat.Variables;

/// <summary>Text to conditional blocks and the text between them.</summary>
static class ConditionalParser
{
    const string Arrow = "->";
    const string Fence = "```";

    public static List<TemplateNode> Parse(string text)
    {
        List<TemplateNode> nodes = [];
        var literal = 0;
        var search = 0;
        while (text.IndexOf('{', search) is var open and >= 0)
        {
            var nameEnd = open + 1 + Scan.WordLength(text.AsSpan(open + 1));
            search = nameEnd;
            if (BodyStart(text, open, nameEnd) is not int body)
            {
                continue;
            }
            var close = text.IndexOf(Fence, body, StringComparison.Ordinal);
            if (close < 0)
            {
                break; // no fence further on: no conditional block either
            }

            if (open > literal)
            {
                nodes.Add(new TextNode(text.AsMemory(literal..open)));
            }
            literal = search = close + Fence.Length;
            nodes.Add(new ConditionalNode(
                text.AsMemory(open..literal),
                text[(open + 1)..nameEnd],
                TemplateParser.ParseVariables(WhiteSpace.Trim(text.AsMemory(body..close)))));
        }
        if (literal < text.Length)
        {
            nodes.Add(new TextNode(text.AsMemory(literal)));
        }
        return nodes;
    }

    /// <summary>Where the text inside the fences begins, or null where <c>{name}</c> opens no conditional block.</summary>
    static int? BodyStart(string text, int open, int nameEnd)
    {
        if (nameEnd == open + 1 || nameEnd == text.Length || text[nameEnd] != '}')
        {
            return null;
        }
        return After(text, Arrow, nameEnd + 1) is int arrow ? After(text, Fence, arrow) : null;
    }

    static int? After(string text, string mark, int position)
    {
        while (position < text.Length && WhiteSpace.Is(text[position]))
        {
            position++;
        }
        return string.CompareOrdinal(text, position, mark, 0, mark.Length) == 0 ? position + mark.Length : null;
    }
}
