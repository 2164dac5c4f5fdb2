namespace Repeater.Storage;

/// <summary>A kind's files without regard to their state, for whatever handles all three kinds alike.</summary>
abstract class BranchFormat(string name, string folder)
{
    public static IReadOnlyList<BranchFormat> All { get; } =
        [new BranchFormat<Conversation>(new ContextKind()), new BranchFormat<string>(new PromptKind()), new BranchFormat<UserValues>(new ConfigKind())];

    /// <summary>As in file headers: context, prompt, config.</summary>
    public string Name { get; } = name;

    /// <summary>Below the data folder.</summary>
    public string Folder { get; } = folder;

    /// <summary>Reads a whole file of ours and does all its operations.</summary>
    /// <exception cref="StorageException">It is damaged, of another kind, or a newer version wrote it.</exception>
    public abstract BranchContent Read(ReadOnlySpan<byte> bytes, string path);

    /// <inheritdoc cref="BranchKind{TState}.FromPython"/>
    public abstract BranchOperation FromPython(byte[] bytes, string source);

    /// <summary>Answers, for one operation after the other, null when it was done, else why it does not fit what was done before.</summary>
    public abstract Func<BranchOperation, string?> Fold();
}

sealed class BranchFormat<TState>(BranchKind<TState> kind) : BranchFormat(kind.Name, kind.Folder)
    where TState : class
{
    public override BranchContent Read(ReadOnlySpan<byte> bytes, string path)
    {
        var content = BranchFile.Parse(bytes, path, withTurns: false);
        if (content.Header.Kind != kind.Name)
        {
            throw StorageException.Damaged(path, 1, $"this is a {content.Header.Kind} branch in the folder for {kind.Name} branches.");
        }

        var history = new BranchHistory(content.Operations, path);
        var state = kind.Empty;
        foreach (var number in history.PathTo(history.Count))
        {
            try
            {
                state = kind.Apply(state, history[number].Operation);
            }
            catch (ArgumentException error)
            {
                throw StorageException.Damaged(path, history[number].Line, error.Message);
            }
        }

        return content;
    }

    public override BranchOperation FromPython(byte[] bytes, string source) => kind.FromPython(bytes, source);

    public override Func<BranchOperation, string?> Fold()
    {
        var (history, state) = (new BranchHistory([], ""), kind.Empty);
        return operation =>
        {
            var before = history.Count;
            try
            {
                history.Add(new(before + 1, operation));
                state = BranchHistory.Steers(operation)
                    ? history.PathTo(history.Count).Aggregate(kind.Empty, (now, number) => kind.Apply(now, history[number].Operation))
                    : kind.Apply(state, operation);
                return null;
            }
            catch (ArgumentException error)
            {
                history = history.Until(before);
                return error.Message;
            }
        };
    }
}
