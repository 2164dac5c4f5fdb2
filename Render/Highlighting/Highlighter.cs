using System.Text;
using Repeater.Render.Markdown;

namespace Repeater.Render.Highlighting;

/// <summary>Colours code.</summary>
static class Highlighter
{
    // Colours help to read what is read; nobody reads more than that in a picture.
    const int MostLines = 400;
    const int MostBytes = 64 * 1024;

    static readonly string[] PlainNames = ["text", "txt", "plain", "plaintext", "none", "output", "log", "ascii"];

    /// <summary>
    /// Tokens in the order of the code, without overlap. Without a language, or with one that is not known, the beginning of
    /// the code may tell which it is; otherwise, and beyond 400 lines or 64 KB, it is plain: no tokens.
    /// </summary>
    public static IReadOnlyList<CodeToken> Highlight(string code, string language)
    {
        if (code.AsSpan().Count('\n') >= MostLines || code.Length > MostBytes || Encoding.UTF8.GetByteCount(code) > MostBytes
            || PlainNames.Contains(language, StringComparer.OrdinalIgnoreCase)
            || (LanguageCatalog.Find(language) ?? LanguageDetection.Detect(code)) is not { } found)
        {
            return [];
        }

        var cursor = new CodeCursor(code);
        found.Scan(cursor);
        return cursor.Tokens;
    }
}
