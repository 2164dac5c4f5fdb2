using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Repeater.Bench;

/// <summary>Everything at once for as long as is wanted, while memory, handles and threads are watched: none of them may grow.</summary>
sealed class Soak : IDisposable
{
    const int Workers = 12;
    const int Users = 300;
    const int TurnsOfAUser = 30;

    const string Markdown = """
        ## 标题 😀

        | 列 | 数 |
        |:--|--:|
        | 一 | 1 |

        ```python
        print("你好")
        ```
        """;

    readonly ServerProcess _server;
    readonly HttpClient _http;
    readonly int[] _turns = new int[Users];
    readonly Dictionary<string, (int Share, Func<Random, int, CancellationToken, Task> Do)> _actions;
    readonly SortedDictionary<string, long> _done = new(StringComparer.Ordinal);
    readonly SortedDictionary<string, long> _failed = new(StringComparer.Ordinal);
    long _requests;

    Soak(ServerProcess server)
    {
        _server = server;
        _http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 64 }) { BaseAddress = new Uri($"http://{server.EndPoint}"), Timeout = TimeSpan.FromSeconds(60) };
        _actions = new()
        {
            ["chat"] = (30, ChatAsync),
            ["streamed chat"] = (20, StreamAsync),
            ["aborted chat"] = (6, AbortAsync),
            ["openai"] = (8, (random, _, cancel) => PostAsync("/v1/chat/completions", $$"""{"model":"chat","stream":{{(random.Next(2) == 0 ? "true" : "false")}},"messages":[{"role":"user","content":"hello"}]}""", cancel)),
            ["undo and redo"] = (6, async (_, user, cancel) => await OneAfterAnotherAsync(user, cancel, "undo", "redo")),
            ["fork and delete"] = (5, ForkAsync),
            ["withdraw"] = (4, (_, user, cancel) => FormAsync($"/userdata/context/withdraw_last/u{user}", "turns=1", cancel)),
            ["search"] = (4, (_, user, cancel) => GetAsync($"/userdata/context/search/u{user}?query=answer", cancel)),
            ["read"] = (6, (_, user, cancel) => GetAsync($"/userdata/context/messages/u{user}?limit=20", cancel)),
            ["config"] = (3, (random, user, cancel) => FormAsync($"/userdata/config/set/u{user}/float", $"key=temperature&value=0.{random.Next(10)}", cancel)),
            ["prompt"] = (2, (random, user, cancel) => FormAsync($"/userdata/prompt/set/u{user}", $"prompt=be+kind+{random.Next(1000)}", cancel)),
            ["render"] = (3, (_, user, cancel) => FormAsync($"/render/u{user}", $"timeout=2&text={Uri.EscapeDataString(Markdown)}", cancel)),
            ["zip"] = (1, (_, user, cancel) => GetAsync($"/userdata/file/u{user}.zip", cancel)),
            ["probes"] = (2, ProbeAsync),
        };
    }

    /// <param name="binary">The published program.</param>
    /// <param name="minutes">How long.</param>
    public static async Task RunAsync(string binary, double minutes)
    {
        await using var upstream = await Upstream.StartAsync(TimeSpan.FromMilliseconds(30), string.Concat(Enumerable.Repeat("A short answer. 一句话。", 10)));
        using var server = await ServerProcess.Start(binary, upstream.ModelsFile(), null, ("CACHE_BYTES", "8MiB")).ListeningAsync();
        using var soak = new Soak(server);
        await soak.RunAsync(TimeSpan.FromMinutes(minutes));
    }

    public void Dispose() => _http.Dispose();

    async Task RunAsync(TimeSpan time)
    {
        using var end = new CancellationTokenSource(time);
        var samples = new List<Sample>();
        var work = Enumerable.Range(0, Workers).Select(worker => WorkAsync(worker, end.Token)).ToArray();
        Console.WriteLine($"{"s",6}{"requests",12}{"failed",9}{"RSS MB",9}{"heap MB",9}{"handles",9}{"threads",9}");
        var watch = Stopwatch.StartNew();
        var every = time / 60 > TimeSpan.FromSeconds(5) ? time / 60 : TimeSpan.FromSeconds(5);
        while (!end.IsCancellationRequested)
        {
            await Task.WhenAny(Task.Delay(every, CancellationToken.None), Task.Delay(Timeout.Infinite, end.Token));
            var sample = new Sample(watch.Elapsed.TotalSeconds, _server.MemoryMb, await HeapAsync(), _server.Handles, _server.Threads);
            samples.Add(sample);
            Console.WriteLine($"{sample.Seconds,6:0}{Interlocked.Read(ref _requests),12:N0}{Total(_failed),9:N0}{sample.Memory,9:0.0}{sample.Heap,9:0.0}{sample.Handles,9}{sample.Threads,9}");
        }

        await Task.WhenAll(work);
        await Task.Delay(TimeSpan.FromSeconds(5));
        Report(samples);
        Console.WriteLine($"  at rest: {_server.MemoryMb:0.0} MB, {_server.Handles} handles, {_server.Threads} threads; most memory {_server.PeakMemoryMb:0.0} MB");
    }

    async Task WorkAsync(int worker, CancellationToken end)
    {
        var random = new Random(worker);
        var shares = _actions.SelectMany(action => Enumerable.Repeat(action.Key, action.Value.Share)).ToArray();
        while (!end.IsCancellationRequested)
        {
            var name = shares[random.Next(shares.Length)];
            try
            {
                await _actions[name].Do(random, random.Next(Users), CancellationToken.None);
                Count(_done, name);
            }
            catch (Exception error) when (error is HttpRequestException or IOException or TaskCanceledException)
            {
                Count(_failed, $"{name}: {error.Message}");
            }

            Interlocked.Increment(ref _requests);
        }
    }

    async Task ChatAsync(Random random, int user, CancellationToken cancel)
    {
        // Conversations end, or each chat would cost more than the one before.
        if (Interlocked.Increment(ref _turns[user]) % TurnsOfAUser == 0)
        {
            using var deleted = await _http.DeleteAsync($"/userdata/context/delete/u{user}", cancel);
        }

        await FormAsync($"/chat/completion/u{user}", $"message=question+{random.Next(1000)}", cancel);
    }

    async Task StreamAsync(Random random, int user, CancellationToken cancel)
    {
        using var answer = await BeginAsync(random, user, cancel);
        await answer.Content.CopyToAsync(Stream.Null, cancel);
    }

    /// <summary>A client that goes away in the middle, or before anything came.</summary>
    async Task AbortAsync(Random random, int user, CancellationToken cancel)
    {
        using var patience = new CancellationTokenSource(random.Next(1, 40));
        try
        {
            using var answer = await BeginAsync(random, user, patience.Token);
        }
        catch (OperationCanceledException)
        {
        }
    }

    Task<HttpResponseMessage> BeginAsync(Random random, int user, CancellationToken cancel) => _http.SendAsync(
        new(HttpMethod.Post, $"/chat/completion/u{user}") { Content = Body($"message=question+{random.Next(1000)}&stream=true", "application/x-www-form-urlencoded") },
        HttpCompletionOption.ResponseHeadersRead,
        cancel);

    async Task ForkAsync(Random random, int user, CancellationToken cancel)
    {
        var name = $"b{random.Next(1_000_000)}";
        await FormAsync($"/userdata/context/fork/u{user}", $"new_branch_id={name}&change=true", cancel, refusals: true);
        using (await _http.DeleteAsync($"/userdata/context/delete/u{user}", cancel))
        {
        }

        await FormAsync($"/userdata/context/change/u{user}?new_branch_id=default", "", cancel);
    }

    async Task ProbeAsync(Random random, int user, CancellationToken cancel)
    {
        await GetAsync("/readyz", cancel);
        await GetAsync("/metrics", cancel);
    }

    async Task OneAfterAnotherAsync(int user, CancellationToken cancel, params string[] steps)
    {
        foreach (var step in steps)
        {
            await FormAsync($"/userdata/context/{step}/u{user}", "", cancel, refusals: true);
        }
    }

    Task PostAsync(string path, string json, CancellationToken cancel) => SendAsync(new(HttpMethod.Post, path) { Content = Body(json, "application/json") }, cancel);

    Task FormAsync(string path, string form, CancellationToken cancel, bool refusals = false) =>
        SendAsync(new(HttpMethod.Post, path) { Content = Body(form, "application/x-www-form-urlencoded") }, cancel, refusals);

    Task GetAsync(string path, CancellationToken cancel) => SendAsync(new(HttpMethod.Get, path), cancel);

    /// <param name="request">Is disposed.</param>
    /// <param name="cancel">Of the wait.</param>
    /// <param name="refusals">Another worker may have been faster, so that there is nothing to undo or copy.</param>
    async Task SendAsync(HttpRequestMessage request, CancellationToken cancel, bool refusals = false)
    {
        using (request)
        {
            using var answer = await _http.SendAsync(request, cancel);
            if (!refusals || (int)answer.StatusCode is not (404 or 409))
            {
                answer.EnsureSuccessStatusCode();
            }
        }
    }

    async Task<double> HeapAsync()
    {
        var text = await _http.GetStringAsync("/metrics");
        var line = text.Split('\n').First(line => line.StartsWith("dotnet_gc_heap_bytes ", StringComparison.Ordinal));
        return double.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture) / (1 << 20);
    }

    /// <summary>The beginning fills caches and pools: the second quarter is held against the last.</summary>
    void Report(List<Sample> samples)
    {
        var quarter = Math.Max(1, samples.Count / 4);
        var (early, late) = (samples.Skip(quarter).Take(quarter).ToList(), samples.TakeLast(quarter).ToList());
        Compare("memory, MB", sample => sample.Memory);
        Compare("heap, MB", sample => sample.Heap);
        Compare("handles", sample => sample.Handles);
        Compare("threads", sample => sample.Threads);
        Console.WriteLine($"  {string.Join(", ", _done.Select(item => $"{item.Key} {item.Value:N0}"))}");
        foreach (var (what, count) in _failed)
        {
            Console.WriteLine($"  failed {count:N0} times: {what}");
        }

        void Compare(string what, Func<Sample, double> figure) =>
            Console.WriteLine($"  {what,-12} second quarter {early.Average(figure),8:0.0}, last quarter {late.Average(figure),8:0.0}");
    }

    static StringContent Body(string text, string type) => new(text, Encoding.UTF8, type);

    static void Count(SortedDictionary<string, long> counts, string name)
    {
        lock (counts)
        {
            counts[name] = counts.GetValueOrDefault(name) + 1;
        }
    }

    static long Total(SortedDictionary<string, long> counts)
    {
        lock (counts)
        {
            return counts.Values.Sum();
        }
    }

    readonly record struct Sample(double Seconds, double Memory, double Heap, int Handles, int Threads);
}
