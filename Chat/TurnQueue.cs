using Repeater.Storage;

namespace Repeater.Chat;

/// <summary>
/// One turn at a time for each user, first come first served, and not more turns at once than the models are to bear.
/// </summary>
/// <param name="maxConcurrency">Turns that run at once.</param>
/// <param name="mostWaiting">Turns of one user that wait for the user's own.</param>
/// <param name="mostWaitingInAll">Turns that wait for whatever.</param>
/// <param name="longestWait">For both.</param>
/// <param name="clock">Says since when a turn waits.</param>
sealed class TurnQueue(int maxConcurrency, int mostWaiting, int mostWaitingInAll, TimeSpan longestWait, TimeProvider clock) : IDisposable
{
    static readonly TimeSpan FullRetryAfter = TimeSpan.FromSeconds(10);

    readonly Dictionary<UserName, LinkedList<Place>> _users = [];
    readonly SemaphoreSlim _places = new(maxConcurrency, maxConcurrency);
    readonly Lock _lock = new();
    int _waiting;

    /// <summary>Turns that may run at once.</summary>
    public int Places => maxConcurrency;

    public int Running => maxConcurrency - _places.CurrentCount;

    public int Waiting => Volatile.Read(ref _waiting);

    DateTimeOffset NowUtc => clock.GetUtcNow();

    int MostWaiting => mostWaiting;

    /// <summary>Waits for the user's turn, then for a free place.</summary>
    /// <param name="user">Null: nobody's, which waits for a place alone.</param>
    /// <param name="cancellation">Of whoever waits.</param>
    /// <returns>What to give back at the end of the turn; null with the reason when too many wait, or it took too long.</returns>
    /// <exception cref="OperationCanceledException">The client gave up while its turn had not begun.</exception>
    public async ValueTask<(IDisposable? Place, TurnRefused? Refused)> EnterAsync(UserName? user, CancellationToken cancellation)
    {
        var arrived = clock.GetTimestamp();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(longestWait);
        var place = new Place(this, user);
        if (place.WaitForUserAsync(limit.Token) is not { } turn)
        {
            return (null, Full(TurnRefusal.TooManyRequests, $"The queue of this user is full: {mostWaiting} may wait"));
        }

        if (turn.IsCompletedSuccessfully && place.TryTakePlace())
        {
            return (place, null);
        }

        var waitsFor = "an earlier turn of this user";
        try
        {
            if (Interlocked.Increment(ref _waiting) > mostWaitingInAll)
            {
                place.Dispose();
                return (null, Full(TurnRefusal.Overloaded, $"The queue of this server is full: {mostWaitingInAll} may wait"));
            }

            await turn;
            waitsFor = $"one of {maxConcurrency} places for turns";
            await place.WaitForPlaceAsync(limit.Token);
            return (place, null);
        }
        catch (OperationCanceledException)
        {
            place.Dispose();
            cancellation.ThrowIfCancellationRequested();
            var waited = clock.GetElapsedTime(arrived).TotalSeconds;
            return (null, new TurnRefused(TurnRefusal.Busy, $"Waited {waited:0} seconds for {waitsFor}; nothing was sent or stored."));
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    static TurnRefused Full(TurnRefusal reason, string limit) => new(reason, $"{limit}; nothing was sent or stored.") { RetryAfter = FullRetryAfter };

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
    sealed class Place(TurnQueue queue, UserName? user) : IDisposable
    {
        readonly TaskCompletionSource _isFirst = new(TaskCreationOptions.RunContinuationsAsynchronously);
        readonly DateTimeOffset _since = queue.NowUtc;
        LinkedListNode<Place>? _node;
        bool _holdsPlace;

        public QueuedTurn Turn => new(user!, _since, _holdsPlace);

        /// <summary>Null: too many wait, so that this one does not.</summary>
        public Task? WaitForUserAsync(CancellationToken cancellation)
        {
            if (user is null)
            {
                return Task.CompletedTask;
            }

            lock (queue._lock)
            {
                if (!queue._users.TryGetValue(user, out var turns))
                {
                    queue._users.Add(user, turns = []);
                }

                // The first of them is not waiting.
                if (turns.Count > queue.MostWaiting)
                {
                    return null;
                }

                _node = turns.AddLast(this);
                if (turns.Count == 1)
                {
                    return Task.CompletedTask;
                }
            }

            return _isFirst.Task.WaitAsync(cancellation);
        }

        public bool TryTakePlace() => _holdsPlace = queue._places.Wait(0);

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

            if (_node is null || user is null)
            {
                return;
            }

            lock (queue._lock)
            {
                var turns = _node.List!;
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
