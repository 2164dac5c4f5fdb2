using System.Collections.Concurrent;
using Repeater.Storage;

namespace Repeater.Chat.Turns;

/// <summary>
/// Keeps what has come of the replies under way on disk, every other second, so that a server that is killed loses no more than that:
/// the next start stores each as an interrupted reply. A reply that is quicker is never written twice.
/// </summary>
sealed class DraftKeeper(UserStore store, TurnRecorder recorder, TimeProvider clock, ILogger<DraftKeeper> logger) : BackgroundService
{
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    readonly ConcurrentDictionary<DraftedTurn, bool> _turns = new();

    /// <summary>Stores what an earlier server could not, before anybody is served.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var (file, draft) in await store.Drafts.ReadAllAsync())
            {
                if (await recorder.RecoverAsync(draft))
                {
                    Log.ReplyRecovered(logger, draft.User.Raw, draft.Branch.Raw);
                }

                await file.RemoveAsync();
            }
        }
        catch (StorageException error)
        {
            // They stay for the next start.
            Log.RepliesNotRecovered(logger, error.Message);
        }

        await base.StartAsync(cancellationToken);
    }

    /// <summary>Keeps a turn's reply until the turn is disposed.</summary>
    /// <param name="live">Of which what has come is read.</param>
    /// <param name="draft">What to store of that; null for nothing. Called from another thread.</param>
    public DraftedTurn Keep(LiveTurn live, Func<ReplyDraft?> draft)
    {
        var turn = new DraftedTurn(live, store.Drafts.New(live.Id), draft, over => _turns.TryRemove(over, out _));
        _turns[turn] = true;
        return turn;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var hasFailed = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                await Task.WhenAll(_turns.Keys.Select(turn => turn.WriteAsync()));
                hasFailed = false;
            }
            catch (StorageException error)
            {
                if (!hasFailed)
                {
                    Log.ReplyNotKept(logger, error.Message);
                }

                hasFailed = true;
            }
        }
    }
}

/// <summary>A turn of which a draft is kept.</summary>
sealed class DraftedTurn(LiveTurn live, DraftFile file, Func<ReplyDraft?> draft, Action<DraftedTurn> forget) : IAsyncDisposable
{
    readonly Lock _lock = new();
    long _kept;
    bool _isOver;

    /// <summary>Writes what has come, if more has than the last time.</summary>
    public Task WriteAsync()
    {
        var length = live.Length;
        if (length == _kept || draft() is not { } now)
        {
            return Task.CompletedTask;
        }

        lock (_lock)
        {
            if (_isOver)
            {
                return Task.CompletedTask;
            }

            _kept = length;
        }

        return file.WriteAsync(now);
    }

    /// <summary>The turn is stored, or never will be.</summary>
    public async ValueTask DisposeAsync()
    {
        forget(this);
        lock (_lock)
        {
            _isOver = true;
        }

        if (_kept == 0)
        {
            return;
        }

        try
        {
            await file.RemoveAsync();
        }
        catch (StorageException)
        {
            // The next start finds that the reply is there.
        }
    }
}
