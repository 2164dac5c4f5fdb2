using System.Diagnostics;
using Repeater.Metrics;

namespace Repeater.Chat.Turns;

/// <summary>
/// How the server ends. Told once, it begins nothing new and lets the turns under way end, as long as <see cref="Settings.ShutdownTimeout"/>
/// lasts; those that have not ended by then, or when it is told again, are stopped, which stores what has come of them.
/// </summary>
sealed class Shutdown(RunningTurns turns, ServerMetrics metrics, Settings settings, IHostApplicationLifetime lifetime, ILogger<Shutdown> logger)
{
    /// <summary>For storing what was stopped and closing what is open; a disk that hangs is not waited for longer.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(4);

    static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(20);

    int _told;
    volatile bool _isHurried;
    long _begun;
    int _stopped;

    public bool HasBegun => Volatile.Read(ref _told) > 0;

    /// <summary>Stops the server; called again, it does so now. Does not wait.</summary>
    public void Begin()
    {
        switch (Interlocked.Increment(ref _told))
        {
            case 1:
                _begun = Stopwatch.GetTimestamp();
                Log.ServerStopping(logger, turns.Running, settings.ShutdownTimeout.TotalSeconds);
                _ = StopAsync();
                break;
            case 2:
                Log.ServerHurried(logger, turns.Running);
                _isHurried = true;
                break;
        }
    }

    /// <summary>To be called when everything is closed.</summary>
    public void End() => Log.ServerStopped(logger, (long)Stopwatch.GetElapsedTime(_begun).TotalMilliseconds, _stopped);

    /// <summary>To be called when something hangs and the process ends all the same.</summary>
    public void Force() => Log.ServerForced(logger);

    async Task StopAsync()
    {
        while (IsBusy && !_isHurried && Stopwatch.GetElapsedTime(_begun) < settings.ShutdownTimeout)
        {
            await Task.Delay(Pace);
        }

        _stopped = turns.Running;
        lifetime.StopApplication();
    }

    /// <summary>Also while an answer is on its way to a client.</summary>
    bool IsBusy => turns.Running > 0 || metrics.RequestsUnderWay > 0;
}
