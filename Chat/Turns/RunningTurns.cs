using System.Collections.Concurrent;
using Repeater.Storage;

namespace Repeater.Chat.Turns;

/// <summary>
/// The turns under way, and for a while those that have ended, so that a client that lost its connection can read on. When the server
/// stops, they are stopped: what has come is stored as interrupted.
/// </summary>
sealed class RunningTurns(TimeProvider clock, IHostApplicationLifetime lifetime, TurnJournal journal) : IHostedService
{
    /// <summary>How long an ended turn can still be read.</summary>
    static readonly TimeSpan Kept = TimeSpan.FromMinutes(5);

    // Ended turns beyond these are let go, the oldest first.
    const int MostKept = 1000;
    const long MostKeptUnits = 16 << 20;

    readonly ConcurrentDictionary<string, LiveTurn> _turns = new(StringComparer.Ordinal);
    readonly Queue<(LiveTurn Turn, long Ended)> _ended = [];
    readonly Lock _lock = new();
    long _keptUnits;

    /// <summary>Turns that have not ended.</summary>
    public int Running => _turns.Values.Count(turn => !turn.Outcome.IsCompleted);

    /// <summary>A turn that begins now is stopped at once.</summary>
    public bool IsStopping => lifetime.ApplicationStopping.IsCancellationRequested;

    /// <summary>A user's turns that can be read, the oldest first.</summary>
    public IReadOnlyList<LiveTurn> Of(UserName user)
    {
        LetGo();
        return [.. _turns.Values.Where(turn => turn.User == user).OrderBy(turn => turn.Started)];
    }

    /// <summary>Null when there is none, or none any more.</summary>
    public LiveTurn? Find(UserName user, string id)
    {
        LetGo();
        return _turns.TryGetValue(id, out var turn) && turn.User == user ? turn : null;
    }

    /// <summary>Runs a turn to its end, whoever is there to hear.</summary>
    public void Begin(LiveTurn turn, Func<LiveTurn, Task<TurnOutcome>> run)
    {
        _turns[turn.Id] = turn;
        if (IsStopping)
        {
            turn.Stop();
        }

        _ = RunAsync(turn, run);
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStopping.Register(() =>
        {
            foreach (var turn in _turns.Values)
            {
                turn.Stop();
            }
        });
        return Task.CompletedTask;
    }

    /// <summary>Waits until the last reply is stored.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        var all = Task.WhenAll(_turns.Values.Select(turn => turn.Outcome));
        await Task.WhenAny(all, Task.Delay(Timeout.Infinite, cancellationToken));
    }

    async Task RunAsync(LiveTurn turn, Func<LiveTurn, Task<TurnOutcome>> run)
    {
        try
        {
            var outcome = await run(turn);
            Keep(turn);
            turn.Complete(outcome);
        }
        catch (Exception failure)
        {
            // Whoever waits is told too, but perhaps nobody does any more.
            journal.Broken(TurnJournal.Chat, turn, failure);
            Keep(turn);
            turn.Fail(failure);
        }
        finally
        {
            turn.Dispose();
        }
    }

    void Keep(LiveTurn turn)
    {
        lock (_lock)
        {
            _ended.Enqueue((turn, clock.GetTimestamp()));
            _keptUnits += turn.Length;
        }

        LetGo();
    }

    void LetGo()
    {
        lock (_lock)
        {
            while (_ended.TryPeek(out var oldest)
                && (_ended.Count > MostKept || _keptUnits > MostKeptUnits || clock.GetElapsedTime(oldest.Ended) > Kept))
            {
                _ended.Dequeue();
                _keptUnits -= oldest.Turn.Length;
                _turns.TryRemove(oldest.Turn.Id, out _);
            }
        }
    }
}
