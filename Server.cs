using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging.Abstractions;
using Repeater.Startup;
using Repeater.Storage;

namespace Repeater;

/// <summary>The server's life: take the data folder, listen, say so, serve until stopped. Failures are sentences and exit codes.</summary>
static class Server
{
    /// <summary>Inside the time the command line leaves after a signal, so that the host ends in order.</summary>
    public static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(4);

    /// <param name="settings">Checked ones.</param>
    /// <param name="environment">The environment over <c>.env</c>: keys of providers.</param>
    /// <param name="output">Gets the start-up lines, the address first, once connections are accepted.</param>
    /// <param name="error">Gets warnings and what made the start fail.</param>
    /// <param name="cancel">Stops the server, which is then a success.</param>
    public static async Task<ExitCode> RunAsync(
        Settings settings, Func<string, string?> environment, TextWriter output, TextWriter error, CancellationToken cancel)
    {
        if (DataFolder.Problem(settings.UserDataDir) is { } problem)
        {
            await error.WriteLineAsync($"error: {problem}");
            return ExitCode.DataFolder;
        }
        try
        {
            using var store = new UserStore(settings, TimeProvider.System, NullLogger<UserStore>.Instance);
            await using var app = Build(settings, environment);
            await app.StartAsync(cancel);
            await Announce(app, settings, output, error);
            await app.WaitForShutdownAsync(cancel);
            return ExitCode.Ok;
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            return ExitCode.Ok;
        }
        catch (StorageException e)
        {
            await error.WriteLineAsync($"error: {e.Message}");
            return ExitCode.DataFolder;
        }
        catch (Exception e) when (ListenFailure.Describe(e, settings) is { } sentence)
        {
            await error.WriteLineAsync($"error: {sentence}");
            return ExitCode.CannotListen;
        }
    }

    static WebApplication Build(Settings settings, Func<string, string?> environment)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Listen(kestrel, settings));
        builder.Services.AddSingleton(environment);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = ShutdownTimeout);
        return builder.Build();
    }

    static void Listen(KestrelServerOptions kestrel, Settings settings)
    {
        kestrel.AddServerHeader = false;
        switch (settings.Host)
        {
            case "*":
                kestrel.ListenAnyIP(settings.Port);
                break;
            // Two sockets on one free port: Kestrel refuses.
            case "localhost" when settings.Port == 0:
                kestrel.Listen(IPAddress.Loopback, 0);
                break;
            case "localhost":
                kestrel.ListenLocalhost(settings.Port);
                break;
            default:
                kestrel.Listen(IPAddress.Parse(settings.Host), settings.Port);
                break;
        }
    }

    static async Task Announce(WebApplication app, Settings settings, TextWriter output, TextWriter error)
    {
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        var start = new StartupLines
        {
            Addresses = [.. addresses],
            DataFolder = Path.GetFullPath(settings.UserDataDir),
            Models = [],
            ModelsFile = settings.ApiInfoFilePath,
            HasAccessToken = settings.AccessToken is not null,
        };
        foreach (var line in start.Lines())
        {
            await output.WriteLineAsync(line);
        }
        foreach (var warning in start.Warnings())
        {
            await error.WriteLineAsync($"warning: {warning}");
        }
    }
}
