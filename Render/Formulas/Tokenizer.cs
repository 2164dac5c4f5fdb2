namespace Repeater.Render.Formulas;

/// <summary>A command with its backslash, a space, or a character with the marks on it; empty at the end.</summary>
readonly record struct Token(string Text)
{
    /// <summary>The end of the source, or of the argument that is being read.</summary>
    public static readonly Token End = new("");

    public bool IsCommand => Text.Length > 1 && Text[0] == '\\';
}

/// <summary>Source to tokens, as TeX's mouth: spaces joined, those after a command word dropped, comments skipped.</summary>
struct Tokenizer(string source)
{
    static readonly string[] Ascii = [.. Enumerable.Range(0, 128).Select(code => ((char)code).ToString())];

    int _at = 0;

    public Token Next()
    {
        SkipComments();
        if (_at == source.Length)
        {
            return Token.End;
        }

        var start = _at++;
        var first = source[start];
        switch (first)
        {
            case ' ' or '\t' or '\r' or '\n':
                SkipSpaces();
                return new(" ");
            case '\\':
                return Command(start);
            case '%':
                return new("\\%");
            case < ' ' or '\u2028' or '\u2029':
                throw new FormulaException($"The control character U+{(int)first:X4} cannot be drawn.");
            case var _ when char.IsSurrogate(first):
                if (_at == source.Length || !char.IsSurrogatePair(first, source[_at]))
                {
                    throw new FormulaException("Half of a surrogate pair cannot be drawn.");
                }

                _at++;
                break;
        }

        while (_at < source.Length && source[_at] is >= '\u0300' and <= '\u036F')
        {
            _at++;
        }

        return new(_at - start == 1 && first < 128 ? Ascii[first] : source[start.._at]);
    }

    Token Command(int start)
    {
        if (_at == source.Length)
        {
            throw new FormulaException("The formula ends with a backslash.");
        }

        var first = source[_at++];
        if (first is ' ' or '\t' or '\r' or '\n')
        {
            SkipSpaces();
            return new("\\ ");
        }

        if (!IsLetter(first))
        {
            return char.IsSurrogate(first)
                ? throw new FormulaException("A backslash stands before a character that is no command.")
                : new(source[start.._at]);
        }

        while (_at < source.Length && IsLetter(source[_at]))
        {
            _at++;
        }

        var word = source[start.._at];
        SkipSpaces();
        return new(word);
    }

    static bool IsLetter(char character) => char.IsAsciiLetter(character) || character == '@';

    void SkipSpaces()
    {
        while (_at < source.Length && source[_at] is ' ' or '\t' or '\r' or '\n')
        {
            _at++;
        }
    }

    // "50%" and a % on the last line are what people mean when they forget the backslash.
    void SkipComments()
    {
        while (_at < source.Length && source[_at] == '%'
               && source.IndexOf('\n', _at) is var end and >= 0 && !(_at > 0 && char.IsAsciiDigit(source[_at - 1])))
        {
            _at = end + 1;
        }
    }
}
