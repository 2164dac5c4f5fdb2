using Repeater.Render.Drawing;

namespace Repeater.Render.Layout;

/// <summary>The content of a document from top to bottom, as strips and what is behind them.</summary>
sealed class Flow
{
    readonly List<Strip> _strips = [];
    readonly List<Decoration> _decorations = [];
    float _gap;
    PageBreak _nextBreak = PageBreak.Block;
    bool _atStart = true;
    bool _keepWithNext;
    Action<float, List<DrawCommand>>? _marker;

    public IReadOnlyList<Strip> Strips => _strips;

    /// <summary>Outer ones come before those inside them.</summary>
    public IReadOnlyList<Decoration> Decorations => _decorations;

    /// <summary>The page width at which nothing would wrap or be narrower.</summary>
    public float NaturalWidth { get; private set; }

    /// <summary>The page width that a table or code asks for, beyond the usual one; 0 when none does.</summary>
    public float WantedWidth { get; private set; }

    /// <summary>Space before the next strip; of several only the largest counts, and at the start of a container none.</summary>
    public void Gap(float height, PageBreak quality = PageBreak.Block)
    {
        if (!_atStart)
        {
            _gap = MathF.Max(_gap, height);
            _nextBreak = quality;
        }
    }

    /// <summary>Exactly so much space before the next strip, and no page break.</summary>
    public void Pad(float height)
    {
        (_gap, _atStart, _keepWithNext) = (height, true, true);
    }

    public void Need(float pageWidth) => NaturalWidth = MathF.Max(NaturalWidth, pageWidth);

    public void Want(float pageWidth) => WantedWidth = MathF.Max(WantedWidth, pageWidth);

    /// <summary>Draws something of its own with the next strip, given the baseline there: the marker of a list item.</summary>
    public void Mark(Action<float, List<DrawCommand>> marker) => _marker += marker;

    /// <summary>The next strip stays on the page of the last one.</summary>
    public void KeepWithNext() => _keepWithNext = true;

    /// <param name="strip">Its break is replaced where it begins a block.</param>
    /// <param name="baseline">Where a waiting marker stands.</param>
    public void Add(Strip strip, float baseline)
    {
        if (_gap > 0)
        {
            _strips.Add(new Strip { Height = _gap, IsGap = true });
            strip.Break = _nextBreak;
            _gap = 0;
        }

        if (_keepWithNext)
        {
            strip.Break = PageBreak.Forbidden;
            _keepWithNext = false;
        }

        _marker?.Invoke(baseline, strip.Commands);
        _marker = null;
        _strips.Add(strip);
        _atStart = false;
    }

    /// <summary>Adds everything that <paramref name="content"/> adds, between two paddings and with a decoration behind.</summary>
    public void Contain(float paddingTop, float paddingBottom, float markerBaseline, Action<float, float, List<DrawCommand>> draw, Action content)
    {
        var reserved = _decorations.Count;
        var decoration = new Decoration(FirstStrip(), 0, MathF.Min(paddingTop, paddingBottom), draw);
        _decorations.Add(decoration);
        Add(new Strip { Height = paddingTop }, markerBaseline);
        _atStart = true;
        _keepWithNext = true;
        content();
        _gap = 0;
        _keepWithNext = true;
        Add(new Strip { Height = paddingBottom }, 0);
        _decorations[reserved] = decoration with { End = _strips.Count };
    }

    /// <summary>Adds a decoration to the strips from the given one to the last.</summary>
    public void Decorate(int first, Func<int, Decoration> withEnd)
    {
        if (_strips.Count > first)
        {
            _decorations.Add(withEnd(_strips.Count));
        }
    }

    /// <summary>Index that the next strip will have.</summary>
    public int FirstStrip() => _gap > 0 ? _strips.Count + 1 : _strips.Count;
}
