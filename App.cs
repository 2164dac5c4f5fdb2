using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Routing;
using Repeater.Access;
using Repeater.Calls;
using Repeater.Chat;
using Repeater.Chat.Images;
using Repeater.Chat.Turns;
using Repeater.Endpoints;
using Repeater.Endpoints.OpenAi;
using Repeater.Llm;
using Repeater.Metrics;
using Repeater.Render;
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
    /// <exception cref="ApiInfoException">The models file cannot be used.</exception>
    /// <exception cref="FormatException">A theme file is no theme, or the certificate cannot be used.</exception>
    /// <exception cref="StorageException">The data folder cannot be used, or another server has it.</exception>
    public static WebApplication Build(Settings settings, AppParts parts)
    {
        var builder = WebApplication.CreateEmptyBuilder(new() { ApplicationName = "repeater" });
        builder.Logging.AddProvider(parts.Logging ?? new LineLoggerProvider(Console.Error, parts.Clock, settings.LogFormat));
        builder.Logging.SetMinimumLevel(settings.LogLevel).AddFilter("Microsoft", LogLevel.Warning)
            // An enabled log here costs every request an activity with a random id; our own lines say more.
            .AddFilter("Microsoft.AspNetCore.Hosting", LogLevel.None)
            // A start that fails is told once, as a sentence.
            .AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
        var certificate = new ServerCertificate(settings);
        builder.Services.AddSingleton(certificate);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(server => Listening.Configure(server, settings, certificate));
        if (settings.TlsCertFile is not null)
        {
            builder.WebHost.UseKestrelHttpsConfiguration();
        }

        builder.Services.AddCors();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = Shutdown.Grace);
        // The framework's own ends everything at the first signal.
        builder.Services.AddSingleton<IHostLifetime, NoSignals>();
        builder.Services.AddRoutingCore();
        AddParts(builder.Services, settings, parts);

        var app = builder.Build();
        app.Use(next => ActivatorUtilities.CreateInstance<RequestMeter>(app.Services, next).InvokeAsync);
        app.Use(next => new ErrorMiddleware(next, app.Services.GetRequiredService<ILogger<ErrorMiddleware>>()).InvokeAsync);
        app.UseForwardedHeaders(ForwardedFrom(settings.TrustedProxies));
        app.Use(next => context => RequestPath.Use(context, next));
        // Named here, or the framework puts it first, before the path is decoded.
        app.UseRouting();
        if (settings.CorsAllowedOrigins.Count > 0)
        {
            app.UseCors(policy => policy.WithOrigins([.. settings.CorsAllowedOrigins]).AllowAnyHeader().AllowAnyMethod());
        }

        app.Use(next => ActivatorUtilities.CreateInstance<StoppingMiddleware>(app.Services, next).InvokeAsync);
        app.Use(next => ActivatorUtilities.CreateInstance<AccessMiddleware>(app.Services, next).InvokeAsync);
        MapRoutes(app);
        parts.MapMore?.Invoke(app);
        return app;
    }

    /// <summary>Connects the parts. The container makes them, so that it closes them with the server.</summary>
    static void AddParts(IServiceCollection services, Settings settings, AppParts parts)
    {
        services.AddSingleton(settings);
        services.AddSingleton(parts.Clock);
        services.AddSingleton(new ModelCatalog(parts.Models ?? Configured(settings)));
        var metrics = new ServerMetrics();
        services.AddSingleton(metrics);
        var disk = parts.Disk ?? new Disk(settings.Durability);
        disk.Flushed = time => metrics.FlushTime.Observe(time);
        services.AddSingleton(all => new UserStore(settings, parts.Clock, all.GetRequiredService<ILogger<UserStore>>(), disk));
        services.AddSingleton(_ => new LlmClient(LimitsOf(settings), parts.Environment));
        services.AddSingleton(all => new LlmRouter(
            all.GetRequiredService<LlmClient>(), new KeyRing(parts.Environment), RetriesOf(settings), TimeProvider.System));
        services.AddSingleton(_ => new TurnQueue(
            settings.MaxConcurrency, settings.UserQueueLength, settings.QueueLength, settings.QueueTimeout, parts.Clock));
        services.AddSingleton(_ => new RateLimits(settings.UserRateLimit, settings.RateLimit, parts.Clock));
        services.AddSingleton(_ => new Presets(settings.PresetDir));
        services.AddSingleton(all => new Nicknames(settings.NicknameFilePath, all.GetRequiredService<ILogger<Nicknames>>()));
        services.AddSingleton(all => new CallLog(
            settings, StorageRoot.OwnFolderOf(settings.UserDataDir), UserName.KeyOf, parts.Clock, all.GetRequiredService<ILogger<CallLog>>()));
        services.AddSingleton<Budgets>();
        services.AddSingleton<ModelCalls>();
        services.AddSingleton<TurnPreparation>();
        services.AddSingleton<TurnRecorder>();
        services.AddSingleton<DraftKeeper>();
        services.AddSingleton<IHostedService>(all => all.GetRequiredService<DraftKeeper>());
        services.AddSingleton<RepeatedTurns>();
        services.AddSingleton<TurnJournal>();
        services.AddSingleton<RunningTurns>();
        services.AddSingleton<Shutdown>();
        services.AddSingleton(all => ActivatorUtilities.CreateInstance<Readiness>(all, parts.Environment));
        services.AddSingleton<IHostedService>(all => all.GetRequiredService<RunningTurns>());
        services.AddSingleton<ChatService>();
        services.AddSingleton<GatewayService>();
        services.AddSingleton(new Themes(ThemeCatalog.Load(settings.ThemeDir)));
        services.AddSingleton(all => new ImageStore(
            settings.RenderedImageDir, settings.RenderedImageTimeout, parts.Clock, all.GetRequiredService<ILogger<ImageStore>>()));
        services.AddSingleton<ImageService>();
        services.AddSingleton<ImageUrls>();
        services.AddSingleton<Reloading>();
        services.AddSingleton(new AdminKey(StorageRoot.OwnFolderOf(settings.UserDataDir), settings.AdminApiKey));
        services.AddSingleton(new AccessTokens(StorageRoot.OwnFolderOf(settings.UserDataDir), parts.Clock));
        services.AddSingleton(new PathSignatures(StorageRoot.OwnFolderOf(settings.UserDataDir), settings.AccessToken, parts.Clock));
        services.AddSingleton<FailedTries>();
        services.AddSingleton<SystemEndpoints>();
        services.AddSingleton<AdminEndpoints>();
        services.AddSingleton<RenderEndpoints>();
        services.AddSingleton<ChatEndpoints>();
        services.AddSingleton<TurnEndpoints>();
        services.AddSingleton<CallLogEndpoints>();
        services.AddSingleton<UsageEndpoints>();
        services.AddSingleton<OpenAiEndpoints>();
        services.AddSingleton<VariableEndpoints>();
        services.AddSingleton<ArchiveUpload>();
        services.AddSingleton<ArchiveEndpoints>();
    }

    static void MapRoutes(WebApplication app)
    {
        var store = app.Services.GetRequiredService<UserStore>();
        app.Services.GetRequiredService<SystemEndpoints>().Map(app);
        app.MapPageEndpoints();
        app.Services.GetRequiredService<AdminEndpoints>().Map(app);
        app.Services.GetRequiredService<ChatEndpoints>().Map(app);
        app.Services.GetRequiredService<TurnEndpoints>().Map(app);
        app.Services.GetRequiredService<CallLogEndpoints>().Map(app);
        app.Services.GetRequiredService<UsageEndpoints>().Map(app);
        app.Services.GetRequiredService<OpenAiEndpoints>().Map(app);
        app.Services.GetRequiredService<VariableEndpoints>().Map(app);
        app.Services.GetRequiredService<RenderEndpoints>().Map(app);
        app.Services.GetRequiredService<ArchiveEndpoints>().Map(app);
        new ContextEndpoints(store.Contexts).Map(app);
        new PromptEndpoints(store.Prompts).Map(app);
        new ConfigEndpoints(store.Configs, app.Services.GetRequiredService<Themes>()).Map(app);
        MapSteering(app, store.Contexts, "context", MessagePlace.ReadCut);
        MapSteering<string>(app, store.Prompts, "prompt", null);
        MapSteering<UserValues>(app, store.Configs, "config", null);
        new MessageEndpoints(store.Contexts).Map(app);
        new SessionEndpoints(store).Map(app);
        new FileEndpoints(app.Services.GetRequiredService<Settings>()).Map(app);
        new BranchEndpoints<Conversation>(store.Contexts, "context", "Context", FieldSources.Query).Map(app);
        new BranchEndpoints<string>(store.Prompts, "prompt", "Prompt", FieldSources.Query).Map(app);
        new BranchEndpoints<UserValues>(store.Configs, "config", "Config", FieldSources.Body).Map(app);
    }

    /// <summary>What all kinds have besides what the original had.</summary>
    static void MapSteering<T>(WebApplication app, BranchStore<T> store, string path, Func<Fields, Cut<T>>? cut)
        where T : class
    {
        new HistoryEndpoints<T>(store, path).Map(app);
        new ForkEndpoints<T>(store, path, cut).Map(app);
        new TrashEndpoints<T>(store, path, TimeSpan.FromDays(app.Services.GetRequiredService<Settings>().TrashRetentionDays)).Map(app);
    }

    /// <exception cref="ApiInfoException">The file cannot be used.</exception>
    static ApiInfo Configured(Settings settings) => settings.ApiInfoFilePath is { } path
        ? ApiInfo.Load(path)
        : ApiInfo.Parrot([.. BuiltInTypes, settings.DefaultModelType]);

    /// <summary>The framework's own walks from the nearest proxy outwards, as long as each is trusted.</summary>
    static ForwardedHeadersOptions ForwardedFrom(IEnumerable<string> proxies)
    {
        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.All & ~ForwardedHeaders.XForwardedPrefix, ForwardLimit = null };
        options.KnownProxies.Clear();
#if NET10_0_OR_GREATER
        options.KnownIPNetworks.Clear();
#else
        options.KnownNetworks.Clear();
#endif
        foreach (var proxy in proxies)
        {
            if (IPAddress.TryParse(proxy, out var address))
            {
                options.KnownProxies.Add(address);
                continue;
            }

            var network = System.Net.IPNetwork.Parse(proxy);
#if NET10_0_OR_GREATER
            options.KnownIPNetworks.Add(network);
#else
            options.KnownNetworks.Add(new(network.BaseAddress, network.PrefixLength));
#endif
        }

        return options;
    }

    static LlmLimits LimitsOf(Settings settings) => new()
    {
        ConnectTimeout = settings.LlmConnectTimeout,
        FirstTokenTimeout = settings.LlmFirstTokenTimeout,
        IdleTimeout = settings.LlmIdleTimeout,
        TotalTimeout = settings.LlmTotalTimeout,
    };

    static RetryLimits RetriesOf(Settings settings) => new()
    {
        MaxTries = settings.LlmTries,
        Window = settings.LlmRetryTimeout < settings.LlmTotalTimeout ? settings.LlmRetryTimeout : settings.LlmTotalTimeout,
    };

    /// <summary>Who runs the server listens to signals.</summary>
    sealed class NoSignals : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
