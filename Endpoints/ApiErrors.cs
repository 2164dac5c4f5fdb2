using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Repeater.Access;
using Repeater.Chat;
using Repeater.Chat.Images;
using Repeater.Storage;
using Repeater.Storage.Archive;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace Repeater.Endpoints;

/// <summary>The catalogue: every failure a client can see, one line each. The short sentences are the original's, to the byte.</summary>
static class ApiErrors
{
    static readonly TimeSpan BusyRetryAfter = TimeSpan.FromSeconds(10);

    // Requests the server cannot read or place

    public static readonly ApiError NotFound = new(Status404NotFound, "Not Found");
    public static readonly ApiError MethodNotAllowed = new(Status405MethodNotAllowed, "Method Not Allowed");

    public static ApiError TooManyFields(int limit) => new(Status400BadRequest, $"Too many fields. Maximum number of fields is {limit}.");
    public static ApiError BodyTooLarge(long limit) => new(Status413PayloadTooLarge, $"The request body is larger than {limit} bytes.");
    public static ApiError BadJson(string reason) => new(Status400BadRequest, $"The request body {reason}. Send one JSON object in UTF-8.");
    public static ApiError BadMultipart(string reason) => new(Status400BadRequest, $"The request body is not valid multipart/form-data: {reason}.");
    public static ApiError UnsupportedCharset(string charset) => new(Status415UnsupportedMediaType, $"Charset '{charset}' is not supported: send UTF-8.");
    public static ApiError UnsupportedEncoding(string encoding) => new(Status415UnsupportedMediaType, $"Content-Encoding '{encoding}' is not supported: send the body as it is.");
    public static ApiError Invalid(IReadOnlyList<FieldError> fields) => new(Status422UnprocessableEntity, "") { Fields = fields };
    public static ApiError MissingHeader(string name) => Invalid([new("missing", "header", name, "Field required", default)]);

    public static ApiError InvalidId(string source, string name, string value, string sentence) =>
        Invalid([new("value_error", source, name, sentence, new(value, default))]);

    // Chat

    public static ApiError UnknownRole(string role) => new(Status422UnprocessableEntity, $"'{role}' is no role; a message is of system, user, assistant or tool.");

    public static readonly ApiError TurnNotFound = new(Status404NotFound, "There is no such turn of this user under way, and none that ended in the last minutes.");

    /// <summary>A turn that was not begun.</summary>
    public static ApiError Of(TurnRefused refused) => refused.Reason switch
    {
        TurnRefusal.KeyUsedOtherwise => KeyUsedOtherwise,
        TurnRefusal.BudgetSpent => new(Status429TooManyRequests, refused.Detail) { RetryAfter = refused.RetryAfter, Code = "insufficient_quota" },
        TurnRefusal.Stopped => new(Status409Conflict, refused.Detail),
        TurnRefusal.Busy or TurnRefusal.Overloaded =>
            new(Status503ServiceUnavailable, refused.Detail) { RetryAfter = refused.RetryAfter ?? BusyRetryAfter },
        TurnRefusal.TooManyRequests => new(Status429TooManyRequests, refused.Detail) { RetryAfter = refused.RetryAfter, Code = "rate_limit_exceeded" },
        _ => new(Status400BadRequest, refused.Detail),
    };

    /// <summary>A turn that the model's provider failed.</summary>
    public static ApiError Of(TurnFailed failed) => new(StatusOf(failed.Failure), failed.Detail) { RetryAfter = failed.RetryAfter };

    // Clients of OpenAI's API

    public static ApiError InvalidMember(string member, string sentence) => new(Status400BadRequest, sentence) { Param = member, Code = "invalid_value" };
    public static ApiError UnsupportedMember(string member, string sentence) => new(Status400BadRequest, sentence) { Param = member, Code = "unsupported_parameter" };
    public static ApiError ModelNotFound(string model) => new(Status404NotFound, $"The model '{model}' does not exist: GET /v1/models lists what there is.") { Param = "model", Code = "model_not_found" };
    public static readonly ApiError NoUserNamed = new(Status403Forbidden, "This token is for several users: name one of them, by the header X-Repeater-User or as the model 'user_id@model_type'.");

    // Stored data

    public static readonly ApiError IndexOutOfRange = new(Status400BadRequest, "Index out of range");
    public static readonly ApiError OnlyAssistantHasReasoning = new(Status400BadRequest, "Only assistant can have reasoning_content");
    public static readonly ApiError KeyNotFound = new(Status400BadRequest, "Key not found");
    public static readonly ApiError InvalidValueType = new(Status400BadRequest, "Invalid value type");

    public static ApiError SettingRefused(string sentence) => new(Status400BadRequest, sentence);
    public static ApiError InvalidValue(string type, string value, string wanted) => new(Status400BadRequest, $"'{value}' cannot be stored as {type}: {wanted} is expected.");

    public static readonly ApiError KeyUsedOtherwise = new(Status422UnprocessableEntity, "This Idempotency-Key was used for another request. Nothing was done: send a new key with a new request.");

    public static ApiError ImportRefused(string sentence) => new(Status422UnprocessableEntity, sentence);
    public static ApiError UnknownKind(string kind) => new(Status422UnprocessableEntity, $"'{kind}' is no kind; there are context, prompt and config.");
    public static ApiError LifetimeOutOfRange(int most) => new(Status422UnprocessableEntity, $"lifetime must be from 1 to {most} seconds.");

    /// <summary>409 where the only reason is that the data is there already and differs.</summary>
    public static ApiError Of(ImportedUser refused) => new(
        refused.Branches.Any(branch => branch.Outcome == ImportOutcome.Refused) ? Status422UnprocessableEntity : Status409Conflict,
        $"Nothing was changed. {string.Join(' ', refused.Branches.Select(branch => branch.Reason).OfType<string>())}");

    // Branches and messages that clients name

    public static readonly ApiError ConfirmPurge = new(Status422UnprocessableEntity, "Purging removes the branch's history, its undo and what the trash has of it for good: send confirm=true.");
    public static readonly ApiError ConfirmEmpty = new(Status422UnprocessableEntity, "Emptying the trash removes deleted branches for good: send confirm=true, or a trash_id to remove one.");
    public static readonly ApiError NotInTrash = new(Status404NotFound, "The trash has no such branch. Nothing was changed.");

    public static ApiError MessageNotFound(string id) => new(Status404NotFound, $"The branch has no message with the id '{id}'. Nothing was changed: read the messages again.");
    public static ApiError MessageMoved(int index, string found, string expected) =>
        new(Status409Conflict, $"Message {index} is '{found}', not '{expected}'. Nothing was changed: read the messages again.");
    public static ApiError LastMessageMoved(string? found, string expected) =>
        new(Status409Conflict, $"The last message is {(found is null ? "none" : $"'{found}'")}, not '{expected}'. Nothing was changed: read the messages again.");
    public static ApiError InvalidMessages(string sentence) => new(Status422UnprocessableEntity, sentence);
    public static ApiError OutOfRange(string name, int from, int to, int found) => new(Status422UnprocessableEntity, $"{name} has to be from {from} to {to}, not {found}.");

    /// <summary>Why a branch was not undone, copied, renamed or brought back.</summary>
    public static ApiError Of(SteerRefusal refusal, BranchName branch, BranchHistory? history = null) => refusal switch
    {
        SteerRefusal.KeyUsedOtherwise => KeyUsedOtherwise,
        SteerRefusal.NotInTrash => NotInTrash,
        SteerRefusal.NoSuchBranch => new(Status404NotFound, $"There is no branch '{branch}'. Nothing was changed."),
        SteerRefusal.BranchExists => new(Status409Conflict, $"There is a branch '{branch}' already. Nothing was changed: choose another name, or delete that one first."),
        SteerRefusal.NoSuchOperation => new(Status404NotFound, $"Branch '{branch}' has no such operation{(history is null ? "" : $": they go from {history.Base} to {history.Count}")}. Nothing was changed."),
        SteerRefusal.NotExpected => new(Status409Conflict, $"Another operation comes first: branch '{branch}' is as after operation {history?.Current}, and redo would do {history?.Next?.ToString(CultureInfo.InvariantCulture) ?? "nothing"}. Nothing was changed."),
        SteerRefusal.NothingToUndo => new(Status409Conflict, $"Branch '{branch}' has {history?.UndoSteps ?? 0} operations that can be undone. Nothing was changed."),
        SteerRefusal.NothingToRedo => new(Status409Conflict, $"Branch '{branch}' has {history?.RedoSteps ?? 0} operations that can be done again. Nothing was changed."),
        _ => throw new ArgumentOutOfRangeException(nameof(refusal), refusal, null),
    };

    /// <summary>The outage's own sentence, which names what was not done; 507 where room would help, else 503.</summary>
    public static ApiError OfStorage(StorageException outage) => outage.Failure switch
    {
        StorageFailure.DiskFull => new(Status507InsufficientStorage, outage.Message),
        _ => new(Status503ServiceUnavailable, outage.Message),
    };

    // Images

    public static readonly ApiError InvalidStyle = new(Status400BadRequest, "Invalid style");
    public static readonly ApiError WidthOutOfRange = new(Status422UnprocessableEntity, "width must be from 200 to 2000 pixels.");
    public static readonly ApiError ScaleOutOfRange = new(Status422UnprocessableEntity, "scale must be a number from 0.5 to 4.");
    public static readonly ApiError FileNotFound = new(Status404NotFound, "File not found");
    public static readonly ApiError ReadMeNotFound = new(Status404NotFound, "README.md not found");

    public static ApiError Of(ImagesBusy busy) => new(Status503ServiceUnavailable, busy.Detail) { RetryAfter = busy.RetryAfter };
    public static ApiError Of(ImagesFailed failed) => new(Status503ServiceUnavailable, failed.Detail);

    // The owner

    public static ApiError CallLogUnreadable(string reason) => new(Status503ServiceUnavailable, $"The call log cannot be read: {reason}");
    public static ApiError NoTime(string name, string found) => new(Status422UnprocessableEntity, $"{name} is '{found}'; it has to be a time such as 2026-01-31T18:00Z, or Unix seconds.");
    public static ApiError NoDay(string name, string found) => new(Status422UnprocessableEntity, $"{name} is '{found}'; it has to be a day such as 2026-01-31, or a month such as 2026-01.");

    public static ApiError NotReloaded(string sentence) => new(Status400BadRequest, $"{sentence} What was read before stays in force.");

    // Everything else

    public static readonly ApiError Stopping = new(Status503ServiceUnavailable, "The server is stopping; nothing was done.") { RetryAfter = BusyRetryAfter };

    public static readonly ApiError InvalidAccessToken = new(Status401Unauthorized, "This server asks for a token: send the header 'Authorization: Bearer …'.") { Code = "invalid_api_key" };
    public static readonly ApiError ReadOnlyToken = new(Status403Forbidden, "This token may only read.");
    public static readonly ApiError OwnersOnly = new(Status403Forbidden, "This token is for the data of some users; this route is about everybody, or the server itself.");
    public static readonly ApiError AnotherUsers = new(Status403Forbidden, "This token is not for this user.");
    public static readonly ApiError InvalidApiKey = new(Status401Unauthorized, "Invalid API key");

    public static ApiError TooManyTries(TimeSpan wait) =>
        new(Status429TooManyRequests, "Too many wrong keys came from this address: wait before the next try.") { RetryAfter = wait };

    /// <summary>The owner's keys or files: the sentence names the file.</summary>
    public static ApiError OfAccess(AccessFileException outage) => new(Status503ServiceUnavailable, outage.Message);

    public static ApiError Internal(string errorId) => new(Status500InternalServerError, "Internal Server Error") { ErrorId = errorId };

    /// <summary>The server's own refusal: a body that breaks off, or arrives too slowly.</summary>
    public static ApiError OfServer(BadHttpRequestException refusal) => refusal.StatusCode switch
    {
        Status408RequestTimeout => new(Status408RequestTimeout, "The request body arrived too slowly."),
        _ => new(refusal.StatusCode, refusal.Message),
    };

    /// <summary>A refusal the framework made with nothing but a status.</summary>
    public static ApiError OfStatus(int status) => status switch
    {
        Status404NotFound => NotFound,
        Status405MethodNotAllowed => MethodNotAllowed,
        _ => new(status, ReasonPhrases.GetReasonPhrase(status)),
    };

    static int StatusOf(UpstreamFailure failure) => failure switch
    {
        UpstreamFailure.RateLimited => Status429TooManyRequests,
        UpstreamFailure.Unavailable => Status503ServiceUnavailable,
        UpstreamFailure.TimedOut => Status504GatewayTimeout,
        UpstreamFailure.Rejected => Status400BadRequest,
        _ => Status502BadGateway,
    };
}
