namespace Repeater.Commands.Terminal;

/// <summary>How an input ended.</summary>
enum InputEnd
{
    Sent,

    /// <summary>Ctrl-C: what was written is thrown away.</summary>
    Cancelled,

    /// <summary>Ctrl-D, or nothing more to read.</summary>
    Closed,
}

/// <param name="End">How.</param>
/// <param name="Text">What was written.</param>
readonly record struct Entered(InputEnd End, string Text);

/// <summary>
/// Reads a message of one or more lines: Enter sends; Alt-Enter, Ctrl-J or a backslash at the end begins a new line; the arrows go through it and what was
/// sent before.
/// </summary>
sealed class LineEditor(ITerminal terminal)
{
    const string ClearScreen = "\e[2J\e[H";

    readonly List<string> _history = [];
    readonly LineView _view = new(terminal);
    readonly EditedText _text = new();
    string _draft = "";
    int _place;
    char? _highSurrogate;

    /// <summary>What up and down bring back, the oldest first.</summary>
    public void Remember(string text)
    {
        if (text.Length > 0 && (_history.Count == 0 || _history[^1] != text))
        {
            _history.Add(text);
        }
    }

    public Entered Read(string prompt)
    {
        _text.Set("");
        _place = _history.Count;
        _view.Forget();
        terminal.CtrlCIsKey = true;
        try
        {
            while (true)
            {
                if (!terminal.HasKey)
                {
                    _view.Show(prompt, _text.Text, _text.Cursor);
                }

                if (Press(terminal.ReadKey()) is { } entered)
                {
                    _view.End(prompt, _text.Text);
                    return entered;
                }
            }
        }
        finally
        {
            terminal.CtrlCIsKey = false;
        }
    }

    /// <summary>Null: the input goes on.</summary>
    Entered? Press(ConsoleKeyInfo key)
    {
        var isControl = key.Modifiers.HasFlag(ConsoleModifiers.Control);
        switch (key.Key)
        {
            case ConsoleKey.C when isControl:
                return new(InputEnd.Cancelled, _text.Text);
            case ConsoleKey.D when isControl && _text.Text.Length == 0:
                return new(InputEnd.Closed, "");
            case ConsoleKey.Enter when key.Modifiers == 0 && key.KeyChar != '\n' && !Continues():
                Remember(_text.Text);
                return new(InputEnd.Sent, _text.Text);
            case ConsoleKey.Enter:
            case ConsoleKey.J when isControl:
                _text.Insert("\n");
                break;
            default:
                Edit(key, isControl);
                break;
        }

        return null;
    }

    /// <summary>A backslash at the end of the text, or more text that is being pasted, means another line.</summary>
    bool Continues()
    {
        if (_text.Text.EndsWith('\\') && _text.Cursor == _text.Text.Length)
        {
            _text.DeleteBefore();
            return true;
        }

        return terminal.HasKey;
    }

    void Edit(ConsoleKeyInfo key, bool isControl)
    {
        switch (key.Key)
        {
            case ConsoleKey.LeftArrow when isControl:
            case ConsoleKey.B when key.Modifiers == ConsoleModifiers.Alt:
                _text.WordLeft();
                break;
            case ConsoleKey.RightArrow when isControl:
            case ConsoleKey.F when key.Modifiers == ConsoleModifiers.Alt:
                _text.WordRight();
                break;
            case ConsoleKey.LeftArrow:
            case ConsoleKey.B when isControl:
                _text.Left();
                break;
            case ConsoleKey.RightArrow:
            case ConsoleKey.F when isControl:
                _text.Right();
                break;
            case ConsoleKey.UpArrow:
            case ConsoleKey.P when isControl:
                Up();
                break;
            case ConsoleKey.DownArrow:
            case ConsoleKey.N when isControl:
                Down();
                break;
            case ConsoleKey.Home:
            case ConsoleKey.A when isControl:
                _text.LineStart();
                break;
            case ConsoleKey.End:
            case ConsoleKey.E when isControl:
                _text.LineEnd();
                break;
            case ConsoleKey.Backspace when key.Modifiers == 0:
            case ConsoleKey.H when isControl:
                _text.DeleteBefore();
                break;
            case ConsoleKey.Backspace:
            case ConsoleKey.W when isControl:
                _text.DeleteWordBefore();
                break;
            case ConsoleKey.Delete:
            case ConsoleKey.D when isControl:
                _text.DeleteAfter();
                break;
            case ConsoleKey.U when isControl:
                _text.DeleteToLineStart();
                break;
            case ConsoleKey.K when isControl:
                _text.DeleteToLineEnd();
                break;
            case ConsoleKey.L when isControl:
                terminal.Write(ClearScreen);
                _view.Forget();
                break;
            default:
                Type(key.KeyChar);
                break;
        }
    }

    /// <summary>Characters outside of the basic plane, such as emoji, come in two halves.</summary>
    void Type(char character)
    {
        if (char.IsHighSurrogate(character))
        {
            _highSurrogate = character;
        }
        else if (char.IsLowSurrogate(character))
        {
            if (_highSurrogate is { } high)
            {
                _text.Insert($"{high}{character}");
            }

            _highSurrogate = null;
        }
        else if (character == '\t' || !char.IsControl(character))
        {
            _text.Insert(character.ToString());
        }
    }

    void Up()
    {
        if (!_text.IsInFirstLine)
        {
            _text.Up();
        }
        else if (_place > 0)
        {
            if (_place == _history.Count)
            {
                _draft = _text.Text;
            }

            _text.Set(_history[--_place]);
        }
    }

    void Down()
    {
        if (!_text.IsInLastLine)
        {
            _text.Down();
        }
        else if (_place < _history.Count)
        {
            _place++;
            _text.Set(_place == _history.Count ? _draft : _history[_place]);
        }
    }
}
