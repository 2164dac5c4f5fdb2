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
        routes.Map(Routes.Post, "/userdata/context/withdraw_last/{user_id}", WithdrawLast);
        routes.Map(Routes.Post, "/userdata/context/rewrite/{user_id}", Rewrite);
        // As the plugin of July 2025 calls it.
        routes.Map(Routes.Post, "/session/withdraw/{user_id}/lastmsg", WithdrawLast);
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
        if (!Routes.TryChange(context, out var user, out var key, out var refusal))
        {
            return refusal;
        }

        var fields = await Fields.ReadAsync(context, FieldSources.Body);
        var once = RequestKeys.Of(context, key, fields);
        if (fields.Has("context_pair_num") && !fields.Has("index"))
        {
            var pairs = fields.RequiredInt("context_pair_num");
            return fields.Refusal ?? await WithdrawPairsAsync(user, pairs, null, once);
        }

        var from = MessagePlace.IsRange(fields) ? MessagePlace.Read(fields, "from_id", "from_index") : MessagePlace.Read(fields);
        var to = MessagePlace.IsRange(fields) ? MessagePlace.Read(fields, "to_id", "to_index", "expected_to_id") : from;
        return fields.Refusal ?? await ChangeAsync<WithdrawMessages>(user, once, now =>
            from.Find(now, out var first) is { } missing ? (null, missing)
            : to.Find(now, out var last) is { } lacking ? (null, lacking)
            : last < first ? (null, ApiErrors.IndexOutOfRange)
            : (new WithdrawMessages { Ids = [.. Enumerable.Range(first, last - first + 1).Select(index => now[index].Id)] }, null));
    }

    async Task<IResult> WithdrawLast(HttpContext context)
    {
        if (!Routes.TryChange(context, out var user, out var key, out var refusal))
        {
            return refusal;
        }

        var fields = await Fields.ReadAsync(context, FieldSources.Body | FieldSources.Query);
        var turns = fields.OptionalInt("turns") ?? 1;
        var expected = fields.OptionalText("expected_id");
        return fields.Refusal ?? await WithdrawPairsAsync(user, turns, expected, RequestKeys.Of(context, key, fields));
    }

    async Task<IResult> Rewrite(HttpContext context)
    {
        if (!Routes.TryChange(context, out var user, out var key, out var refusal))
        {
            return refusal;
        }

        var fields = await Fields.ReadAsync(context, FieldSources.Body);
        var place = MessagePlace.Read(fields);
        var content = fields.Text("content", "");
        var reasoning = fields.Text("reasoning_content", "");
        return fields.Refusal ?? await ChangeAsync<RewriteMessage>(user, RequestKeys.Of(context, key, fields), now =>
            place.Find(now, out var index) is { } missing ? (null, missing)
            : reasoning.Length > 0 && now[index].Role != Role.Assistant ? (null, ApiErrors.OnlyAssistantHasReasoning)
            : content.Length + reasoning.Length == 0 ? (null, null)
            : (new RewriteMessage { Id = now[index].Id, Content = NullIfEmpty(content), ReasoningContent = NullIfEmpty(reasoning) }, null));
    }

    /// <summary>The last turns of a conversation, each from a user's message to the last reply to it.</summary>
    async Task<IResult> WithdrawPairsAsync(UserName user, int pairs, string? expectedId, RequestKey? key)
    {
        ApiError? refusal = null;
        var done = await store.ApplyOnceAsync(user, await store.CurrentAsync(user), key, now =>
        {
            refusal = MessagePlace.RefusalOfLast(now, expectedId);
            var start = refusal is null ? now.Count : 0;
            for (var removed = 0; removed < pairs && start > 0; removed++)
            {
                start = Math.Max(0, LastIndexOfUser(now, start));
            }

            return refusal is not null || start == now.Count ? null : new WithdrawMessages { Ids = [.. now.Messages.Skip(start).Select(message => message.Id)] };
        });
        return done is null ? ApiErrors.KeyUsedOtherwise
            : refusal is not null ? refusal
            : ApiResults.Json(WithdrawnPairs.Of([.. done.Before.Messages.Skip(done.After.Count)], done.After), ApiJson.Default.WithdrawnPairs);
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
    async Task<IResult> ChangeAsync<T>(UserName user, RequestKey? key, Func<Conversation, (T? Operation, ApiError? Refusal)> decide)
        where T : BranchOperation
    {
        ApiError? refusal = null;
        var done = await store.ApplyOnceAsync(user, await store.CurrentAsync(user), key, now =>
        {
            (var operation, refusal) = decide(now);
            return operation;
        });
        return done is null ? ApiErrors.KeyUsedOtherwise
            : refusal is not null ? refusal
            : Messages(done.After);
    }

    static JsonResult<IEnumerable<MessageView>> Messages(Conversation conversation) =>
        ApiResults.Json(conversation.Messages.Select(MessageView.Of), ApiJson.Default.IEnumerableMessageView);

    static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}
