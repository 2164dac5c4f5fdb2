using Repeater.Chat.Turns;
using Repeater.Chat.Variables;
using Repeater.Llm;
using Repeater.Storage;

namespace Repeater.Chat;

/// <summary>Runs turns: reads what a turn starts from, asks the model, stores both messages together or neither.</summary>
sealed class ChatService(
    TurnPreparation preparation,
    TurnQueue queue,
    RateLimits limits,
    ModelCatalog models,
    ModelCalls calls,
    RunningTurns running,
    TurnRecorder recorder,
    DraftKeeper drafts,
    RepeatedTurns repeats,
    TurnJournal journal,
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
            : (new TurnPreview(calls.Preview(Upstream(context, candidates[0], messages)), context.Branch.Raw, context.Sent, context.Preferences.Warnings), null);
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

        if (calls.Refusal(request.User.Raw) is { } spent)
        {
            return spent;
        }

        var owner = new CallOwner(request.User.Raw, context.UserName, context.Branch.Raw);
        var call = calls.Begin(Upstream(context, candidates[0], messages), candidates, owner, arrived);
        await using var draft = drafts.Keep(live, () => DraftOf(context, call, live, TimeMs(arrived)));
        await calls.AskAsync(call, live, live.Stopping);
        return await EndAsync(context, call, arrived);
    }

    /// <summary>Stores what is to be stored, and says what is to be said.</summary>
    async Task<TurnOutcome> EndAsync(TurnContext context, ModelCall call, long arrived)
    {
        try
        {
            if (call is { IsStopped: true, Reply.IsEmpty: true })
            {
                return new TurnRefused(TurnRefusal.Stopped, "The turn was stopped before its reply began; nothing was stored.");
            }

            Expand(call.Reply, context);
            // What is answered now is answered again when the request is repeated.
            var time = TimeMs(arrived);
            var recorded = await recorder.RecordAsync(context, call.Model, call.Reply, call.Failure, time);
            return call.Failure is null
                ? Answer(context, call, recorded, time)
                : UpstreamFailures.Describe(call.Failure, call.Model, RefusedHistory.Describe(call.Failure, context), isSaved: recorded.ReplyId is not null);
        }
        finally
        {
            // It was made, and is to be paid, whatever became of it.
            calls.End(call);
        }
    }

    /// <summary>What is to be stored should the server be killed now.</summary>
    static ReplyDraft? DraftOf(TurnContext context, ModelCall call, LiveTurn live, long timeMs)
    {
        var soFar = new Reply { Id = call.Reply.Id };
        if (call.Reply.Answering is { } answering)
        {
            soFar.Add(answering);
        }

        var (reasoning, content) = live.Text;
        soFar.Add(new ReasoningDelta(reasoning));
        soFar.Add(new ContentDelta(content));
        var end = new LlmException(LlmErrorClass.Interrupted, call.Model.ProviderName, "the server was killed before the reply was complete.");
        return TurnRecorder.Draft(context, call.Model, soFar, end, timeMs);
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

    LlmRequest Upstream(TurnContext context, ModelInfo model, IReadOnlyList<Message> messages) =>
        calls.Request(model, messages, context.Sampling) with { ContinueLast = context.Request.ContinueCompletion };

    /// <summary>A reply that was cut off stays as it came: half of a variable is none.</summary>
    void Expand(Reply reply, TurnContext context)
    {
        if (settings.ExpandReply && reply.Finished is not null)
        {
            reply.Rewrite(VariableTemplate.Expand(reply.Content, context.Variables, ExpandMode.Reply));
        }
    }

    static TurnAnswer Answer(TurnContext context, ModelCall call, RecordedTurn recorded, long time) =>
        call.Answer(context.Branch.Raw, context.Preferences.RenderStyle, time) with
        {
            MessageId = recorded.MessageId,
            ReplyId = recorded.ReplyId,
            Context = context.Sent,
            Warnings = [.. context.Preferences.Warnings, .. recorded.Warnings, .. call.Warnings],
        };

    long TimeMs(long arrived) => (long)clock.GetElapsedTime(arrived).TotalMilliseconds;
}
