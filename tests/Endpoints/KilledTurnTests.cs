using System.Text;
using System.Text.Json;
using static Repeater.Tests.Endpoints.ChatStreamTests;

namespace Repeater.Tests.Endpoints;

/// <summary>The server is killed in the middle of a reply and started again: what had come is there, and can be continued.</summary>
public sealed class KilledTurnTests : IDisposable
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("repeater-killed-");

    public void Dispose() => _folder.Delete(recursive: true);

    static string Program => TestServer.Binary ?? Path.Combine(AppContext.BaseDirectory, "repeater.dll");

    string Drafts => Path.Combine(_folder.FullName, "data", ".repeater", "turns");

    [Fact]
    public async Task What_had_come_is_stored_as_interrupted_and_can_be_continued()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        upstream.Enqueue(FakeReply.Hang("Once "));
        await AskAndKillAsync(await StartAsync(upstream), "message=tell", "Once ");

        await using var again = await StartAsync(upstream);
        using var client = new HttpClient { BaseAddress = again.Address };
        var stored = await GetAsync(client, "/userdata/context/get/u");
        Assert.Equal(["tell", "Once "], stored.EnumerateArray().Select(message => Text(message, "content")));
        Assert.Equal("True", Text(stored[1], "interrupted"));
        Assert.Empty(Directory.EnumerateFiles(Drafts));

        upstream.Enqueue("upon a time");
        var answer = await PostAsync(client, "continue_completion=true");
        Assert.Equal("upon a time", Text(answer, "content"));
        Assert.Equal(["tell", "Once upon a time"], (await GetAsync(client, "/userdata/context/get/u")).EnumerateArray().Select(message => Text(message, "content")));
    }

    [Fact]
    public async Task A_reply_that_was_being_continued_keeps_what_was_new_and_nothing_twice()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        upstream.Enqueue(FakeReply.EndAfter("Once "), FakeReply.Hang("upon "));
        var server = await StartAsync(upstream);
        using var client = new HttpClient { BaseAddress = server.Address };
        await PostAsync(client, "message=tell");
        await AskAndKillAsync(server, "continue_completion=true", "upon ");
        // As if it had been killed a second time, before it could remove the draft.
        var draft = Assert.Single(Directory.GetFiles(Drafts));
        File.Copy(draft, Path.Combine(Drafts, "again.jsonl"));

        await using var again = await StartAsync(upstream);
        using var reader = new HttpClient { BaseAddress = again.Address };
        var stored = await GetAsync(reader, "/userdata/context/get/u");

        Assert.Equal(["tell", "Once upon "], stored.EnumerateArray().Select(message => Text(message, "content")));
        Assert.Equal("True", Text(stored[1], "interrupted"));
    }

    /// <summary>Waits until the reply has come to the disk.</summary>
    async Task AskAndKillAsync(ChildServer server, string form, string text)
    {
        using var client = new HttpClient { BaseAddress = server.Address };
        var lost = PostAsync(client, form);
        using var guard = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!Directory.Exists(Drafts) || !Directory.EnumerateFiles(Drafts, "*.jsonl").Any(file => File.ReadAllText(file).Contains(text)))
        {
            await Task.Delay(20, guard.Token);
        }

        await server.DisposeAsync();
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => lost);
    }

    Task<ChildServer> StartAsync(FakeUpstream upstream)
    {
        var models = Path.Combine(_folder.FullName, "models.json");
        File.WriteAllText(models, $$"""[{"Name":"Fake","URL":"{{upstream.BaseUrl}}","models":[{"Id":"m","Type":"chat"}]}]""");
        return ChildServer.StartAsync(Program, _folder.FullName, new Dictionary<string, string>
        {
            ["HOST"] = "127.0.0.1",
            ["PORT"] = "0",
            ["API_INFO_FILE_PATH"] = models,
            ["USER_DATA_DIR"] = Path.Combine(_folder.FullName, "data"),
            ["CALL_LOG_FILE_PATH"] = Path.Combine(_folder.FullName, "calls.jsonl"),
        });
    }

    static async Task<JsonElement> GetAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(path);
        return (await Answer.FromAsync(answer)).Json;
    }

    static async Task<JsonElement> PostAsync(HttpClient client, string form)
    {
        using var content = new StringContent(form, Encoding.UTF8, "application/x-www-form-urlencoded");
        using var answer = await client.PostAsync("/chat/completion/u", content);
        return (await Answer.FromAsync(answer)).Json;
    }
}
