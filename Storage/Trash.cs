namespace Repeater.Storage;

/// <summary>Deleted branches: kept for some days, then removed for good, looked for at the start and once a day.</summary>
sealed class Trash : IDisposable
{
    static readonly TimeSpan Interval = TimeSpan.FromDays(1);

    readonly StorageRoot _root;
    readonly TimeSpan _retention;
    readonly ITimer _timer;

    public Trash(StorageRoot root, int retentionDays)
    {
        _root = root;
        _retention = TimeSpan.FromDays(retentionDays);
        _timer = root.Clock.CreateTimer(_ => Start(), null, TimeSpan.Zero, Interval);
    }

    public void Dispose() => _timer.Dispose();

    /// <summary>Removes what was deleted too long ago. What has no moment in its name was not put there by us, and stays.</summary>
    /// <returns>How many files went.</returns>
    public static Task<int> Sweep(StorageRoot root, TimeSpan retention) => root.Threads.RunAsync(() =>
    {
        var removed = 0;
        var oldest = root.Clock.GetUtcNow() - retention;
        foreach (var file in root.Disk.Folders(root.Trash).SelectMany(kind => root.Disk.Folders(kind.FullName)).SelectMany(user => root.Disk.Files(user.FullName)))
        {
            if (file.Extension == BranchFile.Ending && Stamp.Read(file.Name.AsSpan()[..^BranchFile.Ending.Length]) <= oldest)
            {
                root.Disk.Delete(file.FullName);
                removed++;
            }
        }

        return removed;
    });

    void Start() => _ = ReportAsync();

    async Task ReportAsync()
    {
        try
        {
            if (await Sweep(_root, _retention) is > 0 and var removed)
            {
                Log.TrashSwept(_root.Logger, removed, _retention.Days);
            }
        }
        catch (Exception error) when (error is StorageException or IOException or UnauthorizedAccessException)
        {
            // Also at the end of the server; the next sweep does what is left.
            Log.TrashNotSwept(_root.Logger, _root.Trash, error.Message);
        }
    }
}
