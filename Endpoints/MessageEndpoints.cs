using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Repeater.Storage;

namespace Repeater.Endpoints;

/// <summary>Messages by their ids: reading, putting in, replacing, searching.</summary>
sealed class MessageEndpoints(BranchStore<Conversation> store)
{
    const int MostHits = 100;
    const int UsualHits = 20;
    const int LongestQuery = 200;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Map(Routes.Get, "/userdata/context/messages/{user_id}", List);
        routes.Map(Routes.Get, "/userdata/context/search/{user_id}", Search);
        routes.Map(Routes.Post, "/userdata/context/insert/{user_id}", Insert);
        routes.Map(Routes.PostOrPut, "/userdata/context/replace/{user_id}", Replace);
    }

    async Task<IResult> List(HttpContext context)
    {
        var (request, refusal) = await BranchRequest.ReadAsync(context, store);
        if (request is null)
        {
            return refusal!;
        }

        var from = request.Fields.OptionalInt("from_index") ?? 0;
        var limit = request.Fields.OptionalInt("limit") ?? int.MaxValue;
        return request.Fields.Refusal is { } invalid ? invalid
            : from < 0 ? ApiErrors.OutOfRange("from_index", 0, int.MaxValue, from)
            : limit < 0 ? ApiErrors.OutOfRange("limit", 0, int.MaxValue, limit)
            : Json(MessageList.Of(request.Branch, await store.ReadAsync(request.User, request.Branch), from, limit));
    }

    async Task<IResult> Search(HttpContext context)
    {
        var (request, refusal) = await BranchRequest.ReadAsync(context, store);
        if (request is null)
        {
            return refusal!;
        }

        var query = request.Fields.RequiredText("query");
        var limit = request.Fields.OptionalInt("limit") ?? UsualHits;
        if (request.Fields.Refusal is { } invalid)
        {
            return invalid;
        }

        if (query.Length is 0 or > LongestQuery)
        {
            return ApiErrors.OutOfRange("the length of query", 1, LongestQuery, query.Length);
        }

        if (limit is < 1 or > MostHits)
        {
            return ApiErrors.OutOfRange("limit", 1, MostHits, limit);
        }

        var isOneBranch = request.Fields.Text("branch_id", "").Length > 0;
        var branches = isOneBranch ? [request.Branch] : (await store.BranchesAsync(request.User)).Select(BranchName.Stored);
        var search = new MessageSearch(query, limit);
        foreach (var branch in branches)
        {
            try
            {
                search.Look(branch, await store.ReadAsync(request.User, branch));
            }
            catch (StorageException damage) when (damage.Failure == StorageFailure.Damaged)
            {
                search.Skip(branch, damage.Message);
            }
        }

        return ApiResults.Json(search.Answer, ApiJson.Default.SearchAnswer);
    }

    /// <summary>Before or after a message, or at the end.</summary>
    async Task<IResult> Insert(HttpContext context)
    {
        var (request, refusal) = await BranchRequest.ReadAsync(context, store);
        if (request is null)
        {
            return refusal!;
        }

        var message = NewMessage.Read(request.Fields, out var invalid);
        var place = InsertPlace.Read(request.Fields);
        if (message is null || request.Fields.Refusal is not null)
        {
            return request.Fields.Refusal ?? invalid!;
        }

        ApiError? refused = null;
        var done = await store.ApplyOnceAsync<BranchOperation>(request.User, request.Branch, request.Key, now =>
        {
            refused = place.Find(now, out var index);
            return refused is not null ? null
                : index == now.Count ? new AppendMessages { Messages = [message] }
                : new InsertMessages { Messages = [message], Before = now[index].Id };
        });
        return done is null ? ApiErrors.KeyUsedOtherwise
            : refused is not null ? refused
            : InsertAnswer.Result(done);
    }

    /// <summary>All messages at once.</summary>
    async Task<IResult> Replace(HttpContext context)
    {
        var (request, refusal) = await BranchRequest.ReadAsync(context, store);
        if (request is null)
        {
            return refusal!;
        }

        if (!request.Fields.Has("messages"))
        {
            request.Fields.RequiredText("messages");
        }

        var json = request.Fields.Json("messages");
        var expectedId = request.Fields.OptionalText("expected_id");
        if (request.Fields.Refusal is { } missing)
        {
            return missing;
        }

        if (NewMessage.ReadAll(json!.Value, out var invalid) is not { } messages)
        {
            return invalid!;
        }

        ApiError? refused = null;
        var done = await store.ApplyOnceAsync(request.User, request.Branch, request.Key, now =>
        {
            refused = MessagePlace.RefusalOfLast(now, expectedId);
            return refused is null ? new ReplaceMessages { Messages = NewMessage.WithKnownIds(messages, now) } : null;
        });
        return done is null ? ApiErrors.KeyUsedOtherwise
            : refused is not null ? refused
            : Json(MessageList.Of(done.Branch, done.After, 0, int.MaxValue));
    }

    static JsonResult<MessageList> Json(MessageList list) => ApiResults.Json(list, ApiJson.Default.MessageList);
}
