namespace Repeater.Build;

/// <summary>Skia for one runtime identifier, and on Linux the fontconfig it is linked to but never needs.</summary>
static class NativeLibraries
{
    /// <summary>Runtime identifiers without a library are left empty: the executable says so when it is asked to draw.</summary>
    public static void Prepare(string packages, string output, string rid)
    {
        var source = rid switch
        {
            "linux-x64" or "linux-arm64" => $"@coderline/alphaskia-linux/lib/libalphaskianode-{rid}-node/libalphaskianode.node",
            "win-x64" or "win-arm64" => $"@coderline/alphaskia-windows/lib/libalphaskianode-{rid}-node/libalphaskianode.node",
            _ => null,
        };
        Directory.CreateDirectory(output);
        if (source is null)
        {
            return;
        }

        var linux = rid.StartsWith("linux-", StringComparison.Ordinal);
        File.Copy(Path.Combine(packages, source), Path.Combine(output, linux ? "skia.so" : "skia.dll"), overwrite: true);
        if (linux)
        {
            File.WriteAllBytes(Path.Combine(output, "fontconfig.so"), FontconfigStub.ForLinux(arm64: rid == "linux-arm64"));
        }
    }
}
