using Repeater.Llm;

namespace Repeater.Tests.Llm;

public class ReplyAssemblerTests
{
    /// <summary>Pieces as (reasoning, content), and the deltas written as <c>r:…</c> and <c>c:…</c>.</summary>
    public static TheoryData<(string? Reasoning, string? Content)[], string[]> Replies => new()
    {
        { [(null, "a"), (null, "b")], ["c:a", "c:b"] },
        { [("why", null), (null, "a")], ["r:why", "c:a"] },
        { [("why", "a")], ["r:why", "c:a"] },
        { [(null, "<think>why</think>a")], ["r:why", "c:a"] },
        // Sent twice: the member counts, the block goes.
        { [("why", null), (null, "<think>why</think>a")], ["r:why", "c:a"] },
        // Cut in the middle of an emoji.
        { [(null, "x\uD83D"), (null, "\uDE00y")], ["c:x", "c:😀y"] },
        { [("x\uD83D", null), ("\uDE00y", null)], ["r:x", "r:😀y"] },
        { [(null, "\uD83D"), (null, ""), (null, "\uDE00")], ["c:😀"] },
        { [(null, "a\uD83D"), (null, "b")], ["c:a", "c:\uFFFDb"] },
        { [(null, "a\uD83D")], ["c:a", "c:\uFFFD"] },
        { [(null, "\uDE00a\uD83Db\uD83D\uDE00")], ["c:\uFFFDa\uFFFDb😀"] },
        { [("a\uD83D", null), (null, "b")], ["r:a", "r:\uFFFD", "c:b"] },
        { [(null, "<think>\uD83D"), (null, "\uDE00</think>a")], ["r:😀", "c:a"] },
        { [(null, "<thi")], ["c:<thi"] },
        { [(null, null)], [] },
    };

    [Theory, MemberData(nameof(Replies), DisableDiscoveryEnumeration = true)]
    public void Pieces_become_deltas_of_whole_characters((string? Reasoning, string? Content)[] pieces, string[] expected)
    {
        var deltas = new List<LlmDelta>();
        var reply = new ReplyAssembler(deltas);
        foreach (var (reasoning, content) in pieces)
        {
            reply.Add(reasoning, content);
        }
        reply.Finish();

        Assert.Equal(expected, deltas.Select(delta => delta switch
        {
            ReasoningDelta reasoning => $"r:{reasoning.Text}",
            ContentDelta content => $"c:{content.Text}",
            _ => "?",
        }));
        Assert.Equal(expected.Length > 0, reply.HasBegun);
    }
}
