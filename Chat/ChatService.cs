using Repeater.Calls;
using Repeater.Chat.Turns;
using Repeater.Chat.Variables;
using Repeater.Llm;
using Repeater.Metrics;
using Repeater.Storage;

namespace Repeater.Chat;

/// <summary>Runs turns: reads what a turn starts from, asks the model, stores both messages together or neither.</summary>
sealed class ChatService(
    TurnPreparation preparation,
    TurnQueue queue,
    RateLimits limits,
    ModelCatalog models,
    LlmRouter router,
    RunningTurns running,
    TurnRecorder recorder,
    DraftKeeper drafts,
    RepeatedTurns repeats,
    CallLog calls,
    Budgets budgets,
    TurnJournal journal,
    ServerMetrics metrics,
    Settings settings,
    TimeProvider clock)
{
    /// <summary>Runs a whole turn.</summary>
    /// <param name="request">What the client asked for.</param>
    /// <param name="cancellation">
    /// The client's patience: until the turn has begun it ends the turn, from then on only the wait for it, since the turn belongs to
    /// the server.
    /// </param>
    /// <exception cref="StorageException">The data cannot be read or written; nothing was stored.</exception>
    public async Task<TurnOutcome> RunAsync(ChatRequest request, CancellationToken cancellation)
    {
        var (turn, refused) = await StartAsync(request, cancellation);
        return turn is null ? refused! : await turn.Outcome.WaitAsync(cancellation);
    }

    /// <summary>Waits for the user's turn and begins it; it runs on by itself. Null with the reason when it does not begin.</summary>
    /// <param name="request">What the client asked for.</param>
    /// <param name="cancellation">The client's patience, until the turn has begun.</param>
    public async Task<(LiveTurn? Turn, TurnRefused? Refused)> StartAsync(ChatRequest request, CancellationToken cancellation)
    {
        var begun = await BeginAsync(request, cancellation);
        if (begun.Refused is { } refused)
        {
            journal.Refused(TurnJournal.Chat, request.User.Raw, refused);
        }

        return begun;
    }

    async Task<(LiveTurn? Turn, TurnRefused? Refused)> BeginAsync(ChatRequest request, CancellationToken cancellation)
    {
        var arrived = clock.GetTimestamp();
        if (request is { ContinueCompletion: true, Message.Length: > 0 })
        {
            return (null, new TurnRefused(TurnRefusal.ContinueWithMessage, "Cannot send message when continuing completion"));
        }

        if (limits.Take(request.User) is { } limited)
        {
            return (null, limited);
        }

        var (place, refused) = await queue.EnterAsync(request.User, cancellation);
        if (place is null)
        {
            return (null, refused);
        }

        if (running.IsStopping)
        {
            place.Dispose();
            return (null, new TurnRefused(TurnRefusal.Busy, "The server is stopping; nothing was sent or stored."));
        }

        var turn = new LiveTurn(request.User, clock.GetUtcNow());
        journal.Begun(TurnJournal.Chat, turn);
        running.Begin(turn, async live =>
        {
            using (place)
            {
                var outcome = await repeats.FindAsync(request) ?? await RunInTurnAsync(request, live, arrived);
                journal.Ended(TurnJournal.Chat, live, outcome, TimeMs(arrived));
                journal.Text(live, request.Message, outcome);
                return outcome;
            }
        });
        return (turn, null);
    }

    /// <summary>What would be sent for a request: nothing is sent, stored or waited for.</summary>
    public async Task<(TurnPreview? Preview, TurnRefused? Refused)> PreviewAsync(ChatRequest request)
    {
        var context = await preparation.ReadAsync(request);
        var (candidates, messages, refused) = Choose(context);
        return refused is not null
            ? (null, refused)
            : (new TurnPreview(router.Preview(Upstream(context, candidates[0], messages)), context.Branch.Raw, context.Sent, context.Preferences.Warnings), null);
    }

    async Task<TurnOutcome> RunInTurnAsync(ChatRequest request, LiveTurn live, long arrived)
    {
        var context = await preparation.ReadAsync(request);
        live.Branch = context.Branch.Raw;
        var (candidates, messages, refused) = Choose(context);
        if (refused is not null)
        {
            return refused;
        }

        if (budgets.Spent(request.User.Raw) is var (budget, wait))
        {
            return new TurnRefused(TurnRefusal.BudgetSpent, budget.Sentence) { RetryAfter = wait };
        }

        var reply = new Reply();
        var report = new CallReport(context, messages, settings.Stream, clock, clock.GetUtcNow() - clock.GetElapsedTime(arrived));
        await using var draft = drafts.Keep(live, () => DraftOf(context, reply, live, reply.Answering?.Model ?? candidates[0], TimeMs(arrived)));
        var failure = await AskAsync(context, candidates, messages, live, reply, report);
        if (failure is null && reply is { Finished: null, IsEmpty: true })
        {
            calls.Add(report.End(candidates[0], reply, null));
            return new TurnRefused(TurnRefusal.Stopped, "The turn was stopped before its reply began; nothing was stored.");
        }

        Expand(reply, context);
        var model = reply.Answering?.Model ?? failure?.Asked?.Model ?? candidates[0];
        // What is answered now is answered again when the request is repeated.
        var time = TimeMs(arrived);
        RecordedTurn recorded;
        try
        {
            recorded = await recorder.RecordAsync(context, model, reply, failure, time);
        }
        finally
        {
            // It was made, and is to be paid, whatever became of it.
            calls.Add(report.End(model, reply, failure));
        }

        return failure is null
            ? Answer(context, model, reply, recorded, time) with
            {
                Interrupted = reply.Finished is null,
                KeySlot = reply.Answering?.KeySlot,
                Tries = reply.Answering?.Tries,
            }
            : UpstreamFailures.Describe(failure, model, RefusedHistory.Describe(failure, context), isSaved: recorded.ReplyId is not null);
    }

    /// <summary>What is to be stored should the server be killed now.</summary>
    static ReplyDraft? DraftOf(TurnContext context, Reply reply, LiveTurn live, ModelInfo model, long timeMs)
    {
        var soFar = new Reply { Id = reply.Id };
        if (reply.Answering is { } answering)
        {
            soFar.Add(answering);
        }

        var (reasoning, content) = live.Text;
        soFar.Add(new ReasoningDelta(reasoning));
        soFar.Add(new ContentDelta(content));
        var end = new LlmException(LlmErrorClass.Interrupted, model.ProviderName, "the server was killed before the reply was complete.");
        return TurnRecorder.Draft(context, model, soFar, end, timeMs);
    }

    /// <summary>Whom to ask, and what; or why nobody is.</summary>
    (IReadOnlyList<ModelInfo> Candidates, IReadOnlyList<Message> Messages, TurnRefused? Refused) Choose(TurnContext context)
    {
        var candidates = models.Current.Find(context.ModelType);
        var messages = context.MessagesToSend();
        var refused =
            candidates.Count == 0
                ? new TurnRefused(TurnRefusal.UnknownModelType, $"API group not found for model type: {context.ModelType}")
            : context.Request.ContinueCompletion && context.History.Last?.Role != Role.Assistant
                ? new TurnRefused(TurnRefusal.NothingToContinue, "There is no reply to continue: the history does not end with one.")
            : messages.Count == 0
                ? new TurnRefused(TurnRefusal.NothingToAnswer, "There is nothing to answer: message, prompt and history are all empty.")
            : null;
        return (candidates, messages, refused);
    }

    /// <summary>Collects the reply; returns what ended it early. Neither that nor a complete reply: it was stopped.</summary>
    async Task<LlmException?> AskAsync(
        TurnContext context, IReadOnlyList<ModelInfo> candidates, IReadOnlyList<Message> messages, LiveTurn live, Reply reply, CallReport report)
    {
        var meter = new ReplyMeter(metrics, candidates[0]);
        LlmException? failure = null;
        try
        {
            await foreach (var delta in router.StreamAsync(Upstream(context, candidates[0], messages), candidates, live.Stopping))
            {
                reply.Add(delta);
                report.See(delta);
                meter.See(delta);
                live.Add(delta);
            }
        }
        catch (LlmException error)
        {
            failure = error;
        }
        catch (OperationCanceledException)
        {
            // The client asked for it, or the server ends.
        }

        meter.End(reply, failure);
        return failure;
    }

    LlmRequest Upstream(TurnContext context, ModelInfo model, IReadOnlyList<Message> messages) => new()
    {
        Model = model,
        Messages = messages,
        Temperature = context.Preferences.Temperature,
        TopP = context.Preferences.TopP,
        FrequencyPenalty = context.Preferences.FrequencyPenalty,
        PresencePenalty = context.Preferences.PresencePenalty,
        MaxTokens = context.Preferences.MaxTokens,
        MaxCompletionTokens = context.Preferences.MaxCompletionTokens,
        Stop = context.Preferences.Stop,
        Extra = context.Request.Sampling.More,
        Stream = settings.Stream,
        ContinueLast = context.Request.ContinueCompletion,
    };

    /// <summary>A reply that was cut off stays as it came: half of a variable is none.</summary>
    void Expand(Reply reply, TurnContext context)
    {
        if (settings.ExpandReply && reply.Finished is not null)
        {
            reply.Rewrite(VariableTemplate.Expand(reply.Content, context.Variables, ExpandMode.Reply));
        }
    }

    static TurnAnswer Answer(TurnContext context, ModelInfo model, Reply reply, RecordedTurn recorded, long time) => new()
    {
        Content = reply.Content,
        ReasoningContent = reply.Reasoning,
        ModelName = model.Name,
        ModelType = model.Type,
        ModelId = model.Id,
        MessageId = recorded.MessageId,
        ReplyId = recorded.ReplyId,
        Branch = context.Branch.Raw,
        Usage = reply.Finished?.Usage,
        FinishReason = reply.Finished?.FinishReason,
        Context = context.Sent,
        TimeMs = time,
        RenderStyle = context.Preferences.RenderStyle,
        Warnings = [.. context.Preferences.Warnings, .. recorded.Warnings, .. LeftOutOf(reply)],
    };

    static IEnumerable<string> LeftOutOf(Reply reply) => reply.Answering is { LeftOut: { Count: > 0 } names }
        ? [$"The model does not take {string.Join(", ", names)}: it answered without."]
        : [];

    long TimeMs(long arrived) => (long)clock.GetElapsedTime(arrived).TotalMilliseconds;
}
