namespace Repeater.Storage.Archive;

/// <summary>A file of a source as the branch it will be. Its bytes are read when they are asked for, not kept.</summary>
sealed record IncomingBranch(SourceFile File, UserName User, BranchName? Branch)
{
    /// <summary>Why it cannot be taken, as a sentence.</summary>
    public string? Problem { get; init; }

    /// <summary>It only says that the branch is gone.</summary>
    public bool IsDeleted { get; init; }

    public string Shown => Branch?.Raw ?? File.Name;

    /// <summary>Reads and judges it.</summary>
    /// <param name="file">Any file but a pointer.</param>
    /// <param name="user">Whose it will be.</param>
    /// <param name="wanted">The branch it becomes where it does not say one itself.</param>
    public static IncomingBranch Of(SourceFile file, UserName user, BranchName? wanted)
    {
        try
        {
            if (file.Format == SourceFormat.Log)
            {
                var content = file.Kind.Read(file.Read(), file.Shown);
                return new(file, user, IdOf(file, content.Header)) { IsDeleted = content.IsEmptied };
            }

            Operation(file);
            var id = file.UserFolder.Length == 0 && wanted is not null ? wanted : BranchName.Stored(file.Name);
            return new(file, user, id);
        }
        catch (Exception error) when (error is StorageException or ImportException or IOException or UnauthorizedAccessException)
        {
            return new(file, user, null) { Problem = error.Message };
        }
        catch (FormatException error)
        {
            return new(file, user, null) { Problem = $"{file.Shown}: {error.Message}" };
        }
    }

    /// <summary>Its whole file as one of ours. The same source makes the same bytes at any time.</summary>
    public byte[] LogBytes()
    {
        if (File.Format != SourceFormat.Log)
        {
            var made = NewHeader();
            return [.. BranchFile.Line(made), .. BranchFile.Line(Operation(File) with { At = made.Created })];
        }

        var bytes = File.Read();
        var content = File.Kind.Read(bytes, File.Shown);
        var whole = bytes[..(int)content.Length];
        if (content.LacksLineBreak)
        {
            whole = [.. whole, (byte)'\n'];
        }

        if (UserName.TryParse(content.Header.User, out _) == User)
        {
            return whole;
        }

        var header = whole.AsSpan().IndexOf((byte)'{');
        var operations = whole.AsSpan(header + whole.AsSpan(header).IndexOf((byte)'\n') + 1);
        return [.. BranchFile.Line(content.Header with { User = User.Raw, Checksum = null }), .. operations];
    }

    /// <summary>The first line of a file of ours that begins with it.</summary>
    public BranchHeader NewHeader() => new()
    {
        Version = BranchHeader.CurrentVersion,
        Kind = File.Kind.Name,
        Branch = Branch!.Raw,
        User = User.Raw,
        Created = File.Modified.ToUniversalTime(),
    };

    /// <summary>What it is made of, as lines behind <paramref name="before"/> operations of another branch, and how many.</summary>
    public (byte[] Lines, int Count) LinesAfter(int before)
    {
        var bytes = LogBytes();
        var content = BranchFile.Parse(bytes, File.Shown);
        var lines = content.Operations.Any(numbered => numbered.Operation is Restore)
            ? [.. content.Operations.SelectMany(numbered => BranchFile.Line(
                numbered.Operation is Restore restore ? restore with { To = restore.To + before } : numbered.Operation))]
            : BranchLog.Lines(bytes, content);
        return (lines, content.Operations.Count);
    }

    /// <summary>Empty when it is no file of the Python backend.</summary>
    public byte[] PythonBytes() => File.Format == SourceFormat.Python && File.UserFolder.Length > 0 ? File.Read() : [];

    /// <summary>The id in the file where the file's name comes from it, else the name: somebody may have copied the file.</summary>
    static BranchName IdOf(SourceFile file, BranchHeader header)
    {
        var stated = BranchName.Stored(header.Branch);
        return stated.Path.Safe == file.Name || stated.Path.Distinct == file.Name ? stated : BranchName.Stored(file.Name);
    }

    static BranchOperation Operation(SourceFile file) => file.Format switch
    {
        SourceFormat.Python => file.Kind.FromPython(file.Read(), Path.GetFileName(file.Shown)),
        SourceFormat.Messages => new ReplaceMessages { Messages = ChatMessages.Read(file.Read()), Source = Path.GetFileName(file.Shown) },
        _ => throw new ArgumentOutOfRangeException(nameof(file), file.Format, null),
    };
}
