using System.Runtime.Versioning;
using Repeater.Commands;

namespace Repeater.Tests;

/// <summary>install-service and uninstall-service, into the root of a system that is not running.</summary>
public sealed class ServiceCommandTests : IDisposable
{
    readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("repeater-service-");
    readonly StringWriter _output = new() { NewLine = "\n" };
    readonly StringWriter _error = new() { NewLine = "\n" };

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public async Task The_unit_that_is_printed_is_the_one_of_the_repository()
    {
        Assert.Equal(ExitCode.Ok, await RunAsync("install-service", "--print"));

        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "deploy", "repeater.service")), _output.ToString());
    }

    [SystemdFact]
    [UnsupportedOSPlatform("windows")]
    public async Task What_is_installed_into_a_root_is_removed_again_and_settings_stay()
    {
        Assert.Equal((ExitCode.Ok, ""), (await RunAsync("install-service", "--root", _root.FullName), _error.ToString()));

        Assert.Equal("program", await File.ReadAllTextAsync(In("usr/local/bin/repeater")));
        Assert.True(File.GetUnixFileMode(In("usr/local/bin/repeater")).HasFlag(UnixFileMode.OtherExecute));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(In("etc/repeater/repeater.env")));
        Assert.NotNull(new FileInfo(In("etc/systemd/system/multi-user.target.wants/repeater.service")).LinkTarget);
        await File.WriteAllTextAsync(In("etc/repeater/repeater.env"), "PORT=1\n");

        Assert.Equal(ExitCode.Ok, await RunAsync("install-service", "--root", _root.FullName));
        Assert.Equal("PORT=1\n", await File.ReadAllTextAsync(In("etc/repeater/repeater.env")));

        Assert.Equal((ExitCode.Ok, ""), (await RunAsync("uninstall-service", "--root", _root.FullName), _error.ToString()));
        Assert.Equal([In("etc/repeater/repeater.env")], Directory.EnumerateFiles(_root.FullName, "*", SearchOption.AllDirectories));
    }

    [SystemdFact]
    public async Task Where_nothing_can_be_written_it_says_who_may()
    {
        var folder = Path.Combine(_root.FullName, "file");
        await File.WriteAllTextAsync(folder, "");

        Assert.Equal(ExitCode.BadFile, await RunAsync("install-service", "--root", folder));

        Assert.StartsWith("error: ", _error.ToString());
    }

    string In(string path) => Path.Combine(_root.FullName, path);

    async Task<ExitCode> RunAsync(params string[] arguments)
    {
        var program = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        await File.WriteAllTextAsync(program, "program");
        try
        {
            return await CommandLine.RunAsync(arguments, new()
            {
                Output = _output,
                Error = _error,
                Environment = _ => null,
                WorkingDirectory = _root.FullName,
                Executable = program,
                Serve = (_, _, _, _, _) => Task.FromResult(ExitCode.Ok),
            });
        }
        finally
        {
            File.Delete(program);
        }
    }

    sealed class SystemdFactAttribute : FactAttribute
    {
        public SystemdFactAttribute() => Skip = File.Exists("/usr/bin/systemctl") || File.Exists("/bin/systemctl") ? null : "Needs systemctl.";
    }
}
