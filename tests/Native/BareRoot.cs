using System.Diagnostics;

namespace Repeater.Tests.Native;

/// <summary>A root that holds only the published binary and the C library: no /proc, no /dev, no /tmp, no shell.</summary>
sealed class BareRoot : IDisposable
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("repeater-root-");

    public BareRoot()
    {
        File.Copy(TestServer.Binary!, InRoot("repeater"));
        foreach (var library in Libraries())
        {
            var target = Path.Join(_folder.FullName, library);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(library, target);
        }
    }

    public string InRoot(string path) => Path.Combine(_folder.FullName, path);

    public void Write(string path, string text)
    {
        var target = InRoot(path);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.WriteAllText(target, text);
    }

    public Task<ChildServer> StartAsync(params (string Name, string Value)[] settings)
    {
        var all = settings.ToDictionary(item => item.Name, item => item.Value);
        all["PORT"] = "0";
        return ChildServer.StartAsync(BareRootFactAttribute.ChangeRoot, _folder.FullName, all, _folder.FullName, "/repeater");
    }

    /// <summary>Runs the binary as a command.</summary>
    public Task<CommandResult> RunAsync(params string[] arguments) =>
        CommandResult.OfAsync(BareRootFactAttribute.ChangeRoot, [_folder.FullName, "/repeater", .. arguments]);

    /// <summary>The same where nothing in the root can be written but /tmp, in which no file can be executed.</summary>
    public Task<CommandResult> RunReadOnlyAsync(bool withProc, params string[] arguments)
    {
        Directory.CreateDirectory(InRoot("proc"));
        Directory.CreateDirectory(InRoot("tmp"));
        var script = $"""
            set -e
            root=$1
            shift
            mount --bind "$root" "$root"
            {(withProc ? "mount -t proc proc \"$root/proc\"" : "")}
            mount -o remount,ro,bind "$root"
            mount -t tmpfs -o noexec tmpfs "$root/tmp"
            exec {BareRootFactAttribute.ChangeRoot} "$root" /repeater "$@"
            """;
        return CommandResult.OfAsync("unshare", ["--mount", "sh", "-c", script, "sh", _folder.FullName, .. arguments]);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>Paths of what the loader would load for the binary.</summary>
    static string[] Libraries()
    {
        using var process = Process.Start(new ProcessStartInfo("ldd", [TestServer.Binary!]) { RedirectStandardOutput = true })!;
        return [.. process.StandardOutput.ReadToEnd().Split([' ', '\t', '\n']).Where(word => word.StartsWith('/'))];
    }
}

/// <summary>What a command left behind.</summary>
sealed record CommandResult(int Code, byte[] Output, string Error)
{
    public static async Task<CommandResult> OfAsync(string program, IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        using var output = new MemoryStream();
        var error = process.StandardError.ReadToEndAsync();
        await process.StandardOutput.BaseStream.CopyToAsync(output);
        await process.WaitForExitAsync();
        return new(process.ExitCode, output.ToArray(), await error);
    }
}

/// <summary>Skipped where no published binary is tested, or where nobody may change the root.</summary>
sealed class BareRootFactAttribute : FactAttribute
{
    public const string ChangeRoot = "/usr/sbin/chroot";

    public BareRootFactAttribute() =>
        Skip = TestServer.Binary is null ? "Needs a published binary: REPEATER_BINARY."
            : !OperatingSystem.IsLinux() || Environment.UserName != "root" || !File.Exists(ChangeRoot) ? $"Needs root and {ChangeRoot}."
            : null;
}

/// <summary>Skipped also where nobody may mount.</summary>
sealed class MountedRootFactAttribute : FactAttribute
{
    static readonly Lazy<bool> CanMount = new(() =>
    {
        var probe = Task.Run(() => CommandResult.OfAsync("unshare", ["--mount", "mount", "-t", "tmpfs", "tmpfs", Path.GetTempPath()]));
        return probe.Result.Code == 0;
    });

    public MountedRootFactAttribute() =>
        Skip = new BareRootFactAttribute().Skip ?? (CanMount.Value ? null : "Needs the right to mount.");
}
