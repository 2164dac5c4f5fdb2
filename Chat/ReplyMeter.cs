using System.Diagnostics;
using Repeater.Llm;
using Repeater.Metrics;

namespace Repeater.Chat;

/// <summary>Follows one reply and tells the metrics of it. Made when it is asked for.</summary>
/// <param name="metrics">Are told.</param>
/// <param name="first">Whom to ask first.</param>
sealed class ReplyMeter(ServerMetrics metrics, ModelInfo first)
{
    readonly long _begun = Stopwatch.GetTimestamp();
    LlmAnswering? _answering;
    bool _hasText;

    public void See(LlmDelta delta)
    {
        switch (delta)
        {
            case LlmAnswering answering:
                _answering = answering;
                break;
            case ContentDelta or ReasoningDelta when !_hasText:
                _hasText = true;
                metrics.FirstToken.Observe(Stopwatch.GetElapsedTime(_begun), Labels(null));
                break;
        }
    }

    /// <param name="reply">As far as it came.</param>
    /// <param name="failure">Null when there was none.</param>
    public void End(Reply reply, LlmException? failure)
    {
        var labels = Labels(failure);
        var outcome = failure is not null ? SnakeCase.Of(failure.Class) : reply.Finished is null ? "stopped" : "ok";
        metrics.UpstreamReplies.Add(labels with { Third = outcome });
        metrics.UpstreamTries.Add(labels, (failure?.Asked ?? _answering)?.Tries ?? 1);
        if (reply.Finished is null)
        {
            return;
        }

        metrics.ReplyTime.Observe(Stopwatch.GetElapsedTime(_begun), labels);
        if (reply.Finished.Usage is { } usage)
        {
            Count("prompt", usage.PromptTokens);
            Count("cached", usage.CachedTokens);
            Count("completion", usage.CompletionTokens);
            Count("reasoning", usage.ReasoningTokens);
        }

        void Count(string kind, long? tokens)
        {
            if (tokens is > 0)
            {
                metrics.Tokens.Add(labels with { Third = kind }, tokens.Value);
            }
        }
    }

    LabelValues Labels(LlmException? failure)
    {
        var model = (failure?.Asked ?? _answering)?.Model ?? first;
        return new(model.ProviderName, model.Id);
    }
}
