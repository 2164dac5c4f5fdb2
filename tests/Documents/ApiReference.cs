using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Repeater.Tests.Documents;

/// <summary>docs/api.md, made of Endpoints/Pages/openapi.json, in the language of the words.</summary>
sealed class ApiReference(Translation words)
{
    const string Server = "http://127.0.0.1:8080";

    public string Of(OpenApiDocument api)
    {
        var text = new StringBuilder();
        text.Append($"# {words["Every route"]}\n\n{words["[简体中文](zh-CN/api.md)"]}\n\n");
        text.Append(words["A running server describes itself at `/openapi.json`, and shows it at `/docs`; this page is made of the same file."]).Append("\n\n");
        text.Append(words[api.Root.GetProperty("info").GetProperty("description").GetString()!]).Append("\n\n");
        text.Append(words["With `ACCESS_TOKEN` set every call needs `-H \"Authorization: Bearer …\"`, but those marked *open*."]).Append("\n\n");
        foreach (var tag in api.Tags.Select(tag => words[tag]))
        {
            text.Append($"* [{tag}](#{tag.ToLowerInvariant().Replace(' ', '-')})\n");
        }

        foreach (var tag in api.Tags)
        {
            text.Append($"\n## {words[tag]}\n");
            foreach (var operations in api.Operations().Where(operation => operation.Tag == tag).GroupBy(operation => operation.Path))
            {
                foreach (var operation in operations.Where(operation => !operation.IsAlias))
                {
                    var aliases = operations.Where(alias => alias.Summary == $"The same as {operation.Method}").Select(alias => alias.Method);
                    Write(text, operation, string.Join(", ", [operation.Method, .. aliases]));
                }
            }
        }

        return text.ToString();
    }

    void Write(StringBuilder text, ApiOperation operation, string methods)
    {
        text.Append($"\n### {words[operation.Summary]}\n\n`{methods} {operation.Path}`");
        text.Append(operation.Security switch { "open" => words[" *open*"], "admin" => words[" *asks for the admin key*"], _ => "" }).Append("\n\n");
        if (operation.Description is { } description)
        {
            text.Append(words[description]).Append("\n\n");
        }

        var fields = Fields(operation).ToList();
        if (fields.Count > 0)
        {
            text.Append(words["| field | in | is |"]).Append("\n| --- | --- | --- |\n").AppendJoin("", fields).Append('\n');
        }

        text.Append("```sh\n").Append(Curl(operation)).Append("\n```\n");
        var answer = operation.Answers.FirstOrDefault();
        if (answer.Value.ValueKind == JsonValueKind.Object && answer.Value.TryGetProperty("example", out var example))
        {
            var isText = example.ValueKind == JsonValueKind.String;
            text.Append(isText ? "\n```\n" : "\n```json\n").Append(isText ? example.GetString() : AsWritten(example)).Append("\n```\n");
        }
        else
        {
            text.Append($"\n{Filled("Answers `{0}`.", answer.Name)}\n");
        }

        var errors = operation.Json.GetProperty("responses").EnumerateObject().Select(response => response.Name).Where(status => status is not ("200" or "401" or "403")).ToList();
        if (errors.Count > 0)
        {
            text.Append($"\n{Filled("Errors: {0}.", Listed(errors))}\n");
        }
    }

    IEnumerable<string> Fields(ApiOperation operation)
    {
        foreach (var parameter in operation.Parameters.Where(parameter => parameter.GetProperty("in").GetString() != "path" || parameter.GetProperty("name").GetString() is not ("user_id" or "kind")))
        {
            yield return Row(parameter.GetProperty("name").GetString()!, parameter.GetProperty("in").GetString()!, parameter.GetProperty("schema"), parameter.GetProperty("description").GetString()!, isRequired: false);
        }

        if (operation.BodySchema is not { } schema || !schema.TryGetProperty("properties", out var properties))
        {
            yield break;
        }

        var required = schema.TryGetProperty("required", out var names) ? names.EnumerateArray().Select(name => name.GetString()).ToHashSet() : [];
        foreach (var field in properties.EnumerateObject())
        {
            yield return Row(field.Name, "body", field.Value, field.Value.GetProperty("description").GetString()!, required.Contains(field.Name));
        }
    }

    string Row(string name, string place, JsonElement schema, string description, bool isRequired)
    {
        var choices = schema.TryGetProperty("enum", out var values) ? Filled(" One of {0}.", Listed(values.EnumerateArray().Select(value => $"`{value}`"))) : "";
        var usual = schema.TryGetProperty("default", out var value) ? Filled(" Usually {0}.", Compact(value)) : "";
        return $"| `{name}`{(isRequired ? words[" (needed)"] : "")} | {words[place]} | {words[description].Replace("|", "\\|", StringComparison.Ordinal)}{choices}{usual} |\n";
    }

    string Filled(string sentence, string value) => words[sentence].Replace("{0}", value, StringComparison.Ordinal);

    string Listed(IEnumerable<string> items) => string.Join(words[", "], items);

    static string Curl(ApiOperation operation)
    {
        var target = operation.Target(name => name switch
        {
            "turn_id" => "8h2kq3n5",
            "file_name" => "7c9e6679-7425-40de-944b-e07fc1f90ae7.png",
            "path" => "logo.png",
            _ => null,
        });
        var words = new List<string> { "curl" };
        if (operation.Method == "HEAD")
        {
            words.Add("-I");
        }
        else if (operation.Method is not "GET" && (operation.Method is not "POST" || operation.Body is null))
        {
            words.Add($"-X {operation.Method}");
        }

        if (operation.Security == "admin")
        {
            words.Add("-H \"X-Admin-API-Key: $(repeater key show)\"");
        }

        if (operation.Body is { } body && body.TryGetProperty("application/zip", out _))
        {
            words.Add("--data-binary @me.zip");
        }
        else if (operation.BodyExample is { } example)
        {
            words.Add($"-H 'Content-Type: application/json' -d '{Compact(example).Replace("'", "'\\''", StringComparison.Ordinal)}'");
        }

        if (operation.Answers.FirstOrDefault().Name is "application/zip" or "image/png")
        {
            words.Add(operation.Answers.First().Name == "image/png" ? "-o page.png" : "-o me.zip");
        }

        return $"{string.Join(' ', words)} '{Server}{target}'";
    }

    /// <summary>In the lines of the file, moved to the left.</summary>
    static string AsWritten(JsonElement value)
    {
        var lines = value.GetRawText().Replace("\r\n", "\n").Split('\n');
        var indent = lines[^1].Length - lines[^1].TrimStart().Length;
        return string.Join('\n', lines.Select((line, i) => i == 0 ? line : line[indent..]));
    }

    static string Compact(JsonElement value)
    {
        var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            value.WriteTo(writer);
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
