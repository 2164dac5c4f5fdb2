using System.Text.Json;

namespace Repeater.Tests;

/// <summary>A server with one fake provider, which offers the types <c>chat</c> and <c>reasoner</c>.</summary>
sealed class ChatWorld : IAsyncDisposable
{
    readonly string _models;

    ChatWorld(TestServer server, FakeUpstream upstream, string models) => (Server, Upstream, _models) = (server, upstream, models);

    public TestServer Server { get; }

    public FakeUpstream Upstream { get; }

    public static Task<ChatWorld> StartAsync(params (string Name, string Value)[] settings) => StartAsync(null, settings);

    public static Task<ChatWorld> StartAsync(AppParts? parts, params (string Name, string Value)[] settings) => StartWithAsync(parts, url => $$"""
        [{"Name":"Fake","ApiKeyEnv":"FAKE_KEY","URL":"{{url}}","models":[
          {"Name":"Fake Chat","Id":"fake-chat-1","Type":"chat"},
          {"Name":"Fake Thinker","Id":"fake-think-1","Type":"Reasoner"},
          {"Name":"Keyless","Id":"keyless-1","Type":"keyless","ApiKeyEnv":"NO_SUCH_KEY"}]}]
        """, settings);

    /// <summary>With a models file of the test's own.</summary>
    /// <param name="modelsFile">Its text, given the upstream's base address.</param>
    /// <param name="settings">By the names of their variables.</param>
    public static Task<ChatWorld> StartWithAsync(Func<Uri, string> modelsFile, params (string Name, string Value)[] settings) =>
        StartWithAsync(null, modelsFile, settings);

    static async Task<ChatWorld> StartWithAsync(AppParts? parts, Func<Uri, string> modelsFile, (string Name, string Value)[] settings)
    {
        var upstream = await FakeUpstream.StartAsync();
        var models = Path.GetTempFileName();
        await File.WriteAllTextAsync(models, modelsFile(upstream.BaseUrl));
        // Most tests plan each call; those about trying again say how often.
        (string, string)[] all = [("API_INFO_FILE_PATH", models), ("FAKE_KEY", "sk-fake-0123456789"), ("LLM_TRIES", "1"), .. settings];
        return new(await TestServer.StartAsync(parts, all), upstream, models);
    }

    public Task<Answer> ChatAsync(string user, string message, params (string Name, string Value)[] fields) =>
        Server.PostFormAsync($"/chat/completion/{user}", [("message", message), .. fields]);

    /// <summary>Chats and expects success.</summary>
    public async Task<JsonElement> TurnAsync(string user, string message, string reply, params (string Name, string Value)[] fields)
    {
        Upstream.Enqueue(reply);
        var answer = await ChatAsync(user, message, fields);
        Assert.True(answer.Status == 200, answer.Body);
        return answer.Json;
    }

    /// <summary>The user's current conversation as <c>role: content</c>.</summary>
    public async Task<string[]> ContextAsync(string user) =>
        [.. (await Server.GetAsync($"/userdata/context/get/{user}")).Json.EnumerateArray()
            .Select(message => $"{message.GetProperty("role")}: {message.GetProperty("content")}")];

    /// <summary>What the provider was sent last, as <c>role: content</c>.</summary>
    public string[] LastSent() =>
        [.. Upstream.Requests[^1].Body.GetProperty("messages").EnumerateArray()
            .Select(message => $"{message.GetProperty("role")}: {message.GetProperty("content")}")];

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await Upstream.DisposeAsync();
        File.Delete(_models);
    }
}
