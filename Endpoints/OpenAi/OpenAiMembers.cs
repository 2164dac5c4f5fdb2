using System.Text.Json;

namespace Repeater.Endpoints.OpenAi;

/// <summary>Reads the members of a body by their types; null counts as not sent. The first fault is kept, with the member's name.</summary>
sealed class OpenAiMembers(Fields fields)
{
    public ApiError? Refusal { get; private set; }

    public void Refuse(ApiError fault) => Refusal ??= fault;

    public bool IsSent(string name) => fields.Json(name) is { ValueKind: not JsonValueKind.Null };

    /// <summary>Sent, and neither false nor empty: libraries send those for what nobody asked for.</summary>
    public bool IsWanted(string name) => fields.Json(name) switch
    {
        null or { ValueKind: JsonValueKind.Null or JsonValueKind.False } => false,
        { ValueKind: JsonValueKind.Array } list => list.GetArrayLength() > 0,
        { ValueKind: JsonValueKind.Number } number => number.GetDouble() != 0,
        _ => true,
    };

    /// <summary>Empty when not sent.</summary>
    public string Text(string name)
    {
        if (!IsSent(name))
        {
            return "";
        }

        if (fields.Json(name) is { ValueKind: JsonValueKind.String } text)
        {
            return text.GetString()!;
        }

        Refuse(ApiErrors.InvalidMember(name, $"'{name}' has to be a text."));
        return "";
    }

    public double? Number(string name, double least, double most)
    {
        if (!IsSent(name))
        {
            return null;
        }

        if (fields.Json(name) is { ValueKind: JsonValueKind.Number } value && value.GetDouble() is var number && number >= least && number <= most)
        {
            return number;
        }

        Refuse(ApiErrors.InvalidMember(name, FormattableString.Invariant($"'{name}' has to be a number from {least} to {most}.")));
        return null;
    }

    public int? Whole(string name, int least, int most)
    {
        if (!IsSent(name))
        {
            return null;
        }

        if (fields.Json(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out var number) && number >= least && number <= most)
        {
            return number;
        }

        Refuse(ApiErrors.InvalidMember(name, $"'{name}' has to be a whole number of at least {least}."));
        return null;
    }

    public bool Flag(JsonElement? value, string name)
    {
        if (value is null or { ValueKind: JsonValueKind.Null or JsonValueKind.True or JsonValueKind.False })
        {
            return value is { ValueKind: JsonValueKind.True };
        }

        Refuse(ApiErrors.InvalidMember(name, $"'{name}' has to be true or false."));
        return false;
    }

    public JsonElement? Object(string name)
    {
        if (!IsSent(name) || fields.Json(name) is { ValueKind: JsonValueKind.Object })
        {
            return IsSent(name) ? fields.Json(name) : null;
        }

        Refuse(ApiErrors.InvalidMember(name, $"'{name}' has to be an object."));
        return null;
    }

    /// <summary>A text, or a list of texts.</summary>
    public IReadOnlyList<string>? Texts(string name)
    {
        switch (fields.Json(name))
        {
            case null or { ValueKind: JsonValueKind.Null }:
                return null;
            case { ValueKind: JsonValueKind.String } text:
                return [text.GetString()!];
            case { ValueKind: JsonValueKind.Array } list when list.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String):
                return [.. list.EnumerateArray().Select(item => item.GetString()!)];
            default:
                Refuse(ApiErrors.InvalidMember(name, $"'{name}' has to be a text or a list of texts."));
                return null;
        }
    }
}
