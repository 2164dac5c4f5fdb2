using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Repeater;

/// <summary>What this executable is.</summary>
static class BuildInfo
{
    public const string Version = "0.1.0";

    public static bool IsNative => !RuntimeFeature.IsDynamicCodeSupported;

    /// <summary>For example <c>0.1.0 (.NET 10.0.0, linux-x64, native)</c>.</summary>
    public static string Describe() =>
        $"{Version} ({RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}, {(IsNative ? "native" : "managed")})";
}
