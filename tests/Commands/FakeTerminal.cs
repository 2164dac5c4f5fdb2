using System.Globalization;
using System.Text;
using Repeater.Commands.Terminal;

namespace Repeater.Tests.Commands;

/// <summary>A terminal of some size that types what a test says, and shows what one would see.</summary>
sealed class FakeTerminal(int width, int height, params ConsoleKeyInfo[] keys) : ITerminal
{
    readonly Queue<ConsoleKeyInfo> _keys = new(keys);
    readonly List<List<string>> _rows = [[]];
    int _row;
    int _column;

    public int Width => width;

    public int Height => height;

    /// <summary>Keys that follow at once, as in a paste.</summary>
    public int Pasted { get; set; }

    public bool HasKey => Pasted > 0;

    public bool CtrlCIsKey { get; set; }

    /// <summary>Columns from 0.</summary>
    public (int Row, int Column) Cursor => (_row, _column);

    public IReadOnlyList<string> Rows => [.. _rows.Select(row => string.Concat(row).TrimEnd())];

    public static ConsoleKeyInfo[] Type(string text) => [.. text.Select(character => character switch
    {
        '\r' => new ConsoleKeyInfo('\r', ConsoleKey.Enter, false, false, false),
        _ => new ConsoleKeyInfo(character, 0, false, false, false),
    })];

    public static ConsoleKeyInfo Key(ConsoleKey key, bool control = false, bool alt = false) => new('\0', key, false, alt, control);

    public ConsoleKeyInfo ReadKey()
    {
        Pasted--;
        return _keys.Dequeue();
    }

    public void Write(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            if (text[at] == '\e')
            {
                at = Obey(text, at + 2);
                continue;
            }

            var length = StringInfo.GetNextTextElementLength(text, at);
            Put(text.Substring(at, length));
            at += length;
        }
    }

    int Obey(string text, int at)
    {
        var digits = new StringBuilder();
        while (char.IsAsciiDigit(text[at]))
        {
            digits.Append(text[at++]);
        }

        switch (text[at])
        {
            case 'A':
                _row -= int.Parse(digits.ToString());
                break;
            case 'J':
                _rows[_row].RemoveRange(Math.Min(_column, _rows[_row].Count), Math.Max(0, _rows[_row].Count - _column));
                _rows.RemoveRange(_row + 1, _rows.Count - _row - 1);
                break;
        }

        return at + 1;
    }

    void Put(string element)
    {
        foreach (var control in element is "\r\n" ? "\r\n" : element.Length == 1 && char.IsControl(element[0]) ? element : "")
        {
            _column = control == '\r' ? 0 : _column;
            _row += control == '\n' ? 1 : 0;
        }

        if (_row == _rows.Count)
        {
            _rows.Add([]);
        }

        if (char.IsControl(element[0]))
        {
            return;
        }

        var wide = Repeater.Commands.DisplayWidth.Of(element);
        Assert.True(_column + wide <= width, $"'{element}' goes beyond column {width}");
        var row = _rows[_row];
        while (row.Count < _column + wide)
        {
            row.Add(" ");
        }

        row[_column] = element;
        for (var more = 1; more < wide; more++)
        {
            row[_column + more] = "";
        }

        _column += wide;
    }
}
