using System.Runtime.Versioning;

namespace Repeater.Commands.Service;

/// <summary>A service of Windows, which runs as a virtual account of its own and has one folder for the program, which it cannot change, its settings, data and log.</summary>
[SupportedOSPlatform("windows")]
sealed class WindowsServiceInstaller(Surroundings surroundings) : IServiceInstaller
{
    const string Name = "Repeater";

    /// <summary>How long Windows takes until a stopped process has let go of its file.</summary>
    static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(100);

    static string Folder => Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.CommonApplicationData), Name);

    static string Program => Path.Combine(Folder, "repeater.exe");

    public async Task InstallAsync(bool starts)
    {
        await StopAsync();
        ServiceFiles.CopyProgram(surroundings, Program);
        var line = $"\"{Program}\" serve {ServiceCommand.WindowsFlag}";
        var isThere = (await SystemTool.TryAsync("sc.exe", "query", Name)).Code == 0;
        await SystemTool.RunAsync(
            "sc.exe", isThere ? "config" : "create", Name, "binPath=", line, "start=", "auto", "obj=", $"NT SERVICE\\{Name}", "DisplayName=", "Repeater");
        await SystemTool.RunAsync("sc.exe", "description", Name, "The backend of a QQ AI chat bot.");
        await SystemTool.RunAsync("sc.exe", "failure", Name, "reset=", "3600", "actions=", "restart/2000/restart/10000/restart/60000");
        await SystemTool.RunAsync("icacls.exe", Folder, "/inheritance:r", "/grant", "*S-1-5-18:(OI)(CI)F", "*S-1-5-32-544:(OI)(CI)F", $"NT SERVICE\\{Name}:(OI)(CI)M");
        await SystemTool.RunAsync("icacls.exe", Program, "/inheritance:r", "/grant", "*S-1-5-18:F", "*S-1-5-32-544:F", $"NT SERVICE\\{Name}:RX");
        if (starts)
        {
            await SystemTool.RunAsync("sc.exe", "start", Name);
        }

        await surroundings.Output.WriteLineAsync($"Program:  {Program}");
        await surroundings.Output.WriteLineAsync($"Settings: {Path.Combine(Folder, ".env")} (and config\\apiconfig.json beside it for models)");
        await surroundings.Output.WriteLineAsync($"Log:      {Path.Combine(Folder, ServiceLog.FileName)}");
        await surroundings.Output.WriteLineAsync(starts ? "It runs, and starts with the machine." : $"It starts with the machine; now: sc start {Name}");
    }

    public async Task UninstallAsync()
    {
        var isThere = (await SystemTool.TryAsync("sc.exe", "query", Name)).Code == 0;
        if (isThere)
        {
            await StopAsync();
            await SystemTool.RunAsync("sc.exe", "delete", Name);
        }

        var wasThere = ServiceFiles.Delete(Program) | isThere;
        await surroundings.Output.WriteLineAsync(wasThere ? "The service and its program are removed." : "There was no service.");
        await surroundings.Output.WriteLineAsync($"Left as it is: {Folder}");
    }

    static async Task StopAsync()
    {
        await SystemTool.TryAsync("sc.exe", "stop", Name);
        for (var until = DateTime.UtcNow + LongestStop; DateTime.UtcNow < until;)
        {
            var (code, said) = await SystemTool.TryAsync("sc.exe", "query", Name);
            if (code != 0 || said.Contains(": 1 ", StringComparison.Ordinal))
            {
                return;
            }

            await Task.Delay(500);
        }
    }
}
