using System.Text.Json;

namespace Repeater.Tests;

/// <summary>Reads a streamed chat as a client does: event by event, while it comes.</summary>
sealed class EventStream : IAsyncDisposable
{
    readonly HttpResponseMessage _response;
    readonly StreamReader _reader;
    readonly bool _asLines;

    EventStream(HttpResponseMessage response, StreamReader reader)
    {
        _response = response;
        _reader = reader;
        _asLines = response.Content.Headers.ContentType?.MediaType == "application/x-ndjson";
    }

    public int Status => (int)_response.StatusCode;

    public string? ContentType => _response.Content.Headers.ContentType?.ToString();

    /// <summary>Sends and waits for the headers.</summary>
    public static async Task<EventStream> OpenAsync(
        HttpClient client, HttpRequestMessage request, string? accept = null, CancellationToken cancellation = default)
    {
        if (accept is not null)
        {
            request.Headers.Add("Accept", accept);
        }
        var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        return new(response, new StreamReader(await response.Content.ReadAsStreamAsync(cancellation)));
    }

    /// <summary>The next event; null at the end. An event of the other format fails the test.</summary>
    public async Task<JsonElement?> NextAsync()
    {
        string? type = null;
        while (await _reader.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("event: ", StringComparison.Ordinal))
            {
                type = line[7..];
            }
            else if (_asLines ? line.Length > 0 : line.StartsWith("data: ", StringComparison.Ordinal))
            {
                var json = JsonDocument.Parse(_asLines ? line : line[6..]).RootElement;
                Assert.Equal(_asLines ? null : json.GetProperty("type").GetString(), type);
                return json;
            }
        }
        return null;
    }

    public async Task<List<JsonElement>> RestAsync()
    {
        var events = new List<JsonElement>();
        while (await NextAsync() is { } next)
        {
            events.Add(next);
        }
        return events;
    }

    public Task<string> BodyAsync() => _reader.ReadToEndAsync();

    public ValueTask DisposeAsync()
    {
        _reader.Dispose();
        _response.Dispose();
        return ValueTask.CompletedTask;
    }
}
