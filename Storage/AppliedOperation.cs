namespace Repeater.Storage;

/// <summary>An operation on a branch, with the states around it as they were then.</summary>
sealed record AppliedOperation<TState>(BranchName Branch, TState Before, TState After)
{
    /// <summary>Null when nothing was to be done, or the branch was deleted.</summary>
    public BranchOperation? Operation { get; init; }

    /// <summary>Of a repeat, the branch's history with the operation as its last; null where the branch was deleted.</summary>
    public BranchHistory? History { get; init; }

    /// <summary>What the branch was copied from, when it was.</summary>
    public string? Parent { get; init; }

    /// <summary>The hash of what was asked for with a key, of a deletion too; null without one.</summary>
    public string? Request { get; init; }

    /// <summary>It was done before for the same Idempotency-Key, and not again.</summary>
    public bool IsRepeat { get; init; }
}
