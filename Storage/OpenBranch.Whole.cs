namespace Repeater.Storage;

/// <content>The branch as a whole: copied, brought back, renamed, purged.</content>
sealed partial class OpenBranch<TState>
{
    /// <summary>Makes the branch from a file in the trash, which is then no longer there.</summary>
    public Steered BringBack(DeletedBranch deleted, RequestKey? requestKey)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            Load();
            if (!IsGone)
            {
                return Steered.Refused(SteerRefusal.BranchExists);
            }

            if (FailedWrite.Guard("reading the trash", () => root.Disk.Read(deleted.Path)) is not { } bytes)
            {
                return Steered.Refused(SteerRefusal.NotInTrash);
            }

            var content = BranchFile.Parse(bytes, deleted.Path);
            var operation = new Undelete
            {
                At = root.Clock.GetUtcNow(),
                Key = requestKey?.Key,
                Request = requestKey?.Request,
                DeletionKey = _header?.Key,
                DeletionRequest = _header?.Request,
            };
            var id = BranchName.Stored(content.Header.Branch) == branch ? content.Header.Branch : branch.Raw;
            var header = content.Header with { Branch = id, Checksum = null };
            if (_log.TryWriteWhole([.. BranchFile.Line(header), .. BranchLog.Lines(bytes, content), .. BranchFile.Line(operation)], "bringing the branch back"))
            {
                _state = null;
                if (content.TornTail.Length == 0)
                {
                    RemoveFromTrash(deleted);
                }

                return new Steered { History = History() };
            }

            _state = null;
        }

        throw ChangesAllTheTime();
    }

    /// <summary>Makes the branch with a state of another one; null when there is something already.</summary>
    /// <param name="parent">The branch it was copied from.</param>
    /// <param name="state">What of it.</param>
    /// <param name="parentFile">The other one's file name.</param>
    /// <param name="requestKey">What makes a repeat known.</param>
    public AppliedOperation<TState>? Begin(BranchName parent, TState state, string parentFile, RequestKey? requestKey)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            Load();
            if (!IsGone)
            {
                return null;
            }

            var operation = kind.Snapshot(state, parentFile) with
            {
                At = root.Clock.GetUtcNow(),
                Key = requestKey?.Key,
                Request = requestKey?.Request,
            };
            // What is left of a deleted branch may have an Idempotency-Key.
            var header = (_header ?? Header(operation.At)) with { Parent = parent.Raw, ParentLength = kind.Length(state), Checksum = null };
            if (_log.TryWriteWhole([.. BranchFile.Line(header), .. BranchFile.Line(operation)], "copying the branch"))
            {
                (_header, _isEmptied, _lastUse) = (header, false, operation.At);
                _state = state;
                return new(branch, kind.Empty, state) { Operation = operation, Parent = parent.Raw, Request = operation.Request };
            }

            _state = null;
        }

        throw ChangesAllTheTime();
    }

    /// <summary>Moves everything the branch is to another name. A kill in between leaves it under both.</summary>
    public SteerRefusal? MoveTo(OpenBranch<TState> other, RequestKey? requestKey)
    {
        Load();
        if (IsGone)
        {
            return SteerRefusal.NoSuchBranch;
        }

        var at = root.Clock.GetUtcNow();
        var operation = new Renamed { At = at, From = branch.Raw, Key = requestKey?.Key, Request = requestKey?.Request };
        var lines = _header is not null ? _log.ReadLines() : BranchFile.Line(_inherited!);
        other.Load();
        if (!other.IsGone)
        {
            return SteerRefusal.BranchExists;
        }

        var header = (_header ?? Header(at)) with { Branch = other.Branch.Raw, Checksum = null };
        if (lines is null || !other._log.TryWriteWhole([.. BranchFile.Line(header), .. lines, .. BranchFile.Line(operation)], "renaming the branch"))
        {
            throw ChangesAllTheTime();
        }

        var remains = BranchFile.Line(Header(at) with { Deleted = true });
        other._state = null;
        try
        {
            _log.Leave(remains);
        }
        catch (StorageException)
        {
            other._log.Leave(remains);
            throw;
        }

        _state = null;
        return null;
    }

    /// <summary>Writes the branch anew as it is now, without its history, and removes what the trash has of it.</summary>
    /// <returns>The Python backend's file, which is left as it is; null when there is none.</returns>
    public string? Purge(RequestKey? requestKey)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            var state = Load();
            var traces = _log.RemoveTraces();
            if (IsGone)
            {
                return traces;
            }

            var at = root.Clock.GetUtcNow();
            var operation = kind.Snapshot(state, FileName) with { At = at, Key = requestKey?.Key, Request = requestKey?.Request };
            var header = (_header ?? Header(at)) with { Deleted = null, Key = null, Request = null, Checksum = null };
            if (_log.TryWriteWhole([.. BranchFile.Line(header), .. BranchFile.Line(operation)], "purging the branch", keepsTail: false))
            {
                (_header, _inherited, _lastUse) = (header, null, at);
                return traces;
            }

            _state = null;
        }

        throw ChangesAllTheTime();
    }

    IReadOnlyList<DeletedBranch> Deleted() =>
        FailedWrite.Guard("looking into the trash", () => DeletedBranches.List(root, kind.Folder, user, branch));

    BranchContent? ReadDeleted(string path)
    {
        try
        {
            return FailedWrite.Guard("reading the trash", () => root.Disk.Read(path)) is { } bytes ? BranchFile.Parse(bytes, path) : null;
        }
        catch (StorageException error) when (error.Failure == StorageFailure.Damaged)
        {
            return null;
        }
    }

    /// <summary>The branch is there again: a copy that stays in the trash does no harm.</summary>
    void RemoveFromTrash(DeletedBranch deleted)
    {
        try
        {
            root.Disk.Delete(deleted.Path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Log.TrashNotSwept(root.Logger, deleted.Path, error.Message);
        }
    }

    /// <summary>The lines a branch of the Python backend would begin with; null when it cannot be read, or is none.</summary>
    byte[]? Inherited(DateTimeOffset at)
    {
        try
        {
            return _log.ReadPython(kind.FromPython) is { } operation ? [.. BranchFile.Line(Header(at)), .. BranchFile.Line(operation)] : null;
        }
        catch (StorageException error) when (error.Failure == StorageFailure.Damaged)
        {
            return null;
        }
    }
}
