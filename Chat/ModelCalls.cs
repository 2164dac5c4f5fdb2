using Repeater.Calls;
using Repeater.Chat.Turns;
using Repeater.Llm;
using Repeater.Metrics;

namespace Repeater.Chat;

/// <summary>Asks models, for whoever wants to know. What was asked is logged, counted and held by the budgets, whoever asked.</summary>
sealed class ModelCalls(LlmRouter router, CallLog log, Budgets budgets, ServerMetrics metrics, Settings settings, TimeProvider clock)
{
    /// <summary>What to ask of a model.</summary>
    public LlmRequest Request(ModelInfo model, IReadOnlyList<Message> messages, Sampling sampling) => new()
    {
        Model = model,
        Messages = messages,
        Temperature = sampling.Temperature,
        TopP = sampling.TopP,
        FrequencyPenalty = sampling.FrequencyPenalty,
        PresencePenalty = sampling.PresencePenalty,
        MaxTokens = sampling.MaxTokens,
        MaxCompletionTokens = sampling.MaxCompletionTokens,
        Stop = sampling.Stop ?? [],
        Extra = sampling.More,
        Stream = settings.Stream,
    };

    /// <summary>The call that <see cref="AskAsync"/> would begin with.</summary>
    public PreviewedCall Preview(LlmRequest request) => router.Preview(request);

    /// <summary>Why nothing may be asked now; null when it may.</summary>
    /// <param name="userId">Null: only what holds for all together counts.</param>
    public TurnRefused? Refusal(string? userId) => budgets.Spent(userId) is var (budget, wait)
        ? new TurnRefused(TurnRefusal.BudgetSpent, budget.Sentence) { RetryAfter = wait }
        : null;

    /// <summary>A call that <see cref="AskAsync"/> makes and <see cref="End"/> writes down, whatever becomes of it.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="candidates">Whom to ask, the first choice first; not empty.</param>
    /// <param name="owner">Whom it is put down to.</param>
    /// <param name="arrived">When the client's request did, as a timestamp of the clock.</param>
    public ModelCall Begin(LlmRequest request, IReadOnlyList<ModelInfo> candidates, CallOwner owner, long arrived) =>
        new(request, candidates, new CallReport(owner, request, clock, clock.GetUtcNow() - clock.GetElapsedTime(arrived)), new ReplyMeter(metrics, candidates[0]));

    /// <summary>Collects the reply until it ends, fails or is stopped.</summary>
    /// <param name="call">That has begun.</param>
    /// <param name="live">Is shown the reply as it comes.</param>
    /// <param name="stopping">Ends the reply where it is.</param>
    public async Task AskAsync(ModelCall call, LiveTurn live, CancellationToken stopping)
    {
        try
        {
            await foreach (var delta in router.StreamAsync(call.Request, call.Candidates, stopping))
            {
                call.Add(delta);
                live.Add(delta);
            }
        }
        catch (LlmException failure)
        {
            call.Fail(failure);
        }
        catch (OperationCanceledException)
        {
            // Somebody asked for it, nobody waits for it any more, or the server ends.
        }

        call.Measure();
    }

    /// <summary>Writes the call down.</summary>
    public void End(ModelCall call) => log.Add(call.Record());
}
