using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Repeater.Commands.Terminal;

/// <summary>The server refused, or is not there. The message is a sentence.</summary>
sealed class ChatClientException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>One user's view of a server, over HTTP.</summary>
sealed class ChatClient : IDisposable
{
    readonly HttpClient _http;
    readonly string _user;

    /// <param name="server">Its address.</param>
    /// <param name="token">Null: none is sent.</param>
    /// <param name="user">Any id.</param>
    public ChatClient(Uri server, string? token, string user)
    {
        _user = Uri.EscapeDataString(user);
        _http = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = server, Timeout = Timeout.InfiniteTimeSpan };
        if (token is not null)
        {
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }
    }

    /// <summary>A chat's events as they come.</summary>
    public async IAsyncEnumerable<JsonElement> ChatAsync(params (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/chat/completion/{_user}") { Content = Form([("stream", "true"), .. fields]) };
        request.Headers.Accept.ParseAdd("application/x-ndjson");
        using var answer = await SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
        while (await ReadLineAsync(reader) is { } line)
        {
            if (line.Length > 0)
            {
                yield return Parse(line);
            }
        }
    }

    /// <param name="path">With <c>{user}</c> where the user's id goes.</param>
    public async Task<JsonElement> GetAsync(string path) => await JsonAsync(new HttpRequestMessage(HttpMethod.Get, Of(path)));

    /// <inheritdoc cref="GetAsync"/>
    public async Task<JsonElement> PostAsync(string path, params (string Name, string Value)[] fields) =>
        await JsonAsync(new HttpRequestMessage(HttpMethod.Post, Of(path)) { Content = Form(fields) });

    /// <summary>The body as it is.</summary>
    /// <inheritdoc cref="GetAsync"/>
    public async Task<byte[]> BytesAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Of(path));
        using var answer = await SendAsync(request, HttpCompletionOption.ResponseContentRead);
        return await answer.Content.ReadAsByteArrayAsync();
    }

    public void Dispose() => _http.Dispose();

    string Of(string path) => path.Replace("{user}", _user, StringComparison.Ordinal);

    async Task<JsonElement> JsonAsync(HttpRequestMessage request)
    {
        using (request)
        {
            using var answer = await SendAsync(request, HttpCompletionOption.ResponseContentRead);
            var text = await answer.Content.ReadAsStringAsync();
            return answer.Content.Headers.ContentType?.MediaType == "application/json" ? Parse(text) : default;
        }
    }

    async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, HttpCompletionOption completion)
    {
        HttpResponseMessage answer;
        try
        {
            answer = await _http.SendAsync(request, completion);
        }
        catch (HttpRequestException error)
        {
            throw new ChatClientException($"{_http.BaseAddress} is not reached: {(error.InnerException ?? error).Message}", error);
        }

        if (answer.IsSuccessStatusCode)
        {
            return answer;
        }

        using (answer)
        {
            throw new ChatClientException(Sentence(answer.StatusCode, await answer.Content.ReadAsStringAsync()));
        }
    }

    static string Sentence(HttpStatusCode status, string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.TryGetProperty("detail", out var detail) ? $"{detail}" : $"The server answered {(int)status}.";
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return $"The server answered {(int)status}; is it a repeater?";
        }
    }

    async Task<string?> ReadLineAsync(StreamReader reader)
    {
        try
        {
            return await reader.ReadLineAsync();
        }
        catch (Exception error) when (error is IOException or HttpRequestException)
        {
            throw new ChatClientException($"{_http.BaseAddress} broke off: {error.Message}", error);
        }
    }

    static JsonElement Parse(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return json.RootElement.Clone();
        }
        catch (JsonException error)
        {
            throw new ChatClientException("The server's answer is not JSON; is it a repeater?", error);
        }
    }

    static FormUrlEncodedContent Form((string Name, string Value)[] fields) => new(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
}
