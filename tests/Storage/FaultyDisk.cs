using Microsoft.Win32.SafeHandles;
using Repeater.Storage;

namespace Repeater.Tests.Storage;

public enum DiskStep
{
    Read,
    Open,
    Write,
    SetLength,
    Flush,
    Rename,
    Remove,
    MakeDirectory,
    FlushFolder,
}

/// <summary>The real disk, with failures where a test wants them.</summary>
sealed class FaultyDisk(Durability durability = Durability.Flush) : Disk(durability)
{
    public const int NoSpace = 28;
    public const int InputOutput = 5;
    public const int ReadOnly = 30;

    /// <summary>The error a step on a path meets; null lets it through.</summary>
    public Func<DiskStep, string, int?> Fault { get; set; } = (_, _) => null;

    /// <summary>How much of a write that fails is written all the same.</summary>
    public int BytesBeforeFault { get; set; }

    /// <summary>A step that fails is done nevertheless: what a failed flush or rename often means.</summary>
    public bool FailsAfterwards { get; set; }

    public override byte[]? Read(string path)
    {
        Meet(DiskStep.Read, path);
        return base.Read(path);
    }

    protected override SafeFileHandle Open(string path, FileMode mode)
    {
        Meet(DiskStep.Open, path);
        return base.Open(path, mode);
    }

    protected override void Write(SafeFileHandle handle, string path, long offset, ReadOnlySpan<byte> bytes)
    {
        var code = Fault(DiskStep.Write, path);
        base.Write(handle, path, offset, code is null ? bytes : bytes[..Math.Min(BytesBeforeFault, bytes.Length)]);
        Throw(code, DiskStep.Write, path);
    }

    protected override void SetLength(SafeFileHandle handle, string path, long length) =>
        Do(DiskStep.SetLength, path, () => base.SetLength(handle, path, length));

    protected override void Flush(SafeFileHandle handle, string path) => Do(DiskStep.Flush, path, () => base.Flush(handle, path));

    protected override void Rename(string from, string to) => Do(DiskStep.Rename, to, () => base.Rename(from, to));

    protected override void Remove(string path) => Do(DiskStep.Remove, path, () => base.Remove(path));

    protected override void MakeDirectory(string path) => Do(DiskStep.MakeDirectory, path, () => base.MakeDirectory(path));

    protected override void FlushFolder(string path) => Do(DiskStep.FlushFolder, path, () => base.FlushFolder(path));

    void Do(DiskStep step, string path, Action action)
    {
        if (FailsAfterwards)
        {
            action();
            Meet(step, path);
            return;
        }

        Meet(step, path);
        action();
    }

    void Meet(DiskStep step, string path) => Throw(Fault(step, path), step, path);

    static void Throw(int? code, DiskStep step, string path)
    {
        if (code is { } known)
        {
            throw new IOException($"{step} failed : '{path}'", known);
        }
    }
}
