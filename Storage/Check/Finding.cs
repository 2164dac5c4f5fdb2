namespace Repeater.Storage.Check;

enum FindingKind
{
    /// <summary>A branch, or which one is current, cannot be read.</summary>
    Damaged,

    /// <summary>A newer version wrote it: nothing is wrong with it.</summary>
    Newer,

    /// <summary>No id leads to the file.</summary>
    Unreachable,

    /// <summary>The start of a write that never ended; no part of the branch.</summary>
    Torn,

    /// <summary>What a killed program left behind.</summary>
    Leftover,

    /// <summary>Worth knowing, and nothing is wrong.</summary>
    Note,
}

/// <param name="Kind">What is the matter.</param>
/// <param name="Path">The file or folder.</param>
/// <param name="Sentence">Names it, and says what is so.</param>
sealed record Finding(FindingKind Kind, string Path, string Sentence)
{
    /// <summary>Something is lost to its owner as long as nobody mends it.</summary>
    public bool IsFault => Kind is FindingKind.Damaged or FindingKind.Newer or FindingKind.Unreachable;
}

/// <summary>What was looked at.</summary>
sealed record CheckTotals(int Users, long Branches, long Bytes);
