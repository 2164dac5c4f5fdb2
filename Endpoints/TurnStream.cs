using Microsoft.AspNetCore.Http;
using Repeater.Chat;
using Repeater.Chat.Turns;
using Repeater.Storage;

namespace Repeater.Endpoints;

/// <summary>
/// Answers with a turn as it goes on. Nothing is sent before the first piece of the reply is there, so that what fails before is
/// an ordinary error. A client that is slow or gone has no effect on the turn.
/// </summary>
/// <param name="turn">To be told.</param>
/// <param name="from">Where to begin: 0, or the <c>offset</c> of the last delta the client has.</param>
/// <param name="finish">The last event of an ended turn.</param>
sealed class TurnStream(LiveTurn turn, long from, Func<HttpContext, TurnOutcome, Task<TurnEnd>> finish) : IResult
{
    static readonly TimeSpan KeepAliveEvery = TimeSpan.FromSeconds(15);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var gone = httpContext.RequestAborted;
        var end = await turn.HasMoreAsync(0, gone) ? null : await EndAsync(httpContext);
        if (end?.Error is { } error)
        {
            await error.ExecuteAsync(httpContext);
            return;
        }

        var events = TurnEvents.For(httpContext);
        events.Begin();
        await events.TurnAsync(turn, gone);
        for (var position = from; await NextAsync(turn, position, events.KeepAliveAsync, gone) is { } piece; position = piece.End)
        {
            await events.DeltaAsync(piece, gone);
        }

        end ??= await EndAsync(httpContext);
        await (end.Error is null ? events.DoneAsync(end.Answer!, gone) : events.ErrorAsync(end.Error, gone));
    }

    /// <summary>Waits for what comes after a position, and shows meanwhile that the server is there.</summary>
    public static async ValueTask<LivePiece?> NextAsync(
        LiveTurn turn, long position, Func<CancellationToken, Task> keepAlive, CancellationToken gone)
    {
        var next = turn.ReadAsync(position, gone);
        if (next.IsCompletedSuccessfully)
        {
            return next.Result;
        }

        var waiting = next.AsTask();
        while (true)
        {
            try
            {
                return await waiting.WaitAsync(KeepAliveEvery, gone);
            }
            catch (TimeoutException)
            {
                await keepAlive(gone);
            }
        }
    }

    async Task<TurnEnd> EndAsync(HttpContext context)
    {
        try
        {
            return await finish(context, await turn.Outcome.WaitAsync(context.RequestAborted));
        }
        catch (StorageException outage)
        {
            return new TurnEnd(null, ApiErrors.OfStorage(outage));
        }
    }
}

/// <summary>The last thing said of a turn: its whole answer, or why there is none.</summary>
sealed record TurnEnd(ChatAnswer? Answer, ApiError? Error)
{
    /// <summary>Of a turn that has no answer.</summary>
    /// <param name="outcome">Refused or failed.</param>
    /// <param name="asReply">For clients that die on every status but 200.</param>
    public static TurnEnd OfNone(TurnOutcome outcome, bool asReply)
    {
        var failed = outcome as TurnFailed;
        var error = outcome is TurnRefused refused ? ApiErrors.Of(refused) : ApiErrors.Of(failed!);
        return asReply ? new(ChatAnswer.OfError(error.Detail, failed), null) : new(null, error);
    }
}
