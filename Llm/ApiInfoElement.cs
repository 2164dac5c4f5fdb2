using System.Buffers;
using System.Text.Json;

namespace Repeater.Llm;

/// <summary>A value of the models file that knows where it stands, so that every complaint can say so.</summary>
readonly record struct ApiInfoElement(string File, string Path, JsonElement Json)
{
    static readonly SearchValues<char> NeverInVariables = SearchValues.Create(" =/+:\"'");

    public const string UrlWanted = "the base address of the API, such as \"https://api.example.com/v1\"";

    public ApiInfoException Error(string member, string sentence) =>
        new($"{File}: {(member.Length == 0 ? Path.Length == 0 ? "the top level" : Path : $"{Path}.{member}")}: {sentence}.");

    public IEnumerable<ApiInfoElement> Items(string wanted)
    {
        if (Json.ValueKind != JsonValueKind.Array)
        {
            throw Error("", $"found {Kind(Json)}, wanted {wanted}");
        }
        var (file, path) = (File, Path);
        return Json.EnumerateArray().Select((item, index) => new ApiInfoElement(file, $"{path}[{index}]", item));
    }

    public void ExpectObject(string wanted)
    {
        if (Json.ValueKind != JsonValueKind.Object)
        {
            throw Error("", $"found {Kind(Json)}, wanted {wanted}, an object");
        }
    }

    public void ExpectObjectMember(string name) => Member(name)?.ExpectObject("any notes of yours");

    /// <summary>The member of exactly this name; null when absent or null.</summary>
    public ApiInfoElement? Member(string name)
    {
        if (Json.TryGetProperty(name, out var value))
        {
            return value.ValueKind == JsonValueKind.Null ? null : new ApiInfoElement(File, $"{Path}.{name}", value);
        }
        foreach (var other in Json.EnumerateObject())
        {
            if (name.Equals(other.Name, StringComparison.OrdinalIgnoreCase))
            {
                throw Error(other.Name, $"this member is written \"{name}\"; letter case counts");
            }
        }
        return null;
    }

    /// <summary>A string; empty when absent.</summary>
    public string Text(string name)
    {
        if (Member(name) is not { } member)
        {
            return "";
        }
        if (member.Json.ValueKind != JsonValueKind.String)
        {
            throw member.Error("", $"found {Kind(member.Json)}, wanted a string");
        }
        try
        {
            return member.Json.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw member.Error("", "found half of a surrogate pair, wanted whole characters");
        }
    }

    /// <summary>A base address; null when absent or empty.</summary>
    public Uri? Url(string name = "URL")
    {
        var text = Text(name).Trim();
        if (text.Length == 0)
        {
            return null;
        }
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps))
        {
            throw Error(name, $"found \"{text}\", wanted {UrlWanted}");
        }
        if (url.AbsolutePath.TrimEnd('/').EndsWith("/chat/completions", StringComparison.OrdinalIgnoreCase))
        {
            throw Error(name, $"found \"{text}\", wanted the address without /chat/completions, which is added to it");
        }
        return url;
    }

    /// <summary>The name of an environment variable; null when absent or empty.</summary>
    public string? Variable(string name)
    {
        var text = Text(name).Trim();
        return text.Length == 0 ? null : NotKey(text, name);
    }

    /// <summary>The same of an item of an array.</summary>
    public string VariableHere() => Json.ValueKind == JsonValueKind.String && Json.GetString()!.Trim() is { Length: > 0 } text
        ? NotKey(text, "")
        : throw Error("", $"found {(Json.ValueKind == JsonValueKind.String ? "nothing" : Kind(Json))}, wanted the name of an environment variable");

    /// <summary>A key pasted here would otherwise be shown wherever the missing variable is named.</summary>
    string NotKey(string text, string name) => text.StartsWith("sk-", StringComparison.Ordinal) || text.AsSpan().ContainsAny(NeverInVariables)
        ? throw Error(name, "found what looks like a key (not shown), wanted the name of the environment variable that holds it")
        : text;

    public static string Kind(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => $"the number {json.GetRawText()}",
        JsonValueKind.True or JsonValueKind.False => json.GetRawText(),
        _ => "null",
    };
}
