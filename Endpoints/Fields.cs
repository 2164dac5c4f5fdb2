using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Repeater.Endpoints;

/// <summary>Where a route's fields may stand.</summary>
[Flags]
enum FieldSources
{
    /// <summary>An urlencoded or multipart form, or a JSON object with the same names.</summary>
    Body = 1,

    Query = 2,
}

/// <summary>
/// The fields of one request, asked for one by one in the order the route declares them; then <see cref="Refusal"/> says whether
/// any was missing or wrong, all at once. A member that refuses returns the default of its type.
/// </summary>
/// <remarks>
/// A repeated name: the last one wins. Both sources read: the body wins. JSON's null counts as not sent. An empty value counts as
/// not sent where the default is other than null; everywhere else it is text of no length, and so no valid number.
/// </remarks>
sealed class Fields
{
    readonly FieldSources _sources;
    readonly IReadOnlyList<FormField> _query;
    readonly RequestBody _body;
    List<FieldError>? _errors;

    Fields(FieldSources sources, IReadOnlyList<FormField> query, RequestBody body)
    {
        _sources = sources;
        _query = query;
        _body = body;
    }

    /// <summary>Null: everything asked so far is fine. Else 422 with each fault in the order asked, or why nothing can be read.</summary>
    public ApiError? Refusal => _body.Refusal ?? (_errors is null ? null : ApiErrors.Invalid(_errors));

    /// <summary>True when the body is a JSON object, whose members have types of their own.</summary>
    public bool IsJson => _body.Json is not null;

    public static async ValueTask<Fields> ReadAsync(HttpContext context, FieldSources sources)
    {
        var body = sources.HasFlag(FieldSources.Body)
            ? await RequestBody.ReadAsync(context.Request, context.RequestAborted)
            : new([]);
        if (!sources.HasFlag(FieldSources.Query) || context.Request.QueryString is not { HasValue: true, Value: { } query })
        {
            return new(sources, [], body);
        }
        // The question mark leads.
        var maxFields = RequestBody.MaxFieldsOf(context);
        return UrlEncoded.Parse(Encoding.UTF8.GetBytes(query).AsSpan(1), maxFields) is { } fields
            ? new(sources, fields, body)
            : new(sources, [], new(ApiErrors.TooManyFields(maxFields)));
    }

    /// <summary>True for an empty value and for JSON's null too.</summary>
    public bool Has(string name) => Find(name, out _) is not null;

    /// <summary>
    /// May be empty. <paramref name="missingFrom"/> is where the refusal says it is missing: by default the body when that is read,
    /// else the query.
    /// </summary>
    public string RequiredText(string name, FieldSources? missingFrom = null)
    {
        var source = Sent(name, out var value);
        if (source is null)
        {
            RefuseMissing(name, missingFrom);
            return "";
        }
        return ToText(name, source.Value, value) ?? "";
    }

    public string Text(string name, string defaultValue) => OptionalText(name) is { Length: > 0 } text ? text : defaultValue;

    /// <summary>Null when not sent. An empty value stays empty, as in the original: it does not mean null.</summary>
    public string? OptionalText(string name) => Sent(name, out var value) is { } source ? ToText(name, source, value) : null;

    /// <summary>
    /// A number beyond <see cref="int"/> becomes the nearest one that fits: it is out of every range all the same.
    /// <paramref name="missingFrom"/> as in <see cref="RequiredText"/>.
    /// </summary>
    public int RequiredInt(string name, FieldSources? missingFrom = null)
    {
        var source = Sent(name, out var value);
        if (source is null)
        {
            RefuseMissing(name, missingFrom);
            return 0;
        }
        return ToInt(name, source.Value, value) ?? 0;
    }

    /// <summary>As <see cref="RequiredInt"/>; null when not sent.</summary>
    public int? OptionalInt(string name) => Sent(name, out var value) is { } source ? ToInt(name, source, value) : null;

    public bool Bool(string name, bool defaultValue) =>
        Sent(name, out var value) is { } source && value.Text is not "" ? ToBool(name, source, value) ?? defaultValue : defaultValue;

    /// <summary>Null when not sent; an empty value is refused.</summary>
    public bool? OptionalBool(string name) => Sent(name, out var value) is { } source ? ToBool(name, source, value) : null;

    /// <summary>
    /// A member of a JSON body as it stands there, null included; of a form, the JSON its text holds. Null: not sent, or refused.
    /// </summary>
    public JsonElement? Json(string name)
    {
        if (Find(name, out var value) is not { } source)
        {
            return null;
        }
        if (value.Json.ValueKind != JsonValueKind.Undefined)
        {
            return value.Json;
        }
        if (JsonText.TryParse(Encoding.UTF8.GetBytes(value.Text ?? ""), out var json, out var reason))
        {
            return json;
        }
        Refuse("json_invalid", source, name, $"Invalid JSON: the text {reason}", value);
        return null;
    }

    /// <summary>Everything that was sent, in the order it was sent: what tells this request from another.</summary>
    public void ForEach(Action<string> see)
    {
        if (_body.Json is { } json)
        {
            see(json.GetRawText());
        }
        foreach (var field in _body.Form.Concat(_query))
        {
            see(field.Name);
            see(field.Value);
        }
    }

    string? ToText(string name, FieldSources source, FieldValue value)
    {
        if (value.Text is null && value.Json.ValueKind is JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False)
        {
            return value.Json.GetRawText();
        }
        if (value.Text is null)
        {
            Refuse("string_type", source, name, "Input should be a valid string", value);
        }
        return value.Text;
    }

    int? ToInt(string name, FieldSources source, FieldValue value)
    {
        if (value.Text is not null)
        {
            if (FieldText.TryParseInt(value.Text, out var parsed))
            {
                return parsed;
            }
            Refuse("int_parsing", source, name, "Input should be a valid integer, unable to parse string as an integer", value);
            return null;
        }
        if (value.Json.ValueKind != JsonValueKind.Number)
        {
            Refuse("int_type", source, name, "Input should be a valid integer", value);
            return null;
        }
        var number = value.Json.GetDouble();
        if (double.IsInteger(number) || double.IsInfinity(number))
        {
            return (int)Math.Clamp(number, int.MinValue, int.MaxValue);
        }
        Refuse("int_from_float", source, name, "Input should be a valid integer, got a number with a fractional part", value);
        return null;
    }

    bool? ToBool(string name, FieldSources source, FieldValue value)
    {
        bool? result = value.Text is not null
            ? FieldText.ParseBool(value.Text)
            : value.Json.ValueKind switch
            {
                JsonValueKind.True => true,
                JsonValueKind.False => false,
                JsonValueKind.Number => FieldText.ParseBool(value.Json.GetRawText()),
                _ => null,
            };
        if (result is null && value.Json.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
        {
            Refuse("bool_type", source, name, "Input should be a valid boolean", value);
        }
        else if (result is null)
        {
            Refuse("bool_parsing", source, name, "Input should be a valid boolean, unable to interpret input", value);
        }
        return result;
    }

    /// <summary>As <see cref="Find"/>, but JSON's null is not sent.</summary>
    FieldSources? Sent(string name, out FieldValue value) => Find(name, out value) is { } source && !value.IsNull ? source : null;

    FieldSources? Find(string name, out FieldValue value)
    {
        if (_body.Json is { } json && json.TryGetProperty(name, out var member))
        {
            value = new(member.ValueKind == JsonValueKind.String ? member.GetString() : null, member);
            return FieldSources.Body;
        }
        return TryFindLast(_body.Form, name, out value) ? FieldSources.Body
            : TryFindLast(_query, name, out value) ? FieldSources.Query
            : null;
    }

    static bool TryFindLast(IReadOnlyList<FormField> fields, string name, out FieldValue value)
    {
        for (var index = fields.Count - 1; index >= 0; index--)
        {
            if (fields[index].Name == name)
            {
                value = new(fields[index].Value, default);
                return true;
            }
        }
        value = default;
        return false;
    }

    void RefuseMissing(string name, FieldSources? missingFrom) =>
        Refuse("missing", missingFrom ?? (_sources & FieldSources.Body), name, "Field required", default);

    void Refuse(string type, FieldSources source, string name, string message, FieldValue input) =>
        (_errors ??= []).Add(new(type, source == FieldSources.Body ? "body" : "query", name, message, input));
}
