using System.Text.Json;

namespace Repeater.Endpoints;

/// <summary>The member <c>user_info</c> that later clients send: an object with <c>nickname</c> and <c>username</c>.</summary>
static class UserInfo
{
    /// <summary>The nickname, else the user name, else null.</summary>
    public static string? NameOf(Fields fields)
    {
        if (!fields.IsJson || fields.Json("user_info") is not { ValueKind: JsonValueKind.Object } info)
        {
            return null;
        }

        return Text(info, "nickname") ?? Text(info, "username");
    }

    static string? Text(JsonElement info, string name) =>
        info.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text
            ? text
            : null;
}
