namespace Repeater.Render.Text;

/// <summary>
/// Signs that Chinese and Latin text share in different widths: curly quotes, dash, ellipsis, middle dot, arrows and
/// mathematical operators. Their neighbours decide: narrow between Latin ones, else full width.
/// </summary>
struct AmbiguousWidth(string text)
{
    readonly string _text = text;
    readonly List<bool> _openQuotes = [];
    bool _latinBefore;
    bool _wideBefore;
    int _nextStrong = -1;
    bool _wideNext;

    public static bool Contains(ReadOnlySpan<char> cluster) =>
        cluster.Length == 1 && cluster[0] is '\u00B7' or '\u2014' or '\u2015' or '\u2018' or '\u2019' or '\u201C' or '\u201D'
            or '\u2025' or '\u2026' or (>= '\u2190' and <= '\u21FF') or (>= '\u2200' and <= '\u22FF');

    /// <summary>Whether the sign at this place stands in Latin text. Places must be asked for in order.</summary>
    public bool IsLatin(int at)
    {
        if (_text[at] == '\u2019' && IsApostrophe(at))
        {
            return true;
        }

        if (_text[at] is '\u2019' or '\u201D' && _openQuotes.Count > 0)
        {
            var opening = _openQuotes[^1];
            _openQuotes.RemoveAt(_openQuotes.Count - 1);
            return opening;
        }

        var latin = IsBetweenLatin(at);
        if (_text[at] is '\u2018' or '\u201C')
        {
            _openQuotes.Add(latin);
        }

        return latin;
    }

    /// <summary>Tells of a cluster that is no such sign.</summary>
    public void Pass(ReadOnlySpan<char> cluster)
    {
        var codePoint = CodePoints.First(cluster, out _);
        if (IsStrong(codePoint))
        {
            _wideBefore = CodePoints.IsWide(codePoint);
            _latinBefore = !_wideBefore;
        }
    }

    readonly bool IsApostrophe(int at) =>
        at > 0 && at + 1 < _text.Length && IsLatinLetter(_text[at - 1]) && IsLatinLetter(_text[at + 1]);

    /// <summary>At least one Latin neighbour and no wide one, looking past spaces and other such signs.</summary>
    bool IsBetweenLatin(int at)
    {
        // Found once for all signs before it: a text of signs only stays linear.
        if (_nextStrong <= at)
        {
            _nextStrong = at + 1;
            while (_nextStrong < _text.Length && !IsStrong(StrongCandidate(_nextStrong)))
            {
                _nextStrong++;
            }

            _wideNext = _nextStrong < _text.Length && CodePoints.IsWide(StrongCandidate(_nextStrong));
        }

        var latinNext = _nextStrong < _text.Length && !_wideNext;
        return !_wideBefore && !_wideNext && (_latinBefore || latinNext);
    }

    readonly int StrongCandidate(int at) => CodePoints.First(_text.AsSpan(at), out _);

    static bool IsStrong(int codePoint) =>
        codePoint > ' ' && codePoint != 0xA0 && !CodePoints.IsInvisible(codePoint)
        && !(codePoint <= 0xFFFF && Contains([(char)codePoint]));

    static bool IsLatinLetter(char character) => char.IsLetterOrDigit(character) && !CodePoints.IsWide(character);
}
