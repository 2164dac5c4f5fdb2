namespace Repeater.Render.Markdown;

/// <summary>LaTeX as it is meant, where Markdown around it has left its mark.</summary>
static class FormulaSource
{
    public static string Clean(string source, bool inTable = false)
    {
        var text = inTable ? source.Replace(@"\|", "|", StringComparison.Ordinal) : source;
        if (text.Contains('&'))
        {
            text = text.Replace("&lt;", "<", StringComparison.Ordinal).Replace("&gt;", ">", StringComparison.Ordinal)
                .Replace("&amp;", "&", StringComparison.Ordinal);
        }

        return text.Trim();
    }
}
