using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Repeater.Render;

/// <summary>A resource of the executable, mapped with it: its bytes are valid as long as the process lives.</summary>
sealed unsafe partial class EmbeddedResource
{
    readonly byte* _start;
    readonly int _length;

    EmbeddedResource(UnmanagedMemoryStream stream)
    {
        _start = stream.PositionPointer;
        _length = checked((int)stream.Length);
    }

    public ReadOnlySpan<byte> Bytes => new(_start, _length);

    /// <summary>Null when the build put no such resource in.</summary>
    public static EmbeddedResource? Find(string name) =>
        Assembly.GetExecutingAssembly().GetManifestResourceStream(name) is UnmanagedMemoryStream stream ? new(stream) : null;

    public static EmbeddedResource Open(string name) =>
        Find(name) ?? throw new InvalidOperationException($"The executable has no resource {name}: it was not built completely.");

    /// <summary>Lets the system take the pages back once they have been copied elsewhere; a later read brings them again.</summary>
    public void GiveBack()
    {
        // Only where the bytes are known to be a read-only mapping of the executable file: other memory would be cleared.
        if (!OperatingSystem.IsLinux() || RuntimeFeature.IsDynamicCodeSupported)
        {
            return;
        }

        var page = (nuint)Environment.SystemPageSize;
        var first = ((nuint)_start + page - 1) / page * page;
        var end = ((nuint)_start + (nuint)_length) / page * page;
        if (end > first)
        {
            // Advice: when it is refused nothing is lost but memory.
            _ = Advise(first, end - first, DontNeed);
        }
    }

    const int DontNeed = 4;

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(nuint address, nuint length, int advice);
}
