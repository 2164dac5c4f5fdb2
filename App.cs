using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Repeater.Chat;
using Repeater.Endpoints;
using Repeater.Llm;
using Repeater.Storage;

namespace Repeater;

/// <summary>What tests and benchmarks replace; the defaults are the real thing.</summary>
sealed record AppParts
{
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Looks an environment variable up: providers' API keys are read when they are needed.</summary>
    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;

    /// <summary>Null: one line per event on standard error.</summary>
    public ILoggerProvider? Logging { get; init; }

    /// <summary>Null: what the settings name, else the built-in model.</summary>
    public ApiInfo? Models { get; init; }

    /// <summary>Null: the real one.</summary>
    public Disk? Disk { get; init; }

    /// <summary>Routes beside the real ones.</summary>
    public Action<IEndpointRouteBuilder>? MapMore { get; init; }
}

/// <summary>The only place that knows every part.</summary>
static class App
{
    /// <summary>What the built-in model answers to where no models file is: the types existing clients ask for.</summary>
    static readonly string[] BuiltInTypes = ["chat", "reasoner", "coder", "prover"];

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

        app.Use(next => new ErrorMiddleware(next, log).InvokeAsync);
        app.Use(next => context => RequestPath.Use(context, next));
        // Named here, or the framework puts it first, before the path is decoded.
        app.UseRouting();

        MapRoutes(app, settings, parts);
        parts.MapMore?.Invoke(app);

        app.Lifetime.ApplicationStarted.Register(() => LogAddresses(app, log));
        return app;
    }

    /// <summary>Connects the parts. What must be closed at the end is closed with the server.</summary>
    static void MapRoutes(WebApplication app, Settings settings, AppParts parts)
    {
        var logs = app.Services.GetRequiredService<ILoggerFactory>();
        var models = new ModelCatalog(parts.Models ?? Configured(settings));
        var store = app.Owns(new UserStore(settings, parts.Clock, logs.CreateLogger<UserStore>(), parts.Disk));
        var client = app.Owns(new LlmClient(LimitsOf(settings), parts.Environment));
        var nicknames = new Nicknames(settings.NicknameFilePath, logs.CreateLogger<Nicknames>());
        var preparation = new TurnPreparation(store, new Presets(settings.PresetDir), nicknames, settings, parts.Clock);
        var queue = app.Owns(new TurnQueue(settings.MaxConcurrency, settings.QueueTimeout));
        var chat = new ChatService(
            preparation, queue, models, client, new TurnRecorder(store), settings, parts.Clock, logs.CreateLogger<ChatService>());

        app.MapSystemEndpoints();
        new ChatEndpoints(chat, settings, logs.CreateLogger<ChatEndpoints>()).Map(app);
        new VariableEndpoints(preparation).Map(app);
        new ContextEndpoints(store.Contexts).Map(app);
        new PromptEndpoints(store.Prompts).Map(app);
        new ConfigEndpoints(store.Configs).Map(app);
        new BranchEndpoints<Conversation>(store.Contexts, "context", "Context", FieldSources.Query).Map(app);
        new BranchEndpoints<string>(store.Prompts, "prompt", "Prompt", FieldSources.Query).Map(app);
        new BranchEndpoints<UserValues>(store.Configs, "config", "Config", FieldSources.Body).Map(app);
    }

    /// <exception cref="ApiInfoException">The file cannot be used.</exception>
    static ApiInfo Configured(Settings settings) => settings.ApiInfoFilePath is { } path
        ? ApiInfo.Load(path)
        : ApiInfo.Parrot([.. BuiltInTypes, settings.DefaultModelType]);

    static LlmLimits LimitsOf(Settings settings) => new()
    {
        ConnectTimeout = settings.LlmConnectTimeout,
        FirstTokenTimeout = settings.LlmFirstTokenTimeout,
        IdleTimeout = settings.LlmIdleTimeout,
        TotalTimeout = settings.LlmTotalTimeout,
    };

    static T Owns<T>(this WebApplication app, T part)
        where T : IDisposable
    {
        app.Lifetime.ApplicationStopped.Register(part.Dispose);
        return part;
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
