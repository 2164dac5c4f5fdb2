using System.Collections.Concurrent;

namespace Repeater.Storage;

/// <summary>
/// Threads that wait for the disk, so that no thread of the pool does. A flush is never abandoned half way: work that
/// was handed in runs to its end whatever becomes of the client that asked for it.
/// </summary>
sealed class DiskThreads : IDisposable
{
    /// <summary>Flushes of different files run together in one commit of the file system's journal; more gains nothing.</summary>
    const int MostThreads = 32;

    readonly BlockingCollection<Action> _work = [];
    readonly Lock _lock = new();
    int _threads;
    int _idle;

    /// <summary>Runs <paramref name="action"/> on a thread of its own kind; the task ends as it does.</summary>
    public Task<T> RunAsync<T>(Func<T> action)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _work.Add(() =>
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
        StartThreadIfAllAreBusy();
        return done.Task;
    }

    /// <summary>Waits until everything handed in is done.</summary>
    public void Dispose()
    {
        _work.CompleteAdding();
        SpinWait.SpinUntil(() => Volatile.Read(ref _threads) == 0);
    }

    void StartThreadIfAllAreBusy()
    {
        lock (_lock)
        {
            if (_idle >= _work.Count || _threads == MostThreads)
            {
                return;
            }

            _threads++;
        }

        new Thread(Serve, 256 * 1024) { IsBackground = true, Name = "disk" }.Start();
    }

    void Serve()
    {
        while (true)
        {
            Interlocked.Increment(ref _idle);
            var taken = _work.TryTake(out var action, Timeout.Infinite);
            Interlocked.Decrement(ref _idle);
            if (!taken)
            {
                Interlocked.Decrement(ref _threads);
                return;
            }

            action!();
        }
    }
}
