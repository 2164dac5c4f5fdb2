namespace Repeater.Render.Markdown;

/// <summary>Words that the renderer adds to a page, in the language of the text.</summary>
static class Words
{
    public static string Alert(AlertKind kind, bool chinese) => (kind, chinese) switch
    {
        (AlertKind.Note, true) => "说明",
        (AlertKind.Tip, true) => "提示",
        (AlertKind.Important, true) => "重要",
        (AlertKind.Warning, true) => "警告",
        (AlertKind.Caution, true) => "当心",
        _ => kind.ToString(),
    };

    public static string Picture(bool chinese) => chinese ? "图片" : "image";

    public static string Details(bool chinese) => chinese ? "详情" : "Details";

    /// <summary>Between the name of a column and its value, where a table is shown as cards.</summary>
    public static string Colon(bool chinese) => chinese ? "：" : ": ";

    /// <summary>At the end of a text that was cut. Characters as a reader counts them.</summary>
    public static string LeftOut(int characters, bool chinese) => FormattableString.Invariant(
        chinese ? $"… 其余 {characters} 字" : (FormattableString)$"… {characters} more characters");
}
