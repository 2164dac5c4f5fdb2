using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Repeater.Access;
using Repeater.Chat;
using Repeater.Chat.Turns;
using Repeater.Commands;
using Repeater.Llm;
using Repeater.Render.Drawing.Skia;
using Repeater.Startup;
using Repeater.Storage;

namespace Repeater;

/// <summary>The server's life: take the data folder, listen, say so, serve until stopped. Failures are sentences and exit codes.</summary>
static class Server
{
    /// <summary>For closing files after the last connection; then the process ends whatever still runs.</summary>
    static readonly TimeSpan LongestClosing = TimeSpan.FromSeconds(10);

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
            return await FailAsync(ExitCode.DataFolder, problem);
        }

        try
        {
            NativeLoader.DataFolder = Path.GetFullPath(settings.UserDataDir);
            var app = App.Build(settings, new AppParts { Environment = environment });
            try
            {
                return await ServeAsync(app, settings, environment, output, error, cancel);
            }
            finally
            {
                await app.DisposeAsync();
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            return ExitCode.Ok;
        }
        catch (Exception e) when (e is ApiInfoException or FormatException)
        {
            return await FailAsync(ExitCode.BadSetting, e.Message);
        }
        catch (Exception e) when (e is StorageException or AccessFileException)
        {
            return await FailAsync(ExitCode.DataFolder, e.Message);
        }
        catch (Exception e) when (ListenFailure.Describe(e, settings) is { } sentence)
        {
            return await FailAsync(ExitCode.CannotListen, sentence);
        }

        async Task<ExitCode> FailAsync(ExitCode code, string sentence)
        {
            await error.WriteLineAsync($"error: {sentence}");
            return code;
        }
    }

    /// <summary>A server for this process alone, on a free port of loopback. It logs errors only, and listens to no signals.</summary>
    /// <exception cref="FormatException">A file that a setting names cannot be used.</exception>
    /// <exception cref="StorageException">The data folder cannot be used, or another server has it.</exception>
    public static async Task<OwnServer> HostAsync(Settings settings, Func<string, string?> environment)
    {
        if (DataFolder.Problem(settings.UserDataDir) is { } problem)
        {
            throw new StorageException(StorageFailure.Unavailable, problem);
        }

        NativeLoader.DataFolder = Path.GetFullPath(settings.UserDataDir);
        WebApplication app;
        try
        {
            app = App.Build(
                settings with { Host = "127.0.0.1", Port = 0, TlsCertFile = null, PublicUrl = null, LogLevel = LogLevel.Error },
                new AppParts { Environment = environment });
        }
        catch (ApiInfoException error)
        {
            throw new FormatException(error.Message, error);
        }

        await app.StartAsync();
        return new OwnServer(new Uri(app.Urls.First()), async () =>
        {
            await app.StopAsync();
            await app.DisposeAsync();
        });
    }

    static async Task<ExitCode> ServeAsync(
        WebApplication app, Settings settings, Func<string, string?> environment, TextWriter output, TextWriter error, CancellationToken cancel)
    {
        var isNewKey = app.Services.GetRequiredService<AdminKey>().Ensure();
        var shutdown = app.Services.GetRequiredService<Shutdown>();
        var ended = new TaskCompletionSource();
        using var hardEnd = new HardEnd(settings.ShutdownTimeout + Shutdown.Grace + LongestClosing, () =>
        {
            shutdown.Force();
            Environment.Exit((int)ExitCode.Stopped);
        });
        using var service = OperatingSystem.IsWindows() ? WindowsService.TryAttach(Stop, settings.ShutdownTimeout + Shutdown.Grace + LongestClosing) : null;
        await app.StartAsync(cancel);
        using var signals = new Signals(Stop, () => app.Services.GetRequiredService<Reloading>().ReloadAll(), ended.Task);
        await using var stop = cancel.Register(Stop);
        await AnnounceAsync(app, settings, environment, output, error, isNewKey);
        await app.WaitForShutdownAsync(CancellationToken.None);
        await app.DisposeAsync();
        shutdown.End();
        ended.SetResult();
        return ExitCode.Ok;

        void Stop()
        {
            hardEnd.Tell();
            shutdown.Begin();
        }
    }

    static async Task AnnounceAsync(
        WebApplication app, Settings settings, Func<string, string?> environment, TextWriter output, TextWriter error, bool isNewKey)
    {
        var models = app.Services.GetRequiredService<ModelCatalog>().Current.Models;
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        var start = new StartupLines
        {
            Addresses = [.. addresses],
            DataFolder = Path.GetFullPath(settings.UserDataDir),
            Models = [.. models.Where(model => !model.IsParrot).Select(model => new StartupModel(model.Type, model.Name))],
            ModelsFile = settings.ApiInfoFilePath,
            HasAccessToken = settings.AccessToken is not null,
            NewAdminKey = isNewKey ? Shown(app.Services.GetRequiredService<AdminKey>()) : null,
            Missing = [.. MissingKeys(models, environment)],
        };
        Log.ServerStarted(
            app.Services.GetRequiredService<ILogger<StartupLines>>(), BuildInfo.Version, string.Join(' ', addresses), Path.GetFullPath(settings.UserDataDir));
        foreach (var line in start.Lines())
        {
            await output.WriteLineAsync(line);
        }

        foreach (var warning in start.Warnings())
        {
            await error.WriteLineAsync($"warning: {warning}");
        }
    }

    /// <summary>A person at a terminal sees it; what may be kept as a log says how to see it.</summary>
    static string? Shown(AdminKey key) => Console.IsOutputRedirected
        ? "generated; \"repeater key show\" shows it to who may read the data folder"
        : key.Current;

    static IEnumerable<string> MissingKeys(IEnumerable<ModelInfo> models, Func<string, string?> environment) => models
        .SelectMany(model => model.ApiKeyVariables, (model, variable) => (variable, model.Name))
        .Where(key => string.IsNullOrEmpty(environment(key.variable)))
        .GroupBy(key => key.variable)
        .Select(group => $"{group.Key}, the key of {string.Join(", ", group.Select(key => key.Name))}: set it in the environment or in .env");
}
