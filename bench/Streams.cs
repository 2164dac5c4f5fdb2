using System.Diagnostics;
using System.Net;
using System.Text;

namespace Repeater.Bench;

/// <summary>Streamed chats: what the server adds to a direct call.</summary>
static class Streams
{
    const int Calls = 400;
    const int Tokens = 20_000;
    const int Writers = 8;
    const int Open = 1000;

    public static async Task MeasureAsync(string binary, Action<string, double, string> print)
    {
        await FirstTokenAsync(binary, print);
        await TokensAsync(binary, print);
        await OpenAsync(binary, print);
    }

    static async Task FirstTokenAsync(string binary, Action<string, double, string> print)
    {
        await using var upstream = await Upstream.StartAsync(TimeSpan.Zero);
        using var server = ServerProcess.Start(binary, upstream.ModelsFile());
        await server.ListeningAsync();
        using var client = new HttpClient();
        var direct = new List<double>();
        var through = new List<double>();
        for (var i = 0; i < Calls + 100; i++)
        {
            var (one, two) = (await FirstByteAsync(client, Direct(upstream.EndPoint)), await FirstByteAsync(client, Chat(server.EndPoint, $"u{i}")));
            if (i >= 100)
            {
                direct.Add(one);
                through.Add(two);
            }
        }

        print($"time to first token, {Calls} calls one by one, median", At(through, 0.5), "ms");
        print("  the upstream alone", At(direct, 0.5), "ms");
        print("  added, median", At(through, 0.5) - At(direct, 0.5), "ms");
        print("  added, p99", At(through, 0.99) - At(direct, 0.99), "ms");
    }

    static async Task TokensAsync(string binary, Action<string, double, string> print)
    {
        await using var upstream = await Upstream.StartStreamAsync(Tokens, hangs: false);
        using var server = ServerProcess.Start(binary, upstream.ModelsFile());
        await server.ListeningAsync();
        using var client = new HttpClient();
        await ReadAllAsync(client, Chat(server.EndPoint, "warm"));
        var before = server.ProcessorSeconds;
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(user => ReadAllAsync(client, Chat(server.EndPoint, $"u{user}"))));
        var seconds = watch.Elapsed.TotalSeconds;
        print($"{Writers} streams of {Tokens:N0} tokens at once", Writers * Tokens / seconds, "tokens/s");
        print("  processor time of the server per 1,000 tokens", (server.ProcessorSeconds - before) / (Writers * Tokens) * 1e6, "ms");
        watch.Restart();
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => ReadAllAsync(client, Direct(upstream.EndPoint))));
        print("  the upstream alone", Writers * Tokens / watch.Elapsed.TotalSeconds, "tokens/s");
    }

    static async Task OpenAsync(string binary, Action<string, double, string> print)
    {
        await using var upstream = await Upstream.StartStreamAsync(10, hangs: true);
        using var server = ServerProcess.Start(binary, upstream.ModelsFile());
        await server.ListeningAsync();
        using var client = new HttpClient();
        using (var warm = await FirstAsync(client, Chat(server.EndPoint, "warm")))
        {
        }

        var before = server.MemoryMb;
        var open = await Task.WhenAll(Enumerable.Range(0, Open).Select(user => FirstAsync(client, Chat(server.EndPoint, $"u{user}"))));
        await Task.Delay(1000);
        print($"memory of an open stream, of {Open:N0}", (server.MemoryMb - before) * 1024 / Open, "KB");
        foreach (var stream in open)
        {
            stream.Dispose();
        }
    }

    static HttpRequestMessage Chat(IPEndPoint server, string user) => new(HttpMethod.Post, $"http://{server}/chat/completion/{user}")
    {
        Content = new FormUrlEncodedContent([new("message", "hello there"), new("stream", "true")]),
    };

    static HttpRequestMessage Direct(IPEndPoint upstream) => new(HttpMethod.Post, $"http://{upstream}/v1/chat/completions")
    {
        Content = new StringContent("""{"model":"bench","stream":true,"messages":[]}""", Encoding.UTF8, "application/json"),
    };

    static async Task<double> FirstByteAsync(HttpClient client, HttpRequestMessage request)
    {
        var watch = Stopwatch.StartNew();
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await using var body = await response.EnsureSuccessStatusCode().Content.ReadAsStreamAsync();
        await body.ReadExactlyAsync(new byte[1]);
        var time = watch.Elapsed.TotalMilliseconds;
        await body.CopyToAsync(Stream.Null);
        return time;
    }

    static async Task<HttpResponseMessage> FirstAsync(HttpClient client, HttpRequestMessage request)
    {
        var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return response.EnsureSuccessStatusCode();
    }

    static async Task ReadAllAsync(HttpClient client, HttpRequestMessage request)
    {
        using var response = await FirstAsync(client, request);
        await using var body = await response.Content.ReadAsStreamAsync();
        await body.CopyToAsync(Stream.Null);
    }

    static double At(List<double> values, double share) => values.Order().ElementAt((int)((values.Count - 1) * share));
}
