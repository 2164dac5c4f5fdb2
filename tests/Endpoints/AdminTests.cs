using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Repeater.Tests.Endpoints;

public class AdminTests
{
    const string Key = "aB3dE5gH7jK9mN1pQ";

    [Fact]
    public async Task Models_are_exchanged_as_a_whole_and_a_bad_file_changes_nothing()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, Models("one"));
        await using var server = await TestServer.StartAsync(("ADMIN_API_KEY", Key), ("API_INFO_FILE_PATH", file));
        await File.WriteAllTextAsync(file, Models("two"));

        Assert.Equal("""{"detail":"Apiinfo reloaded"}""", (await PostAsync(server, "/admin/reload/apiinfo")).Body);
        Assert.Contains("not found", (await server.PostFormAsync("/chat/completion/u", ("message", "hi"), ("model_type", "one"))).Body);

        await File.WriteAllTextAsync(file, "[{");
        var refused = await PostAsync(server, "/admin/reload/apiinfo");
        Assert.Equal(400, refused.Status);
        Assert.Contains(file, refused.Body);
        Assert.Contains("stays in force", refused.Body);
        Assert.DoesNotContain("not found", (await server.PostFormAsync("/chat/completion/u", ("message", "hi"), ("model_type", "two"))).Body);
        File.Delete(file);
    }

    [Fact]
    public async Task Themes_presets_and_nicknames_are_read_again()
    {
        var themes = Directory.CreateTempSubdirectory("repeater-themes-");
        await using var server = await TestServer.StartAsync(("ADMIN_API_KEY", Key), ("THEME_DIR", themes.FullName));
        await File.WriteAllTextAsync(Path.Combine(themes.FullName, "mine.json"), """{"base":"dark"}""");
        Assert.Equal(400, (await server.PostFormAsync("/render/u", ("text", "x"), ("style", "mine"))).Status);

        Assert.Equal(200, (await PostAsync(server, "/admin/reload/themes")).Status);
        Assert.Equal(200, (await server.PostFormAsync("/render/u", ("text", "x"), ("style", "mine"))).Status);

        await File.WriteAllTextAsync(Path.Combine(themes.FullName, "mine.json"), """{"no such key":1}""");
        Assert.Equal(400, (await PostAsync(server, "/admin/reload")).Status);
        Assert.Equal(200, (await server.PostFormAsync("/render/u", ("text", "x"), ("style", "mine"))).Status);
        Assert.Equal(200, (await PostAsync(server, "/admin/reload/presets")).Status);
        Assert.Equal(200, (await PostAsync(server, "/admin/reload/nicknames")).Status);
        themes.Delete(recursive: true);
    }

    [Fact]
    public async Task Nicknames_that_cannot_be_read_are_said_to_be()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "[]");
        await using var server = await TestServer.StartAsync(("ADMIN_API_KEY", Key), ("USER_NICKNAME_MAPPING_FILE_PATH", file));

        var refused = await PostAsync(server, "/admin/reload/nicknames");

        Assert.Equal(400, refused.Status);
        Assert.Contains(file, refused.Body);
        File.Delete(file);
    }

    [Fact]
    public async Task The_overview_pages_through_everybody()
    {
        await using var server = await TestServer.StartAsync(("ADMIN_API_KEY", Key));
        foreach (var user in (string[])["a:1", "b", "c"])
        {
            await server.PostFormAsync($"/chat/completion/{user}", ("message", "hi"));
        }

        await server.PutFormAsync("/userdata/config/set/d/string", ("key", "k"), ("value", "v"));

        var first = (await GetAsync(server, "/admin/users?limit=2")).Json;
        var second = (await GetAsync(server, "/admin/users?limit=2&after=b")).Json;

        Assert.Equal(4, first.GetProperty("total").GetInt32());
        Assert.Equal(["a:1", "b"], first.GetProperty("users").EnumerateArray().Select(user => user.GetProperty("user_id").GetString()));
        Assert.Equal(["c", "d"], second.GetProperty("users").EnumerateArray().Select(user => user.GetProperty("user_id").GetString()));
        Assert.Equal("""{"current":"default","branches":["default"]}""", first.GetProperty("users")[0].GetProperty("context").GetRawText());
    }

    [Fact]
    public async Task Turns_that_run_or_wait_are_listed()
    {
        await using var world = await ChatWorld.StartAsync(("ADMIN_API_KEY", Key));
        var reached = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        world.Upstream.Enqueue(new FakeReply(async (request, response, stop) =>
        {
            reached.SetResult();
            await release.Task.WaitAsync(stop);
            await FakeReply.Text("later").WriteAsync(request, response, stop);
        }));
        world.Upstream.Enqueue("second");
        var running = world.ChatAsync("u", "hi");
        await reached.Task;
        var waiting = world.ChatAsync("u", "again");

        string[] states;
        do
        {
            states = [.. (await GetAsync(world.Server, "/admin/turns")).Json.EnumerateArray().Select(turn => turn.GetProperty("state").GetString()!)];
        }
        while (states.Length < 2);

        Assert.Equal(["running", "waiting"], states);
        release.SetResult();
        Assert.Equal(200, (await running).Status);
        Assert.Equal(200, (await waiting).Status);
        Assert.Equal("[]", (await GetAsync(world.Server, "/admin/turns")).Body);
    }

    [Fact]
    public async Task With_a_certificate_it_speaks_https_and_a_new_one_is_taken_without_a_restart()
    {
        var file = Path.GetTempFileName();
        using var first = TestCertificate.Create("localhost");
        using var second = TestCertificate.Create("localhost");
        await File.WriteAllTextAsync(file, Pem(first));
        await using var server = await TestServer.StartAsync(("ADMIN_API_KEY", Key), ("TLS_CERT_FILE", file));

        Assert.Equal(first.Thumbprint, await CertificateOfAsync(server));
        await File.WriteAllTextAsync(file, "no certificate");
        Assert.Equal(400, await ReloadAsync(server));
        Assert.Equal(first.Thumbprint, await CertificateOfAsync(server));
        await File.WriteAllTextAsync(file, Pem(second));
        Assert.Equal(200, await ReloadAsync(server));
        Assert.Equal(second.Thumbprint, await CertificateOfAsync(server));
        File.Delete(file);
    }

    static string Models(string type) =>
        $$"""[{"Name":"P","ApiKeyEnv":"NO_KEY_HERE","URL":"http://127.0.0.1:9","models":[{"Name":"M","Id":"m","Type":"{{type}}"}]}]""";

    static string Pem(X509Certificate2 certificate) =>
        certificate.ExportCertificatePem() + "\n" + certificate.GetRSAPrivateKey()!.ExportPkcs8PrivateKeyPem() + "\n";

    static async Task<string?> CertificateOfAsync(TestServer server)
    {
        string? seen = null;
        using var client = Trusting(certificate => seen = certificate);
        Assert.Equal("""{"status":"ok"}""", await client.GetStringAsync(new Uri(server.Address, "/healthz")));
        return seen;
    }

    static async Task<int> ReloadAsync(TestServer server)
    {
        using var client = Trusting(_ => { });
        client.DefaultRequestHeaders.Add("X-Admin-API-Key", Key);
        using var response = await client.PostAsync(new Uri(server.Address, "/admin/reload/certificate"), null);
        return (int)response.StatusCode;
    }

    static HttpClient Trusting(Action<string> see) => new(new SocketsHttpHandler
    {
        SslOptions = new SslClientAuthenticationOptions
        {
            RemoteCertificateValidationCallback = (_, certificate, _, errors) =>
            {
                see(((X509Certificate2)certificate!).Thumbprint);
                // It vouches for itself; its name and key must be right.
                return errors == SslPolicyErrors.RemoteCertificateChainErrors;
            },
        },
    });

    static Task<Answer> PostAsync(TestServer server, string path) => SendAsync(server, HttpMethod.Post, path);

    static Task<Answer> GetAsync(TestServer server, string path) => SendAsync(server, HttpMethod.Get, path);

    static async Task<Answer> SendAsync(TestServer server, HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Add("X-Admin-API-Key", Key);
        using var response = await server.Client.SendAsync(request);
        return await Answer.FromAsync(response);
    }
}
