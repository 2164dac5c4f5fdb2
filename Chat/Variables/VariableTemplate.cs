namespace Repeater.Chat.Variables;

/// <summary>
/// The prompt variable language. <c>{name arg "arg two"}</c> prints a registered variable and <c>\{name}</c> the braces
/// themselves; <c>::: … :::</c> is a guarded block, shown only when every variable it names is registered;
/// <c>{name} -> ```…```</c> is a conditional block, shown only when the variable is true.
/// Costs time linear in the text, and throws on no text.
/// </summary>
static class VariableTemplate
{
    /// <summary>
    /// What all values of one pass may add, so that a long nickname named in every word of a long text cannot fill the
    /// memory; variables after that stay as they are.
    /// </summary>
    public const int MaxValueCharacters = 16 << 20;

    /// <summary>
    /// Two passes over the whole text: the conditional blocks, then guarded blocks and variables in what those left. So
    /// text out of a conditional block is read twice, escapes included; values are otherwise never read again.
    /// </summary>
    public static string Expand(string text, VariableContext context, ExpandMode mode)
    {
        if (mode == ExpandMode.Reply)
        {
            return ReplyTemplate.Expand(text, context);
        }
        text = Evaluate(text, ConditionalParser.Parse(text));
        return (mode == ExpandMode.Prompt ? LoneMarkIndent(text) : "") + Evaluate(text, TemplateParser.Parse(text));

        string Evaluate(string source, List<TemplateNode> nodes) =>
            nodes is [] or [TextNode] ? source : new TemplateEvaluator(context, mode).Evaluate(nodes);
    }

    /// <summary>
    /// The white space before a mark that opens the text and that no other mark closes. The Python backend printed it
    /// twice, and expanded prompts are compared with that.
    /// </summary>
    static string LoneMarkIndent(string text)
    {
        const string Mark = TemplateParser.GuardMark;
        var mark = text.IndexOf(Mark, StringComparison.Ordinal);
        return mark > 0
            && WhiteSpace.IsAll(text.AsSpan(0, mark))
            && text.IndexOf(Mark, mark + Mark.Length, StringComparison.Ordinal) < 0
            ? text[..mark]
            : "";
    }
}
