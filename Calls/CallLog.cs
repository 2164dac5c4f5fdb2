namespace Repeater.Calls;

/// <summary>
/// Every call to a model: in the log, and in the ledger of who used what. A turn hands its call over and goes on: a disk that is slow,
/// full or gone costs calls of the log, which are counted, and no turn anything.
/// </summary>
sealed class CallLog : IDisposable
{
    readonly Lock _lock = new();
    readonly CallFiles _files;
    readonly CallWriter _writer;
    readonly Func<string, string> _keyOf;
    readonly bool _isKept;
    long _seq;

    /// <summary>Reads the ledger, and the log where it goes beyond that.</summary>
    /// <param name="settings">Where the log is, how long calls may wait, how long files are kept.</param>
    /// <param name="ownFolder">Of the ledger.</param>
    /// <param name="keyOf">The same for ids that mean the same user.</param>
    /// <param name="clock">Says which day it is.</param>
    /// <param name="logger">Is told once when something cannot be written.</param>
    public CallLog(Settings settings, string ownFolder, Func<string, string> keyOf, TimeProvider clock, ILogger<CallLog> logger)
    {
        _keyOf = keyOf;
        _isKept = settings.SaveCallLog;
        _files = FilesOf(settings);
        var path = Path.Combine(ownFolder, LedgerFile.Name);
        Usage = LedgerOf(settings, keyOf);
        LedgerFile.Load(Usage, path, _files, (file, reason) => Log.CallLogUnreadable(logger, file, reason), isReadOnly: false);
        _seq = Math.Max(Usage.Seq, LastFull());
        _writer = new CallWriter(settings, _files, Usage, path, clock, logger);
    }

    /// <summary>Up to the last call that was added.</summary>
    public UsageLedger Usage { get; }

    /// <summary>Calls since the start that are in no log, since it could not be written.</summary>
    public long Dropped => _writer.Dropped;

    /// <summary>The ledger as the disk has it, with nothing changed there.</summary>
    public static UsageLedger ReadLedger(Settings settings, string ownFolder, Func<string, string> keyOf, Action<string, string> warn)
    {
        var ledger = LedgerOf(settings, keyOf);
        LedgerFile.Load(ledger, Path.Combine(ownFolder, LedgerFile.Name), FilesOf(settings), warn, isReadOnly: true);
        return ledger;
    }

    /// <summary>Takes a call that has ended. Never waits, never fails.</summary>
    public void Add(CallRecord call)
    {
        lock (_lock)
        {
            call = call with { Seq = ++_seq };
            Usage.Add(call);
            _writer.Add(_isKept ? call : null);
        }
    }

    /// <summary>The whole log at this moment.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It cannot be read.</exception>
    public CallReading Read() => _writer.Read(pending => new CallReading(_files.Open(), pending, _keyOf));

    public void Dispose() => _writer.Dispose();

    static CallFiles FilesOf(Settings settings) => new(settings.CallLogFilePath, settings.CallLogMaxFileBytes);

    static UsageLedger LedgerOf(Settings settings, Func<string, string> keyOf) =>
        new(TimeSpan.FromMinutes(Math.Round(settings.TimeZoneOffset * 60)), keyOf);

    long LastFull()
    {
        try
        {
            return _files.Full() is [.., var last] ? last.LastSeq : 0;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }
}
