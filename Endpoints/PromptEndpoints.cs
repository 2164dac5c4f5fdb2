using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Repeater.Storage;

namespace Repeater.Endpoints;

/// <summary>Reading and setting users' own prompts.</summary>
sealed class PromptEndpoints(BranchStore<string> store)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Map(Routes.Get, "/userdata/prompt/get/{user_id}", Get);
        routes.Map(Routes.PostOrPut, "/userdata/prompt/set/{user_id}", Set);
    }

    async Task<IResult> Get(HttpContext context) =>
        Routes.TryUser(context, out var user, out var refusal)
            ? ApiResults.Text(await store.ReadAsync(user, await store.CurrentAsync(user)))
            : refusal;

    async Task<IResult> Set(HttpContext context)
    {
        if (!Routes.TryChange(context, out var user, out var key, out var refusal))
        {
            return refusal;
        }

        var fields = await Fields.ReadAsync(context, FieldSources.Body);
        var prompt = fields.RequiredText("prompt");
        if (fields.Refusal is not null)
        {
            return fields.Refusal;
        }

        var done = await store.ApplyOnceAsync(user, await store.CurrentAsync(user), RequestKeys.Of(context, key, fields), _ => new SetPrompt { Text = prompt });
        return done is null ? ApiErrors.KeyUsedOtherwise : ApiResults.Text("Prompt set successfully");
    }
}
