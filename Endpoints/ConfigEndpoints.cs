using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Repeater.Chat;
using Repeater.Chat.Images;
using Repeater.Storage;

namespace Repeater.Endpoints;

/// <summary>Reading and changing users' settings. Each change answers all settings as they are afterwards.</summary>
sealed class ConfigEndpoints(BranchStore<UserValues> store, Themes themes)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Map(Routes.Get, "/userdata/config/get/{user_id}", Get);
        routes.Map(Routes.PostOrPut, "/userdata/config/set/{user_id}", SetMany);
        routes.Map(Routes.PostOrPut, "/userdata/config/set/{user_id}/{type_or_key}", Set);
        routes.Map(Routes.Post, "/userdata/config/delkey/{user_id}", RemoveNamedByField);
        routes.Map(Routes.Delete, "/userdata/config/delkey/{user_id}/{key}", RemoveNamedByPath);
    }

    async Task<IResult> Get(HttpContext context) =>
        Routes.TryUser(context, out var user, out var refusal)
            ? Values(await store.ReadAsync(user, await store.CurrentAsync(user)))
            : refusal;

    /// <summary>The original's form has the type in the path; the later client's JSON has the key there.</summary>
    async Task<IResult> Set(HttpContext context)
    {
        if (!Routes.TryChange(context, out var user, out var idempotencyKey, out var refusal))
        {
            return refusal;
        }

        var inPath = (string)context.GetRouteValue("type_or_key")!;
        var fields = await Fields.ReadAsync(context, FieldSources.Body);
        if (fields.Has("config") && !fields.Has("key"))
        {
            return await MergeAsync(user, fields, RequestKeys.Of(context, idempotencyKey, fields));
        }

        var isKeyInPath = fields.IsJson && !fields.Has("key");
        var type = isKeyInPath ? fields.RequiredText("type") : inPath;
        var key = isKeyInPath ? inPath : fields.RequiredText("key");
        var json = fields.IsJson ? fields.Json("value") : null;
        var text = json is null ? fields.RequiredText("value") : "";
        if (fields.Refusal is not null)
        {
            return fields.Refusal;
        }

        var value = json is { } element
            ? ConfigValue.FromJson(type, element, out var invalid)
            : ConfigValue.FromText(type, text, out invalid);
        return value is { } known
            ? await SetAsync(user, new SetValue { Name = key, Value = known }, [(key, known)], RequestKeys.Of(context, idempotencyKey, fields))
            : invalid!;
    }

    async Task<IResult> SetMany(HttpContext context)
    {
        if (!Routes.TryChange(context, out var user, out var idempotencyKey, out var refusal))
        {
            return refusal;
        }

        var fields = await Fields.ReadAsync(context, FieldSources.Body);
        return await MergeAsync(user, fields, RequestKeys.Of(context, idempotencyKey, fields));
    }

    async Task<IResult> RemoveNamedByField(HttpContext context)
    {
        if (!Routes.TryChange(context, out var user, out var idempotencyKey, out var refusal))
        {
            return refusal;
        }

        var fields = await Fields.ReadAsync(context, FieldSources.Body);
        var key = fields.RequiredText("key");
        return fields.Refusal ?? await RemoveAsync(user, key, RequestKeys.Of(context, idempotencyKey, fields));
    }

    async Task<IResult> RemoveNamedByPath(HttpContext context) =>
        Routes.TryChange(context, out var user, out var idempotencyKey, out var refusal)
            ? await RemoveAsync(user, (string)context.GetRouteValue("key")!, RequestKeys.Of(context, idempotencyKey))
            : refusal;

    async Task<IResult> MergeAsync(UserName user, Fields fields, RequestKey? idempotencyKey)
    {
        if (!fields.Has("config"))
        {
            fields.RequiredText("config");
        }

        var config = fields.Json("config");
        if (fields.Refusal is not null)
        {
            return fields.Refusal;
        }

        return config is { ValueKind: JsonValueKind.Object } members
            ? await SetAsync(user, new SetValues { Values = members }, members.EnumerateObject().Select(member => (member.Name, member.Value)), idempotencyKey)
            : ApiErrors.InvalidValue("config", config?.GetRawText() ?? "null", "a JSON object");
    }

    async Task<IResult> SetAsync<T>(UserName user, T operation, IEnumerable<(string Name, JsonElement Value)> values, RequestKey? idempotencyKey)
        where T : BranchOperation
    {
        var refusal = values.Select(item => Refusal(item.Name, item.Value)).FirstOrDefault(sentence => sentence is not null);
        if (refusal is not null)
        {
            return ApiErrors.SettingRefused(refusal);
        }

        var done = await store.ApplyOnceAsync(user, await store.CurrentAsync(user), idempotencyKey, _ => operation);
        return done is null ? ApiErrors.KeyUsedOtherwise : Values(done.After);
    }

    string? Refusal(string name, JsonElement value) =>
        UserSettingRules.RenderStyle.Names.Contains(name) && value.ValueKind == JsonValueKind.String && !themes.Current.Names.Contains(value.GetString()!)
            ? $"{name} must be one of {string.Join(", ", themes.Current.Names)}, not {value.GetRawText()}."
            : UserSettingRules.Refusal(name, value);

    async Task<IResult> RemoveAsync(UserName user, string key, RequestKey? idempotencyKey)
    {
        var done = await store.ApplyOnceAsync(user, await store.CurrentAsync(user), idempotencyKey, now =>
            now.Find(key) is null ? null : new RemoveValue { Name = key });
        return done is null ? ApiErrors.KeyUsedOtherwise
            : done.Operation is null ? ApiErrors.KeyNotFound
            : Values(done.After);
    }

    static JsonResult<UserValues> Values(UserValues values) => ApiResults.Json(values, ApiJson.Default.UserValues);
}
