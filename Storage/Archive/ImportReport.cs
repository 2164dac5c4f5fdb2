namespace Repeater.Storage.Archive;

/// <summary>What of a source is wanted, and what may become of what is there already.</summary>
sealed record ImportOptions
{
    /// <summary>Whose the data will be; null: whose it was.</summary>
    public UserName? User { get; init; }

    /// <summary>Only this kind: context, prompt, config.</summary>
    public string? Kind { get; init; }

    /// <summary>Only this branch; where the source does not say what branch its data is, the one it becomes.</summary>
    public BranchName? Branch { get; init; }

    /// <summary>A branch that is there already and differs becomes the imported one, instead of being a reason to refuse.</summary>
    public bool Replace { get; init; }

    /// <summary>Only says what would be done.</summary>
    public bool DryRun { get; init; }
}

enum ImportOutcome
{
    /// <summary>Not there yet.</summary>
    New,

    /// <summary>There already, to the byte.</summary>
    Same,

    /// <summary>What is there becomes it, as an operation that can be undone.</summary>
    Replaced,

    /// <summary>There already, and different; nothing of the user is taken.</summary>
    Conflict,

    /// <summary>It cannot be read; nothing of the user is taken.</summary>
    Refused,
}

/// <param name="Kind">context, prompt or config.</param>
/// <param name="Branch">Its id; for what cannot be read, the file's name.</param>
/// <param name="Outcome">What became of it, or would.</param>
/// <param name="Reason">A sentence for <see cref="ImportOutcome.Conflict"/> and <see cref="ImportOutcome.Refused"/>.</param>
sealed record ImportedBranch(string Kind, string Branch, ImportOutcome Outcome, string? Reason = null);

/// <summary>What became of one user's data. All of it was taken, or nothing.</summary>
sealed record ImportedUser(string User, IReadOnlyList<ImportedBranch> Branches)
{
    public bool IsRefused => Branches.Any(branch => branch.Outcome is ImportOutcome.Conflict or ImportOutcome.Refused);
}
