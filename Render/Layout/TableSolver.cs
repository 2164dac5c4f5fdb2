namespace Repeater.Render.Layout;

/// <summary>What a column of a table asks for, cell padding not included.</summary>
/// <param name="Least">Narrower, and it is hard to read.</param>
/// <param name="Most">Wide enough that nothing wraps.</param>
readonly record struct ColumnNeed(float Least, float Most);

/// <summary>Shares the width of a table among its columns.</summary>
static class TableSolver
{
    // A table that fills more of the width than this is made to fill it all.
    const float NearlyFull = 0.8f;

    /// <summary>The widths of the columns, together at most <paramref name="available"/>; null when the least does not fit.</summary>
    public static float[]? Solve(IReadOnlyList<ColumnNeed> columns, float available)
    {
        var most = columns.Sum(c => c.Most);
        if (most <= available)
        {
            var stretch = most > available * NearlyFull ? available / most : 1;
            return [.. columns.Select(c => c.Most * stretch)];
        }

        var least = columns.Sum(c => c.Least);
        return least <= available ? Share(columns, available - least) : null;
    }

    // Columns that lack little get all of it, cheapest first: a header that wraps for want of a few pixels is a pity. Among
    // the others slack is shared by the square root of what they lack, so that a shorter column is not starved by a long
    // one; what a satisfied column does not need goes to the rest.
    static float[] Share(IReadOnlyList<ColumnNeed> columns, float slack)
    {
        const float Cheap = 0.4f;
        var widths = columns.Select(c => c.Least).ToArray();
        var hungry = Enumerable.Range(0, columns.Count).Where(i => columns[i].Most > columns[i].Least).OrderBy(Lack).ToList();
        while (hungry.Count > 0 && Lack(hungry[0]) <= slack * Cheap)
        {
            slack -= Lack(hungry[0]);
            widths[hungry[0]] = columns[hungry[0]].Most;
            hungry.RemoveAt(0);
        }

        while (hungry.Count > 0)
        {
            var weights = hungry.Sum(Weight);
            var satisfied = hungry.Where(i => Lack(i) <= slack * Weight(i) / weights).ToList();
            if (satisfied.Count == 0)
            {
                foreach (var i in hungry)
                {
                    widths[i] += slack * Weight(i) / weights;
                }

                break;
            }

            foreach (var i in satisfied)
            {
                slack -= Lack(i);
                widths[i] = columns[i].Most;
                hungry.Remove(i);
            }
        }

        return widths;

        float Lack(int i) => columns[i].Most - columns[i].Least;

        float Weight(int i) => MathF.Sqrt(columns[i].Most - columns[i].Least);
    }
}
