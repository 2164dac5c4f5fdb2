using Repeater.Storage;

namespace Repeater.Chat;

/// <summary>
/// One turn at a time for each user, first come first served, and not more turns at once than the models are to bear.
/// </summary>
sealed class TurnQueue(int maxConcurrency, TimeSpan longestWait, TimeProvider clock) : IDisposable
{
    readonly Dictionary<UserName, LinkedList<Place>> _users = [];
    readonly SemaphoreSlim _places = new(maxConcurrency, maxConcurrency);
    readonly Lock _lock = new();

    DateTimeOffset NowUtc => clock.GetUtcNow();

    /// <summary>Waits for the user's turn, then for a free place.</summary>
    /// <returns>What to give back at the end of the turn; null with what was waited for when it took too long.</returns>
    /// <exception cref="OperationCanceledException">The client gave up while its turn had not begun.</exception>
    public async ValueTask<(IDisposable? Place, string WaitedFor)> EnterAsync(UserName user, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(longestWait);
        var place = new Place(this, user);
        var waitsFor = "an earlier turn of this user";
        try
        {
            await place.WaitForUserAsync(limit.Token);
            waitsFor = $"one of {maxConcurrency} places for turns";
            await place.WaitForPlaceAsync(limit.Token);
            return (place, "");
        }
        catch (OperationCanceledException)
        {
            place.Dispose();
            cancellation.ThrowIfCancellationRequested();
            return (null, waitsFor);
        }
    }

    /// <summary>Every turn that waits or runs, the oldest first.</summary>
    public IReadOnlyList<QueuedTurn> List()
    {
        lock (_lock)
        {
            return [.. _users.Values.SelectMany(turns => turns).Select(place => place.Turn).OrderBy(turn => turn.Since)];
        }
    }

    public void Dispose() => _places.Dispose();

    /// <summary>One waiting or running turn. Disposing gives back whatever it has so far.</summary>
    sealed class Place(TurnQueue queue, UserName user) : IDisposable
    {
        readonly TaskCompletionSource _isFirst = new(TaskCreationOptions.RunContinuationsAsynchronously);
        readonly DateTimeOffset _since = queue.NowUtc;
        LinkedListNode<Place>? _node;
        bool _holdsPlace;

        public QueuedTurn Turn => new(user, _since, _holdsPlace);

        public Task WaitForUserAsync(CancellationToken cancellation)
        {
            lock (queue._lock)
            {
                if (!queue._users.TryGetValue(user, out var turns))
                {
                    queue._users.Add(user, turns = []);
                }

                _node = turns.AddLast(this);
                if (turns.Count == 1)
                {
                    return Task.CompletedTask;
                }
            }

            return _isFirst.Task.WaitAsync(cancellation);
        }

        public async Task WaitForPlaceAsync(CancellationToken cancellation)
        {
            await queue._places.WaitAsync(cancellation);
            _holdsPlace = true;
        }

        public void Dispose()
        {
            if (_holdsPlace)
            {
                queue._places.Release();
            }

            lock (queue._lock)
            {
                var turns = _node!.List!;
                var wasFirst = turns.First == _node;
                turns.Remove(_node);
                if (turns.Count == 0)
                {
                    queue._users.Remove(user);
                }
                else if (wasFirst)
                {
                    turns.First!.Value._isFirst.SetResult();
                }
            }
        }
    }
}

/// <param name="User">Whose turn it is.</param>
/// <param name="Since">When it arrived.</param>
/// <param name="IsRunning">Else it waits for an earlier one of the user, or for a free place.</param>
readonly record struct QueuedTurn(UserName User, DateTimeOffset Since, bool IsRunning);
