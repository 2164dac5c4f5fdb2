using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Repeater.Chat;
using Repeater.Chat.Images;
using Repeater.Chat.Turns;
using Repeater.Storage;

namespace Repeater.Endpoints;

/// <summary>One chat request in, one answer out.</summary>
sealed class ChatEndpoints(
    ChatService chat, ImageService images, ImageUrls urls, Settings settings, ILogger<ChatEndpoints> logger)
{
    /// <summary>Members of later clients that mean something we do not do.</summary>
    static readonly string[] Unsupported = ["image_url"];

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Map(Routes.Post, "/chat/completion/{user_id}", Complete);
        routes.Map(Routes.Post, "/chat/preview/{user_id}", Preview);
    }

    /// <summary>The same fields as a chat; nothing is sent or stored.</summary>
    async Task<IResult> Preview(HttpContext context)
    {
        if (!Routes.TryUser(context, out var user, out var refusal))
        {
            return refusal;
        }

        var fields = await Fields.ReadAsync(context, FieldSources.Body);
        var request = Read(fields, user, out var invalid);
        if (RefusalOf(context, fields, request, invalid) is { } refused)
        {
            return refused;
        }

        var (preview, reason) = await chat.PreviewAsync(request);
        return preview is null ? ApiErrors.Of(reason!) : new WrittenResult(json => PreviewWriter.Write(json, preview));
    }

    async Task<IResult> Complete(HttpContext context)
    {
        if (!Routes.TryChange(context, out var user, out var key, out var refusal))
        {
            return refusal;
        }

        var fields = await Fields.ReadAsync(context, FieldSources.Body);
        var request = Read(fields, user, out var invalid);
        if (RefusalOf(context, fields, request, invalid) is { } wrong)
        {
            return wrong;
        }

        request = request with { Key = RequestKeys.Of(context, key, fields) };
        if (fields.Bool("stream", false))
        {
            var (turn, refused) = await chat.StartAsync(request, context.RequestAborted);
            return new TurnStream(turn ?? LiveTurn.Refused(user, refused!), 0, (http, outcome) => EndAsync(http, user, fields, outcome));
        }

        try
        {
            var end = await EndAsync(context, user, fields, await chat.RunAsync(request, context.RequestAborted));
            return end.Error is not null ? end.Error : ApiResults.Json(end.Answer!, ApiJson.Default.ChatAnswer);
        }
        catch (StorageException outage) when (settings.ChatErrorsAsReply)
        {
            return ApiResults.Json(ChatAnswer.OfError(outage.Message, null), ApiJson.Default.ChatAnswer);
        }
    }

    async Task<TurnEnd> EndAsync(HttpContext context, UserName user, Fields fields, TurnOutcome outcome) => outcome is TurnAnswer answer
        ? new TurnEnd(await AnswerAsync(context, user, fields, answer), null)
        : TurnEnd.OfNone(outcome, settings.ChatErrorsAsReply);

    async Task<ChatAnswer> AnswerAsync(HttpContext context, UserName user, Fields fields, TurnAnswer turn)
    {
        var answer = ChatAnswer.Of(turn, Warnings(fields));
        var isDrawn = fields.Bool("rendering", false) && turn.Content.Length > 0 && turn.Content.Length >= settings.RenderMinLength;
        if (!isDrawn)
        {
            return answer;
        }

        var outcome = await images.DrawAsync(new ImageRequest
        {
            Markdown = ReplyPage.Compose(turn.ReasoningContent, turn.Content),
            Style = turn.RenderStyle,
        });
        if (outcome is ImagesDrawn drawn)
        {
            return answer.WithImages([.. drawn.Pages.Select(page => urls.UrlOf(context, page))], drawn.Pages[0]);
        }

        // The turn is stored and paid for: its text is worth more than an error.
        var reason = outcome switch
        {
            ImagesBusy busy => busy.Detail,
            ImagesFailed failed => failed.Detail,
            _ => throw new InvalidOperationException($"No answer for {outcome}."),
        };
        Log.NotRendered(logger, user.Raw, reason);
        return answer.WithWarning($"The reply is not drawn: {reason}");
    }

    static ApiError? RefusalOf(HttpContext context, Fields fields, ChatRequest request, ApiError? invalid) =>
        fields.Refusal ?? invalid
        ?? (request.Reference is { } reference && !Grant.Of(context).Covers(reference) ? ApiErrors.AnotherUsers : null);

    static ChatRequest Read(Fields fields, UserName user, out ApiError? refusal)
    {
        var message = fields.Text("message", "");
        var userName = fields.Text("user_name", UserInfo.NameOf(fields) ?? "");
        var role = fields.Text("role", "user");
        var roleName = fields.OptionalText("role_name");
        var modelType = fields.OptionalText("model_type") ?? fields.OptionalText("model_uid");
        var loadPrompt = fields.Bool("load_prompt", true);
        _ = fields.Bool("rendering", false);
        _ = fields.Bool("stream", false);
        var saveContext = fields.Bool("save_context", true);
        var reference = fields.Text("reference_context_id", "");
        var continueCompletion = fields.Bool("continue_completion", false);

        refusal = null;
        var source = reference.Length == 0 ? null : UserName.TryParse(reference, out var error);
        if (reference.Length > 0 && source is null)
        {
            refusal = ApiErrors.InvalidId("body", "reference_context_id", reference, "An id of dots alone names no user.");
        }

        var known = ContextKind.RoleOf(role);
        if (known is null)
        {
            refusal = ApiErrors.UnknownRole(role);
        }

        return new ChatRequest
        {
            User = user,
            Message = message,
            UserName = userName,
            Role = known ?? Role.User,
            RoleName = roleName,
            ModelType = modelType,
            LoadPrompt = loadPrompt,
            SaveContext = saveContext,
            Reference = source,
            ContinueCompletion = continueCompletion,
        };
    }

    static IEnumerable<string> Warnings(Fields fields) =>
        Unsupported.Where(name => fields.IsJson && fields.Has(name) && fields.Json(name)?.ValueKind is not System.Text.Json.JsonValueKind.False)
            .Select(name => $"'{name}' is not supported yet and was ignored.");
}
