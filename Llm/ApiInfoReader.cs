using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Repeater.Llm;

/// <summary>
/// The models file: an array of providers, each with <c>Name</c>, <c>URL</c>, <c>ApiKeyEnv</c>, <c>Metadata</c> and <c>models</c>; a
/// model has <c>Name</c>, <c>Id</c>, <c>Type</c> and may replace <c>URL</c> and <c>ApiKeyEnv</c>. Both may have the optional members
/// of <see cref="ApiInfoProfile"/> and <see cref="ApiInfoValues"/>. Null is as good as absent, members with other names are left alone.
/// </summary>
static class ApiInfoReader
{
    public static List<ModelInfo> Read(ReadOnlySpan<byte> utf8, string file)
    {
        using var document = ParseJson(utf8, file);
        var models = new List<ModelInfo>();
        foreach (var provider in new ApiInfoElement(file, "", document.RootElement).Items("an array of providers"))
        {
            provider.ExpectObject("a provider");
            provider.ExpectObjectMember("Metadata");
            var name = provider.Text("Name");
            foreach (var model in provider.Member("models")?.Items("an array of models") ?? [])
            {
                models.Add(ReadModel(model, provider, name));
            }
        }
        return models;
    }

    static ModelInfo ReadModel(ApiInfoElement model, ApiInfoElement provider, string providerName)
    {
        model.ExpectObject("a model");
        model.ExpectObjectMember("Metadata");
        var id = model.Text("Id");
        if (id.Length == 0)
        {
            throw model.Error("Id", "found nothing, wanted the name by which the provider knows the model");
        }
        var url = model.Url() ?? provider.Url()
            ?? throw model.Error("URL", $"found nothing, wanted {ApiInfoElement.UrlWanted}, here or in {provider.Path}.URL");
        return new ModelInfo
        {
            Name = model.Text("Name") is { Length: > 0 } name ? name : id,
            Id = id,
            Type = model.Text("Type"),
            ProviderName = providerName.Length > 0 ? providerName : url.Host,
            BaseUrl = url,
            ApiKeyVariables = model.KeyVariables() ?? provider.KeyVariables() ?? [],
            KeyHeader = model.KeyHeader() ?? provider.KeyHeader(),
            Headers = [.. provider.Headers(), .. model.Headers()],
            ExtraBody = Join(provider.ExtraBody(), model.ExtraBody()),
            Proxy = model.Proxy() ?? provider.Proxy(),
            FirstTokenTimeout = model.Seconds("FirstTokenTimeout") ?? provider.Seconds("FirstTokenTimeout"),
            IdleTimeout = model.Seconds("IdleTimeout") ?? provider.Seconds("IdleTimeout"),
            Prices = model.Prices() ?? provider.Prices(),
            Profile = ApiInfoProfile.Read(model, provider, url),
        };
    }

    static Dictionary<string, JsonElement> Join(params IReadOnlyDictionary<string, JsonElement>?[] parts)
    {
        var joined = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var (name, value) in parts.OfType<IReadOnlyDictionary<string, JsonElement>>().SelectMany(part => part))
        {
            joined[name] = value;
        }
        return joined;
    }

    static JsonDocument ParseJson(ReadOnlySpan<byte> utf8, string file)
    {
        if (utf8.StartsWith("\uFEFF"u8))
        {
            utf8 = utf8[3..];
        }
        if (!Utf8.IsValid(utf8))
        {
            throw new ApiInfoException($"{file}: the file is not UTF-8; save it in that encoding.");
        }
        if (utf8.IndexOfAnyExcept(" \t\r\n"u8) < 0)
        {
            throw new ApiInfoException($"{file}: the file is empty, wanted an array of providers.");
        }
        try
        {
            var reader = new Utf8JsonReader(utf8);
            var document = JsonDocument.ParseValue(ref reader);
            reader.Read();
            return document;
        }
        catch (JsonException e)
        {
            var (line, column) = Position(utf8, e);
            var end = e.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
            var reason = end < 0 ? e.Message : e.Message[..end];
            throw new ApiInfoException($"{file}: line {line}, column {column}: this is not JSON: {reason}", e);
        }
    }

    /// <summary>Line and column counted from one, the column in characters as editors show it.</summary>
    static (long Line, int Column) Position(ReadOnlySpan<byte> utf8, JsonException e)
    {
        var line = e.LineNumber ?? 0;
        for (var skip = line; skip > 0; skip--)
        {
            utf8 = utf8[(utf8.IndexOf((byte)'\n') + 1)..];
        }
        var bytes = (int)Math.Min(e.BytePositionInLine ?? 0, utf8.Length);
        return (line + 1, Encoding.UTF8.GetString(utf8[..bytes]).EnumerateRunes().Count() + 1);
    }
}
