namespace Repeater.Render.Layout;

/// <summary>Where a flow is cut into pages of about the same height: at the best places, and so that every page keeps the limit.</summary>
sealed class Paginator
{
    // How much of a page's height a bad place is worth: rather a page that much shorter than a paragraph cut in two.
    static readonly float[] Badness = [float.PositiveInfinity, 0.3f, 0.25f, 0.1f, 0.05f, 0];

    // Pages shorter than this part of the target are not made for the sake of a better place.
    const float LeastFilled = 0.5f;

    readonly IReadOnlyList<Strip> _strips;
    readonly float[] _above;
    readonly float[] _splitPadding;
    readonly float[] _repeated;

    public Paginator(Flow flow)
    {
        _strips = flow.Strips;
        var count = _strips.Count;
        _above = new float[count + 1];
        for (var i = 0; i < count; i++)
        {
            _above[i + 1] = _above[i] + _strips[i].Height;
        }

        // Changes first, summed up below: a cut costs something at every place inside a container.
        _splitPadding = new float[count + 2];
        _repeated = new float[count + 2];
        foreach (var decoration in flow.Decorations)
        {
            _splitPadding[decoration.First + 1] += decoration.SplitPadding;
            _splitPadding[decoration.End] -= decoration.SplitPadding;
            var header = decoration.First + decoration.RepeatedStrips;
            _repeated[Math.Min(header, decoration.End)] += _above[header] - _above[decoration.First];
            _repeated[decoration.End] -= _above[header] - _above[decoration.First];
        }

        for (var i = 1; i < count + 2; i++)
        {
            _splitPadding[i] += _splitPadding[i - 1];
            _repeated[i] += _repeated[i - 1];
        }
    }

    /// <summary>
    /// The first strip of each page, and at last the number of strips. Stops when there are more than
    /// <paramref name="maxPages"/>; the last entry is then the first strip that is not shown.
    /// </summary>
    public List<int> Cuts(float maxHeight, float afterwards, int maxPages)
    {
        var cuts = new List<int> { 0 };
        while (cuts.Count <= maxPages)
        {
            var rest = Height(cuts[^1], _strips.Count) + afterwards;
            if (rest <= maxHeight)
            {
                cuts.Add(_strips.Count);
                break;
            }

            cuts.Add(BestEnd(cuts[^1], rest / MathF.Ceiling(rest / maxHeight), maxHeight));
        }

        return cuts;
    }

    /// <summary>What containers that the cut goes through need between their content and their edge, on both sides of it.</summary>
    public float SplitPadding(int cut) => _splitPadding[cut];

    int BestEnd(int start, float target, float maxHeight)
    {
        var (best, last) = (-1, start + 1);
        var bestCost = float.PositiveInfinity;
        for (var end = start + 1; end < _strips.Count; end++)
        {
            var height = Height(start, end);
            if (height > maxHeight)
            {
                break;
            }

            last = end;
            var cost = Badness[(int)_strips[end].Break] + (MathF.Abs(height - target) / target);
            if (height >= target * LeastFilled && cost <= bestCost)
            {
                (best, bestCost) = (end, cost);
            }
        }

        return best > 0 && bestCost < float.PositiveInfinity ? best : last;
    }

    // Of a page from start up to end, without the white space around its content.
    float Height(int start, int end)
    {
        while (start < end && _strips[start].IsGap)
        {
            start++;
        }

        var last = end;
        while (last > start && _strips[last - 1].IsGap)
        {
            last--;
        }

        return _above[last] - _above[start] + _repeated[start] + SplitPadding(start) + SplitPadding(end);
    }
}
