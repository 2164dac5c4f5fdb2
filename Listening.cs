using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Repeater.Access;

namespace Repeater;

/// <summary>Where and how the server takes connections, and how much of one it bears.</summary>
static class Listening
{
    /// <summary>Connections a full server still takes for as long as it needs to say so.</summary>
    static readonly byte[] FullAnswer = FullAnswerOf(
        """{"detail":"This server has all the connections it takes (MAX_CONNECTIONS). Try again in a moment."}""");

    public static void Configure(KestrelServerOptions server, Settings settings, ServerCertificate certificate)
    {
        server.AddServerHeader = false;
        server.Limits.MaxRequestBodySize = settings.MaxBodyBytes;
        server.Limits.MaxRequestHeadersTotalSize = (int)settings.MaxHeaderBytes;
        server.Limits.MaxRequestLineSize = (int)settings.MaxHeaderBytes;
        server.Limits.RequestHeadersTimeout = settings.HeaderTimeout;
        server.Limits.MinRequestBodyDataRate = new(settings.MinBodyRate, TimeSpan.FromSeconds(5));
        var connections = new ConnectionLimit(settings.MaxConnections);
        server.ConfigureEndpointDefaults(endpoint =>
        {
            endpoint.Protocols = HttpProtocols.Http1;
            if (settings.TlsCertFile is not null)
            {
                endpoint.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = _ => ValueTask.FromResult(certificate.ForHandshake()) });
            }

            endpoint.Use(next => connection => connections.RunAsync(connection, next));
        });
        switch (settings.Host)
        {
            case "*":
                server.ListenAnyIP(settings.Port);
                break;
            // Two sockets on one free port: Kestrel refuses.
            case "localhost" when settings.Port == 0:
                server.Listen(IPAddress.Loopback, 0);
                break;
            case "localhost":
                server.ListenLocalhost(settings.Port);
                break;
            default:
                server.Listen(IPAddress.Parse(settings.Host), settings.Port);
                break;
        }
    }

    static byte[] FullAnswerOf(string body) => System.Text.Encoding.ASCII.GetBytes(
        $"HTTP/1.1 503 Service Unavailable\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\nRetry-After: 5\r\nConnection: close\r\n\r\n{body}");

    /// <summary>The framework's own closes what is too much without a word.</summary>
    sealed class ConnectionLimit(int most)
    {
        int _open;

        public async Task RunAsync(ConnectionContext connection, ConnectionDelegate next)
        {
            try
            {
                if (Interlocked.Increment(ref _open) <= most)
                {
                    await next(connection);
                }
                else
                {
                    await connection.Transport.Output.WriteAsync(FullAnswer);
                    await connection.Transport.Output.CompleteAsync();
                }
            }
            finally
            {
                Interlocked.Decrement(ref _open);
            }
        }
    }
}
