using System.CommandLine;

namespace Repeater.Commands.Service;

/// <summary><c>install-service</c> and <c>uninstall-service</c>: the server starts with the machine, as systemd's or Windows' service.</summary>
static class ServiceCommand
{
    /// <summary>What the command line of Windows' service has, and nobody else's.</summary>
    public const string WindowsFlag = "--windows-service";

    public static Command MakeInstall(Surroundings surroundings)
    {
        var print = new Option<bool>("--print") { Description = "Print systemd's unit file and change nothing." };
        var noStart = new Option<bool>("--no-start") { Description = "Install it without starting it." };
        var root = Root();
        var command = new Command("install-service", "Copy this program to its place and start it with the machine, as a service of systemd or Windows.") { print, noStart, root };
        command.SetAction(async (result, _) =>
        {
            if (result.GetValue(print))
            {
                await surroundings.Output.WriteAsync(SystemdInstaller.Unit());
                return (int)ExitCode.Ok;
            }

            return (int)await GuardedAsync(surroundings, result.GetValue(root), service => service.InstallAsync(starts: !result.GetValue(noStart)));
        });
        return command;
    }

    public static Command MakeUninstall(Surroundings surroundings)
    {
        var root = Root();
        var command = new Command("uninstall-service", "Stop and remove the service and the copied program; settings and data stay.") { root };
        command.SetAction(async (result, _) => (int)await GuardedAsync(surroundings, result.GetValue(root), service => service.UninstallAsync()));
        return command;
    }

    static Option<string?> Root() => new("--root")
    {
        HelpName = "DIR",
        Description = "The root of a system that is not running, such as an image's; Linux only.",
    };

    static async Task<ExitCode> GuardedAsync(Surroundings surroundings, string? root, Func<IServiceInstaller, Task> action)
    {
        try
        {
            IServiceInstaller? installer = OperatingSystem.IsLinux() ? new SystemdInstaller(surroundings, root)
                : OperatingSystem.IsWindows() && root is null ? new WindowsServiceInstaller(surroundings)
                : null;
            if (installer is null)
            {
                return await DataCommand.FailAsync(surroundings, ExitCode.Usage, "--root is for systems with systemd.");
            }

            await action(installer);
            return ExitCode.Ok;
        }
        catch (UnauthorizedAccessException error)
        {
            return await DataCommand.FailAsync(surroundings, ExitCode.BadFile, $"{error.Message} Run it as {(OperatingSystem.IsWindows() ? "Administrator" : "root: sudo repeater install-service")}.");
        }
        catch (Exception error) when (error is IOException or ServiceException)
        {
            return await DataCommand.FailAsync(surroundings, ExitCode.BadFile, error.Message);
        }
    }
}

/// <summary>How one system has its services.</summary>
interface IServiceInstaller
{
    /// <exception cref="ServiceException">The system's own tool refused.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">Somebody with more rights has to do it.</exception>
    Task InstallAsync(bool starts);

    /// <inheritdoc cref="InstallAsync"/>
    Task UninstallAsync();
}

/// <summary>The message is a sentence.</summary>
sealed class ServiceException(string message) : Exception(message);
