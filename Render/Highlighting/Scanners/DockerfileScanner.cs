using Repeater.Render.Highlighting.Languages;
using Repeater.Render.Markdown;

namespace Repeater.Render.Highlighting.Scanners;

/// <summary>Dockerfiles: an instruction, then mostly what a shell would read.</summary>
static class DockerfileScanner
{
    static readonly string[] Instructions =
    [
        "ADD", "ARG", "CMD", "COPY", "ENTRYPOINT", "ENV", "EXPOSE", "FROM", "HEALTHCHECK", "LABEL", "MAINTAINER", "ONBUILD", "RUN", "SHELL", "STOPSIGNAL", "USER",
        "VOLUME", "WORKDIR",
    ];

    public static void Scan(CodeCursor cursor)
    {
        while (!cursor.IsAtEnd)
        {
            cursor.TakeSpaces();
            if (cursor.Current == '#')
            {
                cursor.TakeLine(CodeClass.Comment);
                continue;
            }

            var word = cursor.CountWhile(0, char.IsAsciiLetter);
            var instruction = FindInstruction(cursor.Slice(0, word));
            cursor.Take(instruction is null ? 0 : word, CodeClass.Keyword);
            var length = LogicalLine.Length(cursor);

            // A line without an instruction belongs to a here-document.
            if (instruction is null or "RUN" or "CMD" or "ENTRYPOINT" && cursor.Peek(cursor.CountWhile(0, ' '.Equals)) != '[')
            {
                cursor.TakeAs(length, ShellLanguages.Bash);
            }
            else
            {
                TakeArguments(cursor, cursor.Position + length);
            }

            cursor.Take(1);
        }
    }

    static string? FindInstruction(ReadOnlySpan<char> word)
    {
        foreach (var instruction in Instructions)
        {
            if (word.Equals(instruction, StringComparison.OrdinalIgnoreCase))
            {
                return instruction;
            }
        }

        return null;
    }

    static void TakeArguments(CodeCursor cursor, int end)
    {
        while (cursor.Position < end)
        {
            var c = cursor.Current;
            if (c is '"' or '\'')
            {
                ValueScanner.TakeString(cursor, multiLine: false);
            }
            else if (c == '$')
            {
                var braces = cursor.Peek(1) == '{';
                cursor.Take(1 + cursor.CountWhile(1, p => braces ? p is not '}' and not '\n' : char.IsLetterOrDigit(p) || p == '_') + (braces ? 1 : 0), CodeClass.Meta);
            }
            else if (char.IsLetterOrDigit(c) || c is '_' or '-' or '/' or '.')
            {
                TakeArgument(cursor, c);
            }
            else
            {
                cursor.Take(1, char.IsWhiteSpace(c) || c > 127 ? CodeClass.Plain : CodeClass.Operator);
            }
        }
    }

    static void TakeArgument(CodeCursor cursor, char first)
    {
        var length = cursor.CountWhile(0, static p => char.IsLetterOrDigit(p) || p is '_' or '-' or '/' or '.' or '@' or '*');
        var word = cursor.Slice(0, length);
        cursor.Take(length, word.Equals("as", StringComparison.OrdinalIgnoreCase) || (FindInstruction(word) is not null && char.IsAsciiLetterUpper(word[0]) && cursor.Peek(length) != '=') ? CodeClass.Keyword
            : first == '-' || cursor.Peek(length) == '=' ? CodeClass.Meta
            : ValueScanner.ClassOf(word, CodeClass.Plain));
    }
}

/// <summary>A line that goes on where it ends in a backslash.</summary>
static class LogicalLine
{
    /// <summary>From the cursor, without the last line end.</summary>
    public static int Length(CodeCursor cursor)
    {
        for (var length = 0; ;)
        {
            var end = cursor.Rest[length..].IndexOf('\n');
            if (end < 0)
            {
                return cursor.Rest.Length;
            }

            length += end;
            if (cursor.Peek(length - 1) != '\\')
            {
                return length;
            }

            length++;
        }
    }
}
