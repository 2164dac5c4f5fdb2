using System.Text;

namespace Repeater.Commands;

/// <summary>Headings, paragraphs and rows, wrapped between words. Chinese counts two columns a character.</summary>
sealed class HelpPage(TextWriter output, int width)
{
    const int MinWidth = 60;
    const int MaxWidth = 100;
    const int Column = 30;

    readonly int _width = Math.Clamp(width, MinWidth, MaxWidth);

    public void Heading(string title)
    {
        output.WriteLine();
        output.WriteLine(title);
    }

    /// <summary>All lines are indented by <paramref name="indent"/>, those after the first by <paramref name="hanging"/> more.</summary>
    public void Text(int indent, string text, int hanging = 0)
    {
        foreach (var line in Wrap(text, _width - indent - hanging))
        {
            output.WriteLine((new string(' ', indent) + line).TrimEnd());
            indent += hanging;
            hanging = 0;
        }
    }

    /// <summary>A term too long for its column has a line to itself.</summary>
    public void Row(string term, string text)
    {
        var left = $"  {term}";
        if (left.Length > Column - 2)
        {
            output.WriteLine(left);
            left = "";
        }
        foreach (var line in Wrap(text, _width - Column))
        {
            output.WriteLine(left.PadRight(Column) + line);
            left = "";
        }
    }

    static IEnumerable<string> Wrap(string text, int width)
    {
        var line = new StringBuilder();
        foreach (var word in text.Split(' '))
        {
            if (line.Length > 0 && DisplayWidth.Of(line.ToString()) + 1 + DisplayWidth.Of(word) > width)
            {
                yield return line.ToString();
                line.Clear();
            }
            line.Append(line.Length > 0 ? " " : "").Append(word);
        }
        yield return line.ToString();
    }
}
