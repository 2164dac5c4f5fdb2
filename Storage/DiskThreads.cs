namespace Repeater.Storage;

/// <summary>
/// Threads that wait for the disk, so that no thread of the pool does. A flush is never abandoned half way: work that
/// was handed in runs to its end whatever becomes of the client that asked for it.
/// </summary>
sealed class DiskThreads : IDisposable
{
    /// <summary>Flushes of different files run together in one commit of the file system's journal; more gains nothing.</summary>
    const int MostThreads = 32;

    readonly Queue<Action> _work = [];
    readonly List<Thread> _threads = [];
    readonly object _lock = new();
    int _idle;
    bool _closed;

    /// <summary>Runs <paramref name="action"/> on a thread of its own kind; the task ends as it does.</summary>
    /// <exception cref="StorageException">The server is stopping.</exception>
    public Task<T> RunAsync<T>(Func<T> action)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Add(() =>
        {
            try
            {
                done.SetResult(action());
            }
            catch (Exception error)
            {
                done.SetException(error);
            }
        });
        return done.Task;
    }

    /// <summary>Waits until everything handed in is done.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _closed = true;
            Monitor.PulseAll(_lock);
        }

        // Nobody adds one any more.
        _threads.ForEach(thread => thread.Join());
    }

    void Add(Action work)
    {
        lock (_lock)
        {
            if (_closed)
            {
                throw new StorageException(StorageFailure.Unavailable, "The server is stopping: nothing was changed.");
            }

            _work.Enqueue(work);
            if (_idle >= _work.Count || _threads.Count == MostThreads)
            {
                Monitor.Pulse(_lock);
                return;
            }

            var thread = new Thread(Serve, 256 * 1024) { IsBackground = true, Name = "disk" };
            _threads.Add(thread);
            thread.Start();
        }
    }

    void Serve()
    {
        while (TryTake(out var work))
        {
            work();
        }
    }

    bool TryTake(out Action work)
    {
        lock (_lock)
        {
            _idle++;
            while (_work.Count == 0 && !_closed)
            {
                Monitor.Wait(_lock);
            }

            _idle--;
            return _work.TryDequeue(out work!);
        }
    }
}
