using System.Text.Json;

namespace Repeater.Llm;

/// <summary>Members of the models file that are more than a string.</summary>
static class ApiInfoValues
{
    /// <summary>What the client itself says about a request.</summary>
    static readonly string[] OurHeaders = ["Host", "Connection", "Transfer-Encoding", "Authorization"];

    const double LongestSeconds = 86_400;

    /// <summary>Null when absent.</summary>
    public static bool? Switch(this ApiInfoElement element, string name) => element.Member(name) is not { } member ? null
        : member.Json.ValueKind is JsonValueKind.True or JsonValueKind.False ? member.Json.GetBoolean()
        : throw member.Error("", $"found {ApiInfoElement.Kind(member.Json)}, wanted true or false");

    /// <summary>One of a few words; null when absent.</summary>
    public static T? Choice<T>(this ApiInfoElement element, string name, IEnumerable<(string Word, T Value)> choices)
        where T : struct
    {
        var word = element.Text(name);
        if (word.Length == 0)
        {
            return null;
        }
        foreach (var choice in choices)
        {
            if (word == choice.Word)
            {
                return choice.Value;
            }
        }
        throw element.Error(name, $"found \"{word}\", wanted one of {string.Join(", ", choices.Select(choice => choice.Word))}");
    }

    /// <summary>Null when absent.</summary>
    public static TimeSpan? Seconds(this ApiInfoElement element, string name)
    {
        if (element.Member(name) is not { } member)
        {
            return null;
        }
        return member.Json.ValueKind == JsonValueKind.Number && member.Json.TryGetDouble(out var seconds) && seconds is > 0 and <= LongestSeconds
            ? TimeSpan.FromSeconds(seconds)
            : throw member.Error("", $"found {ApiInfoElement.Kind(member.Json)}, wanted seconds, more than 0 and at most {LongestSeconds}");
    }

    /// <summary>An array of strings; null when absent.</summary>
    public static IReadOnlyList<string>? Texts(this ApiInfoElement element, string name, string wanted)
    {
        if (element.Member(name) is not { } member)
        {
            return null;
        }
        var texts = new List<string>();
        foreach (var item in member.Items($"an array of {wanted}"))
        {
            texts.Add(item.Json.ValueKind == JsonValueKind.String
                ? item.Json.GetString()!
                : throw item.Error("", $"found {ApiInfoElement.Kind(item.Json)}, wanted a string"));
        }
        return texts;
    }

    /// <summary>The names of environment variables from <c>ApiKeyEnv</c> and <c>ApiKeyEnvs</c>; null when neither is there.</summary>
    public static IReadOnlyList<string>? KeyVariables(this ApiInfoElement element)
    {
        string[] variables = [.. element.Variable("ApiKeyEnv") is { } first ? [first] : Array.Empty<string>(), .. More()];
        return variables.Length == 0 ? null : [.. variables.Distinct(StringComparer.Ordinal)];

        IEnumerable<string> More() => element.Member("ApiKeyEnvs") is { } member
            ? member.Items("an array of names of environment variables").Select(item => item.VariableHere())
            : [];
    }

    /// <summary>Names and values that HTTP can carry.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Headers(this ApiInfoElement element)
    {
        if (element.Member("Headers") is not { } member)
        {
            return [];
        }
        member.ExpectObject("headers");
        var headers = new List<KeyValuePair<string, string>>();
        foreach (var header in member.Json.EnumerateObject())
        {
            element.HeaderName("Headers", header.Name);
            var value = member.Text(header.Name);
            if (value.AsSpan().ContainsAnyExceptInRange(' ', '~'))
            {
                throw member.Error(header.Name, "found a character that no header can carry, wanted printable ASCII");
            }
            headers.Add(new(header.Name, value));
        }
        return headers;
    }

    /// <summary>The header that carries the key; null when absent.</summary>
    public static string? KeyHeader(this ApiInfoElement element) =>
        element.Text("KeyHeader") is { Length: > 0 } name ? element.HeaderName("KeyHeader", name) : null;

    /// <summary>Members of the request; null when absent.</summary>
    public static IReadOnlyDictionary<string, JsonElement>? ExtraBody(this ApiInfoElement element)
    {
        if (element.Member("ExtraBody") is not { } member)
        {
            return null;
        }
        member.ExpectObject("members of the request");
        var extra = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var part in member.Json.EnumerateObject())
        {
            if (part.Name is "messages" or "stream" or "model")
            {
                throw member.Error(part.Name, $"\"{part.Name}\" cannot be replaced");
            }
            extra[part.Name] = part.Value.Clone();
        }
        return extra;
    }

    /// <summary>The address of a proxy; null when absent or empty.</summary>
    public static Uri? Proxy(this ApiInfoElement element)
    {
        var text = element.Text("Proxy").Trim();
        return text.Length == 0 ? null
            : Uri.TryCreate(text, UriKind.Absolute, out var proxy) && proxy.Scheme is "http" or "https" or "socks4" or "socks4a" or "socks5" ? proxy
            // Not shown: it may hold a password.
            : throw element.Error("Proxy", "found no such address, wanted one such as \"http://127.0.0.1:7890\" or \"socks5://127.0.0.1:1080\"");
    }

    static string HeaderName(this ApiInfoElement element, string member, string name)
    {
        const string Signs = "!#$%&'*+-.^_`|~";
        return name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || Signs.Contains(c)) && !IsOurs(name)
            ? name
            : throw element.Error(member, $"\"{name}\" is no header that can be set here");
    }

    static bool IsOurs(string name) =>
        name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase)
        || OurHeaders.Contains(name, StringComparer.OrdinalIgnoreCase);
}
