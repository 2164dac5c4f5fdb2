namespace Repeater.Chat.Images;

/// <summary>A chat's answer as one text to draw: the reasoning as a quote, a rule, the reply.</summary>
static class ReplyPage
{
    public static string Compose(string reasoning, string content) => reasoning.Length == 0
        ? content
        : $"{string.Join('\n', reasoning.ReplaceLineEndings("\n").Split('\n').Select(line => $"> {line}"))}\n\n---\n\n{content}";
}
