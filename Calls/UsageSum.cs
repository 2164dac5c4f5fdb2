using System.Text.Json.Serialization;

namespace Repeater.Calls;

/// <summary>What calls used, added up.</summary>
record UsageSum
{
    /// <summary>Whatever a provider claims; so much is no number any more.</summary>
    const long Most = 1_000_000_000_000;

    public long Calls { get; init; }

    /// <summary>Of these, without a complete reply.</summary>
    public long Failed { get; init; }

    /// <summary>Of these, with tokens that the provider did not count.</summary>
    public long Estimated { get; init; }

    public long PromptTokens { get; init; }

    /// <summary>Of these, from the provider's cache.</summary>
    public long CachedTokens { get; init; }

    public long CompletionTokens { get; init; }

    /// <summary>Of these, spent on reasoning.</summary>
    public long ReasoningTokens { get; init; }

    public long TotalTokens { get; init; }

    /// <summary>In the currency of the models file.</summary>
    public decimal Price { get; init; }

    public static UsageSum Of(CallRecord call)
    {
        var prompt = Sane(call.PromptTokens) + Sane(call.EstimatedPromptTokens ?? 0);
        var completion = Sane(call.CompletionTokens) + Sane(call.EstimatedCompletionTokens ?? 0);
        return new UsageSum
        {
            Calls = 1,
            Failed = call.Outcome == CallRecord.Succeeded ? 0 : 1,
            Estimated = call.EstimatedPromptTokens is null && call.EstimatedCompletionTokens is null ? 0 : 1,
            PromptTokens = prompt,
            CachedTokens = Sane(call.CacheHitCount),
            CompletionTokens = completion,
            ReasoningTokens = Sane(call.ReasoningTokens ?? 0),
            TotalTokens = Math.Max(Sane(call.TotalTokens), prompt + completion),
            Price = Math.Clamp(call.Price ?? 0, 0, Most),
        };
    }

    public static T Add<T>(T to, UsageSum more)
        where T : UsageSum => (T)((UsageSum)to with
        {
            Calls = to.Calls + more.Calls,
            Failed = to.Failed + more.Failed,
            Estimated = to.Estimated + more.Estimated,
            PromptTokens = to.PromptTokens + more.PromptTokens,
            CachedTokens = to.CachedTokens + more.CachedTokens,
            CompletionTokens = to.CompletionTokens + more.CompletionTokens,
            ReasoningTokens = to.ReasoningTokens + more.ReasoningTokens,
            TotalTokens = to.TotalTokens + more.TotalTokens,
            Price = to.Price + more.Price,
        });

    static long Sane(long tokens) => Math.Clamp(tokens, 0, Most);
}

/// <summary>What one user used of one model on one day, or in one month that is long past.</summary>
sealed record UsageRow : UsageSum
{
    [JsonPropertyOrder(-3)]
    public required string UserId { get; init; }

    /// <summary><c>2026-11-22</c>, or <c>2026-08</c>.</summary>
    [JsonPropertyOrder(-2)]
    public required string Day { get; init; }

    /// <summary>As the provider calls it.</summary>
    [JsonPropertyOrder(-1)]
    public required string Model { get; init; }
}

/// <summary>The ledger's file.</summary>
/// <param name="Version">1.</param>
/// <param name="Seq">The last call that is counted.</param>
/// <param name="Rows">In no order.</param>
sealed record LedgerContent(int Version, long Seq, IReadOnlyList<UsageRow> Rows);
