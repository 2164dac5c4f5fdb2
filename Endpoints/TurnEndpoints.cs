using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Repeater.Chat;
using Repeater.Chat.Turns;

namespace Repeater.Endpoints;

/// <summary>Turns under way and just ended: what there is, reading on, stopping.</summary>
sealed class TurnEndpoints(RunningTurns turns, Settings settings)
{
    public const string StopPattern = "/chat/turns/{user_id}/{turn_id}/stop";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Map(Routes.Get, "/chat/turns/{user_id}", List);
        routes.Map(Routes.Get, "/chat/turns/{user_id}/{turn_id}", Attach);
        routes.Map(Routes.Post, StopPattern, Stop);
    }

    Task<IResult> List(HttpContext context) => Task.FromResult<IResult>(Routes.TryUser(context, out var user, out var refusal)
        ? ApiResults.Json(turns.Of(user).Select(LiveTurnView.Of), ApiJson.Default.IEnumerableLiveTurnView)
        : refusal);

    async Task<IResult> Attach(HttpContext context)
    {
        if (!TryTurn(context, out var turn, out var refusal))
        {
            return refusal!;
        }

        var fields = await Fields.ReadAsync(context, FieldSources.Query);
        var offset = fields.OptionalInt("offset")
            ?? (int.TryParse(context.Request.Headers["Last-Event-ID"], out var last) ? last : 0);
        return fields.Refusal is not null ? fields.Refusal : new TurnStream(turn!, Math.Max(0, offset), (_, outcome) => Task.FromResult(EndOf(outcome)));
    }

    /// <summary>Answers when everything is stored, with what the turn's own client is answered.</summary>
    async Task<IResult> Stop(HttpContext context)
    {
        if (!TryTurn(context, out var turn, out var refusal))
        {
            return refusal!;
        }

        turn!.Stop();
        var end = EndOf(await turn.Outcome.WaitAsync(context.RequestAborted));
        return end.Error is not null ? end.Error : ApiResults.Json(end.Answer!, ApiJson.Default.ChatAnswer);
    }

    bool TryTurn(HttpContext context, out LiveTurn? turn, out ApiError? refusal)
    {
        turn = null;
        if (Routes.TryUser(context, out var user, out refusal))
        {
            turn = turns.Find(user, (string)context.GetRouteValue("turn_id")!);
            refusal = turn is null ? ApiErrors.TurnNotFound : null;
        }

        return turn is not null;
    }

    TurnEnd EndOf(TurnOutcome outcome) => outcome is TurnAnswer answer
        ? new TurnEnd(ChatAnswer.Of(answer, []), null)
        : TurnEnd.OfNone(outcome, settings.ChatErrorsAsReply);
}

/// <summary>A turn in a list.</summary>
sealed record LiveTurnView
{
    public required string TurnId { get; init; }

    public required string Branch { get; init; }

    /// <summary>Unix seconds.</summary>
    public required long Started { get; init; }

    public required bool Running { get; init; }

    /// <summary>How much of the reply is there: an <c>offset</c> from which only what is to come is read.</summary>
    public required long Offset { get; init; }

    public static LiveTurnView Of(LiveTurn turn) => new()
    {
        TurnId = turn.Id,
        Branch = turn.Branch,
        Started = turn.Started.ToUnixTimeSeconds(),
        Running = !turn.Outcome.IsCompleted,
        Offset = turn.Length,
    };
}
