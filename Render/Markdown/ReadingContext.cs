using Repeater.Render.Drawing;

namespace Repeater.Render.Markdown;

/// <summary>What the parts of one reading share.</summary>
sealed class ReadingContext(bool chinese, DataPictures pictures, bool listLinks)
{
    readonly Dictionary<string, int> _linkNumbers = [];
    readonly List<Note> _links = [];
    readonly HashSet<object> _used = new(ReferenceEqualityComparer.Instance);
    int _boxes;

    public bool Chinese => chinese;

    public Notes? Links => _links.Count == 0 ? null : new Notes(_links);

    public int NextBox() => ++_boxes;

    /// <summary>Remembers that the text refers to a definition.</summary>
    public void Use(object definition) => _used.Add(definition);

    public bool IsUsed(object definition) => _used.Contains(definition);

    /// <summary>Notes where a link leads, and returns its mark; empty where the page shows it anyway.</summary>
    public string LinkMark(string text, string target, string? title)
    {
        if (!listLinks || target.Length == 0 || target.StartsWith('#') || IsShown(text, target))
        {
            return "";
        }

        if (!_linkNumbers.TryGetValue(target, out var number))
        {
            _linkNumbers[target] = number = _links.Count + 1;
            var note = string.IsNullOrWhiteSpace(title) ? pictures.Restore(target) : $"{pictures.Restore(target)} {title}";
            _links.Add(new Note($"[{number}]", [new Paragraph([new TextRun(note, default)])]));
        }

        return $"[{number}]";
    }

    public Bitmap? Decode(string target) => pictures.Decode(target);

    /// <summary>Puts back what was taken out of the source before it was parsed.</summary>
    public string Restore(string text) => pictures.Restore(text);

    // With or without the scheme and a slash at the end.
    static bool IsShown(string text, string target) =>
        WithoutScheme(text).Equals(WithoutScheme(target), StringComparison.OrdinalIgnoreCase);

    static ReadOnlySpan<char> WithoutScheme(ReadOnlySpan<char> address)
    {
        foreach (var scheme in (ReadOnlySpan<string>)["https://", "http://", "mailto:", "tel:"])
        {
            if (address.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
            {
                address = address[scheme.Length..];
                break;
            }
        }

        return address.TrimEnd('/');
    }
}
