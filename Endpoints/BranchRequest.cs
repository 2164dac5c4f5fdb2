using Microsoft.AspNetCore.Http;
using Repeater.Storage;

namespace Repeater.Endpoints;

/// <summary>What every request about one branch says: whose, which (<c>branch_id</c>, else the current one), and what makes a repeat known.</summary>
sealed record BranchRequest(UserName User, BranchName Branch, Fields Fields, RequestKey? Key)
{
    const FieldSources Anywhere = FieldSources.Body | FieldSources.Query;

    /// <returns>Null for the request with why.</returns>
    public static async Task<(BranchRequest? Request, ApiError? Refusal)> ReadAsync<TState>(HttpContext context, BranchStore<TState> store)
        where TState : class
    {
        if (!Routes.TryChange(context, out var user, out var key, out var refusal))
        {
            return (null, refusal);
        }

        var fields = await Fields.ReadAsync(context, HttpMethods.IsGet(context.Request.Method) ? FieldSources.Query : Anywhere);
        var (branch, invalid) = BranchOf(fields, "branch_id");
        return invalid is not null
            ? (null, invalid)
            : (new(user, branch ?? await store.CurrentAsync(user), fields, RequestKeys.Of(context, key, fields)), null);
    }

    /// <summary>Null without an error: the field was not sent, or is empty.</summary>
    public static (BranchName? Branch, ApiError? Refusal) BranchOf(Fields fields, string name)
    {
        var id = fields.Text(name, "");
        if (id.Length == 0 || fields.Refusal is not null)
        {
            return (null, fields.Refusal);
        }

        return BranchName.TryParse(id, out var error) is { } branch
            ? (branch, null)
            : (null, ApiErrors.InvalidId("body", name, id, error));
    }
}
