namespace Repeater;

/// <summary>Every event that is logged. Names and fields are an interface, which docs/operation.md lists: people filter by them.</summary>
static partial class Log
{
    [LoggerMessage(100, LogLevel.Information, "user={User} turn={Turn} branch={Branch} door={Door} model={Model} outcome={Outcome} reason={Reason} ms={Ms} tokens={Tokens} tries={Tries}", EventName = "turn.ended")]
    public static partial void TurnEnded(
        ILogger logger, string user, string turn, string branch, string door, string model, string outcome, string reason, long ms, long? tokens, int? tries);

    [LoggerMessage(101, LogLevel.Warning, "{Path} cannot be read ({Reason}); the nicknames stay as they were.", EventName = "nicknames.unreadable")]
    public static partial void NicknamesUnreadable(ILogger logger, string path, string reason);

    [LoggerMessage(102, LogLevel.Warning, "no image for {User}: {Reason}", EventName = "image.failed")]
    public static partial void NotRendered(ILogger logger, string user, string reason);

    [LoggerMessage(103, LogLevel.Warning, "{Path} cannot be removed ({Reason}).", EventName = "image.not_removed")]
    public static partial void ImageNotRemoved(ILogger logger, string path, string reason);

    [LoggerMessage(104, LogLevel.Information, "read again: {What}", EventName = "reload.done")]
    public static partial void Reloaded(ILogger logger, Enum what);

    [LoggerMessage(105, LogLevel.Warning, "not read again, as before: {What} ({Reason})", EventName = "reload.failed")]
    public static partial void NotReloaded(ILogger logger, Enum what, string reason);

    [LoggerMessage(106, LogLevel.Error, "drawing failed.", EventName = "image.fault")]
    public static partial void DrawingFailed(ILogger logger, Exception exception);

    [LoggerMessage(107, LogLevel.Warning, "user={User} turn={Turn} ended with an error: {Reason}", EventName = "turn.broken")]
    public static partial void TurnBroken(ILogger logger, string user, string turn, string reason);

    [LoggerMessage(108, LogLevel.Debug, "user={User} turn={Turn} door={Door}", EventName = "turn.begun")]
    public static partial void TurnBegun(ILogger logger, string user, string turn, string door);

    [LoggerMessage(109, LogLevel.Information, "user={User} door={Door} reason={Reason}: {Detail}", EventName = "turn.refused")]
    public static partial void TurnRefused(ILogger logger, string user, string door, string reason, string detail);

    [LoggerMessage(110, LogLevel.Information, "user={User} turn={Turn} text={Text} reply={Reply}", EventName = "turn.text")]
    public static partial void TurnText(ILogger logger, string user, string turn, string text, string reply);

    [LoggerMessage(111, LogLevel.Warning, "a reply to {User} that was cut off when the server was killed is stored as interrupted in branch {Branch}.", EventName = "turn.recovered")]
    public static partial void ReplyRecovered(ILogger logger, string user, string branch);

    [LoggerMessage(112, LogLevel.Error, "replies that were cut off when the server was killed wait for the next start: {Reason}", EventName = "turn.not_recovered")]
    public static partial void RepliesNotRecovered(ILogger logger, string reason);

    [LoggerMessage(113, LogLevel.Warning, "replies under way would be lost if the server were killed now: {Reason}", EventName = "turn.not_kept")]
    public static partial void ReplyNotKept(ILogger logger, string reason);

    [LoggerMessage(114, LogLevel.Information, "a formula is shown as its source: {Formula} ({Reason})", EventName = "image.formula")]
    public static partial void FormulaNotDrawn(ILogger logger, string formula, string reason);

    [LoggerMessage(120, LogLevel.Warning, "{Path} cannot be written ({Reason}); calls wait in memory, turns go on.", EventName = "calllog.not_written")]
    public static partial void CallLogNotWritten(ILogger logger, string path, string reason);

    [LoggerMessage(121, LogLevel.Information, "{Path} is written again.", EventName = "calllog.written_again")]
    public static partial void CallLogWrittenAgain(ILogger logger, string path);

    [LoggerMessage(122, LogLevel.Warning, "more than {Most} calls wait for the call log: further ones are counted, and not logged.", EventName = "calllog.dropped")]
    public static partial void CallsDropped(ILogger logger, int most);

    [LoggerMessage(123, LogLevel.Warning, "{Path} was not read for the usage ledger: {Reason}", EventName = "calllog.unreadable")]
    public static partial void CallLogUnreadable(ILogger logger, string path, string reason);

    [LoggerMessage(200, LogLevel.Warning, "{Path} ends with {Bytes} bytes of a write that never ended; they are no part of the branch.", EventName = "storage.torn_tail")]
    public static partial void TornTailFound(ILogger logger, string path, int bytes);

    [LoggerMessage(201, LogLevel.Warning, "{Path}: {Bytes} bytes of a write that never ended were set aside as {Aside}.", EventName = "storage.torn_tail_set_aside")]
    public static partial void TornTailSetAside(ILogger logger, string path, int bytes, string aside);

    [LoggerMessage(202, LogLevel.Error, "{Path}: a failed write could not be taken back yet ({Reason}); the branch is read-only until it can.", EventName = "storage.read_only")]
    public static partial void WriteNotTakenBack(ILogger logger, string path, string reason);

    [LoggerMessage(203, LogLevel.Error, "{Path}: a failed change could not be taken back ({Reason}); the next start may find it done.", EventName = "storage.pointer_in_doubt")]
    public static partial void PointerNotTakenBack(ILogger logger, string path, string reason);

    [LoggerMessage(204, LogLevel.Information, "{Count} branches deleted more than {Days} days ago were removed for good.", EventName = "trash.swept")]
    public static partial void TrashSwept(ILogger logger, int count, int days);

    [LoggerMessage(205, LogLevel.Warning, "{Path} could not be swept: {Reason}", EventName = "trash.not_swept")]
    public static partial void TrashNotSwept(ILogger logger, string path, string reason);

    [LoggerMessage(300, LogLevel.Error, "{Method} {Path} failed, error id {ErrorId}.", EventName = "request.failed")]
    public static partial void RequestFailed(ILogger logger, Exception exception, string method, string? path, string errorId);

    [LoggerMessage(301, LogLevel.Error, "{Method} {Path} failed after its answer had begun: the connection was closed.", EventName = "request.cut_off")]
    public static partial void AnswerCutOff(ILogger logger, Exception exception, string method, string? path);

    [LoggerMessage(302, LogLevel.Error, "{Method} {Path} was refused with {Status}: {Reason}", EventName = "request.outage")]
    public static partial void OutageAnswered(ILogger logger, string method, string? path, int status, string reason);

    [LoggerMessage(303, LogLevel.Debug, "{Method} {Path}: the client left.", EventName = "request.client_left")]
    public static partial void ClientLeft(ILogger logger, string method, string? path);

    [LoggerMessage(304, LogLevel.Debug, "{Method} {Path} {Status} in {Ms} ms", EventName = "request.ended")]
    public static partial void RequestEnded(ILogger logger, string method, string? path, int status, long ms);

    [LoggerMessage(400, LogLevel.Information, "version {Version} listens on {Addresses}; data in {Folder}", EventName = "server.started")]
    public static partial void ServerStarted(ILogger logger, string version, string addresses, string folder);

    [LoggerMessage(401, LogLevel.Information, "{Turns} turns may go on for {Seconds} seconds; nothing new is begun.", EventName = "server.stopping")]
    public static partial void ServerStopping(ILogger logger, int turns, double seconds);

    [LoggerMessage(402, LogLevel.Warning, "told to stop again: {Turns} turns are stopped now, and stored as interrupted.", EventName = "server.hurried")]
    public static partial void ServerHurried(ILogger logger, int turns);

    [LoggerMessage(403, LogLevel.Information, "after {Ms} ms; {Turns} turns were stopped.", EventName = "server.stopped")]
    public static partial void ServerStopped(ILogger logger, long ms, int turns);

    [LoggerMessage(404, LogLevel.Error, "something hangs: the process ends now. What was acknowledged is on disk.", EventName = "server.forced")]
    public static partial void ServerForced(ILogger logger);
}
