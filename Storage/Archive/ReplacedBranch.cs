namespace Repeater.Storage.Archive;

/// <summary>
/// A branch that an import takes the place of: its own history stays in the file and the imported one follows it, so that the import is
/// undone like anything else.
/// </summary>
/// <param name="Header">The first line, without its checksum.</param>
/// <param name="Lines">All others.</param>
/// <param name="Count">How many those are.</param>
/// <param name="Last">The last of them.</param>
sealed record ReplacedBranch(BranchHeader Header, byte[] Lines, int Count, BranchOperation? Last)
{
    /// <summary>Null for a branch that cannot be read to its end: nothing can follow that.</summary>
    /// <param name="own">The bytes of our file; null where there is none.</param>
    /// <param name="python">Those of the Python backend's; null where there is none.</param>
    /// <param name="incoming">What takes its place.</param>
    public static ReplacedBranch? Read(byte[]? own, byte[]? python, IncomingBranch incoming)
    {
        var kind = incoming.File.Kind;
        try
        {
            if (own is not null)
            {
                var content = kind.Read(own, incoming.Shown);
                return content.TornTail.Length > 0 || content.IsEmptied
                    ? null
                    : new(content.Header with { Checksum = null }, BranchLog.Lines(own, content), content.Operations.Count, content.Operations is [.., var last] ? last.Operation : null);
            }

            if (python is null)
            {
                return null;
            }

            var header = incoming.NewHeader();
            var inherited = kind.FromPython(python, incoming.Branch!.Path.Safe + PythonData.Ending) with { At = header.Created };
            return new(header, BranchFile.Line(inherited), 1, inherited);
        }
        catch (Exception error) when (error is StorageException or FormatException)
        {
            return null;
        }
    }

    /// <summary>The whole file after the import.</summary>
    public byte[] With(IncomingBranch incoming, DateTimeOffset at) =>
    [
        .. BranchFile.Line(Header),
        .. Lines,
        .. BranchFile.Line(new ImportBegin { At = at }),
        .. incoming.LinesAfter(Count + 1).Lines,
        .. BranchFile.Line(new ImportEnd { At = at, From = incoming.File.Shown }),
    ];

    /// <summary>Whether the last thing that was done to the branch is the same import.</summary>
    public bool Has(IncomingBranch incoming)
    {
        if (Last is not ImportEnd)
        {
            return false;
        }

        var imported = incoming.LinesAfter(0).Count;
        var end = Lines.AsSpan()[..^1].LastIndexOf((byte)'\n') + 1;
        return Count >= imported + 2 && Lines.AsSpan(0, end).EndsWith(incoming.LinesAfter(Count - imported - 1).Lines);
    }
}
