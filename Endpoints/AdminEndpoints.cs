using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Repeater.Access;
using Repeater.Chat;
using Repeater.Storage;

namespace Repeater.Endpoints;

/// <summary>The owner's routes. <see cref="AccessMiddleware"/> has asked for the admin key.</summary>
sealed class AdminEndpoints(AdminKey key, Reloading reloading, UserStore store, TurnQueue turns, TimeProvider clock)
{
    const int DefaultUsers = 100;
    const int MostUsers = 1000;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Map(Routes.Post, "/admin/reload/apiinfo", _ => Reload(Reloadable.Models, "Apiinfo"));
        routes.Map(Routes.Post, "/admin/reload/presets", _ => Reload(Reloadable.Presets, "Presets"));
        routes.Map(Routes.Post, "/admin/reload/themes", _ => Reload(Reloadable.Themes, "Themes"));
        routes.Map(Routes.Post, "/admin/reload/nicknames", _ => Reload(Reloadable.Nicknames, "Nicknames"));
        routes.Map(Routes.Post, "/admin/reload/certificate", _ => Reload(Reloadable.Certificate, "Certificate"));
        routes.Map(Routes.Post, "/admin/reload", _ => ReloadAll());
        routes.Map(Routes.Post, "/admin/regenerate/admin_key", _ => Regenerate());
        routes.Map(Routes.Get, "/admin/users", ListUsers);
        routes.Map(Routes.Get, "/admin/turns", _ => ListTurns());
    }

    Task<IResult> Reload(Reloadable what, string title) => Task.FromResult<IResult>(
        reloading.Reload(what) is { } sentence ? ApiErrors.NotReloaded(sentence) : Done($"{title} reloaded"));

    Task<IResult> ReloadAll() => Task.FromResult<IResult>(
        reloading.ReloadAll() is { Count: > 0 } sentences ? ApiErrors.NotReloaded(string.Join(' ', sentences)) : Done("Everything reloaded"));

    Task<IResult> Regenerate() => Task.FromResult<IResult>(ApiResults.Json(
        new RegeneratedKey("Admin key regenerated", key.Regenerate()), ApiJson.Default.RegeneratedKey));

    /// <summary>A page of everybody, in the order of their ids: <c>after</c> is the last id of the page before.</summary>
    async Task<IResult> ListUsers(HttpContext context)
    {
        var fields = await Fields.ReadAsync(context, FieldSources.Query);
        var after = fields.Text("after", "");
        var limit = Math.Clamp(fields.OptionalInt("limit") ?? DefaultUsers, 1, MostUsers);
        if (fields.Refusal is not null)
        {
            return fields.Refusal;
        }

        var ids = (await store.Contexts.UsersAsync())
            .Union(await store.Prompts.UsersAsync()).Union(await store.Configs.UsersAsync())
            .Order(StringComparer.Ordinal).ToList();
        var users = new List<UserOverview>();
        foreach (var id in ids.Where(id => string.CompareOrdinal(id, after) > 0).Take(limit))
        {
            if (UserName.TryParse(id, out _) is { } user)
            {
                users.Add(new(id, await OverviewAsync(store.Contexts, user), await OverviewAsync(store.Prompts, user), await OverviewAsync(store.Configs, user)));
            }
        }

        return ApiResults.Json(new UsersPage(ids.Count, users), ApiJson.Default.UsersPage);
    }

    Task<IResult> ListTurns()
    {
        var now = clock.GetUtcNow();
        return Task.FromResult<IResult>(ApiResults.Json(
            [.. turns.List().Select(turn => new TurnView(turn.User.Raw, turn.IsRunning ? "running" : "waiting", turn.Since, (long)(now - turn.Since).TotalMilliseconds))],
            ApiJson.Default.IReadOnlyListTurnView));
    }

    static async Task<KindOverview> OverviewAsync<TState>(BranchStore<TState> branches, UserName user)
        where TState : class => new((await branches.CurrentAsync(user)).Raw, await branches.BranchesAsync(user));

    static JsonResult<Detail> Done(string sentence) => ApiResults.Json(new Detail(sentence), ApiJson.Default.Detail);
}

/// <summary>The shape of the original's short answers.</summary>
sealed record Detail([property: System.Text.Json.Serialization.JsonPropertyName("detail")] string Sentence);

sealed record RegeneratedKey(string Detail, string AdminKey);

/// <param name="Total">All users there are.</param>
/// <param name="Users">Those of this page.</param>
sealed record UsersPage(int Total, IReadOnlyList<UserOverview> Users);

sealed record UserOverview(string UserId, KindOverview Context, KindOverview Prompt, KindOverview Config);

/// <param name="Current">The current branch, which need not have been written yet.</param>
/// <param name="Branches">Those with data.</param>
sealed record KindOverview(string Current, IReadOnlyList<string> Branches);

/// <param name="UserId">Whose turn it is.</param>
/// <param name="State"><c>running</c> or <c>waiting</c>.</param>
/// <param name="Since">When the request arrived.</param>
/// <param name="TimeMs">How long ago that is.</param>
sealed record TurnView(string UserId, string State, DateTimeOffset Since, long TimeMs);
