namespace Repeater;

/// <summary>Every event that is logged. The names are an interface: people filter by them.</summary>
static partial class Log
{
    [LoggerMessage(100, LogLevel.Information, "turn user={User} model={Model} outcome={Outcome} ms={Ms}")]
    public static partial void TurnEnded(ILogger logger, string user, string model, string outcome, long ms);

    [LoggerMessage(101, LogLevel.Warning, "{Path} cannot be read ({Reason}); the nicknames stay as they were.")]
    public static partial void NicknamesUnreadable(ILogger logger, string path, string reason);

    [LoggerMessage(102, LogLevel.Warning, "no image for {User}: {Reason}")]
    public static partial void NotRendered(ILogger logger, string user, string reason);

    [LoggerMessage(103, LogLevel.Warning, "{Path} cannot be removed ({Reason}).")]
    public static partial void ImageNotRemoved(ILogger logger, string path, string reason);

    [LoggerMessage(104, LogLevel.Information, "read again: {What}")]
    public static partial void Reloaded(ILogger logger, Enum what);

    [LoggerMessage(105, LogLevel.Warning, "not read again, as before: {What} ({Reason})")]
    public static partial void NotReloaded(ILogger logger, Enum what, string reason);

    [LoggerMessage(106, LogLevel.Error, "drawing failed.")]
    public static partial void DrawingFailed(ILogger logger, Exception exception);

    [LoggerMessage(106, LogLevel.Warning, "a turn of {User} ended with an error: {Reason}")]
    public static partial void TurnBroken(ILogger logger, string user, string reason);

    [LoggerMessage(107, LogLevel.Information, "a formula is shown as its source: {Formula} ({Reason})")]
    public static partial void FormulaNotDrawn(ILogger logger, string formula, string reason);

    [LoggerMessage(120, LogLevel.Warning, "{Path} cannot be written ({Reason}); calls wait in memory, turns go on.")]
    public static partial void CallLogNotWritten(ILogger logger, string path, string reason);

    [LoggerMessage(121, LogLevel.Information, "{Path} is written again.")]
    public static partial void CallLogWrittenAgain(ILogger logger, string path);

    [LoggerMessage(122, LogLevel.Warning, "more than {Most} calls wait for the call log: further ones are counted, and not logged.")]
    public static partial void CallsDropped(ILogger logger, int most);

    [LoggerMessage(123, LogLevel.Warning, "{Path} was not read for the usage ledger: {Reason}")]
    public static partial void CallLogUnreadable(ILogger logger, string path, string reason);

    [LoggerMessage(200, LogLevel.Warning, "{Path} ends with {Bytes} bytes of a write that never ended; they are no part of the branch.")]
    public static partial void TornTailFound(ILogger logger, string path, int bytes);

    [LoggerMessage(201, LogLevel.Warning, "{Path}: {Bytes} bytes of a write that never ended were set aside as {Aside}.")]
    public static partial void TornTailSetAside(ILogger logger, string path, int bytes, string aside);

    [LoggerMessage(202, LogLevel.Error, "{Path}: a failed write could not be taken back yet ({Reason}); the branch is read-only until it can.")]
    public static partial void WriteNotTakenBack(ILogger logger, string path, string reason);

    [LoggerMessage(203, LogLevel.Error, "{Path}: a failed change could not be taken back ({Reason}); the next start may find it done.")]
    public static partial void PointerNotTakenBack(ILogger logger, string path, string reason);

    [LoggerMessage(204, LogLevel.Information, "{Count} branches deleted more than {Days} days ago were removed for good.")]
    public static partial void TrashSwept(ILogger logger, int count, int days);

    [LoggerMessage(205, LogLevel.Warning, "{Path} could not be swept: {Reason}")]
    public static partial void TrashNotSwept(ILogger logger, string path, string reason);

    [LoggerMessage(300, LogLevel.Error, "{Method} {Path} failed, error id {ErrorId}.")]
    public static partial void RequestFailed(ILogger logger, Exception exception, string method, string? path, string errorId);

    [LoggerMessage(301, LogLevel.Error, "{Method} {Path} failed after its answer had begun: the connection was closed.")]
    public static partial void AnswerCutOff(ILogger logger, Exception exception, string method, string? path);

    [LoggerMessage(302, LogLevel.Error, "{Method} {Path} was refused with {Status}: {Reason}")]
    public static partial void OutageAnswered(ILogger logger, string method, string? path, int status, string reason);

    [LoggerMessage(303, LogLevel.Debug, "{Method} {Path}: the client left.")]
    public static partial void ClientLeft(ILogger logger, string method, string? path);
}
