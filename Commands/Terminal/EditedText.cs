using System.Globalization;

namespace Repeater.Commands.Terminal;

/// <summary>A text with a cursor that moves by what a reader takes for a character.</summary>
sealed class EditedText
{
    string _text = "";
    int _cursor;

    public string Text => _text;

    /// <summary>In UTF-16 units, always between two characters.</summary>
    public int Cursor => _cursor;

    public void Set(string text) => (_text, _cursor) = (text, text.Length);

    public void Insert(string text)
    {
        _text = _text.Insert(_cursor, text);
        _cursor += text.Length;
    }

    public void Left() => _cursor = Before(_cursor);

    public void Right() => _cursor = After(_cursor);

    public void WordLeft()
    {
        while (_cursor > 0 && char.IsWhiteSpace(_text[_cursor - 1]))
        {
            Left();
        }

        while (_cursor > 0 && !char.IsWhiteSpace(_text[_cursor - 1]))
        {
            Left();
        }
    }

    public void WordRight()
    {
        while (_cursor < _text.Length && char.IsWhiteSpace(_text[_cursor]))
        {
            Right();
        }

        while (_cursor < _text.Length && !char.IsWhiteSpace(_text[_cursor]))
        {
            Right();
        }
    }

    public void LineStart() => _cursor = _cursor == 0 ? 0 : _text.LastIndexOf('\n', _cursor - 1) + 1;

    public void LineEnd() => _cursor = _text.IndexOf('\n', _cursor) is >= 0 and var end ? end : _text.Length;

    public void DeleteBefore() => Delete(Before(_cursor), _cursor);

    public void DeleteAfter() => Delete(_cursor, After(_cursor));

    public void DeleteToLineStart()
    {
        var end = _cursor;
        LineStart();
        Delete(_cursor, end);
    }

    public void DeleteToLineEnd()
    {
        var start = _cursor;
        LineEnd();
        Delete(start, _cursor);
    }

    public void DeleteWordBefore()
    {
        var end = _cursor;
        WordLeft();
        Delete(_cursor, end);
    }

    /// <summary>Whether the cursor could move to a line above.</summary>
    public bool IsInFirstLine => _text.LastIndexOf('\n', Math.Max(0, _cursor - 1), Math.Max(0, _cursor)) < 0;

    public bool IsInLastLine => _text.IndexOf('\n', _cursor) < 0;

    public void Up()
    {
        var column = Column();
        LineStart();
        Left();
        LineStart();
        MoveBy(column);
    }

    public void Down()
    {
        var column = Column();
        LineEnd();
        Right();
        MoveBy(column);
    }

    /// <summary>Columns from the start of the line.</summary>
    int Column()
    {
        var start = _cursor == 0 ? 0 : _text.LastIndexOf('\n', _cursor - 1) + 1;
        return DisplayWidth.Of(_text[start.._cursor]);
    }

    void MoveBy(int columns)
    {
        for (var column = 0; column < columns && _cursor < _text.Length && _text[_cursor] != '\n';)
        {
            var start = _cursor;
            Right();
            column += DisplayWidth.Of(_text[start.._cursor]);
        }
    }

    void Delete(int from, int to) => (_text, _cursor) = (_text.Remove(from, to - from), from);

    int After(int position) =>
        position == _text.Length ? position : position + StringInfo.GetNextTextElementLength(_text, position);

    /// <summary>Characters are only known from their beginning: from that of the line on.</summary>
    int Before(int position)
    {
        if (position == 0)
        {
            return 0;
        }

        var at = position == 1 ? 0 : _text.LastIndexOf('\n', position - 2) + 1;
        while (After(at) < position)
        {
            at = After(at);
        }

        return at;
    }
}
