using System.Text;
using Repeater;
using Repeater.Commands;
using Repeater.Commands.Service;
using Repeater.Commands.Terminal;

try
{
    if (OperatingSystem.IsWindows())
    {
        if (args.Contains(ServiceCommand.WindowsFlag))
        {
            ServiceLog.Open();
        }
        else
        {
            Console.OutputEncoding = new UTF8Encoding(false);
        }

        if (!Environment.UserInteractive)
        {
            // A service begins in Windows' own folder, where nothing of ours belongs.
            Environment.CurrentDirectory = AppContext.BaseDirectory;
        }
    }

    return (int)await CommandLine.RunAsync(args, new()
    {
        Output = Console.Out,
        Error = Console.Error,
        Environment = Environment.GetEnvironmentVariable,
        WorkingDirectory = Environment.CurrentDirectory,
        Executable = Environment.ProcessPath,
        IsTerminal = () => !Console.IsOutputRedirected,
        Width = () => Console.IsOutputRedirected ? Surroundings.DefaultWidth : Console.WindowWidth,
        ShowsProgress = !Console.IsErrorRedirected,
        Serve = Server.RunAsync,
        Host = Server.HostAsync,
        Terminal = Console.IsInputRedirected || Console.IsOutputRedirected ? null : new SystemTerminal(),
    });
}
catch (Exception e)
{
    // A fault of ours: whoever reports it needs all of it.
    await Console.Error.WriteLineAsync($"error: unexpected failure of repeater {BuildInfo.Describe()}: {e}");
    return (int)ExitCode.Unexpected;
}
