using System.Net.Sockets;
using System.Text;

namespace Repeater.Tests;

/// <summary>
/// A whole server on a free port of loopback with a folder of its own, gone when disposed. Settings are given by the names of
/// their variables. With <c>REPEATER_BINARY</c> naming an executable it is that one, started as a child.
/// </summary>
sealed class TestServer : IAsyncDisposable
{
    // Only against hanging for ever: no test measures time.
    static readonly TimeSpan HangGuard = TimeSpan.FromSeconds(60);

    readonly IRunningServer _server;
    readonly DirectoryInfo _folder;

    TestServer(IRunningServer server, DirectoryInfo folder)
    {
        _server = server;
        _folder = folder;
        Client = new() { BaseAddress = server.Address, Timeout = HangGuard };
    }

    /// <summary>The published executable to test; null: the server runs inside the test process.</summary>
    public static string? Binary { get; } = Environment.GetEnvironmentVariable("REPEATER_BINARY") is { Length: > 0 } path ? path : null;

    /// <summary>Resolves <c>..</c> and decodes harmless escapes before it sends: <see cref="GetRawAsync"/> does not.</summary>
    public HttpClient Client { get; }

    public Uri Address => _server.Address;

    /// <summary>The working directory as far as settings go: every relative default lies in it.</summary>
    public string Folder => _folder.FullName;

    public string UserDataDir => Path.Combine(Folder, "data", "userdata");

    /// <summary>Everything logged so far, one event each.</summary>
    public IEnumerable<string> LogLines => _server.LogLines;

    public static Task<TestServer> StartAsync(params (string Name, string Value)[] settings) => StartAsync(null, settings);

    /// <summary>With parts of the test's own, which only a server in this process can have: for an <see cref="InProcessFactAttribute"/>.</summary>
    public static async Task<TestServer> StartAsync(AppParts? parts, params (string Name, string Value)[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("repeater-test-");
        var all = new Dictionary<string, string>
        {
            ["HOST"] = "127.0.0.1",
            ["PORT"] = "0",
            ["USER_DATA_DIR"] = Path.Combine(folder.FullName, "data", "userdata"),
            ["CALL_LOG_FILE_PATH"] = Path.Combine(folder.FullName, "config", "calllog.jsonl"),
        };
        foreach (var (name, value) in settings)
        {
            all[name] = value;
        }
        return Binary is null
            ? new(await InProcessServer.StartAsync(parts ?? new(), folder.FullName, all), folder)
            : parts is null
                ? new(await ChildServer.StartAsync(Binary, folder.FullName, all), folder)
                : throw new InvalidOperationException("A published binary takes no parts: use [InProcessFact].");
    }

    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    public Task<Answer> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path, null);

    public Task<Answer> PostFormAsync(string path, params (string Name, string Value)[] fields) =>
        SendFormAsync(HttpMethod.Post, path, fields);

    public Task<Answer> PutFormAsync(string path, params (string Name, string Value)[] fields) =>
        SendFormAsync(HttpMethod.Put, path, fields);

    public Task<Answer> PostJsonAsync(string path, string json) =>
        SendAsync(HttpMethod.Post, path, new StringContent(json, Encoding.UTF8, "application/json"));

    public Task<Answer> PutJsonAsync(string path, string json) =>
        SendAsync(HttpMethod.Put, path, new StringContent(json, Encoding.UTF8, "application/json"));

    /// <summary>The type is sent to the letter, or not at all.</summary>
    public Task<Answer> PostAsync(string path, string? contentType, byte[] body)
    {
        var content = new ByteArrayContent(body);
        if (contentType is not null)
        {
            content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }
        return SendAsync(HttpMethod.Post, path, content);
    }

    public async Task<Answer> SendAsync(HttpMethod method, string path, HttpContent? content)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        using var response = await Client.SendAsync(request);
        return await Answer.FromAsync(response);
    }

    /// <summary>A request target to the letter, without a body.</summary>
    public Task<Answer> GetRawAsync(string target, string method = "GET", string host = "test") =>
        SendRawAsync($"{method} {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");

    /// <summary>Sends the text as UTF-8 and reads until the server closes: the request should ask for that.</summary>
    public Task<Answer> SendRawAsync(string request) => SendRawAsync(Encoding.UTF8.GetBytes(request));

    /// <summary>Breaking off, the client says with its last byte that nothing follows, and still listens.</summary>
    public async Task<Answer> SendRawAsync(byte[] request, bool breakOff = false)
    {
        using var guard = new CancellationTokenSource(HangGuard);
        using var client = new TcpClient();
        await client.ConnectAsync(Address.Host, Address.Port, guard.Token);
        var stream = client.GetStream();
        await stream.WriteAsync(request, guard.Token);
        if (breakOff)
        {
            client.Client.Shutdown(SocketShutdown.Send);
        }
        var received = new MemoryStream();
        try
        {
            await stream.CopyToAsync(received, guard.Token);
        }
        catch (IOException)
        {
            // The server may close before it has read everything: what it said until then counts.
        }
        return Answer.FromBytes(received.ToArray());
    }

    /// <summary>Waits for an event: a child's lines arrive after its answers.</summary>
    public async Task<string> WaitForLogLineAsync(string part)
    {
        using var guard = new CancellationTokenSource(HangGuard);
        while (true)
        {
            if (LogLines.FirstOrDefault(line => line.Contains(part, StringComparison.Ordinal)) is { } found)
            {
                return found;
            }
            await Task.Delay(10, guard.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _server.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    Task<Answer> SendFormAsync(HttpMethod method, string path, (string Name, string Value)[] fields) =>
        SendAsync(method, path, new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))));
}

/// <summary>A server that listens and can be stopped by disposing it.</summary>
interface IRunningServer : IAsyncDisposable
{
    Uri Address { get; }

    IEnumerable<string> LogLines { get; }
}
