using Repeater.Render.Markdown;

namespace Repeater.Render.Highlighting.Scanners;

/// <summary>What changed: added lines in the colour of tags, removed ones in that of keywords, green and red in most themes.</summary>
static class DiffScanner
{
    static readonly string[] Headers =
        ["diff ", "index ", "--- ", "+++ ", "Index: ", "===", "new file", "deleted file", "rename ", "similarity ", "old mode", "new mode", "Binary files", "***"];

    public static void Scan(CodeCursor cursor)
    {
        while (!cursor.IsAtEnd)
        {
            if (Array.Exists(Headers, h => cursor.At(h)))
            {
                cursor.TakeLine(CodeClass.Meta);
            }
            else if (cursor.At("@@"))
            {
                var close = cursor.Slice(2, Math.Max(0, cursor.LineLength() - 2)).IndexOf("@@", StringComparison.Ordinal);
                cursor.Take(close < 0 ? cursor.LineLength() : close + 4, CodeClass.Function);
                cursor.TakeLine();
            }
            else
            {
                cursor.TakeLine(cursor.Current switch
                {
                    '+' or '>' => CodeClass.Tag,
                    '-' or '<' => CodeClass.Keyword,
                    '!' => CodeClass.Number,
                    '\\' or '#' => CodeClass.Comment,
                    _ => CodeClass.Plain,
                });
            }
        }
    }
}
