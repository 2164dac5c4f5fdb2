using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Repeater.Storage;

namespace Repeater.Endpoints;

/// <summary>The part of a branch that is copied; a refusal copies nothing.</summary>
delegate (TState? Part, ApiError? Refusal) Cut<TState>(TState state);

/// <summary>New branches from old ones.</summary>
/// <param name="store">The kind's branches.</param>
/// <param name="path">The kind in the routes.</param>
/// <param name="readCut">Reads from a request what part of a branch is wanted; null: this kind has no parts.</param>
sealed class ForkEndpoints<TState>(BranchStore<TState> store, string path, Func<Fields, Cut<TState>>? readCut)
    where TState : class
{
    public void Map(IEndpointRouteBuilder routes)
    {
        var prefix = $"/userdata/{path}";
        routes.Map(Routes.Get, $"{prefix}/branches/{{user_id}}", List);
        routes.Map(Routes.Post, $"{prefix}/fork/{{user_id}}", Fork);
        routes.Map(Routes.Post, $"{prefix}/clone/{{user_id}}", Clone);
        routes.Map(Routes.Post, $"{prefix}/rename/{{user_id}}", Rename);
    }

    async Task<IResult> List(HttpContext context)
    {
        if (!Routes.TryUser(context, out var user, out var refusal))
        {
            return refusal;
        }

        var current = await store.CurrentAsync(user);
        return ApiResults.Json(BranchList.Of(current, await store.SummariesAsync(user)), ApiJson.Default.BranchList);
    }

    async Task<IResult> Fork(HttpContext context)
    {
        var (request, refusal) = await BranchRequest.ReadAsync(context, store);
        if (request is null)
        {
            return refusal!;
        }

        var (target, invalid) = NewBranch(request.Fields);
        var operation = request.Fields.OptionalInt("operation");
        var cut = readCut?.Invoke(request.Fields) ?? (state => (state, null));
        var change = request.Fields.Bool("change", false);
        if (target is null || request.Fields.Refusal is not null)
        {
            return request.Fields.Refusal ?? invalid!;
        }

        ApiError? refused = null;
        var (copy, reason) = await store.ForkAsync(
            request.User,
            request.Branch,
            target,
            operation,
            state =>
            {
                (var part, refused) = cut(state);
                return part;
            },
            request.Key);
        if (copy is null)
        {
            return refused ?? ApiErrors.Of(reason!.Value, reason == SteerRefusal.BranchExists ? target : request.Branch);
        }

        if (change)
        {
            await store.ChangeAsync(request.User, target, request.Key);
        }

        return Json(new(target.Raw, copy.Parent, store.Length(copy.After)));
    }

    /// <summary>The branch becomes what another one is: an operation that can be undone.</summary>
    async Task<IResult> Clone(HttpContext context)
    {
        var (request, refusal) = await BranchRequest.ReadAsync(context, store);
        if (request is null)
        {
            return refusal!;
        }

        var id = request.Fields.RequiredText("from_branch_id");
        if (request.Fields.Refusal is not null)
        {
            return request.Fields.Refusal;
        }

        if (BranchName.TryParse(id, out var error) is not { } source)
        {
            return ApiErrors.InvalidId("body", "from_branch_id", id, error);
        }

        var (copy, reason) = await store.CloneAsync(request.User, source, request.Branch, request.Key);
        return copy is null
            ? ApiErrors.Of(reason!.Value, source)
            : Json(new(copy.Branch.Raw, source.Raw, store.Length(copy.After)));
    }

    async Task<IResult> Rename(HttpContext context)
    {
        var (request, refusal) = await BranchRequest.ReadAsync(context, store);
        if (request is null)
        {
            return refusal!;
        }

        var (target, invalid) = NewBranch(request.Fields);
        if (target is null)
        {
            return invalid!;
        }

        return await store.RenameAsync(request.User, request.Branch, target, request.Key) is { } reason
            ? ApiErrors.Of(reason, reason == SteerRefusal.BranchExists ? target : request.Branch)
            : Json(new(target.Raw, null, store.Length(await store.ReadAsync(request.User, target))));
    }

    static (BranchName? Branch, ApiError? Refusal) NewBranch(Fields fields)
    {
        var id = fields.RequiredText("new_branch_id");
        return fields.Refusal is { } missing ? (null, missing)
            : BranchName.TryParse(id, out var error) is { } branch ? (branch, null)
            : (null, ApiErrors.InvalidId("body", "new_branch_id", id, error));
    }

    static JsonResult<ForkAnswer> Json(ForkAnswer answer) => ApiResults.Json(answer, ApiJson.Default.ForkAnswer);
}

/// <summary>A branch that was made or named anew.</summary>
/// <param name="Branch">Its id.</param>
/// <param name="Parent">What it was copied from; absent when it was not.</param>
/// <param name="Length">Messages, letters or settings.</param>
sealed record ForkAnswer(string Branch, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Parent, int Length);

/// <summary>All branches of a user, sorted by id.</summary>
sealed record BranchList(string Current, IReadOnlyList<BranchView> Branches)
{
    public static BranchList Of(BranchName current, IReadOnlyList<BranchSummary> branches) =>
        new(current.Raw, [.. branches.Select(branch => BranchView.Of(branch, BranchName.Stored(branch.Branch) == current))]);
}

/// <summary>One of them; what is not known is null.</summary>
/// <param name="Branch">Its id.</param>
/// <param name="Current">Whether chats go there.</param>
/// <param name="Size">Of its file, in bytes.</param>
/// <param name="Length">Messages of a conversation, letters of a prompt, settings of a config.</param>
/// <param name="Created">When its file was made.</param>
/// <param name="LastUse">When it was changed last.</param>
/// <param name="Parent">The branch it was copied from.</param>
/// <param name="ParentLength">How much of that.</param>
/// <param name="Error">Why it cannot be read.</param>
sealed record BranchView(
    string Branch,
    bool Current,
    long? Size,
    int? Length,
    DateTimeOffset? Created,
    DateTimeOffset? LastUse,
    string? Parent,
    int? ParentLength,
    string? Error)
{
    public static BranchView Of(BranchSummary branch, bool isCurrent) => branch.Error is { } error
        ? new(branch.Branch, isCurrent, null, null, null, null, null, null, error)
        : new(branch.Branch, isCurrent, branch.Bytes, branch.Length, branch.Created, branch.LastUse, branch.Parent, branch.ParentLength, null);
}
