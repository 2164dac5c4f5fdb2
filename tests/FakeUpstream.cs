using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Repeater.Tests;

/// <summary>
/// A provider on a free loopback port that answers what the test has queued. A call nobody planned is answered with 500 and makes
/// <see cref="DisposeAsync"/> fail the test.
/// </summary>
sealed class FakeUpstream : IAsyncDisposable
{
    readonly WebApplication _app;
    readonly CancellationTokenSource _stopping = new();
    readonly Lock _lock = new();
    readonly Queue<FakeReply> _replies = [];
    readonly List<FakeRequest> _requests = [];
    readonly List<string> _unexpected = [];

    FakeUpstream(X509Certificate2? certificate)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(IPAddress.Loopback, 0, endpoint =>
            {
                if (certificate is not null)
                {
                    endpoint.UseHttps(certificate);
                }
            });
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(5));
        if (certificate is not null)
        {
            builder.WebHost.UseKestrelHttpsConfiguration();
        }
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    /// <summary>What the models file would name: <c>http://127.0.0.1:12345/v1</c>.</summary>
    public Uri BaseUrl => new(_app.Urls.First() + "/v1");

    /// <summary>The answer when nothing is queued; null: a call is unexpected.</summary>
    public FakeReply? Default { get; set; }

    /// <summary>Answers instead of everything queued and records nothing, for load tests.</summary>
    public Func<HttpContext, Task>? Handler { get; set; }

    /// <summary>The calls so far, in order of arrival.</summary>
    public IReadOnlyList<FakeRequest> Requests
    {
        get
        {
            lock (_lock)
            {
                return [.. _requests];
            }
        }
    }

    /// <summary>Starts listening.</summary>
    /// <param name="certificate">For HTTPS.</param>
    public static async Task<FakeUpstream> StartAsync(X509Certificate2? certificate = null)
    {
        var upstream = new FakeUpstream(certificate);
        await upstream._app.StartAsync();
        return upstream;
    }

    public void Enqueue(params IEnumerable<FakeReply> replies)
    {
        lock (_lock)
        {
            foreach (var reply in replies)
            {
                _replies.Enqueue(reply);
            }
        }
    }

    /// <summary>Queues a plain streamed answer.</summary>
    public void Enqueue(string text) => Enqueue(FakeReply.Text(text));

    /// <summary>Stops, ends what still hangs, and fails the test when a call came that nobody planned.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _app.DisposeAsync();
        _stopping.Dispose();
        Assert.True(_unexpected.Count == 0, $"unexpected calls of the upstream: {string.Join(", ", _unexpected)}");
    }

    async Task AnswerAsync(HttpContext context)
    {
        if (Handler is { } handler)
        {
            await handler(context);
            return;
        }
        var request = await FakeRequest.ReadAsync(context);
        var reply = Accept(request);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _stopping.Token);
        try
        {
            await reply.WriteAsync(request, context.Response, ends.Token);
        }
        catch (OperationCanceledException)
        {
            context.Abort();
        }
    }

    FakeReply Accept(FakeRequest request)
    {
        lock (_lock)
        {
            _requests.Add(request);
            if (_replies.TryDequeue(out var reply))
            {
                return reply;
            }
            if (Default is not null)
            {
                return Default;
            }
            _unexpected.Add($"{request.Method} {request.Path}");
            return FakeReply.Status(500, """{"error":{"message":"the test did not expect this call"}}""");
        }
    }
}

/// <summary>A call as the upstream saw it.</summary>
/// <param name="Method">Such as <c>POST</c>.</param>
/// <param name="Path">With the query.</param>
/// <param name="Headers">By name, letter case aside.</param>
/// <param name="Body">Undefined when it was no JSON.</param>
/// <param name="ConnectionId">Calls over the same connection have the same.</param>
sealed record FakeRequest(
    string Method, string Path, IReadOnlyDictionary<string, string> Headers, JsonElement Body, string ConnectionId)
{
    public bool WantsStream => Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty("stream", out var stream) && stream.GetBoolean();

    public static async Task<FakeRequest> ReadAsync(HttpContext context)
    {
        var headers = context.Request.Headers.ToDictionary(
            header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        JsonElement body = default;
        try
        {
            using var document = await JsonDocument.ParseAsync(context.Request.Body);
            body = document.RootElement.Clone();
        }
        catch (JsonException)
        {
        }
        return new FakeRequest(
            context.Request.Method, context.Request.Path + context.Request.QueryString, headers, body, context.Connection.Id);
    }
}
