using System.Globalization;
using Repeater.Llm;

namespace Repeater.Tests.Llm;

public class ParrotModelTests
{
    [Fact]
    public async Task It_repeats_the_last_user_message_in_pieces()
    {
        var deltas = await Ask(Say(Role.System, "prompt"), Say(Role.User, "first"), Say(Role.Assistant, "first"), Say(Role.User, "你好，复读机！今天天气怎么样？"));

        Assert.True(deltas.OfType<ContentDelta>().Count() > 2);
        Assert.Equal("你好，复读机！今天天气怎么样？", Content(deltas));
    }

    [Fact]
    public async Task It_ends_with_usage_in_code_points_and_the_reason_stop()
    {
        var deltas = await Ask(Say(Role.System, "prompt"), Say(Role.User, "a😀b"));

        var finished = Assert.IsType<LlmFinished>(deltas[^1]);
        Assert.Equal("stop", finished.FinishReason);
        Assert.Equal(new Usage { PromptTokens = 9, CompletionTokens = 3, TotalTokens = 12 }, finished.Usage);
        Assert.Equal(deltas.Count - 1, finished.Chunks);
        Assert.True(finished.RequestStart > 0 && finished.StreamEnd >= finished.StreamStart);
    }

    [Fact]
    public async Task Without_a_user_message_it_says_what_it_is()
    {
        Assert.Contains("复读机", Content(await Ask()), StringComparison.Ordinal);
        Assert.Contains("复读机", Content(await Ask(Say(Role.System, "prompt"), Say(Role.Assistant, "hi"))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Empty_messages_are_passed_over() =>
        Assert.Equal("hi", Content(await Ask(Say(Role.User, "hi"), Say(Role.User, ""))));

    [Theory]
    [InlineData("half a ", "sentence")]
    [InlineData("something else", "half a sentence")]
    [InlineData("half a sentence", "half a sentence")]
    public async Task It_continues_what_it_has_repeated_in_part(string said, string rest)
    {
        var request = Request(Say(Role.User, "half a sentence"), Say(Role.Assistant, said)) with { ContinueLast = true };

        Assert.Equal(rest, Content(await Ask(request)));
    }

    [Fact]
    public async Task Pieces_never_cut_what_a_reader_sees_as_one_character()
    {
        var text = string.Concat(Enumerable.Repeat("👨‍👩‍👧e\u0301🇨🇳你", 500));

        var deltas = await Ask(Say(Role.User, text));

        Assert.Equal(text, Content(deltas));
        Assert.Equal(
            new StringInfo(text).LengthInTextElements, deltas.OfType<ContentDelta>().Sum(delta => new StringInfo(delta.Text).LengthInTextElements));
        Assert.InRange(deltas.Count, 10, 100);
    }

    [Fact]
    public async Task Half_a_surrogate_pair_is_mended() =>
        Assert.Equal("a\uFFFDb", Content(await Ask(Say(Role.User, "a\uD83Db"))));

    [Fact]
    public async Task It_stops_when_it_is_told_to()
    {
        using var client = new LlmClient(new LlmLimits(), _ => null);
        using var stop = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in client.StreamAsync(Request(Say(Role.User, "a long sentence")), stop.Token))
            {
                await stop.CancelAsync();
            }
        });
    }

    static Message Say(Role role, string content) => new() { Role = role, Content = content };

    static LlmRequest Request(params Message[] messages) =>
        new() { Model = ApiInfo.Parrot(["chat"]).Models[0], Messages = messages };

    static Task<List<LlmDelta>> Ask(params Message[] messages) => Ask(Request(messages));

    static async Task<List<LlmDelta>> Ask(LlmRequest request)
    {
        using var client = new LlmClient(new LlmLimits(), _ => null);
        var deltas = new List<LlmDelta>();
        await foreach (var delta in client.StreamAsync(request))
        {
            deltas.Add(delta);
        }
        return deltas;
    }

    static string Content(List<LlmDelta> deltas) => string.Concat(deltas.OfType<ContentDelta>().Select(delta => delta.Text));
}
