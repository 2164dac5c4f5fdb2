using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Repeater.Endpoints;
using Repeater.Tests.Documents;

namespace Repeater.Tests.Endpoints;

/// <summary>The description of the routes says what is so, and the pages made of it need nothing from elsewhere.</summary>
public class OpenApiTests
{
    const string AdminKeyText = "aB3dE5gH7jK9mN1pQ";

    static readonly OpenApiDocument Document = new();

    [InProcessFact]
    public void Every_route_is_described_and_nothing_else()
    {
        var routes =
            from route in AppRoutes.All()
            from method in route.Methods
            select $"{Security(AccessRules.Of(route.Pattern))} {method} {Pattern(route.Pattern)}";
        var described =
            from operation in Document.Operations()
            from kind in operation.Path.Contains("{kind}", StringComparison.Ordinal) ? OpenApiDocument.Kinds : ["context"]
            select $"{operation.Security} {operation.Method} {Pattern(operation.Path.Replace("{kind}", kind, StringComparison.Ordinal))}";

        Assert.Equal(routes.Order(StringComparer.Ordinal), described.Order(StringComparer.Ordinal));
    }

    /// <summary>In the order of the file, since what one makes the next one needs.</summary>
    [Fact]
    public async Task Every_example_is_answered_as_it_says()
    {
        await using var server = await TestServer.StartAsync(("ADMIN_API_KEY", AdminKeyText));
        var image = "";
        var done = 0;
        var operations = Document.Operations().Where(operation => !operation.IsAlias && operation.Id is not ("reloadCertificate" or "getIcon"));
        foreach (var operation in operations.OrderBy(operation => operation.Id == "emptyTrash"))
        {
            foreach (var kind in operation.Path.Contains("{kind}", StringComparison.Ordinal) ? OpenApiDocument.Kinds : [""])
            {
                if (operation.Target(name => name == "kind" && kind.Length > 0 ? kind : name == "file_name" ? image : null) is not { } target)
                {
                    continue;
                }

                var body = operation.BodyExample?.GetRawText() ?? "";
                if (body.Contains("\"trash_id\"", StringComparison.Ordinal))
                {
                    var trash = (await server.GetAsync($"/userdata/{kind}/trash/Group:1:2")).Json.GetProperty("branches");
                    body = $$"""{"trash_id":"{{trash[0].GetProperty("trash_id").GetString()}}"}""";
                }

                var (status, type, answer) = await SendAsync(server, operation, target, body);

                var what = $"{operation.Method} {target} {body}: {status} {Encoding.UTF8.GetString(answer[..Math.Min(answer.Length, 500)])}";
                Assert.True(status == 200, what);
                var expected = operation.Answers.First();
                Assert.True(type == expected.Name, $"{what} is {type}");
                if (type == "application/json")
                {
                    Fits(JsonDocument.Parse(answer).RootElement, Document.Resolve(expected.Value.GetProperty("schema")), what);
                }

                image = operation.Id == "render" ? $"{JsonDocument.Parse(answer).RootElement.GetProperty("file_uuid").GetString()}.png" : image;
                done++;
            }
        }

        Assert.True(done > 100, $"{done}");
    }

    [Fact]
    public void Its_examples_fit_their_schemas()
    {
        foreach (var operation in Document.Operations())
        {
            foreach (var answer in operation.Answers.Where(answer => answer.Name == "application/json" && answer.Value.TryGetProperty("example", out _)))
            {
                Fits(answer.Value.GetProperty("example"), Document.Resolve(answer.Value.GetProperty("schema")), operation.Id);
            }

            if (operation.BodyExample is { } example && operation.BodySchema is { } schema)
            {
                Fits(example, schema, operation.Id);
            }
        }
    }

    [Theory]
    [InlineData("/", "text/html,application/xhtml+xml", "text/html")]
    [InlineData("/", "*/*", "application/json")]
    [InlineData("/", "", "application/json")]
    [InlineData("/docs", "*/*", "text/html")]
    public async Task People_get_a_page_and_programs_json(string path, string accept, string type)
    {
        await using var server = await TestServer.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        using var response = await server.Client.SendAsync(request);

        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal(type, response.Content.Headers.ContentType!.MediaType);
        var body = await response.Content.ReadAsStringAsync();
        Assert.Contains("epeater", body);
        if (type == "text/html")
        {
            var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
            var nonce = Regex.Match(policy, "'nonce-([0-9A-F]{32})'").Groups[1].Value;
            Assert.Equal(2, Regex.Count(body, $"<(script|style) nonce=\"{nonce}\">"));
            Assert.DoesNotContain("{nonce}", body);
            Assert.DoesNotContain("{css}", body);
            Assert.DoesNotMatch("(src|href)=\"?(https?:)?//", body);
        }
    }

    [Fact]
    public async Task The_description_says_the_servers_version()
    {
        await using var server = await TestServer.StartAsync();

        var version = (await server.GetAsync("/")).Json.GetProperty("version").GetString();

        Assert.Equal(version, (await server.GetAsync("/openapi.json")).Json.GetProperty("info").GetProperty("version").GetString());
    }

    static async Task<(int Status, string? Type, byte[] Body)> SendAsync(TestServer server, ApiOperation operation, string target, string body)
    {
        using var request = new HttpRequestMessage(new(operation.Method), target);
        if (body.Length > 0)
        {
            request.Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        }

        if (operation.Security == "admin")
        {
            request.Headers.Add("X-Admin-API-Key", AdminKeyText);
        }

        using var response = await server.Client.SendAsync(request);
        return ((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsByteArrayAsync());
    }

    /// <summary>All that is there is described, and of the described type; what is described may be missing.</summary>
    static void Fits(JsonElement value, JsonElement schema, string what)
    {
        if (!schema.TryGetProperty("type", out var type) || value.ValueKind == JsonValueKind.Null)
        {
            return;
        }

        var kind = value.ValueKind switch
        {
            JsonValueKind.True or JsonValueKind.False => "boolean",
            JsonValueKind.Number => value.GetRawText().All(c => char.IsAsciiDigit(c) || c == '-') && type.GetString() == "integer" ? "integer" : "number",
            var other => other.ToString().ToLowerInvariant(),
        };
        Assert.True(kind == type.GetString(), $"{what}: {value} is no {type}");
        if (kind == "array" && schema.TryGetProperty("items", out var items))
        {
            foreach (var item in value.EnumerateArray())
            {
                Fits(item, items, what);
            }
        }
        else if (kind == "object" && schema.TryGetProperty("properties", out var properties))
        {
            foreach (var member in value.EnumerateObject())
            {
                Assert.True(properties.TryGetProperty(member.Name, out var described), $"{what}: {member.Name} is not described");
                Fits(member.Value, described, what);
            }
        }
    }

    static string Security(AccessRule rule) => rule switch
    {
        AccessRule.Open => "open",
        AccessRule.Admin => "admin",
        _ => "token",
    };

    /// <summary>The names of what a path names are the describer's choice.</summary>
    static string Pattern(string path) => Regex.Replace(path, @"\{[^}]*\}", "{}");
}
