using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Repeater.Endpoints;

namespace Repeater;

/// <summary>What tests and benchmarks replace; the defaults are the real thing.</summary>
sealed record AppParts
{
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Looks an environment variable up: providers' API keys are read when they are needed.</summary>
    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;

    /// <summary>Null: one line per event on standard error.</summary>
    public ILoggerProvider? Logging { get; init; }

    /// <summary>Routes beside the real ones.</summary>
    public Action<IEndpointRouteBuilder>? MapMore { get; init; }
}

/// <summary>The only place that knows every part.</summary>
static class App
{
    /// <summary>The whole server, not yet listening. Nothing but the arguments configures it: no file, no variable of the framework.</summary>
    public static WebApplication Build(Settings settings, AppParts parts)
    {
        var builder = WebApplication.CreateEmptyBuilder(new() { ApplicationName = "repeater" });
        builder.Logging.AddProvider(parts.Logging ?? new LineLoggerProvider(Console.Error, parts.Clock));
        builder.Logging.SetMinimumLevel(LogLevel.Information).AddFilter("Microsoft", LogLevel.Warning);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(server => Configure(server, settings));
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton(parts.Clock);

        var app = builder.Build();
        var log = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(nameof(Repeater));

        app.Use(next => new ErrorMiddleware(next, settings, log).InvokeAsync);
        app.Use(next => context => RequestPath.Use(context, next));
        // Named here, or the framework puts it first, before the path is decoded.
        app.UseRouting();

        app.MapSystemEndpoints();
        parts.MapMore?.Invoke(app);

        app.Lifetime.ApplicationStarted.Register(() => LogAddresses(app, log));
        return app;
    }

    static void Configure(KestrelServerOptions server, Settings settings)
    {
        server.AddServerHeader = false;
        server.Limits.MaxRequestBodySize = settings.MaxBodyBytes;
        server.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = HttpProtocols.Http1);
        foreach (var address in AddressesOf(settings.Host))
        {
            server.Listen(address, settings.Port);
        }
    }

    static IPAddress[] AddressesOf(string host) => host switch
    {
        // Looking it up needs /etc/hosts, which a bare root lacks.
        "localhost" => [IPAddress.Loopback],
        _ when IPAddress.TryParse(host, out var address) => [address],
        _ => Dns.GetHostAddresses(host),
    };

    static void LogAddresses(WebApplication app, ILogger log)
    {
        foreach (var address in app.Urls)
        {
            Log.Listening(log, address);
        }
    }
}
