using Repeater.Chat.Turns;
using Repeater.Metrics;

namespace Repeater.Chat;

/// <summary>Logs and counts how turns end. Their texts are logged only when the owner asked for it.</summary>
sealed class TurnJournal(ServerMetrics metrics, Settings settings, ILogger<TurnJournal> logger)
{
    /// <summary>Which way a chat comes in.</summary>
    public const string Chat = "chat", OpenAi = "openai";

    const string Nobody = "-";

    public void Begun(string door, LiveTurn turn) => Log.TurnBegun(logger, UserOf(turn), turn.Id, door);

    /// <summary>A turn that did not begin.</summary>
    public void Refused(string door, string? user, TurnRefused refused)
    {
        var reason = SnakeCase.Of(refused.Reason);
        metrics.Turns.Add(new(door, "refused", reason));
        Log.TurnRefused(logger, user ?? Nobody, door, reason, refused.Detail);
    }

    public void Ended(string door, LiveTurn turn, TurnOutcome outcome, long timeMs)
    {
        var (name, reason, model) = outcome switch
        {
            TurnAnswer { Interrupted: true } answer => ("stopped", "", answer.ModelId),
            TurnAnswer answer => ("ok", "", answer.ModelId),
            TurnFailed failed => ("failed", SnakeCase.Of(failed.Failure), failed.ModelId),
            TurnRefused refused => ("refused", SnakeCase.Of(refused.Reason), ""),
            _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, null),
        };
        metrics.Turns.Add(new(door, name, reason));
        var answered = outcome as TurnAnswer;
        Log.TurnEnded(logger, UserOf(turn), turn.Id, turn.Branch, door, model, name, reason, timeMs, answered?.Usage?.TotalTokens, answered?.Tries);
    }

    /// <summary>What was said in a turn that has ended, for owners who want it in the log.</summary>
    public void Text(LiveTurn turn, string text, TurnOutcome outcome)
    {
        if (settings.LogMessages && outcome is TurnAnswer answer)
        {
            Log.TurnText(logger, UserOf(turn), turn.Id, text, answer.Content);
        }
    }

    /// <summary>A turn that ended by an outage or a fault of ours.</summary>
    public void Broken(string door, LiveTurn turn, Exception failure)
    {
        metrics.Turns.Add(new(door, "broken"));
        Log.TurnBroken(logger, UserOf(turn), turn.Id, failure.Message);
    }

    static string UserOf(LiveTurn turn) => turn.User?.Raw ?? Nobody;
}
