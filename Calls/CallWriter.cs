using System.Buffers;

namespace Repeater.Calls;

/// <summary>
/// Writes calls on a thread of its own, several at once: when the first has waited as long as it may, or as many wait as may. What
/// cannot be written waits on, up to a bound; beyond it calls are dropped and counted.
/// </summary>
sealed class CallWriter : IDisposable
{
    static readonly TimeSpan RetryWait = TimeSpan.FromSeconds(5);
    static readonly TimeSpan LedgerWait = TimeSpan.FromSeconds(60);
    static readonly TimeSpan SweepWait = TimeSpan.FromHours(1);

    /// <summary>A disk that hangs is not to keep the server from ending.</summary>
    static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(3);

    readonly Settings _settings;
    readonly CallFiles _files;
    readonly UsageLedger _ledger;
    readonly string _ledgerPath;
    readonly TimeProvider _clock;
    readonly ILogger _logger;
    readonly Thread _thread;

    // Guards the waiting calls, for moments only; the other one is held while the disk works. Taken in the order disk, calls.
    readonly object _calls = new();
    readonly object _disk = new();
    readonly List<CallRecord> _pending = [];
    bool _hasNews;
    bool _ends;
    bool _isBroken;
    bool _ledgerIsBroken;
    long _dropped;
    long _lastSeq;
    long _ledgerSaved = Environment.TickCount64;
    long _swept = long.MinValue / 2;

    public CallWriter(Settings settings, CallFiles files, UsageLedger ledger, string ledgerPath, TimeProvider clock, ILogger logger)
    {
        (_settings, _files, _ledger, _ledgerPath, _clock, _logger) = (settings, files, ledger, ledgerPath, clock, logger);
        _lastSeq = ledger.Seq;
        _thread = new Thread(Run) { IsBackground = true, Name = "call log" };
        _thread.Start();
    }

    public long Dropped => Interlocked.Read(ref _dropped);

    int MostTogether => Math.Max(1, _settings.CallLogMaxPending);

    int MostWaiting => Math.Max(_settings.CallLogMaxPending, 1000) * 4;

    /// <summary>Null is a call that counts and is not logged.</summary>
    public void Add(CallRecord? call)
    {
        lock (_calls)
        {
            var sleeps = !_hasNews && _pending.Count == 0;
            _hasNews = true;
            if (call is not null && _pending.Count >= MostWaiting)
            {
                if (_dropped++ == 0)
                {
                    Log.CallsDropped(_logger, MostWaiting);
                }
            }
            else if (call is not null)
            {
                _pending.Add(call);
            }

            // In between the thread waits for the time to be over: a call that only joins the others need not wake it.
            if (sleeps || _pending.Count == MostTogether)
            {
                Monitor.PulseAll(_calls);
            }
        }
    }

    /// <summary>Looks at the files and at what waits, while nothing is on its way from here to there.</summary>
    public T Read<T>(Func<IReadOnlyList<CallRecord>, T> read)
    {
        lock (_disk)
        {
            return read(Waiting());
        }
    }

    public void Dispose()
    {
        lock (_calls)
        {
            _ends = true;
            Monitor.PulseAll(_calls);
        }

        _thread.Join(LongestEnd);
    }

    void Run()
    {
        while (true)
        {
            var ends = WaitForWork();
            var isWritten = true;
            lock (_disk)
            {
                isWritten = TryWrite(out var isNewFile);
                SaveLedger(isNewFile || ends);
                Sweep();
            }

            if (ends)
            {
                return;
            }

            if (!isWritten)
            {
                WaitForEnd(RetryWait);
            }
        }
    }

    /// <summary>True when the server ends.</summary>
    bool WaitForWork()
    {
        lock (_calls)
        {
            while (!_ends && !_hasNews && _pending.Count == 0)
            {
                Monitor.Wait(_calls);
            }

            var until = Environment.TickCount64 + (long)(_settings.CallLogWaitSeconds * 1000);
            while (!_ends && _pending.Count < MostTogether && until - Environment.TickCount64 is > 0 and var left)
            {
                Monitor.Wait(_calls, TimeSpan.FromMilliseconds(left));
            }

            _hasNews = false;
            return _ends;
        }
    }

    void WaitForEnd(TimeSpan most)
    {
        lock (_calls)
        {
            var until = Environment.TickCount64 + (long)most.TotalMilliseconds;
            while (!_ends && until - Environment.TickCount64 is > 0 and var left)
            {
                Monitor.Wait(_calls, TimeSpan.FromMilliseconds(left));
            }
        }
    }

    bool TryWrite(out bool isNewFile)
    {
        isNewFile = false;
        var calls = Waiting();
        if (calls.Length == 0)
        {
            return true;
        }

        try
        {
            isNewFile = _files.Append(LinesOf(calls), _lastSeq);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            if (!_isBroken)
            {
                Log.CallLogNotWritten(_logger, _files.Path, error.Message);
            }

            _isBroken = true;
            return false;
        }

        if (_isBroken)
        {
            Log.CallLogWrittenAgain(_logger, _files.Path);
        }

        _isBroken = false;
        _lastSeq = calls[^1].Seq;
        lock (_calls)
        {
            _pending.RemoveRange(0, calls.Length);
        }

        return true;
    }

    CallRecord[] Waiting()
    {
        lock (_calls)
        {
            return [.. _pending];
        }
    }

    static ReadOnlySpan<byte> LinesOf(CallRecord[] calls)
    {
        var lines = new ArrayBufferWriter<byte>();
        foreach (var call in calls)
        {
            CallsJson.Write(lines, call);
            lines.Write("\n"u8);
        }

        return lines.WrittenSpan;
    }

    /// <summary>The log has all that was counted since; without a log the ledger alone does.</summary>
    void SaveLedger(bool isNow)
    {
        var isDue = isNow || !_settings.SaveCallLog || Environment.TickCount64 - _ledgerSaved > LedgerWait.TotalMilliseconds;
        if (!isDue || _ledger.Seq == 0)
        {
            return;
        }

        try
        {
            LedgerFile.Save(_ledger, _ledgerPath, _clock.GetUtcNow());
            _ledgerIsBroken = false;
            _ledgerSaved = Environment.TickCount64;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            if (!_ledgerIsBroken)
            {
                Log.CallLogNotWritten(_logger, _ledgerPath, error.Message);
            }

            _ledgerIsBroken = true;
        }
    }

    void Sweep()
    {
        if (_settings.CallLogRetentionDays is not { } days || Environment.TickCount64 - _swept < SweepWait.TotalMilliseconds)
        {
            return;
        }

        _swept = Environment.TickCount64;
        try
        {
            _files.Sweep(_clock.GetUtcNow().AddDays(-days));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Log.CallLogNotWritten(_logger, _files.Path, error.Message);
        }
    }
}
