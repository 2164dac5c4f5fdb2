namespace Repeater.Llm;

/// <summary>
/// Asks a model to go on where it stopped, for providers that know no other way: in Chinese when the text to be continued has a
/// Chinese or Japanese character in it, else in English, so that the reply does not change its language.
/// </summary>
static class ContinueInstruction
{
    const string Chinese = "请从你上一条回复中断的地方接着往下写，直接输出后续内容：不要重复已经写过的文字，也不要加任何开场白或说明。";

    const string English = "Continue your last reply from exactly where it stopped. Output only what comes next: "
        + "repeat nothing already written and add no remark.";

    public static string For(string unfinished) =>
        HasAny(unfinished, '\u4E00', '\u9FFF') || HasAny(unfinished, '\u3040', '\u30FF') ? Chinese : English;

    static bool HasAny(string text, char first, char last) => text.AsSpan().ContainsAnyInRange(first, last);
}
