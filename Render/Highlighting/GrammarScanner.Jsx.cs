using Repeater.Render.Markdown;

namespace Repeater.Render.Highlighting;

// Elements in JavaScript.
sealed partial class GrammarScanner
{
    bool TryElement()
    {
        if (cursor.Peek(1) == '>')
        {
            cursor.Take(2, CodeClass.Operator);
            _frames.Push(new Frame(FrameKind.Children, null, "</"));
            return true;
        }

        var name = ElementNameLength(1);
        var after = cursor.Peek(1 + name);

        // "<T>(x) => …" and "<T extends U>" are type parameters.
        if (name == 0 || !(after is '>' or '/' || char.IsWhiteSpace(after)) || (after == '>' && cursor.Peek(2 + name) == '(') || cursor.At(" extends ", 1 + name))
        {
            return false;
        }

        TakeElement(name);
        return true;
    }

    void TakeElement(int name)
    {
        cursor.Take(1, CodeClass.Operator);
        cursor.Take(name, CodeClass.Tag);
        _frames.Push(new Frame(FrameKind.Tag, null, ">"));
    }

    int ElementNameLength(int at) =>
        char.IsLetter(cursor.Peek(at)) ? cursor.CountWhile(at, static c => char.IsLetterOrDigit(c) || c is '.' or '-' or ':' or '_') : 0;

    void StepTag()
    {
        var c = cursor.Current;
        if (cursor.At("/>"))
        {
            cursor.Take(2, CodeClass.Operator);
            _frames.Pop();
            _afterValue = true;
        }
        else if (c == '>')
        {
            cursor.Take(1, CodeClass.Operator);
            _frames.Pop();
            _frames.Push(new Frame(FrameKind.Children, null, "</"));
        }
        else if (c == '{')
        {
            PushCode();
        }
        else if (c is '"' or '\'')
        {
            cursor.Take(cursor.CountWhile(1, p => p != c) + 2, CodeClass.String);
        }
        else if (ElementNameLength(0) is > 0 and var name)
        {
            cursor.Take(name, CodeClass.Meta);
        }
        else
        {
            cursor.Take(1, c == '=' ? CodeClass.Operator : CodeClass.Plain);
        }
    }

    void StepChildren()
    {
        if (cursor.At("</"))
        {
            cursor.Take(2, CodeClass.Operator);
            cursor.Take(ElementNameLength(0), CodeClass.Tag);
            cursor.Take(cursor.Current == '>' ? 1 : 0, CodeClass.Operator);
            _frames.Pop();
            _afterValue = true;
        }
        else if (cursor.At("<>"))
        {
            cursor.Take(2, CodeClass.Operator);
            _frames.Push(new Frame(FrameKind.Children, null, "</"));
        }
        else if (cursor.Current == '<' && ElementNameLength(1) is > 0 and var name)
        {
            TakeElement(name);
        }
        else if (cursor.Current == '{')
        {
            PushCode();
        }
        else
        {
            cursor.Take(1 + cursor.CountWhile(1, static c => c is not '<' and not '{'));
        }
    }

    void PushCode()
    {
        cursor.Take(1, CodeClass.Operator);
        _frames.Push(new Frame(FrameKind.Code, null, "}"));
        _afterValue = false;
    }
}
