using System.Collections.Concurrent;
using System.Net;
using System.Runtime.CompilerServices;

namespace Repeater.Llm;

/// <summary>Asks models. One for the whole process: it owns the connections to all providers.</summary>
/// <remarks>
/// Proxies named in the environment are not used, only those of the models file: a variable set for other programs would silently take
/// every chat, and the keys with it, another way. Redirects are not followed, since the key would go along.
/// </remarks>
sealed class LlmClient : IDisposable
{
    // A host name is resolved anew this often.
    static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(10);

    static readonly TimeSpan ConnectionIdleTime = TimeSpan.FromSeconds(90);

    readonly LlmLimits _limits;
    readonly Func<string, string?> _environment;
    readonly TimeProvider _clock;
    readonly TrustedRoots _roots;
    readonly HttpClient _direct;
    readonly ConcurrentDictionary<Uri, HttpClient> _proxied = new();

    /// <param name="limits">Of every call.</param>
    /// <param name="environment">Reads an environment variable; asked for the key at each request.</param>
    /// <param name="clock">Gives the times that are reported; limits always run in real time.</param>
    public LlmClient(LlmLimits limits, Func<string, string?> environment, TimeProvider? clock = null)
    {
        _limits = limits;
        _environment = environment;
        _clock = clock ?? TimeProvider.System;
        _roots = new TrustedRoots(environment);
        _direct = NewHttpClient(null);
    }

    /// <summary>
    /// Asks and yields the answer as it comes; <see cref="LlmFinished"/> is the last of a complete one. A consumer that stops
    /// earlier hangs up.
    /// </summary>
    /// <exception cref="LlmException">The call failed; deltas yielded before are valid.</exception>
    /// <exception cref="OperationCanceledException">By <paramref name="cancellationToken"/>.</exception>
    public async IAsyncEnumerable<LlmDelta> StreamAsync(
        LlmRequest request, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        if (request.Model.IsParrot)
        {
            foreach (var delta in ParrotModel.Answer(request, UnixNanoseconds))
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return delta;
            }
            yield break;
        }
        var batch = new List<LlmDelta>();
        using var call = new LlmCall(request, batch, LimitsOf(request.Model), UnixNanoseconds, cancellationToken);
        await call.SendAsync(HttpFor(request.Model), _roots, _environment);
        while (await call.ReadAsync())
        {
            foreach (var delta in batch)
            {
                yield return delta;
            }
            batch.Clear();
        }
    }

    /// <summary>Asks a model's provider for the list of its models, which costs nothing.</summary>
    /// <returns>The status of the answer. Some providers have no such list: 404 says that they were reached.</returns>
    /// <exception cref="LlmException">There is no key, or no certificates.</exception>
    /// <exception cref="HttpRequestException">It was not reached.</exception>
    public async Task<int> ListModelsAsync(ModelInfo model, CancellationToken cancellationToken)
    {
        var address = new Uri(model.BaseUrl!.GetLeftPart(UriPartial.Path).TrimEnd('/') + "/models");
        var key = ApiKey.Read(model, _environment);
        if (address.Scheme == Uri.UriSchemeHttps)
        {
            _roots.Load(model.ProviderName);
        }

        using var message = new HttpRequestMessage(HttpMethod.Get, address);
        LlmCall.AddHeaders(message, model, key);
        using var answer = await HttpFor(model).SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        return (int)answer.StatusCode;
    }

    public void Dispose()
    {
        _direct.Dispose();
        foreach (var http in _proxied.Values)
        {
            http.Dispose();
        }
    }

    LlmLimits LimitsOf(ModelInfo model) => _limits with
    {
        FirstTokenTimeout = model.FirstTokenTimeout ?? _limits.FirstTokenTimeout,
        IdleTimeout = model.IdleTimeout ?? _limits.IdleTimeout,
    };

    HttpClient HttpFor(ModelInfo model) => model.Proxy is { } proxy ? _proxied.GetOrAdd(proxy, NewHttpClient) : _direct;

    HttpClient NewHttpClient(Uri? proxy)
    {
        var handler = new SocketsHttpHandler
        {
            ActivityHeadersPropagator = null,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = _limits.ConnectTimeout,
            // An answer nobody wants any more is paid by the token: hang up rather than read on.
            MaxResponseDrainSize = 4096,
            PooledConnectionIdleTimeout = ConnectionIdleTime,
            PooledConnectionLifetime = ConnectionLifetime,
            Proxy = proxy is null ? null : ProxyAt(proxy),
            ResponseDrainTimeout = TimeSpan.FromSeconds(1),
            UseCookies = false,
            UseProxy = proxy is not null,
        };
        handler.SslOptions.CertificateChainPolicy = _roots.Policy;
        return new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    static WebProxy ProxyAt(Uri address)
    {
        var proxy = new WebProxy(new UriBuilder(address) { UserName = "", Password = "" }.Uri);
        if (address.UserInfo.Split(':', 2) is [{ Length: > 0 } name, var password])
        {
            proxy.Credentials = new NetworkCredential(Uri.UnescapeDataString(name), Uri.UnescapeDataString(password));
        }
        return proxy;
    }

    long UnixNanoseconds() => (_clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;
}
