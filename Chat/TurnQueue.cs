using Repeater.Storage;

namespace Repeater.Chat;

/// <summary>
/// One turn at a time for each user, first come first served, and not more turns at once than the models are to bear.
/// </summary>
sealed class TurnQueue(int maxConcurrency, TimeSpan longestWait) : IDisposable
{
    readonly Dictionary<UserName, LinkedList<TaskCompletionSource>> _users = [];
    readonly SemaphoreSlim _places = new(maxConcurrency, maxConcurrency);
    readonly Lock _lock = new();

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

    public void Dispose() => _places.Dispose();

    /// <summary>One waiting or running turn. Disposing gives back whatever it has so far.</summary>
    sealed class Place(TurnQueue queue, UserName user) : IDisposable
    {
        LinkedListNode<TaskCompletionSource>? _node;
        bool _holdsPlace;

        public Task WaitForUserAsync(CancellationToken cancellation)
        {
            lock (queue._lock)
            {
                if (!queue._users.TryGetValue(user, out var turns))
                {
                    queue._users.Add(user, turns = []);
                }

                var isFirst = turns.Count == 0;
                _node = turns.AddLast(new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
                if (isFirst)
                {
                    return Task.CompletedTask;
                }
            }

            return _node.Value.Task.WaitAsync(cancellation);
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
                    turns.First!.Value.SetResult();
                }
            }
        }
    }
}
