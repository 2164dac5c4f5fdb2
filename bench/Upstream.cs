using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Repeater.Bench;

/// <summary>A provider that answers the same reply after a fixed time, or a stream of a given length.</summary>
sealed class Upstream : IAsyncDisposable
{
    readonly WebApplication _app;
    long _lastToken;

    Upstream(WebApplication app) => _app = app;

    public IPEndPoint EndPoint => IPEndPoint.Parse(new Uri(_app.Urls.First()).Authority);

    /// <summary>When the last reply had been sent, as <see cref="Stopwatch.GetTimestamp"/> counts.</summary>
    public long LastToken => Volatile.Read(ref _lastToken);

    static byte[] StreamOf(string reply) => Encoding.UTF8.GetBytes(
        $$"""data: {"id":"b","created":1,"choices":[{"index":0,"delta":{"content":"{{JsonEncodedText.Encode(reply)}}"},"finish_reason":null}]}""" + "\n\n"
        + "data: {\"id\":\"b\",\"created\":1,\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":4,\"total_tokens\":14}}\n\n"
        + "data: [DONE]\n\n");

    public static Task<Upstream> StartAsync(TimeSpan delay, string reply = "A short answer.")
    {
        var stream = StreamOf(reply);
        return StartAsync(async (upstream, context) =>
        {
            if (delay > TimeSpan.Zero)
            {
                await Task.Delay(delay);
            }

            await context.Response.Body.WriteAsync(stream);
            Volatile.Write(ref upstream._lastToken, Stopwatch.GetTimestamp());
        });
    }

    /// <summary>So many tokens, each a chunk of its own; then the end, or silence.</summary>
    public static Task<Upstream> StartStreamAsync(int tokens, bool hangs)
    {
        var (token, end) = (StreamOf("word ").AsMemory(), StreamOf(""));
        token = token[..(token.Span.IndexOf("\n\n"u8) + 2)];
        return StartAsync(async (_, context) =>
        {
            for (var i = 0; i < tokens; i++)
            {
                await context.Response.Body.WriteAsync(token);
            }

            await context.Response.Body.FlushAsync();
            if (hangs)
            {
                await Task.Delay(Timeout.Infinite, context.RequestAborted);
            }

            await context.Response.Body.WriteAsync(end);
        });
    }

    static async Task<Upstream> StartAsync(Func<Upstream, HttpContext, Task> answer)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(server => server.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var upstream = new Upstream(app);
        app.Run(async context =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null);
            context.Response.ContentType = "text/event-stream";
            await answer(upstream, context);
        });
        await app.StartAsync();
        return upstream;
    }

    /// <summary>A models file that names this provider.</summary>
    public string ModelsFile()
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(path, $$"""
            [{"Name":"Bench","ApiKeyEnv":"BENCH_KEY","URL":"http://{{EndPoint}}/v1","models":[{"Name":"Bench","Id":"bench","Type":"chat"}]}]
            """);
        return path;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
