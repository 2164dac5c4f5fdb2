using Repeater.Chat.Turns;
using Repeater.Llm;
using Repeater.Storage;

namespace Repeater.Chat;

/// <summary>A conversation that the client keeps itself.</summary>
/// <param name="Model">Type, name or id of a model.</param>
/// <param name="Messages">Sent as they are; not empty.</param>
/// <param name="Sampling">What is not said is left to the provider.</param>
/// <param name="Caller">Whom it is put down to.</param>
sealed record GatewayRequest(string Model, IReadOnlyList<Message> Messages, Sampling Sampling, GatewayCaller Caller);

/// <summary>Who answers for a conversation that is nobody's here.</summary>
/// <param name="Id">Stands for the user in the log and the ledger.</param>
/// <param name="Name">The same for the user's name.</param>
/// <param name="User">Whose rate and budgets hold; null: those of all together alone.</param>
sealed record GatewayCaller(string Id, string Name, UserName? User);

/// <summary>Passes conversations on to models: nothing of anybody is read and nothing stored.</summary>
sealed class GatewayService(
    TurnQueue queue,
    RateLimits limits,
    ModelCatalog models,
    ModelCalls calls,
    Nicknames nicknames,
    TurnJournal journal,
    IHostApplicationLifetime lifetime,
    TimeProvider clock)
{
    /// <summary>Waits for a free place and asks. Null with the reason when the model is not asked.</summary>
    /// <param name="request">What the client asked for.</param>
    /// <param name="client">Its patience: a reply nobody waits for is ended.</param>
    public async Task<(LiveTurn? Turn, TurnRefused? Refused)> StartAsync(GatewayRequest request, CancellationToken client)
    {
        var begun = await BeginAsync(request, client);
        if (begun.Refused is { } refused)
        {
            journal.Refused(TurnJournal.OpenAi, null, refused);
        }

        return begun;
    }

    async Task<(LiveTurn? Turn, TurnRefused? Refused)> BeginAsync(GatewayRequest request, CancellationToken client)
    {
        var arrived = clock.GetTimestamp();
        if (models.Current.Find(request.Model) is not { Count: > 0 } candidates)
        {
            return (null, new TurnRefused(TurnRefusal.UnknownModelType, $"There is no model '{request.Model}'."));
        }

        if (request.Messages.All(message => message.Content.Length == 0))
        {
            return (null, new TurnRefused(TurnRefusal.NothingToAnswer, "There is nothing to answer: all messages are empty."));
        }

        if (limits.Take(request.Caller.User) is { } limited)
        {
            return (null, limited);
        }

        // Nothing is stored, so that no order has to be kept: a user's own turns are not held up.
        var (place, refused) = await queue.EnterAsync(null, client);
        if (place is null)
        {
            return (null, refused);
        }

        var turn = new LiveTurn(null, clock.GetUtcNow());
        journal.Begun(TurnJournal.OpenAi, turn);
        _ = RunAsync(request, candidates, turn, place, arrived, client);
        return (turn, null);
    }

    async Task RunAsync(
        GatewayRequest request, IReadOnlyList<ModelInfo> candidates, LiveTurn turn, IDisposable place, long arrived, CancellationToken client)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(client, lifetime.ApplicationStopping);
        try
        {
            Complete(calls.Refusal(request.Caller.User?.Raw) ?? await AskAsync(request, candidates, turn, arrived, stop.Token));
        }
        catch (Exception failure)
        {
            journal.Broken(TurnJournal.OpenAi, turn, failure);
            turn.Fail(failure);
        }
        finally
        {
            place.Dispose();
            turn.Dispose();
        }

        void Complete(TurnOutcome outcome)
        {
            journal.Ended(TurnJournal.OpenAi, turn, outcome, (long)clock.GetElapsedTime(arrived).TotalMilliseconds);
            turn.Complete(outcome);
        }
    }

    async Task<TurnOutcome> AskAsync(
        GatewayRequest request, IReadOnlyList<ModelInfo> candidates, LiveTurn turn, long arrived, CancellationToken stopping)
    {
        var caller = request.Caller;
        var owner = new CallOwner(caller.Id, caller.User is { } user ? nicknames.Map(caller.Name, user.Raw) : caller.Name, null);
        var call = calls.Begin(calls.Request(candidates[0], request.Messages, request.Sampling), candidates, owner, arrived);
        await calls.AskAsync(call, turn, stopping);
        calls.End(call);
        return call switch
        {
            { Failure: { } failure } => UpstreamFailures.Describe(failure, call.Model, null, isSaved: false),
            { IsStopped: true } => new TurnRefused(TurnRefusal.Stopped, "The reply was stopped before it ended."),
            _ => call.Answer("", "", (long)clock.GetElapsedTime(arrived).TotalMilliseconds),
        };
    }
}
