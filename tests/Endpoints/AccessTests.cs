using System.Net.Http.Headers;
using Repeater.Access;
using Repeater.Endpoints;
using Repeater.Storage;

namespace Repeater.Tests.Endpoints;

public class AccessTests
{
    const string Token = "a-token-of-some-length-1234";
    const string AdminKeyText = "aB3dE5gH7jK9mN1pQ";

    [Theory]
    [InlineData(null, 401)]
    [InlineData("wrong", 401)]
    [InlineData(Token, 200)]
    public async Task With_a_token_set_only_who_sends_it_gets_in(string? token, int status)
    {
        await using var server = await TestServer.StartAsync(("ACCESS_TOKEN", Token));
        Authorize(server, token);

        Assert.Equal(status, (await server.GetAsync("/userdata/context/get/u")).Status);
        Assert.Equal(status, (await server.PostFormAsync("/chat/completion/u", ("message", "hi"))).Status);
        Assert.Equal(status == 200 ? 404 : status, (await server.GetAsync("/no/such/route")).Status);
        Assert.Equal(status == 200 ? 405 : status, (await server.GetAsync("/chat/completion/u")).Status);
    }

    [Fact]
    public async Task Probes_and_images_need_no_token()
    {
        await using var server = await TestServer.StartAsync(("ACCESS_TOKEN", Token));

        Assert.Equal(200, (await server.GetAsync("/healthz")).Status);
        Assert.Equal(404, (await server.GetAsync($"/file/render/{Guid.NewGuid():D}.png")).Status);
    }

    [Fact]
    public async Task A_scoped_token_reaches_its_users_and_nobody_else()
    {
        await using var server = await TestServer.StartAsync(("ACCESS_TOKEN", Token));
        Authorize(server, Create(server, ["Group_1_*"]));

        Assert.Equal(200, (await server.PostFormAsync("/chat/completion/Group:1:2", ("message", "hi"))).Status);
        Assert.Equal(200, (await server.GetAsync("/userdata/context/get/Group_1_2")).Status);
        Assert.Equal(403, (await server.GetAsync("/userdata/context/get/Group:2:2")).Status);
        Assert.Equal(403, (await server.PostFormAsync("/chat/completion/other", ("message", "hi"))).Status);
        Assert.Equal(403, (await server.GetAsync("/userdata/context/userlist")).Status);
        Assert.Equal(403, (await server.PostFormAsync("/admin/reload")).Status);
        Assert.Equal(200, (await server.GetAsync("/")).Status);
    }

    [Fact]
    public async Task A_scoped_token_does_not_read_others_by_a_detour()
    {
        await using var server = await TestServer.StartAsync(("ACCESS_TOKEN", Token));
        Authorize(server, Create(server, ["mine"]));

        var answer = await server.PostFormAsync("/chat/completion/mine", ("message", "hi"), ("reference_context_id", "theirs"));

        Assert.Equal(403, answer.Status);
    }

    [Fact]
    public async Task A_read_only_token_changes_nothing()
    {
        await using var server = await TestServer.StartAsync(("ACCESS_TOKEN", Token));
        Authorize(server, Create(server, ["*"], readOnly: true));

        Assert.Equal(200, (await server.GetAsync("/userdata/config/get/u")).Status);
        Assert.Equal(403, (await server.PostFormAsync("/chat/completion/u", ("message", "hi"))).Status);
        Assert.Equal(403, (await server.DeleteAsync("/userdata/context/delete/u")).Status);
        Assert.Equal(403, (await server.PutFormAsync("/userdata/config/set/u/str", ("key", "k"), ("value", "v"))).Status);
    }

    [Fact]
    public async Task A_revoked_token_is_worth_nothing_at_once_even_where_none_is_asked_for()
    {
        await using var server = await TestServer.StartAsync();
        var tokens = Tokens(server);
        var (token, kept) = tokens.Create(["u"], readOnly: false, null, null);
        Authorize(server, token);
        Assert.Equal(200, (await server.GetAsync("/userdata/context/get/u")).Status);
        Assert.Equal(403, (await server.GetAsync("/userdata/context/get/v")).Status);

        tokens.Revoke(kept.Id);

        Assert.Equal(401, (await server.GetAsync("/userdata/context/get/u")).Status);
        Authorize(server, "sk-what-some-library-sends-always");
        Assert.Equal(200, (await server.GetAsync("/userdata/context/get/u")).Status);
    }

    [Fact]
    public async Task Unreadable_tokens_let_nobody_in_and_say_which_file()
    {
        await using var server = await TestServer.StartAsync(("ACCESS_TOKEN", Token));
        Directory.CreateDirectory(StorageRoot.OwnFolderOf(server.UserDataDir));
        await File.WriteAllTextAsync(Path.Combine(StorageRoot.OwnFolderOf(server.UserDataDir), "tokens.json"), "[{");
        Authorize(server, "rpt_something");

        var answer = await server.GetAsync("/userdata/context/get/u");

        Assert.Equal(503, answer.Status);
        Assert.Contains("tokens.json is damaged", answer.Body);
        Authorize(server, Token);
        Assert.Equal(200, (await server.GetAsync("/userdata/context/get/u")).Status);
    }

    [Fact]
    public async Task Admin_routes_ask_for_the_key_and_slow_those_down_who_guess()
    {
        await using var server = await TestServer.StartAsync(("ADMIN_API_KEY", AdminKeyText));

        Assert.Equal(422, (await server.PostFormAsync("/admin/reload/apiinfo")).Status);
        Assert.Equal(200, (await AdminAsync(server, HttpMethod.Post, "/admin/reload/apiinfo", AdminKeyText)).Status);
        for (var i = 0; i < 6; i++)
        {
            Assert.Equal("""{"detail":"Invalid API key"}""", (await AdminAsync(server, HttpMethod.Post, "/admin/reload/apiinfo", "guess")).Body);
        }

        var slowed = await AdminAsync(server, HttpMethod.Post, "/admin/reload/apiinfo", AdminKeyText);
        Assert.Equal(429, slowed.Status);
        Assert.Equal("1", slowed["Retry-After"]);
    }

    [Fact]
    public async Task With_a_token_set_the_admin_key_alone_does_not_do()
    {
        await using var server = await TestServer.StartAsync(("ADMIN_API_KEY", AdminKeyText), ("ACCESS_TOKEN", Token));

        Assert.Equal(401, (await AdminAsync(server, HttpMethod.Get, "/admin/turns", AdminKeyText)).Status);
        Authorize(server, Token);
        Assert.Equal(200, (await AdminAsync(server, HttpMethod.Get, "/admin/turns", AdminKeyText)).Status);
    }

    [Fact]
    public async Task A_regenerated_key_is_answered_and_the_old_one_worth_nothing()
    {
        await using var server = await TestServer.StartAsync(("ADMIN_API_KEY", AdminKeyText));

        var made = (await AdminAsync(server, HttpMethod.Post, "/admin/regenerate/admin_key", AdminKeyText)).Json.GetProperty("admin_key").GetString()!;

        Assert.Equal(43, made.Length);
        Assert.Equal(401, (await AdminAsync(server, HttpMethod.Get, "/admin/turns", AdminKeyText)).Status);
        Assert.Equal(200, (await AdminAsync(server, HttpMethod.Get, "/admin/turns", made)).Status);
        Assert.DoesNotContain(server.LogLines, line => line.Contains(made, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Only_listed_origins_may_call_from_a_browser()
    {
        await using var server = await TestServer.StartAsync(("CORS_ALLOWED_ORIGINS", "https://a.example"), ("ACCESS_TOKEN", Token));

        Assert.Equal("https://a.example", (await PreflightAsync(server, "https://a.example"))["Access-Control-Allow-Origin"]);
        Assert.Null((await PreflightAsync(server, "https://b.example"))["Access-Control-Allow-Origin"]);
    }

    [Fact]
    public async Task By_default_no_browser_may_call()
    {
        await using var server = await TestServer.StartAsync();

        Assert.Null((await PreflightAsync(server, "https://a.example"))["Access-Control-Allow-Origin"]);
    }

    [Theory]
    [InlineData("127.0.0.1", "https://bot.example/")]
    [InlineData("10.1.2.3", "http://test/")]
    public async Task Forwarded_headers_are_believed_from_trusted_proxies_alone(string trusted, string start)
    {
        await using var server = await TestServer.StartAsync(("TRUSTED_PROXIES", trusted));
        const string Body = "text=hi";

        var answer = await server.SendRawAsync(
            "POST /render/u HTTP/1.1\r\nHost: test\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Host: bot.example\r\nX-Forwarded-For: 9.9.9.9\r\n"
            + $"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {Body.Length}\r\nConnection: close\r\n\r\n{Body}");

        Assert.StartsWith(start, answer.Json.GetProperty("image_url").GetString());
    }

    [Fact]
    public async Task One_connection_too_many_is_told_so()
    {
        await using var server = await TestServer.StartAsync(("MAX_CONNECTIONS", "1"));
        using var first = new System.Net.Sockets.TcpClient();
        await first.ConnectAsync(server.Address.Host, server.Address.Port);
        await first.GetStream().WriteAsync("GET /healthz HTTP/1.1\r\nHost: t\r\n\r\n"u8.ToArray());
        Assert.NotEqual(0, await first.GetStream().ReadAsync(new byte[1]));

        var second = await server.GetRawAsync("/healthz");

        Assert.Equal(503, second.Status);
        Assert.Contains("MAX_CONNECTIONS", second.Body);
    }

    [Fact]
    public async Task Headers_and_fields_beyond_the_limits_are_refused()
    {
        await using var server = await TestServer.StartAsync(("MAX_HEADER_BYTES", "4KiB"), ("MAX_FIELDS", "50"));
        var fields = string.Join('&', Enumerable.Range(0, 51).Select(i => $"f{i}="));

        Assert.Equal(431, (await server.SendRawAsync($"GET / HTTP/1.1\r\nHost: t\r\nX: {new string('x', 5000)}\r\nConnection: close\r\n\r\n")).Status);
        Assert.Equal(414, (await server.GetRawAsync("/" + new string('x', 5000))).Status);
        Assert.Equal(400, (await server.PostAsync("/chat/completion/u", "application/x-www-form-urlencoded", System.Text.Encoding.ASCII.GetBytes(fields))).Status);
    }

    [Fact]
    public async Task A_token_for_one_user_takes_out_that_users_zip_alone()
    {
        await using var server = await TestServer.StartAsync(("ACCESS_TOKEN", Token));
        Authorize(server, Create(server, ["mine.zip"]));

        Assert.Equal(200, (await server.GetAsync("/userdata/file/mine.zip.zip")).Status);
        Assert.Equal(403, (await server.GetAsync("/userdata/file/mine.zip")).Status);
        Assert.Equal(403, (await server.PostFormAsync("/userdata/file/link/other")).Status);
        Assert.Equal(403, (await server.PostAsync("/userdata/file/other.zip", "application/zip", [])).Status);
    }

    /// <summary>A new route appears here before it is let through: read what it asks for.</summary>
    [InProcessFact]
    public void Every_route_has_a_rule_that_somebody_has_read()
    {
        var lines =
            from route in AppRoutes.All()
            orderby route.Pattern, route.Methods[0]
            select $"{AccessRules.Of(route.Pattern),-8}{string.Join(' ', route.Methods),-10}{route.Pattern}\n";

        Approved.Matches("access.txt", string.Concat(lines));
    }

    static void Authorize(TestServer server, string? token) =>
        server.Client.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);

    static AccessTokens Tokens(TestServer server) => new(StorageRoot.OwnFolderOf(server.UserDataDir), TimeProvider.System);

    static string Create(TestServer server, string[] users, bool readOnly = false) => Tokens(server).Create(users, readOnly, null, null).Token;

    static async Task<Answer> AdminAsync(TestServer server, HttpMethod method, string path, string key)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.TryAddWithoutValidation("X-Admin-API-Key", key);
        using var response = await server.Client.SendAsync(request);
        return await Answer.FromAsync(response);
    }

    static async Task<Answer> PreflightAsync(TestServer server, string origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, "/chat/completion/u");
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", "POST");
        using var response = await server.Client.SendAsync(request);
        return await Answer.FromAsync(response);
    }
}
