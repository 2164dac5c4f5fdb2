using System.Text;
using Repeater.Render.Markdown;

namespace Repeater.Render.Highlighting;

// Strings, here-documents, characters, regular expressions.
sealed partial class GrammarScanner
{
    // Longer signs than anybody writes are not looked for: comparing them would take more than linear time.
    const int LongestFence = 64;

    readonly Queue<Frame> _hereDocuments = [];

    bool TryLiteral(char c)
    {
        foreach (var rule in grammar.Strings)
        {
            if (rule.Prefixes.Length == 0 && !(c == '\'' && grammar.TransposeQuote && _afterValue) && TryOpen(rule, 0))
            {
                return true;
            }
        }

        if (c == '\'' && grammar.CharLiterals && TryChar())
        {
            return true;
        }

        if (grammar.HereDocument is { } sign && cursor.At(sign) && TryHereDocument(sign.Length))
        {
            return true;
        }

        if (c == '/' && grammar.RegexLiterals && !_afterValue && TryRegex())
        {
            return true;
        }

        if (c == grammar.QuoteSigil && c != '\0' && !_afterValue && char.IsAsciiLetter(cursor.Peek(1)) && TryQuote(2, 1))
        {
            return true;
        }

        if (char.IsAsciiDigit(c) || (c == '.' && char.IsAsciiDigit(cursor.Peek(1)) && !_afterValue))
        {
            cursor.Take(NumberLength(), CodeClass.Number);
            EndValue();
            return true;
        }

        return false;
    }

    // The prefix, if the rule has one, is so long and lies at the cursor.
    bool TryOpen(StringRule rule, int prefix)
    {
        if (FindOpening(rule, prefix) is not { } opening)
        {
            return false;
        }

        cursor.Take(opening.Length, rule.Class);
        _frames.Push(new Frame(FrameKind.String, rule, opening.Close) { Braces = opening.Braces });
        EndValue();
        return true;
    }

    (int Length, string Close, int Braces)? FindOpening(StringRule rule, int at)
    {
        switch (rule.Fence)
        {
            case StringFence.Hashes:
                var hashes = Count('#', at);
                return (hashes > 0 || rule.Prefixes.Length > 0) && hashes <= LongestFence && cursor.At(rule.Open, at + hashes)
                    ? (at + hashes + rule.Open.Length, rule.Close + new string('#', hashes), 1)
                    : null;
            case StringFence.Quotes:
                var dollars = rule.Interpolations.Length > 0 ? Count('$', at) : 0;
                var quotes = Count('"', at + dollars);
                return quotes is >= 3 and <= LongestFence && dollars <= LongestFence && (dollars > 0 || rule.Interpolations.Length == 0)
                    ? (at + dollars + quotes, new string('"', quotes), Math.Max(1, dollars))
                    : null;
            case StringFence.LongBrackets:
                if (!cursor.At(rule.Open, at) || cursor.Peek(at + rule.Open.Length) != '[')
                {
                    return null;
                }

                at += rule.Open.Length + 1;
                var level = Count('=', at);
                return level <= LongestFence && cursor.Peek(at + level) == '[' ? (at + level + 1, "]" + new string('=', level) + "]", 1) : null;
            case StringFence.Delimiter:
                if (!cursor.At(rule.Open, at))
                {
                    return null;
                }

                at += rule.Open.Length;
                var name = 0;
                while (name <= LongestFence && cursor.Peek(at + name) is not ('\0' or '(' or ')' or '\\' or '\n' or ' ' or '"'))
                {
                    name++;
                }

                return name <= LongestFence && cursor.Peek(at + name) == '(' ? (at + name + 1, $"){cursor.Slice(at, name)}\"", 1) : null;
            default:
                return cursor.At(rule.Open, at) ? (at + rule.Open.Length, rule.Close, 1) : null;
        }
    }

    int Count(char sign, int at)
    {
        var count = 0;
        while (count <= LongestFence && cursor.Peek(at + count) == sign)
        {
            count++;
        }

        return count;
    }

    void StepString(Frame frame)
    {
        var rule = frame.Rule!;
        for (var at = 0; ; at++)
        {
            var c = cursor.Peek(at);
            if (cursor.Position + at >= cursor.End || (c == '\n' && !rule.MultiLine))
            {
                cursor.Take(at, rule.Class);
                Leave();
                return;
            }

            if (frame.EndsAtLine)
            {
                if (cursor.Peek(at - 1) == '\n' && EndOfHereDocument(frame, at) is > 0 and var end)
                {
                    cursor.Take(at, rule.Class);
                    cursor.Take(end, CodeClass.Meta);
                    Leave();
                    return;
                }
            }
            else if (cursor.At(frame.Close, at))
            {
                var twice = rule.DoubledClose && cursor.At(frame.Close, at + frame.Close.Length);
                if (!twice)
                {
                    // Of four quotes at the end of a string in three, the first belongs to the text.
                    var extra = frame.Close.Length >= 3 && rule.Fence == StringFence.None && Count(frame.Close[0], at) is var run and >= 3 and <= 5 ? run - 3 : 0;
                    cursor.Take(at + frame.Close.Length + extra, rule.Class);
                    Leave();
                    return;
                }

                at += (frame.Close.Length * 2) - 1;
                continue;
            }

            if (FindInterpolation(rule, frame, c, at) is { } interpolation)
            {
                if (rule.DoubledOpenIsText && frame.Braces == 1 && cursor.At(interpolation.Open, at + interpolation.Open.Length))
                {
                    at += (interpolation.Open.Length * 2) - 1;
                    continue;
                }

                cursor.Take(at, rule.Class);

                // Of "{$name}" the sigil belongs to the name.
                var sigil = grammar.VariableSigils.Contains(interpolation.Open[^1]) ? 1 : 0;
                cursor.Take(interpolation.Open.Length - sigil, CodeClass.Meta);
                _frames.Push(new Frame(FrameKind.Code, rule, interpolation.Close));

                // "${name}" holds a variable, "$(name)" a command.
                var isVariable = interpolation.Open == "${" && grammar.Command != CodeClass.Plain;
                (_afterValue, _atCommand, _inCommand, _expected) = (false, !isVariable, false, isVariable ? CodeClass.Meta : CodeClass.Plain);
                return;
            }

            if (rule.Variables && grammar.VariableSigils.Contains(c) && VariableLength(at) is > 0 and var variable)
            {
                cursor.Take(at, rule.Class);
                cursor.Take(variable, CodeClass.Meta);
                return;
            }

            if (c == rule.Escape && c != '\0')
            {
                at++;
            }
        }
    }

    Interpolation? FindInterpolation(StringRule rule, Frame frame, char c, int at)
    {
        foreach (var interpolation in rule.Interpolations)
        {
            if (c == interpolation.Open[0] && cursor.At(interpolation.Open, at))
            {
                return frame.Braces == 1 ? interpolation
                    : Count('{', at) >= frame.Braces ? new Interpolation(new string('{', frame.Braces), new string('}', frame.Braces))
                    : null;
            }
        }

        return null;
    }

    void Leave()
    {
        _frames.Pop();
        EndValue();
    }

    int EndOfHereDocument(Frame frame, int at)
    {
        var indent = cursor.CountWhile(at, static c => c is ' ' or '\t');
        var end = indent + frame.Close.Length;
        return cursor.At(frame.Close, at + indent) && !grammar.IsPart(cursor.Peek(at + end)) ? end : 0;
    }

    // The text begins on the next line; more than one may be announced on this one.
    bool TryHereDocument(int at)
    {
        if (cursor.Peek(at) == '<')
        {
            return false;
        }

        at += cursor.Peek(at) is '-' or '~' ? 1 : 0;
        at += grammar.CommentsBeginWords || grammar.HereDocument == "<<<" ? cursor.CountWhile(at, static c => c is ' ' or '\t') : 0;
        var quote = cursor.Peek(at) is '\'' or '"' ? cursor.Peek(at) : '\0';
        at += quote == '\0' ? 0 : 1;
        var length = char.IsAsciiLetter(cursor.Peek(at)) || cursor.Peek(at) == '_' ? cursor.CountWhile(at, static c => char.IsAsciiLetterOrDigit(c) || c == '_') : 0;
        if (length is 0 or > LongestFence || (quote != '\0' && cursor.Peek(at + length) != quote))
        {
            return false;
        }

        var rule = new StringRule("", "") { MultiLine = true, Escape = '\0' };
        if (quote != '\'' && Array.Find(grammar.Strings, r => r.Open == "\"") is { } quoted)
        {
            rule = rule with { Escape = '\\', Variables = quoted.Variables, Interpolations = quoted.Interpolations };
        }

        _hereDocuments.Enqueue(new Frame(FrameKind.String, rule, cursor.Slice(at, length).ToString()) { EndsAtLine = true });
        cursor.Take(at + length + (quote == '\0' ? 0 : 1), CodeClass.Meta);
        EndValue();
        return true;
    }

    bool TryChar()
    {
        var length = 0;
        if (cursor.Peek(1) == '\\')
        {
            const int LongestEscape = 12;
            length = 3;
            while (length < LongestEscape && cursor.Peek(length) is not ('\'' or '\n' or '\0'))
            {
                length++;
            }
        }
        else if (cursor.Position + 1 < cursor.End && cursor.Peek(1) is not ('\'' or '\n'))
        {
            Rune.DecodeFromUtf16(cursor.Slice(1, Math.Min(2, cursor.End - cursor.Position - 1)), out _, out var units);
            length = 1 + units;
        }

        if (length > 0 && cursor.Peek(length) == '\'')
        {
            cursor.Take(length + 1, CodeClass.String);
            EndValue();
            return true;
        }

        if (grammar.Lifetimes && grammar.IsStart(cursor.Peek(1)))
        {
            cursor.Take(1 + cursor.CountWhile(1, grammar.IsPart), CodeClass.Meta);
            return true;
        }

        return false;
    }

    bool TryRegex()
    {
        if (cursor.Position < _noRegexBefore || cursor.Peek(1) is '*' or '/' or ' ' or '=')
        {
            return false;
        }

        var inSet = false;
        for (var at = 1; ; at++)
        {
            switch (cursor.Peek(at))
            {
                case '\n' or '\0':
                    // Nor does another slash of this line open one; looking again would not be linear.
                    _noRegexBefore = cursor.Position + at;
                    return false;
                case '\\':
                    at++;
                    break;
                case '[':
                    inSet = true;
                    break;
                case ']':
                    inSet = false;
                    break;
                case '/' when !inSet:
                    cursor.Take(at + 1, CodeClass.String);
                    cursor.Take(cursor.CountWhile(0, char.IsAsciiLetter), CodeClass.String);
                    EndValue();
                    return true;
            }
        }
    }

    // A quote whose sign the writer chose: brackets nest, other signs end at their next.
    bool TryQuote(int at, int parts)
    {
        var open = cursor.Peek(at);
        if (open is '\0' or ',' or ';' or ')' or ']' or '}' or '=' or '\n' or ' ' or '\t' || char.IsLetterOrDigit(open) || open > 127
            || (open == '-' && cursor.Peek(at + 1) == '>'))
        {
            return false;
        }

        for (; parts > 0; parts--)
        {
            at = EndOfQuote(at);
            if (parts > 1)
            {
                var spaces = cursor.CountWhile(at, char.IsWhiteSpace);
                at = Closing(open) == open ? at - 1 : at + spaces;
            }
        }

        cursor.Take(at, CodeClass.String);
        cursor.Take(cursor.CountWhile(0, char.IsAsciiLetterLower), CodeClass.String);
        EndValue();
        return true;
    }

    int EndOfQuote(int at)
    {
        var open = cursor.Peek(at);
        var close = Closing(open);
        var depth = 1;
        for (at++; cursor.Position + at < cursor.End && depth > 0; at++)
        {
            var c = cursor.Peek(at);
            depth += c == close ? -1 : c == open ? 1 : 0;
            at += c == '\\' ? 1 : 0;
        }

        return at;
    }

    static char Closing(char open) => open switch { '(' => ')', '[' => ']', '{' => '}', '<' => '>', _ => open };

    int NumberLength()
    {
        var isHex = cursor.Current == '0' && cursor.Peek(1) is 'x' or 'X';
        var at = 1;
        while (true)
        {
            var c = cursor.Peek(at);
            var next = cursor.Peek(at + 1);
            var signed = c is '+' or '-' && char.IsAsciiDigit(next)
                && (isHex ? cursor.Peek(at - 1) is 'p' or 'P' : cursor.Peek(at - 1) is 'e' or 'E');
            var inside = char.IsAsciiLetterOrDigit(c) || c == '_' || signed
                || (c == '.' && char.IsAsciiDigit(next))
                || (c == '\'' && grammar.NumberSeparators.Contains('\'') && char.IsAsciiLetterOrDigit(next));
            if (!inside)
            {
                return at;
            }

            at++;
        }
    }
}
