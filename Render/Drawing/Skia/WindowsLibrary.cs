using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Repeater.Render.Drawing.Skia;

/// <summary>Windows loads libraries only from files: one per content, in the user's own local application data.</summary>
static class WindowsLibrary
{
    public static nint Load()
    {
        var library = EmbeddedResource.Find("native/skia.dll") ?? throw new RenderingUnavailableException(
            $"This build has no drawing library for {RuntimeInformation.RuntimeIdentifier}; "
            + "there is one for Windows on x64 and arm64.");
        var folder = NativeFolder();
        try
        {
            return NativeLibrary.Load(Place(folder, library.Bytes));
        }
        catch (Exception exception) when (NativeLoader.IsRefusal(exception))
        {
            throw new RenderingUnavailableException(
                $"The drawing library could not be loaded from {folder}: {exception.Message} "
                + "The folder must be writable and allowed to hold programs.");
        }
    }

    static string NativeFolder()
    {
        var local = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);
        return Path.Combine(local is "" ? NativeLoader.DataFolder ?? Path.GetTempPath() : local, "Repeater", "native");
    }

    /// <summary>Writes the file unless it is there byte for byte; a file that was tampered with is replaced.</summary>
    internal static string Place(string folder, ReadOnlySpan<byte> content)
    {
        var path = Path.Combine(folder, $"skia-{Convert.ToHexStringLower(SHA256.HashData(content))[..16]}.dll");
        if (File.Exists(path) && content.SequenceEqual(File.ReadAllBytes(path)))
        {
            return path;
        }

        Directory.CreateDirectory(folder);
        var partial = Path.Combine(folder, $"{Guid.NewGuid():N}.tmp");
        File.WriteAllBytes(partial, content);
        File.Move(partial, path, overwrite: true);
        return path;
    }
}
