using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Repeater.Storage;

namespace Repeater.Endpoints;

/// <summary>What all three kinds have: users, branches, the current one, changing and deleting it.</summary>
/// <param name="store">The kind's branches.</param>
/// <param name="path">The kind in the routes: context, prompt, config.</param>
/// <param name="title">The kind in answers.</param>
/// <param name="fieldSource">Where the original looks for a new branch's id; a missing one is reported there.</param>
sealed class BranchEndpoints<TState>(BranchStore<TState> store, string path, string title, FieldSources fieldSource)
    where TState : class
{
    public void Map(IEndpointRouteBuilder routes)
    {
        var prefix = $"/userdata/{path}";
        routes.Map(Routes.Get, $"{prefix}/userlist", ListUsers);
        routes.Map(Routes.Get, $"{prefix}/branch/{{user_id}}", ListBranches);
        routes.Map(Routes.Get, $"{prefix}/now_branch/{{user_id}}", GetCurrent);
        routes.Map(Routes.PostOrPut, $"{prefix}/change/{{user_id}}", Change);
        routes.Map(Routes.Delete, $"{prefix}/delete/{{user_id}}", Delete);
    }

    async Task<IResult> ListUsers(HttpContext context) =>
        ApiResults.Json(await store.UsersAsync(), ApiJson.Default.IReadOnlyListString);

    async Task<IResult> ListBranches(HttpContext context) =>
        Routes.TryUser(context, out var user, out var refusal)
            ? ApiResults.Json(await store.BranchesAsync(user), ApiJson.Default.IReadOnlyListString)
            : refusal;

    async Task<IResult> GetCurrent(HttpContext context) =>
        Routes.TryUser(context, out var user, out var refusal)
            ? ApiResults.Text((await store.CurrentAsync(user)).Raw)
            : refusal;

    async Task<IResult> Change(HttpContext context)
    {
        if (!Routes.TryChange(context, out var user, out var key, out var refusal))
        {
            return refusal;
        }

        var fields = await Fields.ReadAsync(context, FieldSources.Body | FieldSources.Query);
        var id = fields.RequiredText("new_branch_id", fieldSource);
        if (fields.Refusal is not null)
        {
            return fields.Refusal;
        }

        if (BranchName.TryParse(id, out var error) is not { } branch)
        {
            return ApiErrors.InvalidId(fieldSource == FieldSources.Query ? "query" : "body", "new_branch_id", id, error);
        }

        return await store.ChangeAsync(user, branch, RequestKeys.Of(context, key, fields))
            ? ApiResults.Text($"{title} changed successfully")
            : ApiErrors.KeyUsedOtherwise;
    }

    async Task<IResult> Delete(HttpContext context)
    {
        if (!Routes.TryChange(context, out var user, out var key, out var refusal))
        {
            return refusal;
        }

        return await store.DeleteAsync(user, await store.CurrentAsync(user), RequestKeys.Of(context, key))
            ? ApiResults.Text($"{title} deleted successfully")
            : ApiErrors.KeyUsedOtherwise;
    }
}
