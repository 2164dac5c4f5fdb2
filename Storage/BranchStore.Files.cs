using Repeater.Storage.Archive;

namespace Repeater.Storage;

/// <summary>The same branches as files: taken whole, and held still while they are replaced.</summary>
sealed partial class BranchStore<TState> : IBranchFiles
{
    public BranchFormat Format { get; } = new BranchFormat<TState>(kind);

    public async Task<BranchSnapshot> SnapshotAsync(UserName user, BranchName branch)
    {
        using var lease = Rent(user, branch);
        return await InTurn(lease.Entry, () => FailedWrite.Guard("reading the branch", () => Snapshot(lease.Entry, user, branch)));
    }

    public async Task<IAsyncDisposable> HoldAsync(UserName user, IEnumerable<BranchName> branches)
    {
        var held = new Held();
        try
        {
            // In one order, so that two who hold several never wait for each other.
            foreach (var branch in branches.DistinctBy(branch => branch.Path.Safe).OrderBy(branch => branch.Path.Safe, StringComparer.Ordinal))
            {
                var lease = Rent(user, branch);
                await lease.Entry.Gate.WaitAsync(CancellationToken.None);
                held.Add(() =>
                {
                    lease.Entry.Forget();
                    lease.Entry.Gate.Release();
                    lease.Dispose();
                });
                if (lease.Entry.Pinned)
                {
                    throw new StorageException(
                        StorageFailure.Unavailable, $"The {kind.Name} branch {branch} is read-only until a failed write is mended: nothing was changed.");
                }
            }

            held.Add(await _pointers.HoldAsync(user));
            return held;
        }
        catch
        {
            await held.DisposeAsync();
            throw;
        }
    }

    BranchSnapshot Snapshot(OpenBranch<TState> open, UserName user, BranchName branch)
    {
        TState? state = null;
        string? problem = null;
        try
        {
            state = open.Load();
        }
        catch (StorageException error) when (error.Failure == StorageFailure.Damaged)
        {
            problem = error.Message;
        }

        var (own, python) = root.BranchFiles(kind.Folder, user, branch);
        var file = Open(own);
        // Behind what was acknowledged may stand the start of a write that never ended.
        var length = file is null || state is null ? long.MaxValue : open.Length;
        file ??= Open(python);
        return new BranchSnapshot
        {
            Branch = branch,
            State = state,
            Problem = problem,
            File = file,
            Length = file is null ? 0 : Math.Min(length, file.Length),
        };
    }

    /// <summary>Null when it is not there. Shared with whoever appends, renames or removes it.</summary>
    static FileStream? Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    sealed class Held : IAsyncDisposable
    {
        readonly Stack<Action> _releases = [];

        public void Add(Action release) => _releases.Push(release);

        public ValueTask DisposeAsync()
        {
            while (_releases.TryPop(out var release))
            {
                release();
            }

            return ValueTask.CompletedTask;
        }
    }
}
