namespace Repeater.Chat.Variables;

/// <summary>What is left of one line of Markdown, read from the left. Tabs stop at every fourth column.</summary>
struct MarkdownLine
{
    /// <summary>What is indented by so many columns is code, or goes on with a paragraph.</summary>
    public const int CodeIndent = 4;

    const int TabStop = 4;

    readonly string _text;
    int _column;

    /// <param name="text">The whole text.</param>
    /// <param name="start">Where the line starts in it.</param>
    /// <param name="end">Where the line ends, without its line break.</param>
    public MarkdownLine(string text, int start, int end)
    {
        _text = text;
        (Start, Position, End) = (start, start, end);
    }

    public int Start { get; }

    public int End { get; }

    public int Position { get; private set; }

    public readonly bool IsBlank => Content.IsEmpty;

    /// <summary>Columns of white space ahead.</summary>
    public readonly int Indent
    {
        get
        {
            var ahead = this;
            ahead.SkipUpTo(int.MaxValue);
            return ahead._column - _column;
        }
    }

    readonly ReadOnlySpan<char> Content => _text.AsSpan(Position..End).TrimStart(" \t");

    /// <summary><c># heading</c></summary>
    public readonly bool IsHeading
    {
        get
        {
            var level = Content.IndexOfAnyExcept('#');
            return level < 0 ? Content.Length is >= 1 and <= 6 : level is >= 1 and <= 6 && Content[level] is ' ' or '\t';
        }
    }

    /// <summary><c>---</c>, <c>* * *</c></summary>
    public readonly bool IsThematicBreak
    {
        get
        {
            if (Content is not ['*' or '-' or '_', ..] content)
            {
                return false;
            }
            var count = 0;
            foreach (var c in content)
            {
                if (c == content[0])
                {
                    count++;
                }
                else if (c is not (' ' or '\t'))
                {
                    return false;
                }
            }
            return count >= 3;
        }
    }

    /// <summary><c>===</c> or <c>---</c> below a paragraph.</summary>
    public readonly bool IsUnderline =>
        Content.TrimEnd(" \t") is ['=' or '-', ..] content && !content.ContainsAnyExcept(content[0]);

    /// <summary>Goes over so many columns of white space, where there are that many.</summary>
    public bool SkipIndent(int columns)
    {
        if (Indent < columns)
        {
            return false;
        }
        SkipUpTo(columns);
        return true;
    }

    public bool SkipQuote()
    {
        if (Indent >= CodeIndent || Content is not ['>', ..])
        {
            return false;
        }
        SkipUpTo(CodeIndent - 1);
        Skip(1);
        SkipUpTo(1);
        return true;
    }

    /// <summary>The indent in columns of the item's content, or null where no list marker stands.</summary>
    /// <param name="interrupts">In the middle of a paragraph an item must not be empty, and a number must be 1.</param>
    public int? SkipListMarker(bool interrupts)
    {
        var content = Content;
        var digits = content.IndexOfAnyExceptInRange('0', '9');
        int marker;
        if (digits == 0 && content is ['-' or '+' or '*', ..])
        {
            marker = 1;
        }
        else if (digits is >= 1 and <= 9 && content[digits] is '.' or ')' && !(interrupts && content[..digits] is not "1"))
        {
            marker = digits + 1;
        }
        else
        {
            return null;
        }

        var isEmpty = content[marker..].IsWhiteSpace();
        if ((!isEmpty && content[marker] is not (' ' or '\t')) || (isEmpty && interrupts))
        {
            return null;
        }
        var indent = Indent + marker;
        SkipUpTo(CodeIndent - 1);
        Skip(marker);
        // Five columns or more are one column and an indented code block.
        var gap = isEmpty || Indent > CodeIndent ? 1 : Indent;
        SkipUpTo(gap);
        return indent + gap;
    }

    public readonly bool OpensFence(out MarkdownCode.Fence fence)
    {
        var content = Content;
        fence = default;
        if (Indent >= CodeIndent || content is not ['`' or '~', ..])
        {
            return false;
        }
        var mark = content[0];
        var length = content.IndexOfAnyExcept(mark) is var other and >= 0 ? other : content.Length;
        fence = new MarkdownCode.Fence(End - content.Length, mark, length);
        return length >= 3 && (mark != '`' || !content[length..].Contains('`'));
    }

    public readonly bool Closes(MarkdownCode.Fence fence)
    {
        var content = Content.TrimEnd(" \t");
        return Indent < CodeIndent && content.Length >= fence.Length && !content.ContainsAnyExcept(fence.Mark);
    }

    void SkipUpTo(int columns)
    {
        while (columns > 0 && Position < End && _text[Position] is ' ' or '\t')
        {
            // A tab can belong to two containers: the position stays on it until its last column.
            var width = _text[Position] == ' ' ? 1 : TabStop - (_column % TabStop);
            var step = Math.Min(width, columns);
            _column += step;
            columns -= step;
            if (step == width)
            {
                Position++;
            }
        }
    }

    void Skip(int characters)
    {
        Position += characters;
        _column += characters;
    }
}
