using System.Text;

namespace Repeater.Tests.Endpoints;

/// <summary>Requests that try to get somewhere: out of the data folder, into another user's data, or at the server's keys.</summary>
public class HostileRequestTests
{
    const string Secret = "sk-secret-0123456789-ABCDEFG";
    const string AdminKeyText = "aB3dE5gH7jK9mN1pQ";
    const string AccessTokenText = "token-0123456789-abcdef";

    /// <summary>As they stand in a path: raw, encoded once, encoded twice.</summary>
    static readonly string[] Traversals =
    [
        "..", ".", "%2e%2e", "%252e%252e", "..%5c..%5cetc", "..%2f..%2fetc%2fpasswd", "%2e%2e%2f", "....//", "..%00", "%00", "a%00b", "%c0%ae%c0%ae", "%ff%fe",
        "..;", "C:%5cWindows", "%5c%5cserver%5cshare", "~", "CON", "nul.txt", "aux", "a.", "a%20", "%20", "%ed%a0%80", "a%0d%0aSet-Cookie:x", "metadata.json", ".repeater", "%F0%9F%98%80",
    ];

    [Fact]
    public async Task No_id_name_or_uuid_leads_out_of_its_folder()
    {
        await using var server = await TestServer.StartAsync(("ADMIN_API_KEY", AdminKeyText));
        await File.WriteAllTextAsync(Path.Combine(server.Folder, "outside.txt"), "untouched");
        var before = Snapshot(server.Folder);

        foreach (var (method, path, body) in Traversals.SelectMany(name => ((string, string, string)[])[
            ("POST", $"/chat/completion/{name}", "message=hi"),
            ("GET", $"/userdata/context/get/{name}", ""),
            ("PUT", $"/userdata/prompt/set/{name}", "prompt=x"),
            ("PUT", $"/userdata/config/set/{name}/string", "key=k&value=v"),
            ("POST", "/userdata/context/change/u?new_branch_id=" + name, ""),
            ("PUT", "/userdata/config/change/u", "new_branch_id=" + name),
            ("DELETE", $"/userdata/context/delete/{name}", ""),
            ("PUT", "/userdata/config/set/u/string", "key=parset_prompt_name&value=" + name),
            ("POST", "/chat/completion/u", "message=hi&reference_context_id=" + name),
            ("GET", $"/file/render/{name}.png", ""),
            ("GET", $"/static/{name}", ""),
            ("GET", $"/static/{name}/{name}/outside.txt", ""),
            ("POST", "/render/u", "text=x&style=" + name),
            ("GET", $"/userdata/file/{name}.zip", "")]))
        {
            var answer = await server.SendRawAsync(
                $"{method} {path} HTTP/1.1\r\nHost: t\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {body.Length}\r\n\r\n{body}");

            Assert.True(answer.Status is >= 200 and < 500 and not 408, $"{method} {path}: {answer.Status} {answer.Body}");
            Assert.DoesNotContain("Set-Cookie", answer.Headers.Keys);
            Assert.DoesNotContain("untouched", answer.Body);
        }

        var added = Snapshot(server.Folder).Except(before);
        Assert.All(added, path => Assert.StartsWith(Path.Combine("data", "userdata"), path));
        Assert.Equal("untouched", await File.ReadAllTextAsync(Path.Combine(server.Folder, "outside.txt")));
    }

    [Theory]
    [InlineData("Host: t\r\nHost: u\r\n")]
    [InlineData("Host: t\r\nContent-Length: 1\r\nContent-Length: 2\r\n")]
    [InlineData("Host: t\r\nContent-Length: -1\r\n")]
    [InlineData("Host: t\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n")]
    [InlineData("Host: t\r\nTransfer-Encoding: gzip, chunked, x\r\n")]
    [InlineData("Host: t\r\nX\0Y: 1\r\n")]
    [InlineData("Host: t\r\n Folded: 1\r\n")]
    [InlineData("Host: t\r\nNoColon\r\n")]
    public async Task Headers_that_could_mean_two_things_are_refused(string headers)
    {
        await using var server = await TestServer.StartAsync();

        var answer = await server.SendRawAsync($"POST /chat/completion/u HTTP/1.1\r\n{headers}Connection: close\r\n\r\nx");

        Assert.True(answer.Status is 0 or (>= 400 and < 500) or 501, $"{answer.Status} {answer.Body}");
        Assert.Equal(200, (await server.GetAsync("/healthz")).Status);
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/json")]
    [InlineData("multipart/form-data; boundary=b")]
    [InlineData("text/plain; charset=utf-16")]
    public async Task Ten_megabytes_and_thousands_of_fields_are_refused_with_a_sentence(string type)
    {
        await using var server = await TestServer.StartAsync();

        var large = await server.PostAsync("/chat/completion/u", type, new byte[10 << 20]);
        var many = await server.PostAsync("/chat/completion/u", type, Encoding.ASCII.GetBytes(type.Contains("json", StringComparison.Ordinal)
            ? "{" + string.Join(',', Enumerable.Range(0, 5000).Select(i => $"\"f{i}\":1")) + "}"
            : type.Contains("multipart", StringComparison.Ordinal)
                ? string.Concat(Enumerable.Range(0, 5000).Select(i => $"--b\r\nContent-Disposition: form-data; name=f{i}\r\n\r\n1\r\n")) + "--b--\r\n"
                : string.Join('&', Enumerable.Range(0, 5000).Select(i => $"f{i}=1"))));

        Assert.Equal(413, large.Status);
        Assert.Contains("detail", large.Json.EnumerateObject().Select(member => member.Name));
        Assert.InRange(many.Status, 400, 499);
        Assert.Contains("detail", many.Json.EnumerateObject().Select(member => member.Name));
    }

    [Fact]
    public async Task Deep_json_half_surrogates_and_nul_are_refused_or_kept_never_a_failure()
    {
        await using var server = await TestServer.StartAsync();
        foreach (var json in (string[])[
            "{\"message\":" + new string('[', 100_000), "{\"message\":\"\\ud800\"}", "{\"message\":\"\\u0000\"}", "{\"message\":{\"a\":1}}",
            "{\"message\":1e400}", "{\"message\":\"x\",\"message\":\"y\"}", "\uFEFF{\"message\":\"x\"}", "[]", "{\"save_context\":\"perhaps\",\"message\":\"x\"}"])
        {
            var answer = await server.PostJsonAsync("/chat/completion/u", json);

            Assert.True(answer.Status is 200 or (>= 400 and < 500), $"{answer.Status} {answer.Body}");
        }

        Assert.Equal(200, (await server.GetAsync("/userdata/context/get/u")).Status);
    }

    [Fact]
    public async Task A_slow_sender_keeps_nobody_waiting_and_is_let_go()
    {
        await using var server = await TestServer.StartAsync(("HEADER_TIMEOUT", "1"), ("MIN_BODY_RATE", "1000"));
        var slow = Enumerable.Range(0, 50).Select(_ => server.SendRawAsync("POST /chat/completion/u HTTP/1.1\r\nHost: t\r\n")).ToArray();
        var dripping = server.SendRawAsync("POST /chat/completion/u HTTP/1.1\r\nHost: t\r\nContent-Length: 1000000\r\nConnection: close\r\n\r\nmessage=");

        Assert.Equal(200, (await server.PostFormAsync("/chat/completion/u", ("message", "hi"))).Status);

        Assert.All(await Task.WhenAll(slow), answer => Assert.True(answer.Status is 0 or 408));
        Assert.True((await dripping).Status is 0 or 408);
    }

    [Fact]
    public async Task Secrets_stand_in_no_answer_and_no_log_line()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        var models = Path.GetTempFileName();
        await File.WriteAllTextAsync(models, $$"""[{"Name":"P","ApiKeyEnv":"PROVIDER_KEY","URL":"{{upstream.BaseUrl}}","models":[{"Name":"M","Id":"m","Type":"chat"}]}]""");
        await using var server = await TestServer.StartAsync(
            ("API_INFO_FILE_PATH", models), ("PROVIDER_KEY", Secret), ("ADMIN_API_KEY", AdminKeyText), ("ACCESS_TOKEN", AccessTokenText), ("LOG_LEVEL", "trace"));
        server.Client.DefaultRequestHeaders.Add("Authorization", $"Bearer {AccessTokenText}");
        server.Client.DefaultRequestHeaders.Add("X-Admin-API-Key", AdminKeyText);
        var seen = new StringBuilder();
        upstream.Enqueue(FakeReply.Text("fine"));
        for (var i = 0; i < 20; i++)
        {
            upstream.Enqueue(FakeReply.Status(401, $$$"""{"error":{"message":"Incorrect API key provided: {{{Secret}}}. Header was Bearer {{{Secret}}}"}}"""));
        }

        seen.Append((await server.PostFormAsync("/chat/completion/u", ("message", "hi"))).Body);
        seen.Append((await server.PostFormAsync("/chat/completion/u", ("message", "hi"))).Body);
        foreach (var path in (string[])["/", "/healthz", "/readyz", "/metrics", "/admin/users", "/admin/turns", "/no/such", "/userdata/context/get/u"])
        {
            seen.Append((await server.GetAsync(path)).Body);
        }

        seen.Append((await server.SendAsync(HttpMethod.Post, "/admin/reload", null)).Body);
        seen.AppendJoin('\n', server.LogLines);
        File.Delete(models);

        Assert.All((string[])[Secret, AdminKeyText, AccessTokenText], secret => Assert.DoesNotContain(secret, seen.ToString()));
        Assert.Contains("turn.ended user=u", seen.ToString());
    }

    static HashSet<string> Snapshot(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file))];
}
