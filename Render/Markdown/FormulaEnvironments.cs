using System.Collections.Frozen;

namespace Repeater.Render.Markdown;

/// <summary>The environments of LaTeX that are formulas, or parts of them, wherever they stand.</summary>
static class FormulaEnvironments
{
    static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Names = """
        align aligned alignat alignedat array bmatrix Bmatrix CD cases dcases displaymath drcases eqnarray equation flalign gather
        gathered math matrix multline pmatrix rcases smallmatrix split subarray vmatrix Vmatrix
        """.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).ToFrozenSet().GetAlternateLookup<ReadOnlySpan<char>>();

    public static bool Contains(ReadOnlySpan<char> name) => Names.Contains(name.EndsWith('*') ? name[..^1] : name);

    /// <summary>The name in <c>\begin{name}</c> at that place; empty when there is no such thing.</summary>
    public static ReadOnlySpan<char> BegunAt(ReadOnlySpan<char> text, int start) => NameAfter(@"\begin{", text, start);

    public static ReadOnlySpan<char> EndedAt(ReadOnlySpan<char> text, int start) => NameAfter(@"\end{", text, start);

    static ReadOnlySpan<char> NameAfter(string command, ReadOnlySpan<char> text, int start)
    {
        const int LongestName = 16;
        var rest = text[start..];
        if (!rest.StartsWith(command))
        {
            return [];
        }

        rest = rest[command.Length..];
        var close = rest[..Math.Min(rest.Length, LongestName)].IndexOf('}');
        return close > 0 ? rest[..close] : [];
    }
}
