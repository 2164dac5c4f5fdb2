using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Repeater.Storage;

namespace Repeater.Endpoints;

/// <summary>Deleted branches, until their time is over.</summary>
sealed class TrashEndpoints<TState>(BranchStore<TState> store, string path, TimeSpan retention)
    where TState : class
{
    public void Map(IEndpointRouteBuilder routes)
    {
        var prefix = $"/userdata/{path}/trash";
        routes.Map(Routes.Get, $"{prefix}/{{user_id}}", List);
        routes.Map(Routes.Post, $"{prefix}/restore/{{user_id}}", Restore);
        routes.Map(Routes.Delete, $"{prefix}/{{user_id}}", Empty);
    }

    async Task<IResult> List(HttpContext context) =>
        Routes.TryUser(context, out var user, out var refusal)
            ? ApiResults.Json(TrashList.Of(await store.TrashAsync(user), retention), ApiJson.Default.TrashList)
            : refusal;

    async Task<IResult> Restore(HttpContext context)
    {
        var (request, refusal) = await BranchRequest.ReadAsync(context, store);
        if (request is null)
        {
            return refusal!;
        }

        var id = request.Fields.RequiredText("trash_id");
        var (target, invalid) = BranchRequest.BranchOf(request.Fields, "new_branch_id");
        if (invalid is not null)
        {
            return invalid;
        }

        var name = target ?? BranchName.Stored(DeletedBranches.NameIn(id) ?? id);
        return SteerAnswer.Result(name, await store.RestoreDeletedAsync(request.User, id, target, request.Key));
    }

    async Task<IResult> Empty(HttpContext context)
    {
        var (request, refusal) = await BranchRequest.ReadAsync(context, store);
        if (request is null)
        {
            return refusal!;
        }

        var id = request.Fields.Text("trash_id", "");
        var isConfirmed = request.Fields.Bool("confirm", false);
        if (request.Fields.Refusal is { } invalid)
        {
            return invalid;
        }

        if (id.Length == 0 && !isConfirmed)
        {
            return ApiErrors.ConfirmEmpty;
        }

        var removed = await store.EmptyTrashAsync(request.User, id.Length > 0 ? id : null);
        return id.Length > 0 && removed == 0 ? ApiErrors.NotInTrash : ApiResults.Json(new(removed), ApiJson.Default.TrashEmptied);
    }
}

/// <summary>Deleted branches of a user, the last deleted first.</summary>
sealed record TrashList(IReadOnlyList<TrashView> Branches)
{
    public static TrashList Of(IReadOnlyList<DeletedBranch> deleted, TimeSpan retention) =>
        new([.. deleted.Select(branch => new TrashView(branch.Id, branch.Branch, branch.At, branch.At + retention, branch.Bytes))]);
}

/// <summary>One of them.</summary>
/// <param name="TrashId">What brings it back, or removes it.</param>
/// <param name="Branch">The id it had.</param>
/// <param name="Deleted">When.</param>
/// <param name="Expires">When it is removed for good, at the next sweep.</param>
/// <param name="Size">Of its file, in bytes.</param>
sealed record TrashView(string TrashId, string Branch, DateTimeOffset Deleted, DateTimeOffset Expires, long Size);

/// <summary>How many were removed for good.</summary>
sealed record TrashEmptied(int Removed);
