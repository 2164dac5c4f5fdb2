using System.Diagnostics;

namespace Repeater.Tests.Storage;

/// <summary>A file system of its own in memory, as small as a test wants it: needs Linux and the right to mount.</summary>
sealed class Mounted : IDisposable
{
    Mounted(string path) => Path = path;

    public string Path { get; }

    /// <summary>Null where it cannot be mounted.</summary>
    public static Mounted? TryMount(int bytes)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        var folder = Directory.CreateTempSubdirectory("repeater-mount-").FullName;
        if (Run("mount", "-t", "tmpfs", "-o", $"size={bytes}", "tmpfs", folder))
        {
            return new(folder);
        }

        Directory.Delete(folder);
        return null;
    }

    /// <summary>Takes all room that is left.</summary>
    public void Fill()
    {
        using var file = File.Open(System.IO.Path.Combine(Path, "full"), FileMode.Append);
        var block = new byte[4096];
        try
        {
            while (true)
            {
                file.Write(block);
                file.Flush();
            }
        }
        catch (IOException)
        {
        }
    }

    /// <summary>Gives the room back.</summary>
    public void Free() => File.Delete(System.IO.Path.Combine(Path, "full"));

    /// <summary>Nothing below may be changed, made or removed; not even by root.</summary>
    public bool TryFreeze(bool isFrozen) => Run("chattr", "-R", isFrozen ? "+i" : "-i", Path);

    public void Dispose()
    {
        if (!Run("umount", Path))
        {
            Run("umount", "--lazy", Path);
        }

        Directory.Delete(Path);
    }

    static bool Run(string command, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}

/// <summary>A test on a file system of its own, which it may fill and freeze: skipped where that cannot be.</summary>
sealed class MountFactAttribute : FactAttribute
{
    static readonly Lazy<bool> CanMount = new(() =>
    {
        using var probe = Mounted.TryMount(1 << 20);
        return probe is not null && probe.TryFreeze(true) && probe.TryFreeze(false);
    });

    public MountFactAttribute() => Skip = CanMount.Value ? null : "A file system cannot be mounted and frozen here: that needs Linux and root.";
}
