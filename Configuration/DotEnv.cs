using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Repeater.Configuration;

/// <summary>
/// A <c>.env</c> file, read as python-dotenv 1.x reads it: <c>export</c>, quotes, values over several lines, comments,
/// <c>${NAME}</c> and <c>${NAME:-default}</c> in every value (the real environment first, then earlier lines).
/// Three differences: a line that cannot be read is an error and not skipped; <c>\\</c> before a closing quote is a
/// backslash; <c>#</c> after <c>= </c> begins a comment.
/// </summary>
sealed class DotEnv
{
    readonly Dictionary<string, DotEnvValue> _values = [];
    readonly List<DotEnvError> _errors = [];

    /// <summary>By name; of a repeated one the last.</summary>
    public IReadOnlyDictionary<string, DotEnvValue> Values => _values;

    public IReadOnlyList<DotEnvError> Errors => _errors;

    public static DotEnv Parse(string text, Func<string, string?> environment)
    {
        var file = new DotEnv();
        var cursor = new Cursor(text.Replace("\r\n", "\n").Replace('\r', '\n'));
        var variables = new Interpolation(name => environment(name) ?? file._values.GetValueOrDefault(name)?.Text);
        while (cursor.SkipBlank())
        {
            var line = cursor.Line;
            if (!TryReadBinding(cursor, out var name, out var value, out var problem))
            {
                file._errors.Add(new(line, problem));
                cursor.SkipLine();
            }
            else if (value is null)
            {
                file._values.Remove(name);
            }
            else
            {
                if (!variables.TryExpand(value, out var expanded))
                {
                    file._errors.Add(new(line, "the values grow beyond all measure by ${…}"));
                    break;
                }
                file._values[name] = new(expanded, line);
            }
        }
        return file;
    }

    /// <summary>One binding or comment. A name without <c>=</c> is allowed and unsets: the value is null.</summary>
    static bool TryReadBinding(Cursor cursor, out string name, out string? value, [NotNullWhen(false)] out string? problem)
    {
        (name, value, problem) = ("", null, null);
        cursor.SkipExport();
        if (cursor.Peek() == '\'')
        {
            if (cursor.ReadQuoted(escapes: false) is not { Length: > 0 } quoted)
            {
                problem = "a name in quotes is empty or its quote is never closed";
                return false;
            }
            name = quoted;
        }
        else if (cursor.Peek() != '#')
        {
            name = cursor.ReadWhile(c => c is not ('=' or '#') && !char.IsWhiteSpace(c));
            if (name.Length == 0)
            {
                problem = "there is no name before \"=\"";
                return false;
            }
        }
        cursor.SkipSpaces();
        if (name.Length > 0 && cursor.Peek() == '=')
        {
            cursor.Next();
            var spaced = cursor.SkipSpaces();
            value = cursor.Peek() switch
            {
                '\'' or '"' => cursor.ReadQuoted(escapes: true),
                '#' when spaced => "",
                _ => cursor.ReadUnquoted(),
            };
            if (value is null)
            {
                problem = $"the quote that opens the value of {Printable.Line(name)} is never closed "
                    + "(before a closing quote write \\\\ for a backslash)";
                return false;
            }
        }
        cursor.SkipSpaces();
        if (cursor.Peek() == '#')
        {
            cursor.ReadWhile(c => c != '\n');
        }
        if (cursor.Peek() is not ('\n' or '\0'))
        {
            problem = value is null
                // Not what was found: it may be a key pasted without its name.
                ? "expected NAME=value"
                : $"there is text after the closing quote of {Printable.Line(name)}";
            return false;
        }
        return true;
    }

    /// <summary>A position in text whose line breaks are <c>\n</c>; <c>\0</c> stands for the end.</summary>
    sealed class Cursor(string text)
    {
        int _position;
        int _counted;
        int _line = 1;

        public int Line
        {
            get
            {
                _line += text.AsSpan(_counted, _position - _counted).Count('\n');
                _counted = _position;
                return _line;
            }
        }

        public char Peek() => _position < text.Length ? text[_position] : '\0';

        public void Next() => _position++;

        /// <summary>To the next binding; false at the end.</summary>
        public bool SkipBlank()
        {
            ReadWhile(char.IsWhiteSpace);
            return _position < text.Length;
        }

        public bool SkipSpaces() => ReadWhile(c => c != '\n' && char.IsWhiteSpace(c)).Length > 0;

        public void SkipLine() => ReadWhile(c => c != '\n');

        public void SkipExport()
        {
            const string Export = "export";
            if (string.CompareOrdinal(text, _position, Export, 0, Export.Length) == 0
                && _position + Export.Length < text.Length
                && text[_position + Export.Length] is var after && after != '\n' && char.IsWhiteSpace(after))
            {
                _position += Export.Length;
                SkipSpaces();
            }
        }

        public string ReadWhile(Predicate<char> wanted)
        {
            var start = _position;
            while (_position < text.Length && wanted(text[_position]))
            {
                _position++;
            }
            return text[start.._position];
        }

        /// <summary>Ends before a blank followed by <c>#</c>.</summary>
        public string ReadUnquoted()
        {
            var value = ReadWhile(c => c != '\n');
            for (var i = 1; i < value.Length; i++)
            {
                if (value[i] == '#' && char.IsWhiteSpace(value[i - 1]))
                {
                    return value[..i].TrimEnd();
                }
            }
            return value.TrimEnd();
        }

        /// <summary>
        /// What stands between the quote here and the next one, where <paramref name="escapes"/> the next that no backslash
        /// escapes. Null, and no step further, when there is none.
        /// </summary>
        public string? ReadQuoted(bool escapes)
        {
            var quote = text[_position];
            var value = new StringBuilder();
            for (var i = _position + 1; i < text.Length; i++)
            {
                if (text[i] == quote)
                {
                    _position = i + 1;
                    return value.ToString();
                }
                if (escapes && text[i] == '\\' && i + 1 < text.Length && Unescape(quote, text[i + 1]) is { } escaped)
                {
                    value.Append(escaped);
                    i++;
                    continue;
                }
                value.Append(text[i]);
            }
            return null;
        }

        static char? Unescape(char quote, char c) => (quote, c) switch
        {
            (_, '\\' or '\'') => c,
            ('\'', _) => null,
            (_, '"') => c,
            (_, 'a') => '\a',
            (_, 'b') => '\b',
            (_, 'f') => '\f',
            (_, 'n') => '\n',
            (_, 'r') => '\r',
            (_, 't') => '\t',
            (_, 'v') => '\v',
            _ => null,
        };
    }
}

/// <summary>A value and the line where its binding begins, from 1.</summary>
sealed record DotEnvValue(string Text, int Line);

readonly record struct DotEnvError(int Line, string Problem);
