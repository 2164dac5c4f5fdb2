namespace Repeater.Storage;

/// <summary>What came of an undo, a redo, a restore, or a branch brought back.</summary>
sealed record Steered
{
    /// <summary>Null: it was done.</summary>
    public SteerRefusal? Refusal { get; init; }

    /// <summary>Of a repeat, where it was done.</summary>
    public BranchName? Branch { get; init; }

    /// <summary>With what was done as its last operation; of a refusal as it is; null where the branch was deleted.</summary>
    public BranchHistory? History { get; init; }

    public static Steered Refused(SteerRefusal refusal, BranchHistory? history = null) => new() { Refusal = refusal, History = history };
}

/// <summary>Why nothing was done.</summary>
enum SteerRefusal
{
    NothingToUndo,

    NothingToRedo,

    NoSuchOperation,

    /// <summary>Another operation is the next than the client said.</summary>
    NotExpected,

    /// <summary>The Idempotency-Key came with another request before.</summary>
    KeyUsedOtherwise,

    NoSuchBranch,

    /// <summary>A branch of that name is there already.</summary>
    BranchExists,

    NotInTrash,
}
