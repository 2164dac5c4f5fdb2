using System.Globalization;
using System.Text;

namespace Repeater.Commands.Terminal;

/// <summary>Shows a text that is being written, however long, below what stands in the terminal, and the cursor in it.</summary>
sealed class LineView(ITerminal terminal)
{
    const string ClearBelow = "\e[J";

    int _cursorRow;

    /// <param name="prompt">In front of the first line; the others are indented by as much.</param>
    /// <param name="text">What is written.</param>
    /// <param name="cursor">In UTF-16 units.</param>
    public void Show(string prompt, string text, int cursor)
    {
        var (rows, row, before) = Layout(prompt, text, cursor, terminal.Width);
        // More than fits the window cannot be drawn over: the part around the cursor is shown.
        var most = Math.Max(1, terminal.Height - 1);
        var first = Math.Clamp(row - most + 1, 0, Math.Max(0, rows.Count - most));
        var shown = rows.Skip(first).Take(most).ToList();
        var output = new StringBuilder(Home());
        output.AppendJoin("\r\n", shown);
        _cursorRow = row - first;
        // Written once more up to the cursor: terminals differ in how wide a picture of several characters is.
        output.Append(Up(shown.Count - 1 - _cursorRow)).Append('\r').Append(before);
        terminal.Write(output.ToString());
    }

    /// <summary>Leaves the text as it stands; what follows begins below it.</summary>
    public void End(string prompt, string text)
    {
        Show(prompt, text, text.Length);
        terminal.Write("\r\n");
        _cursorRow = 0;
    }

    /// <summary>As if nothing of it had been shown yet.</summary>
    public void Forget() => _cursorRow = 0;

    /// <summary>The rows of a terminal that a text takes, in which of them the cursor is, and what stands before it there.</summary>
    internal static (List<string> Rows, int Row, string Before) Layout(string prompt, string text, int cursor, int width)
    {
        var indent = new string(' ', DisplayWidth.Of(prompt));
        var rows = new List<string>();
        var line = new StringBuilder(prompt);
        var used = indent.Length;
        var (row, before) = (0, prompt);
        for (var at = 0; at < text.Length;)
        {
            var length = StringInfo.GetNextTextElementLength(text, at);
            var element = text.Substring(at, length);
            var isBreak = element is "\n" or "\r\n";
            var wide = isBreak ? 0 : DisplayWidth.Most(element);
            if (!isBreak && used + wide > width)
            {
                Break("");
            }

            if (at == cursor)
            {
                (row, before) = (rows.Count, line.ToString());
            }

            if (isBreak)
            {
                Break(indent);
            }
            else
            {
                line.Append(element == "\t" ? " " : element);
                used += wide;
            }

            at += length;
        }

        if (used >= width)
        {
            // The cursor has to stand somewhere.
            Break("");
        }

        if (cursor >= text.Length)
        {
            (row, before) = (rows.Count, line.ToString());
        }

        rows.Add(line.ToString());
        return (rows, row, before);

        void Break(string start)
        {
            rows.Add(line.ToString());
            line.Clear().Append(start);
            used = start.Length;
        }
    }

    string Home() => $"{Up(_cursorRow)}\r{ClearBelow}";

    static string Up(int rows) => rows > 0 ? $"\e[{rows}A" : "";
}
