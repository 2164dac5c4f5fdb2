namespace Repeater.Tests.Native;

/// <summary>The published binary in a root that holds only itself, the C library and a bundle of certificate authorities.</summary>
public class BareRootTests
{
    const string Bundle = "etc/ssl/certs/ca-certificates.crt";

    [BareRootFact]
    public async Task It_chats_with_a_provider_over_https()
    {
        using var authority = TestCertificate.Create("localhost");
        await using var upstream = await FakeUpstream.StartAsync(authority);
        upstream.Enqueue("你好");
        using var root = new BareRoot();
        root.Write(Bundle, authority.ExportCertificatePem());
        root.Write("models.json", $$"""[{"Name":"Fake","ApiKeyEnv":"FAKE_KEY","URL":"{{upstream.BaseUrl}}","models":[{"Id":"m","Type":"chat"}]}]""");
        await using var server = await root.StartAsync(("API_INFO_FILE_PATH", "/models.json"), ("FAKE_KEY", "key"));

        var answer = await ChatAsync(server);

        Assert.True(answer.Contains("\"content\":\"你好\"", StringComparison.Ordinal), $"{answer}\n{string.Join('\n', server.LogLines)}");
        Assert.Single(upstream.Requests);
    }

    [BareRootFact]
    public async Task Without_certificate_authorities_https_is_a_sentence_and_the_server_goes_on()
    {
        using var authority = TestCertificate.Create("localhost");
        await using var upstream = await FakeUpstream.StartAsync(authority);
        using var root = new BareRoot();
        root.Write("models.json", $$"""[{"Name":"Fake","ApiKeyEnv":"FAKE_KEY","URL":"{{upstream.BaseUrl}}","models":[{"Id":"m","Type":"chat"}]}]""");
        await using var server = await root.StartAsync(("API_INFO_FILE_PATH", "/models.json"), ("FAKE_KEY", "key"));

        Assert.Contains("SSL_CERT_FILE", await ChatAsync(server));
        Assert.Contains("SSL_CERT_FILE", await ChatAsync(server));
        Assert.Empty(upstream.Requests);
    }

    [BareRootFact]
    public async Task It_draws()
    {
        using var root = new BareRoot();
        await using var server = await root.StartAsync();
        using var client = new HttpClient { BaseAddress = server.Address };
        using var body = new FormUrlEncodedContent([KeyValuePair.Create("message", "# 你好 😀"), KeyValuePair.Create("rendering", "true")]);

        using var answer = await client.PostAsync("/chat/completion/u", body);
        var json = System.Text.Json.JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        var image = await client.GetByteArrayAsync(json.GetProperty("image_url").GetString());

        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], image[..4]);
    }

    static async Task<string> ChatAsync(ChildServer server)
    {
        using var client = new HttpClient { BaseAddress = server.Address };
        using var body = new FormUrlEncodedContent([KeyValuePair.Create("message", "hi")]);
        using var answer = await client.PostAsync("/chat/completion/u", body);
        return await answer.Content.ReadAsStringAsync();
    }
}
