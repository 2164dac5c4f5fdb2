using Microsoft.Win32.SafeHandles;
using Repeater.Storage;

namespace Repeater.Tests.Storage;

/// <summary>Fails after some changes, once or from then on.</summary>
sealed class StoppingDisk() : Disk(Durability.Os)
{
    public int StopAfter { get; set; } = int.MaxValue;

    public bool StopsOnce { get; set; }

    protected override void Write(SafeFileHandle handle, string path, long offset, ReadOnlySpan<byte> bytes)
    {
        Step();
        base.Write(handle, path, offset, bytes);
    }

    protected override void Rename(string from, string to)
    {
        Step();
        base.Rename(from, to);
    }

    void Step()
    {
        if (StopAfter-- <= 0)
        {
            StopAfter = StopsOnce ? int.MaxValue : 0;
            throw new IOException("the disk is gone");
        }
    }
}
