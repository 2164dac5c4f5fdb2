using System.Net.Sockets;
using System.Text.Json;

namespace Repeater.Tests.Storage;

/// <summary>A user who does one thing after another, and knows what has to be there: after the last answer, or one thing more.</summary>
sealed class CrashUser(string id, int seed)
{
    static readonly string[] Branches = ["default", "b:1"];

    readonly Random _random = new(seed);
    State _answered = new();

    /// <summary>What it is when the thing being done was done; null when nothing is.</summary>
    State? _asked;
    int _number;

    public int Answered { get; private set; }

    /// <summary>Goes on until the server is gone.</summary>
    public async Task WorkAsync(HttpClient client)
    {
        try
        {
            while (true)
            {
                await StepAsync(client);
                _answered = _asked!;
                _asked = null;
                Answered++;
            }
        }
        catch (Exception error) when (error is HttpRequestException or SocketException)
        {
            // Killed before it answered: _asked stays.
        }
    }

    public async Task CheckAsync(HttpClient client)
    {
        var found = await ReadAsync(client);
        if (_asked is not null && found == _asked.ToString())
        {
            _answered = _asked;
        }

        _asked = null;
        Assert.Equal(_answered.ToString(), found);
    }

    async Task StepAsync(HttpClient client)
    {
        var text = $"{++_number} 你好";
        var now = _answered;
        var messages = now.Messages[now.Current];
        switch (_random.Next(14))
        {
            case < 6:
                // The built-in model repeats.
                _asked = now.With([.. messages, text, text]);
                await SendAsync(client, HttpMethod.Post, $"/chat/completion/{id}", ("message", text));
                break;
            case 6 when messages.Length > 0:
                var index = _random.Next(messages.Length);
                _asked = now.With([.. messages[..index], .. messages[(index + 1)..]]);
                await SendAsync(client, HttpMethod.Post, $"/userdata/context/withdraw/{id}", ("index", $"{index}"));
                break;
            case 7:
                _asked = now with { Current = Branches[_random.Next(2)] };
                await SendAsync(client, HttpMethod.Put, $"/userdata/context/change/{id}", ("new_branch_id", _asked.Current));
                break;
            case 8:
                _asked = messages.Length > 0 ? now.With([]) : now.With([]).WithoutPast();
                await SendAsync(client, HttpMethod.Delete, $"/userdata/context/delete/{id}");
                break;
            case 9:
                _asked = now with { Prompt = text };
                await SendAsync(client, HttpMethod.Post, $"/userdata/prompt/set/{id}", ("prompt", text));
                break;
            case 10 or 11 when now.Past.TryGetValue(now.Current, out var past):
                _asked = now.With(past).WithoutPast();
                await SendAsync(client, HttpMethod.Post, $"/userdata/context/undo/{id}");
                break;
            default:
                _asked = now with { Value = _number };
                await SendAsync(client, HttpMethod.Put, $"/userdata/config/set/{id}/int", ("key", "n"), ("value", $"{_number}"));
                break;
        }
    }

    async Task<string> ReadAsync(HttpClient client)
    {
        var found = new State
        {
            Current = await GetAsync($"/userdata/context/now_branch/{id}"),
            Prompt = await GetAsync($"/userdata/prompt/get/{id}"),
            Value = JsonDocument.Parse(await GetAsync($"/userdata/config/get/{id}")).RootElement.TryGetProperty("n", out var value) ? value.GetInt32() : 0,
        };
        foreach (var branch in Branches)
        {
            await SendAsync(client, HttpMethod.Put, $"/userdata/context/change/{id}", ("new_branch_id", branch));
            var messages = JsonDocument.Parse(await GetAsync($"/userdata/context/get/{id}")).RootElement.EnumerateArray();
            found.Messages[branch] = [.. messages.Select(message => message.GetProperty("content").GetString()!)];
        }

        await SendAsync(client, HttpMethod.Put, $"/userdata/context/change/{id}", ("new_branch_id", found.Current));
        return found.ToString();

        async Task<string> GetAsync(string path)
        {
            using var response = await client.GetAsync(path);
            var body = await response.Content.ReadAsStringAsync();
            Assert.True(response.IsSuccessStatusCode, body);
            return body;
        }
    }

    static async Task SendAsync(HttpClient client, HttpMethod method, string path, params (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = fields.Length == 0 ? null : new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        using var response = await client.SendAsync(request);
        Assert.True(response.IsSuccessStatusCode, $"{method} {path}: {await response.Content.ReadAsStringAsync()}");
    }

    sealed record State
    {
        public string Current { get; init; } = "default";

        public string Prompt { get; init; } = "";

        public int Value { get; init; }

        public Dictionary<string, string[]> Messages { get; init; } = Branches.ToDictionary(branch => branch, _ => Array.Empty<string>());

        /// <summary>What undo brings back, of the branches of which that is known.</summary>
        public Dictionary<string, string[]> Past { get; init; } = [];

        /// <summary>With other messages in the current branch.</summary>
        public State With(string[] messages) => this with
        {
            Messages = new(Messages) { [Current] = messages },
            Past = new(Past) { [Current] = Messages[Current] },
        };

        public State WithoutPast() => this with { Past = new(Past.Where(branch => branch.Key != Current)) };

        public override string ToString() =>
            $"current {Current}, prompt '{Prompt}', n {Value}, {string.Join(", ", Messages.Select(branch => $"{branch.Key}: [{string.Join('|', branch.Value)}]"))}";
    }
}
