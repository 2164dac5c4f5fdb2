namespace Repeater.Render.Highlighting;

/// <summary>A language that can be coloured.</summary>
/// <param name="Names">Lower case, separated by spaces: its own name first, then what else people write after the back ticks.</param>
abstract record Language(string Names)
{
    /// <summary>Moves the cursor to the end of its part, once over every character, making tokens.</summary>
    public abstract void Scan(CodeCursor cursor);
}

/// <summary>A language that no grammar describes: it has a scanner of its own.</summary>
sealed record SpecialLanguage(string Names, Action<CodeCursor> Scanner) : Language(Names)
{
    public override void Scan(CodeCursor cursor) => Scanner(cursor);
}
