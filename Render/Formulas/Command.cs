namespace Repeater.Render.Formulas;

/// <summary>A command with what it takes and what it makes of that.</summary>
/// <param name="Arguments">How each argument in braces is read.</param>
/// <param name="Make">Its node.</param>
sealed record Command(IReadOnlyList<ArgumentKind> Arguments, Func<CommandCall, Node> Make)
{
    /// <summary>How the argument in brackets before the others is read; null when there is none.</summary>
    public ArgumentKind? Optional { get; init; }

    public bool IsInfix { get; init; }
}

/// <summary>One use of a command.</summary>
/// <param name="Parser">Which goes on reading where the command takes the rest of its group.</param>
/// <param name="Name">With its backslash.</param>
/// <param name="Arguments">As many as the command takes.</param>
/// <param name="Optional">The one in brackets, where given.</param>
/// <param name="Until">The token that ends the group the command stands in.</param>
readonly record struct CommandCall(Parser Parser, string Name, IReadOnlyList<Node> Arguments, Node? Optional, string? Until)
{
    public Node First => Arguments[0];

    public Node Second => Arguments[1];

    /// <summary>The argument without braces when it is one node.</summary>
    public Node FirstAlone => First is GroupNode { Body: [var only] } ? only : First;

    public IReadOnlyList<Node> FirstBody => BodyOf(First);

    public Length LengthOf(int index) => ((LengthNode)Arguments[index]).Length;

    public uint ColorOf(int index) => ((PaintNode)Arguments[index]).Color;

    public List<Node> Rest(bool beforeInfix) => Parser.Expression(Until, beforeInfix);

    public static IReadOnlyList<Node> BodyOf(Node node) => node is GroupNode group ? group.Body : [node];
}
