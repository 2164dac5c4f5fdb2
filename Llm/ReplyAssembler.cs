namespace Repeater.Llm;

/// <summary>
/// Turns what a provider sends as reasoning and content into deltas: whole characters, reasoning from its own member or else from a
/// leading <c>&lt;think&gt;</c> block, never from both.
/// </summary>
sealed class ReplyAssembler(List<LlmDelta> output)
{
    readonly SurrogateJoiner _reasoning = new();
    readonly SurrogateJoiner _content = new();
    readonly ThinkSplitter _splitter = new();
    bool _hasReasoningMember;

    /// <summary>Whether any delta has been put out.</summary>
    public bool HasBegun { get; private set; }

    public void Add(string? reasoning, string? content)
    {
        if (reasoning is not null)
        {
            _hasReasoningMember = true;
            Emit(_reasoning.Push(reasoning), "");
        }
        if (content is not null)
        {
            Emit(_reasoning.Finish(), "");
            EmitSplit(_splitter.Push(_content.Push(content)));
        }
    }

    /// <summary>No more comes: what was held back is put out as it is.</summary>
    public void Finish()
    {
        Emit(_reasoning.Finish(), "");
        EmitSplit(_splitter.Push(_content.Finish()));
        EmitSplit(_splitter.Finish());
    }

    void EmitSplit((string Reasoning, string Content) split) => Emit(_hasReasoningMember ? "" : split.Reasoning, split.Content);

    void Emit(string reasoning, string content)
    {
        if (reasoning.Length > 0)
        {
            output.Add(new ReasoningDelta(reasoning));
        }
        if (content.Length > 0)
        {
            output.Add(new ContentDelta(content));
        }
        HasBegun |= reasoning.Length + content.Length > 0;
    }
}
