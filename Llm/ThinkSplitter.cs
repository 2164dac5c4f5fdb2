namespace Repeater.Llm;

/// <summary>
/// Takes a leading <c>&lt;think&gt;…&lt;/think&gt;</c> out of content that arrives in pieces. Anywhere else the tags are text.
/// White space around the tags goes.
/// </summary>
sealed class ThinkSplitter
{
    const string Open = "<think>";
    const string Close = "</think>";

    // White space before the tag that is waited out; more of it is content.
    const int MostBlanks = 64;

    State _state;
    string _held = "";

    enum State
    {
        Start,
        Opened,
        Thinking,
        Closed,
        Answering,
    }

    /// <summary>What a piece adds; what may still turn out to be a tag is held back.</summary>
    public (string Reasoning, string Content) Push(string text)
    {
        if (_state == State.Answering)
        {
            return ("", text);
        }
        text = _held + text;
        _held = "";
        if (_state == State.Start)
        {
            var trimmed = text.AsSpan().TrimStart();
            if (trimmed.StartsWith(Open, StringComparison.Ordinal))
            {
                _state = State.Opened;
                text = trimmed[Open.Length..].ToString();
            }
            else if (Open.AsSpan().StartsWith(trimmed, StringComparison.Ordinal) && text.Length <= MostBlanks)
            {
                _held = text;
                return ("", "");
            }
            else
            {
                _state = State.Answering;
                return ("", text);
            }
        }
        var reasoning = TakeReasoning(ref text);
        if (_state == State.Closed && (text = text.TrimStart()).Length > 0)
        {
            _state = State.Answering;
        }
        return (reasoning, text);
    }

    /// <summary>What was held back when no more text comes.</summary>
    public (string Reasoning, string Content) Finish()
    {
        var held = _held;
        _held = "";
        return _state == State.Start ? ("", held) : (held, "");
    }

    /// <summary>Leaves in <paramref name="text"/> what follows the thinking.</summary>
    string TakeReasoning(ref string text)
    {
        if (_state == State.Opened && (text = text.TrimStart()).Length > 0)
        {
            _state = State.Thinking;
        }
        if (_state != State.Thinking)
        {
            return "";
        }
        var close = text.IndexOf(Close, StringComparison.Ordinal);
        if (close >= 0)
        {
            var reasoning = text[..close];
            text = text[(close + Close.Length)..];
            _state = State.Closed;
            return reasoning;
        }
        var certain = text.Length - HeldLength(text);
        _held = text[certain..];
        var thought = text[..certain];
        text = "";
        return thought;
    }

    /// <summary>How much of the end of the text may be the beginning of the closing tag.</summary>
    static int HeldLength(string text)
    {
        var length = Math.Min(text.Length, Close.Length - 1);
        while (!text.AsSpan(text.Length - length).SequenceEqual(Close.AsSpan(0, length)))
        {
            length--;
        }
        return length;
    }
}
