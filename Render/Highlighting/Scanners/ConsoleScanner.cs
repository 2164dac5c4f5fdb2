using Repeater.Render.Highlighting.Languages;
using Repeater.Render.Markdown;

namespace Repeater.Render.Highlighting.Scanners;

/// <summary>A session at a prompt: prompts and commands in colour, output plain.</summary>
static class ConsoleScanner
{
    public static void Scan(CodeCursor cursor)
    {
        while (!cursor.IsAtEnd)
        {
            var line = cursor.Slice(0, cursor.LineLength());
            var prompt = PromptLength(line);
            if (prompt > 0)
            {
                Language language = line.StartsWith("PS ", StringComparison.Ordinal) ? ShellLanguages.PowerShell
                    : line.StartsWith(">>>", StringComparison.Ordinal) || line.StartsWith("...", StringComparison.Ordinal) ? ScriptLanguages.Python
                    : ShellLanguages.Bash;
                var length = LogicalLine.Length(cursor);
                cursor.Take(prompt, CodeClass.Meta);
                cursor.TakeAs(length - prompt, language);
                cursor.Take(1);
            }
            else
            {
                cursor.TakeLine();
            }
        }
    }

    /// <summary>How much of the line is the prompt of a shell, 0 if there is none.</summary>
    public static int PromptLength(ReadOnlySpan<char> line)
    {
        foreach (var prompt in (ReadOnlySpan<string>)["$ ", "# ", "% ", "> ", ">>> ", "... ", "❯ ", "➜ "])
        {
            if (line.StartsWith(prompt, StringComparison.Ordinal))
            {
                return prompt.Length;
            }
        }

        const int Longest = 100;
        var head = line[..Math.Min(line.Length, Longest)];
        if (head.StartsWith("PS ", StringComparison.Ordinal) || (head.Length > 2 && char.IsAsciiLetter(head[0]) && head[1] == ':' && head[2] == '\\'))
        {
            return head.IndexOf('>') + 1;
        }

        // user@host:~/folder$ command, [user@host folder]# command, (venv) user@host $ command
        var at = head.IndexOf('@');
        var sign = head.IndexOfAny("$#%");
        return at > 0 && sign > at && !head[..at].ContainsAny(" \t") | head[0] is '[' or '(' && (sign + 1 == line.Length || line[sign + 1] == ' ')
            ? Math.Min(sign + 2, line.Length)
            : 0;
    }
}
