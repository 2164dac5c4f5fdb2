namespace Repeater.Storage;

/// <summary>A user's own prompt. Empty means that the preset is used.</summary>
sealed class PromptKind() : BranchKind<string>("prompt", "Prompt_UserData")
{
    public override string Empty => "";

    public override string Apply(string state, BranchOperation operation) => operation switch
    {
        SetPrompt set => set.Text,
        Clear => Empty,
        _ => throw Foreign(operation),
    };

    public override long Size(string state) => 2L * state.Length;

    public override BranchOperation Snapshot(string state, string source) => new SetPrompt { Text = state, Source = source };

    public override int Length(string state) => TextLength.CodePoints(state);

    public override BranchOperation FromPython(byte[] bytes, string source) =>
        new SetPrompt { Text = PythonData.ReadPrompt(bytes), Source = source };
}
