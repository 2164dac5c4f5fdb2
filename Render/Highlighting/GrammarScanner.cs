using Repeater.Render.Markdown;

namespace Repeater.Render.Highlighting;

/// <summary>
/// Colours a part of a code by a grammar. Every step moves the cursor; no step looks further than the line or a few
/// characters ahead, unless it then moves there: so the time is linear. What nests is kept on a stack of its own.
/// </summary>
sealed partial class GrammarScanner(Grammar grammar, CodeCursor cursor)
{
    readonly Stack<Frame> _frames = [];
    readonly bool _jsx = grammar.Jsx && (cursor.Rest.Contains("</", StringComparison.Ordinal) || cursor.Rest.Contains("/>", StringComparison.Ordinal));

    // Whether what was read last could be an operand: after it, a slash divides and a quote transposes.
    bool _afterValue;
    bool _atCommand = true;

    // Whether a command was named: what follows is given to it, as in "echo done".
    bool _inCommand;
    bool _atLineStart = true;
    bool _afterMemberSign;

    // Whether the word before is a type, and so before the one that is read: that names a variable then.
    bool _afterType;
    bool _followsType;
    bool _left;

    // What the next name is, because of the keyword before it.
    CodeClass _expected;
    int _noRegexBefore;

    public void Scan()
    {
        while (!cursor.IsAtEnd && !_left)
        {
            switch (_frames.TryPeek(out var frame) ? frame.Kind : FrameKind.Code)
            {
                case FrameKind.String:
                    StepString(frame!);
                    break;
                case FrameKind.Tag:
                    StepTag();
                    break;
                case FrameKind.Children:
                    StepChildren();
                    break;
                default:
                    StepCode(frame);
                    break;
            }
        }
    }

    void StepCode(Frame? frame)
    {
        var c = cursor.Current;
        if (c == '\n')
        {
            EndLine();
        }
        else if (char.IsWhiteSpace(c))
        {
            // "-> const T" names no member.
            cursor.Take(1);
            _afterMemberSign = false;
        }
        else if (frame is not null && frame.Depth == 0 && cursor.At(frame.Close))
        {
            cursor.Take(frame.Close.Length, frame.Rule is null ? CodeClass.Operator : CodeClass.Meta);
            _frames.Pop();
            _afterValue = true;
        }
        else if (grammar.Exit.Length > 0 && cursor.At(grammar.Exit))
        {
            _left = true;
        }
        else
        {
            var first = _atLineStart;
            _atLineStart = false;
            (_followsType, _afterType) = (_afterType, false);
            if (!TryLineStart(first, c) && !TryLiteral(c) && !TryComment(c) && !TryName(c))
            {
                TakeSign(frame, c);
            }
        }
    }

    void EndLine()
    {
        var continues = cursor.Peek(-1) == grammar.LineContinuation;
        while (_frames.TryPeek(out var frame) && frame is { Kind: FrameKind.Code, Rule.MultiLine: false })
        {
            // Code in a string of one line: both end here.
            _frames.Pop();
            _frames.Pop();
        }

        cursor.Take(1);
        _atLineStart = true;
        _afterMemberSign = false;
        if (!continues)
        {
            (_atCommand, _inCommand) = (true, false);
            _expected = CodeClass.Plain;
            _afterValue = false;
        }

        if (_hereDocuments.TryDequeue(out var document))
        {
            _frames.Push(document);
        }
    }

    bool TryLineStart(bool first, char c)
    {
        if (cursor.Position == 0 && cursor.At("#!") && cursor.Peek(2) != '[')
        {
            cursor.Take(cursor.LineLength(), CodeClass.Comment);
            return true;
        }

        if (first && c == grammar.Directive && c != '\0')
        {
            TakeDirective();
            return true;
        }

        if (grammar.HashAttributes && c == '#' && (cursor.Peek(1) == '[' || cursor.At("#![")))
        {
            TakeAttribute();
            return true;
        }

        if (first && grammar.Labels && c == ':' && (grammar.IsStart(cursor.Peek(1)) || cursor.Peek(1) == ':'))
        {
            // In batch files "::" is a label that nothing jumps to: a comment.
            cursor.Take(cursor.LineLength(), cursor.Peek(1) == ':' ? CodeClass.Comment : CodeClass.Function);
            return true;
        }

        return false;
    }

    void TakeDirective()
    {
        var spaces = cursor.CountWhile(1, static c => c is ' ' or '\t');
        var word = cursor.CountWhile(1 + spaces, char.IsAsciiLetter);
        var name = cursor.Slice(1 + spaces, word);
        var including = name is "include" or "import";
        var text = name is "region" or "endregion" or "error" or "warning" or "pragma";
        cursor.Take(1 + spaces + word, CodeClass.Meta);
        cursor.TakeSpaces();
        _atCommand = false;
        if (text)
        {
            cursor.Take(cursor.LineLength(), CodeClass.Meta);
        }
        else if (including && cursor.Current == '<')
        {
            cursor.Take(cursor.CountWhile(0, static c => c is not '>' and not '\n') + 1, CodeClass.String);
        }
    }

    void TakeAttribute()
    {
        var depth = 0;
        var length = cursor.CountWhile(0, c =>
        {
            depth += c == '[' ? 1 : c == ']' ? -1 : 0;
            return c != '\n' && (depth > 0 || c is '#' or '!');
        });
        cursor.Take(length + (cursor.Peek(length) == ']' ? 1 : 0), CodeClass.Meta);
    }

    bool TryComment(char c)
    {
        foreach (var comment in grammar.BlockComments)
        {
            if (cursor.At(comment.Open) && (!comment.OwnLine || IsAloneOnLine(comment.Open.Length)) && !IsOperator(comment.Open))
            {
                TakeBlockComment(comment);
                return true;
            }
        }

        foreach (var sign in grammar.LineComments)
        {
            if (cursor.At(sign) && IsComment(sign))
            {
                var length = cursor.LineLength();
                if (grammar.Exit.Length > 0 && cursor.Slice(0, length).IndexOf(grammar.Exit, StringComparison.Ordinal) is >= 0 and var exit)
                {
                    length = exit;
                }

                cursor.Take(length, CodeClass.Comment);
                return true;
            }
        }

        return false;

        // "(*)" multiplies.
        bool IsOperator(string open) => open[0] == '(' && cursor.Peek(open.Length) == ')';

        bool IsComment(string sign)
        {
            if (grammar.CommentsBeginWords && cursor.Peek(-1) is not ('\0' or ' ' or '\t' or '\n' or ';' or '(' or ')' or '`' or '|' or '&'))
            {
                return false;
            }

            if (char.IsLetter(c))
            {
                // "rem" is a word.
                return !grammar.IsPart(cursor.Peek(sign.Length)) && (cursor.Position == 0 || !grammar.IsPart(cursor.Peek(-1)));
            }

            return grammar.NoCommentBefore.Length == 0
                || !grammar.NoCommentBefore.Contains(cursor.Peek(Count(sign[0], 0)));
        }
    }

    bool IsAloneOnLine(int length) => cursor.IsAtLineStart && !grammar.IsPart(cursor.Peek(length));

    void TakeBlockComment(BlockComment comment)
    {
        var depth = 1;
        var at = comment.Open.Length;
        while (depth > 0 && cursor.Position + at < cursor.End)
        {
            if (cursor.At(comment.Close, at) && (!comment.OwnLine || cursor.Peek(at - 1) == '\n'))
            {
                depth--;
                at += comment.Close.Length;
            }
            else if (comment.Nests && cursor.At(comment.Open, at))
            {
                depth++;
                at += comment.Open.Length;
            }
            else
            {
                at++;
            }
        }

        cursor.Take(at, CodeClass.Comment);
    }

    void TakeSign(Frame? frame, char c)
    {
        if (_jsx && c == '<' && !_afterValue && TryElement())
        {
            return;
        }

        if (frame is not null && frame.Close[0] is var close && (c == close || c == Opening(close)))
        {
            frame.Depth += c == close ? -1 : 1;
        }

        if (grammar.TransposeQuote && cursor.At(".'"))
        {
            cursor.Take(2, CodeClass.Operator);
            EndValue();
            return;
        }

        if (MemberSignLength() is > 0 and var length)
        {
            cursor.Take(length, CodeClass.Operator);
            (_afterMemberSign, _afterValue, _atCommand) = (true, false, false);
            return;
        }

        _afterMemberSign = false;
        var isSign = c < 128 ? char.IsAsciiLetterOrDigit(c) is false && c > ' ' : char.IsSymbol(c) || char.IsPunctuation(c);
        cursor.Take(1, isSign ? CodeClass.Operator : CodeClass.Plain);
        _afterValue = c is ')' or ']' or '}';
        _expected = c is '*' or '&' or '!' ? _expected : CodeClass.Plain;
        if (grammar.Command != CodeClass.Plain)
        {
            var isArray = c == '(' && cursor.Peek(-2) == '=';
            _atCommand = (grammar.CommandSeparators.Contains(c) && !isArray) || (_atCommand && (c is '@' or '!' or '-' || c == grammar.LineContinuation));
            _inCommand &= !_atCommand && c is not (')' or '}');
        }
    }

    int MemberSignLength()
    {
        foreach (var sign in grammar.MemberSigns)
        {
            if (cursor.At(sign) && !cursor.At("..") && (sign != "." || cursor.Peek(-1) != '.'))
            {
                return sign.Length;
            }
        }

        return 0;
    }

    static char Opening(char close) => close switch { '}' => '{', ')' => '(', ']' => '[', _ => '\0' };

    enum FrameKind
    {
        Code,
        String,
        Tag,
        Children,
    }

    // What the scanner is inside of.
    sealed class Frame(FrameKind kind, StringRule? rule, string close)
    {
        public FrameKind Kind => kind;

        /// <summary>Of a string, and of code in a string.</summary>
        public StringRule? Rule => rule;

        public string Close => close;

        /// <summary>Braces that open an interpolation, where their number depends on the opening sign.</summary>
        public int Braces { get; init; } = 1;

        /// <summary>A string that ends with a line of its own.</summary>
        public bool EndsAtLine { get; init; }

        /// <summary>Brackets like the closing one that are open.</summary>
        public int Depth { get; set; }
    }
}
