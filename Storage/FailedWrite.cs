namespace Repeater.Storage;

/// <summary>
/// Changes of one file that are done whole or taken back. A write that failed is taken back at once: a flush that failed
/// once says nothing when it is tried again, so only a shorter file proves that the bytes are gone.
/// </summary>
/// <remarks>All throw <see cref="StorageException"/>.</remarks>
sealed class FailedWrite(ILogger logger)
{
    Action? _undo;

    /// <summary>One could not be taken back yet: the file may hold more than was acknowledged.</summary>
    public bool IsPending => _undo is not null;

    /// <summary>Turns what the file system throws into a sentence.</summary>
    public static T Guard<T>(string doing, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw StorageException.From(error, doing);
        }
    }

    /// <summary>Nothing else may be changed before this was called.</summary>
    public T Change<T>(string path, string doing, Func<T> action, Action undo)
    {
        try
        {
            return Guard(doing, action);
        }
        catch
        {
            _undo = undo;
            TryTakeBack(path);
            throw;
        }
    }

    /// <summary>Takes back what a failed write left, if anything.</summary>
    public void TakeBack()
    {
        if (_undo is { } undo)
        {
            Guard("mending the branch after a failed write", () =>
            {
                undo();
                return true;
            });
            _undo = null;
        }
    }

    void TryTakeBack(string path)
    {
        try
        {
            _undo!();
            _undo = null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Log.WriteNotTakenBack(logger, path, error.Message);
        }
    }
}
