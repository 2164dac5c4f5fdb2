using Repeater.Render.Markdown;

namespace Repeater.Render.Highlighting;

/// <summary>
/// The place in a code that a scanner has reached. It only moves forward, and tokens are made by moving it: so they are in
/// order, do not overlap and lie within the code, whatever a scanner does.
/// </summary>
sealed class CodeCursor(string code)
{
    readonly List<CodeToken> _tokens = [];

    public IReadOnlyList<CodeToken> Tokens => _tokens;

    public int Position { get; private set; }

    /// <summary>Where the part ends that is to be scanned.</summary>
    public int End { get; private set; } = code.Length;

    public bool IsAtEnd => Position >= End;

    public char Current => Peek(0);

    public bool IsAtLineStart => Position == 0 || code[Position - 1] == '\n';

    public ReadOnlySpan<char> Rest => code.AsSpan(Position, End - Position);

    /// <summary>The character so far ahead (or behind, also outside of the part), NUL where there is none.</summary>
    public char Peek(int offset)
    {
        var at = Position + offset;
        return at >= 0 && at < End ? code[at] : '\0';
    }

    public bool At(string text, int offset = 0) => Position + offset <= End && code.AsSpan(Position + offset, End - Position - offset).StartsWith(text, StringComparison.Ordinal);

    public ReadOnlySpan<char> Slice(int offset, int length) => code.AsSpan(Position + offset, length);

    /// <summary>Moves over so many characters, at most to the end. Plain ones make no token.</summary>
    public void Take(int length, CodeClass kind = CodeClass.Plain)
    {
        length = Math.Clamp(length, 0, End - Position);
        if (kind != CodeClass.Plain && length > 0)
        {
            if (_tokens.Count > 0 && _tokens[^1] is var last && last.Class == kind && last.Start + last.Length == Position)
            {
                _tokens[^1] = last with { Length = last.Length + length };
            }
            else
            {
                _tokens.Add(new CodeToken(Position, length, kind));
            }
        }

        Position += length;
    }

    /// <summary>What is left of the line, without its end.</summary>
    public int LineLength() => Rest.IndexOf('\n') is >= 0 and var length ? length : End - Position;

    /// <summary>The rest of the line with its end, which is plain.</summary>
    public void TakeLine(CodeClass kind = CodeClass.Plain)
    {
        Take(LineLength(), kind);
        Take(1);
    }

    /// <summary>Spaces and tabs.</summary>
    public void TakeSpaces() => Take(CountWhile(0, static c => c is ' ' or '\t'));

    public int CountWhile(int offset, Func<char, bool> condition)
    {
        var start = offset;
        while (Position + offset < End && condition(code[Position + offset]))
        {
            offset++;
        }

        return offset - start;
    }

    /// <summary>Has the next characters scanned as another language; what that leaves is plain.</summary>
    public void TakeAs(int length, Language language)
    {
        var (outer, inner) = (End, Math.Clamp(Position + length, Position, End));
        End = inner;
        language.Scan(this);
        End = outer;
        Position = Math.Max(Position, inner);
    }
}
