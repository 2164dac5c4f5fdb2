using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Repeater.Chat;
using Repeater.Chat.Turns;
using Repeater.Storage;

namespace Repeater.Endpoints.OpenAi;

/// <summary>
/// The way in for clients of OpenAI's API. A conversation that the client keeps goes to the model as it is; where a user is named,
/// the last message is a turn in that user's current branch.
/// </summary>
sealed class OpenAiEndpoints(ChatService chat, GatewayService gateway, ModelCatalog models)
{
    const string UserHeader = "X-Repeater-User";

    /// <summary>Stands for the user in the log and the ledger where a client keeps its own conversation.</summary>
    const string Door = "openai";

    /// <summary>Between user and model type, for clients that can set nothing but a model name.</summary>
    const char UserMark = '@';

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Map(Routes.Post, "/v1/chat/completions", Complete);
        routes.Map(Routes.Get, "/v1/models", _ => Task.FromResult<IResult>(new WrittenResult(json => OpenAiWriter.Models(json, models.Offered))));
        routes.Map(Routes.Get, "/v1/models/{**model_id}", context => Task.FromResult(Model((string)context.GetRouteValue("model_id")!)));
    }

    public static CompletionHead HeadOf(LiveTurn turn, string model) => new($"chatcmpl-{turn.Id}", turn.Started.ToUnixTimeSeconds(), model);

    /// <summary>Null of a reply.</summary>
    public static ApiError? ErrorOf(TurnOutcome outcome, string model) => outcome switch
    {
        TurnAnswer => null,
        TurnRefused { Reason: TurnRefusal.UnknownModelType } => ApiErrors.ModelNotFound(model),
        TurnRefused refused => ApiErrors.Of(refused),
        TurnFailed failed => ApiErrors.Of(failed),
        var other => throw new InvalidOperationException($"No answer for {other}."),
    };

    IResult Model(string id) => models.Offered.FirstOrDefault(model => model.Name.Equals(id, StringComparison.OrdinalIgnoreCase)) is { } found
        ? new WrittenResult(json => OpenAiWriter.Model(json, found))
        : ApiErrors.ModelNotFound(id);

    async Task<IResult> Complete(HttpContext context)
    {
        if (!Routes.TryKey(context, out var key, out var refusal))
        {
            return refusal;
        }

        var fields = await Fields.ReadAsync(context, FieldSources.Body);
        if (fields.Refusal is not null)
        {
            return fields.Refusal;
        }

        if (OpenAiRequest.Read(fields, out var invalid) is not { } request || !TryUser(context, request.Model, out var user, out var model, out invalid))
        {
            return invalid!;
        }

        var grant = Grant.Of(context);
        var caller = CallerOf(grant);
        if (user is null ? caller is null : !grant.Covers(user))
        {
            return user is null ? ApiErrors.NoUserNamed : ApiErrors.AnotherUsers;
        }

        if (user is not null && request.LastOfUser is null)
        {
            return ApiErrors.InvalidMember("messages", "'messages' has no message of the role user, with which a turn begins.");
        }

        var (turn, refused) = user is null
            ? await gateway.StartAsync(new GatewayRequest(model, request.Messages, request.Sampling, caller!), context.RequestAborted)
            : await chat.StartAsync(TurnOf(user, model, request) with { Key = RequestKeys.Of(context, key, fields) }, context.RequestAborted);
        if (turn is null)
        {
            return ErrorOf(refused!, model)!;
        }

        if (request.Stream)
        {
            return new OpenAiStream(turn, model, request.IncludeUsage);
        }

        var outcome = await turn.Outcome.WaitAsync(context.RequestAborted);
        return outcome is TurnAnswer answer
            ? new WrittenResult(json => OpenAiWriter.Completion(json, HeadOf(turn, answer.ModelId), answer))
            : ErrorOf(outcome, model)!;
    }

    /// <summary>A token for one user speaks as that user; one that is bound to several has to name one: null.</summary>
    static GatewayCaller? CallerOf(Grant grant) =>
        grant.OnlyUser is { } user ? new(user.Raw, "", user)
        : !grant.CoversEverybody ? null
        : grant.Token is { } token ? new($"{Door}:{token.Id}", token.Note ?? "", null)
        : new(Door, "", null);

    /// <summary>Branch, prompt and history are the user's own: of what the client sends, the last message counts.</summary>
    static ChatRequest TurnOf(UserName user, string model, OpenAiRequest request) => new()
    {
        User = user,
        Message = request.LastOfUser!.Content,
        RoleName = request.LastOfUser.Name,
        ModelType = model,
        Sampling = request.Sampling,
    };

    /// <summary>Whose turn it is, by header or model name; a name that is a model's is that model. No user: the client's own conversation.</summary>
    bool TryUser(HttpContext context, string wanted, out UserName? user, out string model, out ApiError? refusal)
    {
        (user, model, refusal) = (null, wanted, null);
        var raw = context.Request.Headers[UserHeader].ToString();
        if (raw.Length == 0 && wanted.LastIndexOf(UserMark) is > 0 and var mark && !models.Has(wanted))
        {
            (raw, model) = (wanted[..mark], wanted[(mark + 1)..]);
        }

        if (raw.Length == 0)
        {
            refusal = wanted.Length == 0 ? ApiErrors.InvalidMember("model", "'model' has to name a model.") : null;
            return refusal is null;
        }

        user = UserName.TryParse(raw, out var error);
        refusal = user is null ? ApiErrors.InvalidId("header", UserHeader, raw, error) : null;
        return user is not null;
    }
}
