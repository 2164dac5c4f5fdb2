namespace Repeater.Storage;

/// <summary>A branch in a list of branches.</summary>
sealed record BranchSummary
{
    public required string Branch { get; init; }

    /// <summary>Of its file.</summary>
    public long Bytes { get; init; }

    /// <summary>Messages of a conversation, letters of a prompt, settings of a config.</summary>
    public int Length { get; init; }

    /// <summary>Null where only the Python backend's file is there.</summary>
    public DateTimeOffset? Created { get; init; }

    /// <summary>When the last thing was done to it; null for nothing yet.</summary>
    public DateTimeOffset? LastUse { get; init; }

    /// <summary>The branch it was copied from.</summary>
    public string? Parent { get; init; }

    /// <summary>How much of it.</summary>
    public int? ParentLength { get; init; }

    /// <summary>Why it cannot be read; then the members above say nothing.</summary>
    public string? Error { get; init; }
}
