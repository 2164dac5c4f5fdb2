using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Repeater.Storage;

namespace Repeater.Endpoints;

/// <summary>
/// What the bot plugin of July 2025 calls and the Python backend never had: sessions, which are users, and their sub-sessions,
/// which are branches. It looks at the status alone.
/// </summary>
sealed class SessionEndpoints(UserStore store)
{
    const FieldSources Anywhere = FieldSources.Body | FieldSources.Query;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Map(Routes.Post, "/session/inject/{user_id}", Inject);
        routes.Map(Routes.PostOrPut, "/session/subsession/change", context => ChangeAsync(store.Contexts, "Context", context));
        routes.Map(Routes.Delete, "/session/subsession/delete", context => DeleteAsync(store.Contexts, "Context", context));
        routes.Map(Routes.Post, "/session/clone", context => CloneAsync(store.Contexts, "Context", context));
        routes.Map(Routes.PostOrPut, "/userdata/prompt/change", context => ChangeAsync(store.Prompts, "Prompt", context));
        routes.Map(Routes.Delete, "/prompt/subsession/delete", context => DeleteAsync(store.Prompts, "Prompt", context));
        routes.Map(Routes.Post, "/prompt/clone", context => CloneAsync(store.Prompts, "Prompt", context));
        routes.Map(Routes.PostOrPut, "/config/subsession/change", context => ChangeAsync(store.Configs, "Config", context));
        routes.Map(Routes.Post, "/config/clone", context => CloneAsync(store.Configs, "Config", context));
    }

    /// <summary>A message at the end of the current conversation, without asking a model.</summary>
    async Task<IResult> Inject(HttpContext context)
    {
        if (!Routes.TryChange(context, out var user, out var key, out var refusal))
        {
            return refusal;
        }

        var fields = await Fields.ReadAsync(context, Anywhere);
        var text = fields.RequiredText("text");
        var role = fields.Text("role", "user");
        if (fields.Refusal is not null)
        {
            return fields.Refusal;
        }

        if (ContextKind.RoleOf(role) is null)
        {
            return ApiErrors.UnknownRole(role);
        }

        var message = new StoredMessage { Id = ContextKind.NewId(), Role = role, Content = text };
        var done = await store.Contexts.ApplyOnceAsync(
            user, await store.Contexts.CurrentAsync(user), RequestKeys.Of(context, key, fields), _ => new AppendMessages { Messages = [message] });
        return done is null ? ApiErrors.KeyUsedOtherwise : ApiResults.Text("Context injected successfully");
    }

    static async Task<IResult> ChangeAsync<TState>(BranchStore<TState> branches, string title, HttpContext context)
        where TState : class
    {
        var fields = await Fields.ReadAsync(context, Anywhere);
        if (!TryUser(fields, "session_id", out var user, out var refusal))
        {
            return refusal!;
        }

        var id = fields.RequiredText("subsession_id");
        if (fields.Refusal is not null)
        {
            return fields.Refusal;
        }

        if (BranchName.TryParse(id, out var error) is not { } branch)
        {
            return ApiErrors.InvalidId("query", "subsession_id", id, error);
        }

        await branches.ChangeAsync(user!, branch);
        return ApiResults.Text($"{title} changed successfully");
    }

    static async Task<IResult> DeleteAsync<TState>(BranchStore<TState> branches, string title, HttpContext context)
        where TState : class
    {
        var fields = await Fields.ReadAsync(context, Anywhere);
        if (!TryUser(fields, "session_id", out var user, out var refusal))
        {
            return refusal!;
        }

        await branches.DeleteAsync(user!, await branches.CurrentAsync(user!));
        return ApiResults.Text($"{title} deleted successfully");
    }

    /// <summary>The current branch of one user becomes a branch of another, named after the first; what had that name can be brought back by undo.</summary>
    static async Task<IResult> CloneAsync<TState>(BranchStore<TState> branches, string title, HttpContext context)
        where TState : class
    {
        var fields = await Fields.ReadAsync(context, Anywhere);
        if (!TryUser(fields, "from_session_id", out var from, out var refusal) || !TryUser(fields, "to_session_id", out var to, out refusal))
        {
            return refusal!;
        }

        var becomesCurrent = fields.Bool("auto_set_default", true);
        if (fields.Refusal is not null)
        {
            return fields.Refusal;
        }

        var target = BranchName.Stored(from!.Raw);
        var current = await branches.CurrentAsync(from);
        await branches.ReplaceAsync(to!, target, await branches.ReadAsync(from, current), $"{from.Raw}/{current.Raw}");
        if (becomesCurrent)
        {
            await branches.ChangeAsync(to!, target);
        }

        return ApiResults.Text($"{title} cloned successfully");
    }

    static bool TryUser(Fields fields, string name, out UserName? user, out ApiError? refusal)
    {
        var id = fields.RequiredText(name);
        (user, refusal) = (null, fields.Refusal);
        if (refusal is not null)
        {
            return false;
        }

        user = UserName.TryParse(id, out var error);
        refusal = user is null ? ApiErrors.InvalidId("query", name, id, error) : null;
        return user is not null;
    }
}
