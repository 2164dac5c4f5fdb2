using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Repeater.Storage;

namespace Repeater.Endpoints;

/// <summary>Reading and changing conversations.</summary>
sealed class ContextEndpoints(BranchStore<Conversation> store)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Map(Routes.Get, "/userdata/context/get/{user_id}", Get);
        routes.Map(Routes.Get, "/userdata/context/length/{user_id}", GetLength);
        routes.Map(Routes.Post, "/userdata/context/withdraw/{user_id}", Withdraw);
        routes.Map(Routes.Post, "/userdata/context/rewrite/{user_id}", Rewrite);
    }

    async Task<IResult> Get(HttpContext context) =>
        Routes.TryUser(context, out var user, out var refusal)
            ? Messages(await store.ReadAsync(user, await store.CurrentAsync(user)))
            : refusal;

    async Task<IResult> GetLength(HttpContext context) =>
        Routes.TryUser(context, out var user, out var refusal)
            ? ApiResults.Json(ContextLength.Of(await store.ReadAsync(user, await store.CurrentAsync(user))), ApiJson.Default.ContextLength)
            : refusal;

    async Task<IResult> Withdraw(HttpContext context)
    {
        if (!Routes.TryUser(context, out var user, out var refusal))
        {
            return refusal;
        }

        var fields = await Fields.ReadAsync(context, FieldSources.Body);
        if (fields.Has("context_pair_num") && !fields.Has("index"))
        {
            var pairs = fields.RequiredInt("context_pair_num");
            return fields.Refusal is null ? await WithdrawPairsAsync(user, pairs) : fields.Refusal;
        }

        var index = fields.RequiredInt("index");
        return fields.Refusal ?? await ChangeAsync(user, now =>
            index >= 0 && index < now.Count
                ? (new WithdrawMessages { Ids = [now[index].Id] }, null)
                : (null, ApiErrors.IndexOutOfRange));
    }

    async Task<IResult> Rewrite(HttpContext context)
    {
        if (!Routes.TryUser(context, out var user, out var refusal))
        {
            return refusal;
        }

        var fields = await Fields.ReadAsync(context, FieldSources.Body);
        var index = fields.RequiredInt("index");
        var content = fields.Text("content", "");
        var reasoning = fields.Text("reasoning_content", "");
        return fields.Refusal ?? await ChangeAsync(user, now =>
            index < 0 || index >= now.Count ? (null, ApiErrors.IndexOutOfRange)
            : reasoning.Length > 0 && now[index].Role != Role.Assistant ? (null, ApiErrors.OnlyAssistantHasReasoning)
            : content.Length + reasoning.Length == 0 ? (null, null)
            : (new RewriteMessage { Id = now[index].Id, Content = NullIfEmpty(content), ReasoningContent = NullIfEmpty(reasoning) }, null));
    }

    /// <summary>The last turns of a conversation, each from a user's message to the last reply to it.</summary>
    async Task<IResult> WithdrawPairsAsync(UserName user, int pairs)
    {
        IReadOnlyList<Message> gone = [];
        var removed = 0;
        var left = await store.ApplyAsync(user, await store.CurrentAsync(user), now =>
        {
            var start = now.Count;
            for (removed = 0; removed < pairs && start > 0; removed++)
            {
                start = Math.Max(0, LastIndexOfUser(now, start));
            }

            gone = [.. now.Messages.Skip(start)];
            return gone.Count == 0 ? null : new WithdrawMessages { Ids = [.. gone.Select(message => message.Id)] };
        });
        return ApiResults.Json(WithdrawnPairs.Of(removed, gone, left), ApiJson.Default.WithdrawnPairs);
    }

    static int LastIndexOfUser(Conversation conversation, int before)
    {
        var index = before - 1;
        while (index >= 0 && conversation[index].Role != Role.User)
        {
            index--;
        }

        return index;
    }

    /// <summary>Decides under the branch's lock, so that an index means what it means at that moment.</summary>
    async Task<IResult> ChangeAsync(UserName user, Func<Conversation, (BranchOperation? Operation, ApiError? Refusal)> decide)
    {
        ApiError? refusal = null;
        var after = await store.ApplyAsync(user, await store.CurrentAsync(user), now =>
        {
            (var operation, refusal) = decide(now);
            return operation;
        });
        return refusal is null ? Messages(after) : refusal;
    }

    static JsonResult<IEnumerable<MessageView>> Messages(Conversation conversation) =>
        ApiResults.Json(conversation.Messages.Select(MessageView.Of), ApiJson.Default.IEnumerableMessageView);

    static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}
