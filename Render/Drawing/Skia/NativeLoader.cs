using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Repeater.Render.Drawing.Skia;

/// <summary>
/// Loads the native Skia that the executable carries. On Linux from memory (<c>memfd_create</c> and <c>/proc</c>), where
/// that is refused from a temporary file that is deleted at once; on Windows from a file in the local application data.
/// </summary>
static partial class NativeLoader
{
    static readonly Lazy<nint> Handle = new(Load);

    /// <summary>
    /// A folder of ours that may hold the temporary file when no system folder allows executable ones. The last resort
    /// after it is the working directory.
    /// </summary>
    public static string? DataFolder { get; set; }

    /// <exception cref="RenderingUnavailableException">Also on every later call: what was refused stays refused.</exception>
    public static void EnsureLoaded() => _ = Handle.Value;

    static nint Load()
    {
        var handle = OperatingSystem.IsWindows() ? WindowsLibrary.Load() : LoadOnLinux("/proc/self/fd", TemporaryFolders());
        NativeLibrary.SetDllImportResolver(
            typeof(NativeLoader).Assembly, (name, _, _) => name == Native.LibraryName ? handle : 0);
        Native.SwitchToFreetypeFonts();
        return handle;
    }

    /// <param name="descriptors">Where open files can be opened again by number.</param>
    /// <param name="folders">Tried in order for the temporary files.</param>
    internal static nint LoadOnLinux(string descriptors, IEnumerable<string> folders)
    {
        if (EmbeddedResource.Find("native/skia.so") is not { } skia
            || EmbeddedResource.Find("native/fontconfig.so") is not { } fontconfig)
        {
            throw new RenderingUnavailableException(
                $"This build has no drawing library for {RuntimeInformation.RuntimeIdentifier}; "
                + "there is one for Linux with glibc and for Windows, each on x64 and arm64.");
        }

        var refusals = new List<string>();
        if (TryLoad(() => LoadFromMemory(fontconfig, skia, descriptors), "memory", refusals) is var handle and not 0)
        {
            return handle;
        }

        foreach (var folder in folders)
        {
            handle = TryLoad(() => LoadFromFolder(fontconfig, skia, folder), folder, refusals);
            if (handle != 0)
            {
                return handle;
            }
        }

        throw new RenderingUnavailableException(
            "The drawing library could not be loaded. Mount /proc, or set TMPDIR to a writable folder on a file system "
            + $"without noexec. Tried: {string.Join("; ", refusals)}");
    }

    static nint TryLoad(Func<nint> load, string place, List<string> refusals)
    {
        try
        {
            return load();
        }
        catch (Exception exception) when (IsRefusal(exception))
        {
            // Of a failed load the last line is the system's own reason.
            refusals.Add($"{place}: {exception.Message.Trim().Split('\n')[^1].Trim()}");
            return 0;
        }
    }

    internal static bool IsRefusal(Exception exception) =>
        exception is IOException or UnauthorizedAccessException or DllNotFoundException or BadImageFormatException;

    static nint LoadFromMemory(EmbeddedResource fontconfig, EmbeddedResource skia, string descriptors)
    {
        // Both stay open until both are loaded: a number used twice would be taken for the library loaded first.
        using var fontconfigFile = MemoryFile("fontconfig", fontconfig);
        using var skiaFile = MemoryFile("skia", skia);
        return LoadBoth(PathOf(fontconfigFile), PathOf(skiaFile));

        string PathOf(SafeFileHandle file) => $"{descriptors}/{file.DangerousGetHandle()}";
    }

    static SafeFileHandle MemoryFile(string name, EmbeddedResource content)
    {
        var descriptor = CreateMemoryFile(name, CloseOnExec);
        if (descriptor < 0)
        {
            throw new IOException($"memfd_create: {Marshal.GetLastPInvokeErrorMessage()}");
        }

        var file = new SafeFileHandle(descriptor, ownsHandle: true);
        RandomAccess.Write(file, content.Bytes, 0);
        content.GiveBack();
        return file;
    }

    static nint LoadFromFolder(EmbeddedResource fontconfig, EmbeddedResource skia, string folder)
    {
        using var fontconfigFile = new TemporaryLibrary(folder, fontconfig.Bytes);
        using var skiaFile = new TemporaryLibrary(folder, skia.Bytes);
        return LoadBoth(fontconfigFile.Path, skiaFile.Path);
    }

    /// <summary>Skia finds the fontconfig it is linked to by the name inside the one that is already loaded.</summary>
    static nint LoadBoth(string fontconfig, string skia)
    {
        NativeLibrary.Load(fontconfig);
        return NativeLibrary.Load(skia);
    }

    static IEnumerable<string> TemporaryFolders() =>
        new[] { Environment.GetEnvironmentVariable("TMPDIR"), "/tmp", "/dev/shm", "/var/tmp", DataFolder, "." }
            .Where(folder => !string.IsNullOrEmpty(folder)).Select(folder => Path.GetFullPath(folder!)).Distinct();

    const uint CloseOnExec = 1;

    [LibraryImport("libc", EntryPoint = "memfd_create", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int CreateMemoryFile(string name, uint flags);
}
