using System.Text.Json;

namespace Repeater.Tests.Documents;

/// <summary>Endpoints/Pages/openapi.json, as far as tests ask it.</summary>
sealed class OpenApiDocument
{
    public static readonly string[] Kinds = ["context", "prompt", "config"];

    public OpenApiDocument() =>
        Root = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "Endpoints", "Pages", "openapi.json"))).RootElement;

    public JsonElement Root { get; }

    public IEnumerable<string> Tags => Root.GetProperty("tags").EnumerateArray().Select(tag => tag.GetProperty("name").GetString()!);

    /// <summary>In the order of the file.</summary>
    public IEnumerable<ApiOperation> Operations() =>
        from path in Root.GetProperty("paths").EnumerateObject()
        from method in path.Value.EnumerateObject()
        select new ApiOperation(this, method.Name.ToUpperInvariant(), path.Name, method.Value);

    /// <summary>What a <c>$ref</c> leads to; anything else is itself.</summary>
    public JsonElement Resolve(JsonElement element) =>
        element.TryGetProperty("$ref", out var reference)
            ? reference.GetString()!.Split('/').Skip(1).Aggregate(Root, (at, name) => at.GetProperty(name))
            : element;
}

/// <summary>One method of one path.</summary>
sealed record ApiOperation(OpenApiDocument Document, string Method, string Path, JsonElement Json)
{
    public string Id => Json.GetProperty("operationId").GetString()!;

    public string Tag => Json.GetProperty("tags")[0].GetString()!;

    public string Summary => Json.GetProperty("summary").GetString()!;

    public string? Description => Json.TryGetProperty("description", out var text) ? text.GetString() : null;

    /// <summary>Only says that it does what another method of the path does.</summary>
    public bool IsAlias => Summary.StartsWith("The same as ", StringComparison.Ordinal) && !Json.GetProperty("responses").GetProperty("200").TryGetProperty("content", out _);

    public IEnumerable<JsonElement> Parameters =>
        Json.TryGetProperty("parameters", out var parameters) ? parameters.EnumerateArray().Select(Document.Resolve) : [];

    /// <summary>Of the body: media types with their schemas and examples.</summary>
    public JsonElement? Body => Json.TryGetProperty("requestBody", out var body) ? body.GetProperty("content") : null;

    public JsonElement? BodySchema => Body is { } body ? Document.Resolve(body.EnumerateObject().First(content => content.Name != "application/zip").Value.GetProperty("schema")) : null;

    /// <summary>The body that is sent in the example; null for none.</summary>
    public JsonElement? BodyExample =>
        Body is { } body && body.TryGetProperty("application/json", out var json) && json.TryGetProperty("example", out var example) ? example : null;

    /// <summary>Media types of the answer.</summary>
    public IEnumerable<JsonProperty> Answers =>
        Json.GetProperty("responses").GetProperty("200").TryGetProperty("content", out var content) ? content.EnumerateObject() : [];

    /// <summary>Open to everybody, asking for a token, or for the admin key.</summary>
    public string Security =>
        !Json.TryGetProperty("security", out var security) ? "token"
        : security.GetArrayLength() == 0 ? "open"
        : security[0].TryGetProperty("adminKey", out _) ? "admin"
        : "?";

    /// <summary>Path and query with every parameter that has an example; null when one that is needed has none.</summary>
    public string? Target(Func<string, string?> valueOf)
    {
        var path = Path;
        var query = new List<string>();
        foreach (var parameter in Parameters)
        {
            var name = parameter.GetProperty("name").GetString()!;
            var value = valueOf(name) ?? (parameter.TryGetProperty("example", out var example) ? example.ToString() : null);
            if (parameter.GetProperty("in").GetString() == "path")
            {
                if (value is null)
                {
                    return null;
                }

                path = path.Replace($"{{{name}}}", value, StringComparison.Ordinal);
            }
            else if (parameter.GetProperty("in").GetString() == "query" && value is not null)
            {
                query.Add($"{name}={Uri.EscapeDataString(value == "True" ? "true" : value)}");
            }
        }

        return query.Count == 0 ? path : $"{path}?{string.Join('&', query)}";
    }
}
