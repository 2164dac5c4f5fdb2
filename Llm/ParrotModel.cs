using System.Globalization;

namespace Repeater.Llm;

/// <summary>The built-in model, a parrot (复读机): it says again what was said to it last. No network, no key.</summary>
static class ParrotModel
{
    const string Greeting = "我是复读机：你说什么，我就重复什么。";

    // Pieces are to be several even for a short text and few for a long one.
    const int ShortestPiece = 4;
    const int MostPieces = 64;

    public static ModelInfo Info(string type) => new() { Name = "复读机", Id = "parrot", Type = type, ProviderName = "Repeater" };

    /// <param name="request">What is asked.</param>
    /// <param name="now">Gives Unix nanoseconds.</param>
    public static IEnumerable<LlmDelta> Answer(LlmRequest request, Func<long> now)
    {
        var start = now();
        var answer = SurrogateJoiner.Mend(Words(request));
        var times = new List<long>();
        foreach (var piece in Pieces(answer))
        {
            times.Add(now());
            yield return new ContentDelta(piece);
        }
        var prompt = request.Messages.Sum(message => (long)TextLength.CodePoints(message.Content));
        var completion = TextLength.CodePoints(answer);
        yield return new LlmFinished
        {
            FinishReason = "stop",
            Usage = new Usage { PromptTokens = prompt, CompletionTokens = completion, TotalTokens = prompt + completion },
            UpstreamId = $"parrot-{start}",
            Created = start / 1_000_000_000,
            RequestUrl = "",
            RequestStart = start,
            RequestEnd = start,
            StreamStart = request.Stream ? start : 0,
            StreamEnd = request.Stream ? now() : 0,
            ChunkTimes = request.Stream ? times : [],
        };
    }

    static string Words(LlmRequest request)
    {
        var said = request.Messages.LastOrDefault(message => message is { Role: Role.User, Content.Length: > 0 })?.Content ?? Greeting;
        // Half repeated already: the other half is what is missing.
        return request is { ContinueLast: true, Messages: [.., { Role: Role.Assistant } last] }
            && said.Length > last.Content.Length && said.StartsWith(last.Content, StringComparison.Ordinal)
                ? said[last.Content.Length..]
                : said;
    }

    /// <summary>The text in pieces of whole characters, as a reader sees characters.</summary>
    static IEnumerable<string> Pieces(string text)
    {
        var length = Math.Max(ShortestPiece, text.Length / MostPieces);
        for (var start = 0; start < text.Length;)
        {
            var end = start;
            while (end < text.Length && end - start < length)
            {
                end += StringInfo.GetNextTextElementLength(text, end);
            }
            yield return text[start..end];
            start = end;
        }
    }
}
