namespace Repeater.Storage;

/// <summary>
/// What is particular to one of the three kinds of branches: what state its operations build up. States are immutable.
/// </summary>
abstract class BranchKind<TState>(string name, string folder)
    where TState : class
{
    /// <summary>As in file headers: context, prompt, config.</summary>
    public string Name { get; } = name;

    /// <summary>Below the data folder; the Python backend's name.</summary>
    public string Folder { get; } = folder;

    public abstract TState Empty { get; }

    /// <exception cref="ArgumentException">The operation does not fit the state; the message says how.</exception>
    public abstract TState Apply(TState state, BranchOperation operation);

    /// <summary>The operation that brings a branch to what a file of the Python backend holds.</summary>
    /// <exception cref="FormatException">The file is not what that backend writes; the message says where.</exception>
    public abstract BranchOperation FromPython(byte[] bytes, string source);

    /// <summary>The operation that brings any branch to a state; <paramref name="source"/> is the file it came from.</summary>
    public abstract BranchOperation Snapshot(TState state, string source);

    /// <summary>Messages of a conversation, letters of a prompt, settings of a config.</summary>
    public abstract int Length(TState state);

    /// <summary>Memory the state takes, in bytes, roughly.</summary>
    public abstract long Size(TState state);

    protected ArgumentException Foreign(BranchOperation operation) =>
        new($"a {Name} branch has no operation {operation.GetType().Name}.");
}
