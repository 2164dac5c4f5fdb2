using System.Text;
using Repeater.Render;

namespace Repeater.Commands.Service;

/// <summary>A service of systemd: the unit file of <c>deploy/</c>, the program, and a file for settings and keys.</summary>
/// <param name="surroundings">Where to tell what was done.</param>
/// <param name="root">Of a system that is not running; null for the running one.</param>
sealed class SystemdInstaller(Surroundings surroundings, string? root) : IServiceInstaller
{
    const string Name = "repeater.service";
    const string RunningMark = "/run/systemd/system";

    const string Settings = """
        # Settings of the repeater service and the keys of its providers, one NAME=value a line; "repeater --help" lists them.
        # After a change: systemctl restart repeater
        #HOST=127.0.0.1
        #ACCESS_TOKEN=
        #DEEPSEEK_API_KEY=

        """;

    public static string Unit() => Encoding.UTF8.GetString(EmbeddedResource.Open(Name).Bytes);

    public async Task InstallAsync(bool starts)
    {
        ServiceFiles.CopyProgram(surroundings, In("usr/local/bin/repeater"));
        var unit = In($"etc/systemd/system/{Name}");
        Directory.CreateDirectory(Path.GetDirectoryName(unit)!);
        await File.WriteAllTextAsync(unit, Unit());
        WriteSettings();
        await SayAsync($"Program:  {In("usr/local/bin/repeater")}", $"Unit:     {unit}", $"Settings: {In("etc/repeater/repeater.env")} (and /var/lib/repeater/config/apiconfig.json for models)");
        if (root is not null)
        {
            await SystemTool.RunAsync("systemctl", $"--root={root}", "enable", Name);
            await SayAsync("It starts with that system.");
        }
        else if (Directory.Exists(RunningMark))
        {
            await SystemTool.RunAsync("systemctl", "daemon-reload");
            await SystemTool.RunAsync("systemctl", "enable", Name);
            if (starts)
            {
                await SystemTool.RunAsync("systemctl", "restart", Name);
            }

            await SayAsync(
                starts ? "It runs, and starts with the machine." : "It starts with the machine; now: systemctl start repeater",
                "Log:      journalctl -u repeater");
        }
        else
        {
            await SayAsync("systemd does not run here. Where it does: systemctl daemon-reload && systemctl enable --now repeater");
        }
    }

    public async Task UninstallAsync()
    {
        var unit = In($"etc/systemd/system/{Name}");
        if (File.Exists(unit) && (root is not null || Directory.Exists(RunningMark)))
        {
            await SystemTool.RunAsync("systemctl", [.. root is null ? [] : (string[])[$"--root={root}"], "disable", .. root is null ? (string[])["--now"] : [], Name]);
        }

        var wasThere = ServiceFiles.Delete(unit) | ServiceFiles.Delete(In("usr/local/bin/repeater"));
        if (root is null && Directory.Exists(RunningMark))
        {
            await SystemTool.RunAsync("systemctl", "daemon-reload");
        }

        await SayAsync(wasThere ? "The service and its program are removed." : "There was no service.", $"Left as they are: {In("etc/repeater")}, {In("var/lib/repeater")}");
    }

    /// <summary>Keys will stand in it: the file is its owner's from the first moment.</summary>
    void WriteSettings()
    {
        var path = In("etc/repeater/repeater.env");
        if (File.Exists(path))
        {
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var file = new FileStream(path, options);
        file.Write(Encoding.UTF8.GetBytes(Settings.Replace("\r\n", "\n", StringComparison.Ordinal)));
    }

    string In(string path) => Path.Combine(root ?? "/", path);

    async Task SayAsync(params string[] lines)
    {
        foreach (var line in lines)
        {
            await surroundings.Output.WriteLineAsync(line);
        }
    }
}
