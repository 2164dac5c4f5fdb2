using Repeater.Render.Markdown;

namespace Repeater.Render.Highlighting;

// Variables, decorators, symbols, words.
sealed partial class GrammarScanner
{
    bool TryName(char c)
    {
        if (grammar.PercentVariables && c is '%' or '!' && PercentLength() is > 0 and var percent)
        {
            return TakeName(percent, CodeClass.Meta);
        }

        if (grammar.VariableSigils.Contains(c) && !(_afterValue && c is '%' or '@') && VariableLength(0) is > 0 and var variable)
        {
            return TakeName(variable, CodeClass.Meta);
        }

        if (c == grammar.Decorator && c != '\0' && grammar.IsStart(cursor.Peek(1)))
        {
            TakeName(1 + cursor.CountWhile(1, p => grammar.IsPart(p) || p == '.'), CodeClass.Meta);
            _afterValue = false;
            return true;
        }

        if (grammar.Symbols && c == ':' && !_afterValue && cursor.Peek(-1) is not (':' or '<') && grammar.IsStart(cursor.Peek(1)))
        {
            return TakeName(1 + WordLength(1), CodeClass.Number);
        }

        // In a makefile "-rm" is a command that may fail.
        if (grammar.Options && c == '-' && !(_atCommand && grammar.MakeVariables) && cursor.Peek(-1) is '\0' or ' ' or '\t' or '\n'
            && (char.IsAsciiLetterOrDigit(cursor.Peek(1)) || (cursor.Peek(1) == '-' && char.IsAsciiLetter(cursor.Peek(2)))))
        {
            return TakeName(cursor.CountWhile(0, static p => char.IsAsciiLetterOrDigit(p) || p is '-' or '_'), CodeClass.Meta);
        }

        if (!grammar.IsStart(c))
        {
            return false;
        }

        TakeWord(WordLength(0));
        return true;
    }

    bool TakeName(int length, CodeClass kind)
    {
        cursor.Take(length, kind);
        EndValue();
        return true;
    }

    void EndValue()
    {
        _afterValue = true;
        _atCommand = false;
        _afterMemberSign = false;
        _expected = CodeClass.Plain;
    }

    int WordLength(int at)
    {
        var length = 1 + cursor.CountWhile(at + 1, grammar.IsPart);
        return grammar.IdentifierEnd.Contains(cursor.Peek(at + length)) && cursor.Peek(at + length + 1) != '=' ? length + 1 : length;
    }

    void TakeWord(int length)
    {
        var word = cursor.Slice(0, length);
        if (TryPrefixedString(word) || (TryParts(word, out var parts) && TryQuote(length, parts)))
        {
            return;
        }

        var (afterMemberSign, atCommand, expected) = (_afterMemberSign, _atCommand, _expected);
        var kind = ClassOf(word, afterMemberSign, atCommand, expected);
        EndValue();
        if (kind == CodeClass.Keyword)
        {
            _afterValue = grammar.Command == CodeClass.Keyword;
            grammar.Introducers.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(word, out _expected);
        }
        else if (kind == CodeClass.Plain && expected != CodeClass.Plain && afterMemberSign)
        {
            _expected = expected;
        }

        _afterType = kind == CodeClass.Type;
        _inCommand |= kind == CodeClass.Function && (atCommand || expected == CodeClass.Function);
        cursor.Take(length, kind);
        if (grammar.Labels && cursor.Current == ':')
        {
            cursor.Take(1, CodeClass.Operator);
            _atCommand = true;
        }
    }

    bool TryPrefixedString(ReadOnlySpan<char> word)
    {
        const int LongestPrefix = 8;
        if (word.Length > LongestPrefix)
        {
            return false;
        }

        foreach (var rule in grammar.Strings)
        {
            foreach (var prefix in rule.Prefixes)
            {
                if (word.Equals(prefix, StringComparison.OrdinalIgnoreCase) && TryOpen(rule, word.Length))
                {
                    return true;
                }
            }
        }

        return false;
    }

    bool TryParts(ReadOnlySpan<char> word, out int parts)
    {
        parts = 0;
        return !_afterMemberSign && cursor.Peek(-1) != '{' && grammar.QuoteParts.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(word, out parts);
    }

    CodeClass ClassOf(ReadOnlySpan<char> word, bool afterMemberSign, bool atCommand, CodeClass expected)
    {
        var words = grammar.Words.GetAlternateLookup<ReadOnlySpan<char>>();
        var next = word.Length + cursor.CountWhile(word.Length, static c => c is ' ' or '\t');
        var isCall = grammar.Calls && cursor.Peek(grammar.CallsAreClose ? word.Length : next) == '(';
        if (afterMemberSign)
        {
            return cursor.Peek(-1) == '.' && words.TryGetValue($".{word}", out var member) ? member
                : isCall ? CodeClass.Function
                : grammar.Capitals == CapitalRule.Types ? Capital(word)
                : CodeClass.Plain;
        }

        if (grammar.Labels && cursor.Peek(word.Length) == ':' && atCommand)
        {
            return CodeClass.Function;
        }

        // As the name of something: "class" in "x = { class: 1 }" stays one, that is how people read it.
        if (words.TryGetValue(word, out var kind) && !(kind == CodeClass.Keyword && IsNoKeyword(word.Length, next)))
        {
            // Some registers are called like instructions.
            return atCommand && grammar.Command == CodeClass.Keyword ? CodeClass.Keyword : kind;
        }

        if (grammar.Command == CodeClass.Keyword && word[0] == '.')
        {
            return CodeClass.Meta;
        }

        var assigned = atCommand ? next : word.Length;
        if (grammar.Command == CodeClass.Function && cursor.Peek(assigned) == '=' && cursor.Peek(assigned + 1) != '=')
        {
            return CodeClass.Meta;
        }

        if (atCommand && grammar.Command != CodeClass.Plain)
        {
            return grammar.Command;
        }

        if (expected != CodeClass.Plain)
        {
            return expected;
        }

        if (grammar.MacroSign != '\0' && cursor.Peek(word.Length) == grammar.MacroSign && cursor.Peek(word.Length + 1) is '(' or '[' or '{' or ' ')
        {
            return CodeClass.Function;
        }

        if (grammar.Signature.Length > 0 && IsSignature(word.Length))
        {
            return CodeClass.Function;
        }

        var capital = grammar.Capitals == CapitalRule.None ? CodeClass.Plain : Capital(word);
        var isMember = capital == CodeClass.Type && grammar.Capitals == CapitalRule.TypesExceptMembers;
        return isCall && (capital != CodeClass.Type || isMember) ? CodeClass.Function
            : isMember && _followsType ? CodeClass.Plain
            : capital;
    }

    // In shells a word given to a command or a part of a path, in Perl the key of a hash: {x}, x => 1.
    bool IsNoKeyword(int length, int next) =>
        (grammar.Command == CodeClass.Function && (_inCommand || cursor.Peek(-1) is '/' or '\\' or '.'))
        || (grammar.QuoteWords.Length > 0 && ((cursor.Peek(-1) == '{' && cursor.Peek(length) == '}') || cursor.At("=>", next)));

    bool IsSignature(int length) => cursor.IsAtLineStart && cursor.At(grammar.Signature, length + cursor.CountWhile(length, ' '.Equals));

    static CodeClass Capital(ReadOnlySpan<char> word)
    {
        var first = word[0] == '_' && word.Length > 1 ? word[1] : word[0];
        return !char.IsUpper(first) ? CodeClass.Plain
            : word.Length > 1 && !word.ContainsAnyInRange('a', 'z') ? CodeClass.Number
            : CodeClass.Type;
    }

    int VariableLength(int at)
    {
        var sigil = cursor.Peek(at);
        var start = at + 1;
        if (cursor.Peek(start) == sigil && sigil == '@')
        {
            start++;
        }

        var next = cursor.Peek(start);
        if (char.IsLetter(next) || next == '_')
        {
            var length = cursor.CountWhile(start, static c => char.IsLetterOrDigit(c) || c == '_');

            // "$env:PATH", "$A::b", but not the colon of "$a:".
            while (cursor.Peek(start + length) == ':' && grammar.SpecialVariables.Contains(':'))
            {
                var colons = cursor.Peek(start + length + 1) == ':' ? 2 : 1;
                var more = cursor.CountWhile(start + length + colons, static c => char.IsLetterOrDigit(c) || c == '_');
                if (more == 0 || (colons == 2 && grammar.IgnoreCase))
                {
                    break;
                }

                length += colons + more;
            }

            return start - at + length;
        }

        if (grammar.MakeVariables && next is '(' or '{')
        {
            var name = cursor.CountWhile(start + 1, static c => char.IsLetterOrDigit(c) || c is '_' or '.' or '-');
            return cursor.Peek(start + 1 + name) is ')' or '}' ? name + 3 : 0;
        }

        if (sigil == grammar.VariableSigils[0] && next != '\0' && next != ':')
        {
            return next == '{' && grammar.SpecialVariables.Contains('{') ? 2
                : grammar.SpecialVariables.Contains(next) ? 2
                : char.IsAsciiDigit(next) && grammar.SpecialVariables.Contains('0') ? 1 + cursor.CountWhile(start, char.IsAsciiDigit)
                : 0;
        }

        return 0;
    }

    int PercentLength()
    {
        var sign = cursor.Current;
        if (sign == '%' && cursor.Peek(1) == '%')
        {
            return char.IsAsciiLetter(cursor.Peek(2)) ? 3 : cursor.Peek(2) == '~' ? 3 + cursor.CountWhile(3, char.IsAsciiLetterOrDigit) : 0;
        }

        if (sign == '%' && (char.IsAsciiDigit(cursor.Peek(1)) || cursor.Peek(1) is '*' or '~'))
        {
            return 2 + (cursor.Peek(1) == '~' ? cursor.CountWhile(2, char.IsAsciiLetterOrDigit) : 0);
        }

        var name = cursor.CountWhile(1, static c => char.IsLetterOrDigit(c) || c is '_' or ':' or '~' or '=' or ',' or '-' or '(' or ')');
        return name > 0 && cursor.Peek(1 + name) == sign ? name + 2 : 0;
    }
}
