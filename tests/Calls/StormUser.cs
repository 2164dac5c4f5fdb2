using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Repeater.Tests.Calls;

/// <summary>How a request reaches a model.</summary>
enum StormWay
{
    Chat,
    ChatStream,

    /// <summary>Of OpenAI's API, inside the user's branch.</summary>
    DoorTurn,
    DoorTurnStream,

    /// <summary>With a conversation of the client's own.</summary>
    Door,
    DoorStream,
}

/// <summary>What the provider does.</summary>
enum StormFault
{
    None,

    /// <summary>It counts no tokens.</summary>
    Uncounted,
    Limited,
    Broken,

    /// <summary>The stream ends in the middle.</summary>
    Cut,
    Garbage,

    /// <summary>An error comes in the middle of the stream.</summary>
    InStream,

    /// <summary>The client hangs up in the middle, if it reads a stream.</summary>
    Left,
}

/// <summary>One request, and what has to stand in the log of it.</summary>
/// <param name="Text">What was said, and nothing else ever is.</param>
/// <param name="Refused">Whether the answer was that a budget is used up.</param>
/// <param name="Line">What the log has to say, as <see cref="StormUser.Describe"/> does; null where nothing is to be logged.</param>
sealed record StormRequest(string Text, bool Refused, string? Line);

/// <summary>A user who sends one thing after another, each by another way to a provider that does something else, and knows what must have come of it.</summary>
sealed class StormUser(string id, int seed, Uri server, string token, bool hasBranches) : IDisposable
{
    const string Prompt = "P";

    readonly Random _random = new(seed);
    readonly HttpClient _client = new()
    {
        BaseAddress = server,
        Timeout = TimeSpan.FromSeconds(120),
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
    };

    string _branch = "default";

    public string Id => id;

    public List<StormRequest> Requests { get; } = [];

    /// <summary>The messages each branch must have, as <c>role: content</c>, with a mark on those that were interrupted.</summary>
    public Dictionary<string, List<string>> Branches { get; } = [];

    public int Calls => Requests.Count(request => !request.Refused);

    /// <summary>What the provider answers to a request of a storm.</summary>
    public static FakeReply ReplyTo(FakeRequest request)
    {
        var text = TextOf(request);
        var (half, whole) = (Half(text), Whole(text));
        var words = text.Split(' ');
        return Enum.Parse<StormFault>(words[1]) switch
        {
            StormFault.None => FakeReply.Text(half, whole[half.Length..]),
            StormFault.Uncounted => FakeReply.NoUsage(whole),
            StormFault.Limited => FakeReply.Status(429, """{"error":{"message":"Please try again in 300s"}}"""),
            StormFault.Broken => FakeReply.Status(503, "busy"),
            StormFault.Cut => FakeReply.EndAfter(half),
            StormFault.Garbage => FakeReply.Garbage(),
            StormFault.InStream => FakeReply.ErrorInStream(half),
            // A turn goes on without its client, which a conversation of the client's own does not.
            _ => IsTurn(Enum.Parse<StormWay>(words[2])) ? FakeReply.Slow(TimeSpan.FromMilliseconds(20), half, whole[half.Length..]) : FakeReply.Hang(half),
        };
    }

    /// <summary>What was said last.</summary>
    public static string TextOf(FakeRequest request) => request.Body.GetProperty("messages").EnumerateArray().Last().GetProperty("content").GetString()!;

    /// <summary>What a line of the log says, as far as one can know before.</summary>
    public static string Describe(JsonElement call)
    {
        return Line(
            $"{Text("outcome")} {Text("error_class")} {Text("finish_reason")}", Text("branch"), Number("tries"), Number("total_tokens"),
            call.TryGetProperty("estimated_prompt_tokens", out _), Number("new_content_length"), Number("total_context_length"));

        string Text(string name) => call.TryGetProperty(name, out var value) ? value.GetString()! : "";

        long Number(string name) => call.GetProperty(name).GetInt64();
    }

    public async Task WorkAsync(int requests, Func<StormUser, Task> logged)
    {
        if (hasBranches)
        {
            await ChangeAsync(HttpMethod.Post, $"/userdata/prompt/set/{id}", ("prompt", Prompt));
        }

        for (var number = 0; number < requests; number++)
        {
            if (hasBranches && _random.Next(6) == 0)
            {
                _branch = $"b{_random.Next(3)}";
                await ChangeAsync(HttpMethod.Put, $"/userdata/context/change/{id}", ("new_branch_id", _branch));
            }

            await StepAsync(number);
            // Whoever hangs up is not told when the call has ended.
            await logged(this);
        }
    }

    public void Dispose() => _client.Dispose();

    async Task StepAsync(int number)
    {
        var way = (StormWay)_random.Next(hasBranches ? 0 : (int)StormWay.Door, (int)StormWay.DoorStream + 1);
        var fault = (StormFault)_random.Next((int)StormFault.Left + 1);
        if (fault == StormFault.Left && !IsStream(way))
        {
            fault = StormFault.None;
        }

        var text = $"{id}/{number} {fault} {way}";
        var (status, body) = await SendAsync(way, text, fault == StormFault.Left);
        var isRefused = status == 429 && body.Contains("The monthly budget of this user is used up", StringComparison.Ordinal);
        var isGood = fault is StormFault.None or StormFault.Uncounted or StormFault.Left;
        Assert.True(isRefused || !isGood || status == 200, $"{text}: {status} {body}");
        Requests.Add(new(text, isRefused, isRefused ? null : Expect(way, fault, text)));
    }

    /// <summary>What the log has to say, and what the branch has to have.</summary>
    string Expect(StormWay way, StormFault fault, string text)
    {
        var (reply, outcome, tries, tokens) = fault switch
        {
            StormFault.None => (Whole(text), "ok  stop", 1, 16),
            StormFault.Uncounted => (Whole(text), "ok  stop", 1, 0),
            StormFault.Limited => ("", "failed RateLimit ", 1, 0),
            StormFault.Broken => ("", "failed Overloaded ", 2, 0),
            StormFault.Cut => (Half(text), "failed Interrupted ", 1, 0),
            StormFault.Garbage => ("", "failed BadResponse ", 1, 0),
            StormFault.InStream => (Half(text), "failed Overloaded ", 1, 0),
            _ => IsTurn(way) ? (Whole(text), "ok  stop", 1, 16) : (Half(text), "stopped  ", 1, 0),
        };
        var isEstimated = reply.Length > 0 && tokens == 0;
        if (!IsTurn(way))
        {
            return Line(outcome, "", tries, tokens, isEstimated, reply.Length, text.Length + reply.Length);
        }

        if (!Branches.TryGetValue(_branch, out var messages))
        {
            Branches.Add(_branch, messages = []);
        }

        var sent = Prompt.Length + messages.Sum(message => message.Length - message.IndexOf(": ", StringComparison.Ordinal) - 2) + text.Length;
        if (reply.Length > 0)
        {
            messages.Add($"user: {text}");
            messages.Add($"assistant{(fault is StormFault.Cut or StormFault.InStream ? "*" : "")}: {reply}");
        }

        return Line(outcome, _branch, tries, tokens, isEstimated, reply.Length, sent + reply.Length);
    }

    /// <summary>The status, and as much of the body as was read.</summary>
    async Task<(int Status, string Body)> SendAsync(StormWay way, string text, bool leaves)
    {
        using var request = IsDoor(way)
            ? new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions")
            {
                Content = new StringContent(
                    $$"""{"model":"{{(IsTurn(way) ? $"{id}@" : "")}}chat","stream":{{(IsStream(way) ? "true" : "false")}},"messages":[{"role":"user","content":"{{text}}"}]}""",
                    Encoding.UTF8, "application/json"),
            }
            : new HttpRequestMessage(HttpMethod.Post, $"/chat/completion/{id}") { Content = Form(("message", text), ("stream", IsStream(way) ? "true" : "false")) };
        using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        var body = new StringBuilder();
        while (await reader.ReadLineAsync() is { } line)
        {
            body.AppendLine(line);
            if (leaves && line.Contains(Half(text), StringComparison.Ordinal))
            {
                break;
            }
        }

        return ((int)response.StatusCode, body.ToString());
    }

    async Task ChangeAsync(HttpMethod method, string path, (string Name, string Value) field)
    {
        using var request = new HttpRequestMessage(method, path) { Content = Form(field) };
        using var response = await _client.SendAsync(request);
        Assert.True(response.IsSuccessStatusCode, $"{path}: {await response.Content.ReadAsStringAsync()}");
    }

    static string Line(string outcome, string branch, long tries, long tokens, bool isEstimated, long reply, long all) =>
        $"{outcome} branch '{branch}' tries {tries} tokens {tokens} estimated {isEstimated} reply {reply} of {all}";

    static FormUrlEncodedContent Form(params (string Name, string Value)[] fields) => new(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));

    /// <summary>Of another length for every request.</summary>
    static string Whole(string text) => $"{Half(text)} 和后半 {new string('.', int.Parse(text.Split('/', ' ')[1]))}";

    static string Half(string text) => $"half of {text}";

    static bool IsTurn(StormWay way) => way < StormWay.Door;

    static bool IsDoor(StormWay way) => way >= StormWay.DoorTurn;

    static bool IsStream(StormWay way) => way is StormWay.ChatStream or StormWay.DoorTurnStream or StormWay.DoorStream;
}
