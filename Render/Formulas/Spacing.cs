namespace Repeater.Render.Formulas;

/// <summary>The room between atoms by their kinds. Source: The TeXbook, chapter 18 and appendix G, rules 5 and 6.</summary>
static class Spacing
{
    const double Thin = 3;
    const double Medium = 4;
    const double Thick = 5;

    // Rows: the kind before; columns: Ord Op Bin Rel Open Close Punct Inner. In mu.
    static readonly double[,] Normal =
    {
        { 0, Thin, Medium, Thick, 0, 0, 0, Thin },
        { Thin, Thin, 0, Thick, 0, 0, 0, Thin },
        { Medium, Medium, 0, 0, Medium, 0, 0, Medium },
        { Thick, Thick, 0, 0, Thick, 0, 0, Thick },
        { 0, 0, 0, 0, 0, 0, 0, 0 },
        { 0, Thin, Medium, Thick, 0, 0, 0, Thin },
        { Thin, Thin, 0, Thick, Thin, Thin, Thin, Thin },
        { Thin, Thin, Medium, Thick, Thin, 0, Thin, Thin },
    };

    /// <summary>
    /// Makes binary operators without two operands ordinary and puts the room between atoms. Left and right are what stands
    /// around the list.
    /// </summary>
    public static List<Box> Apply(List<Box> boxes, Setting setting, AtomKind left = AtomKind.None, AtomKind right = AtomKind.None)
    {
        CancelBinaries(boxes, left, right);
        var result = new List<Box>(2 * boxes.Count);
        var before = left;
        foreach (var box in boxes)
        {
            if (!box.IsSpace)
            {
                Add(box.Kind, box.IsTight);
                before = box.Kind;
            }

            result.Add(box);
            before = box.Role == BoxRole.Newline ? AtomKind.None : before;
        }

        // The bracket that follows is in the size of the list.
        Add(right, setting.Style.IsTight);
        return result;

        void Add(AtomKind kind, bool isTight)
        {
            if (Between(before, kind, isTight) is var mu and not 0)
            {
                result.Add(Box.Space(mu * setting.Parameters.Quad / 18));
            }
        }
    }

    static double Between(AtomKind before, AtomKind after, bool isTight)
    {
        if (before == AtomKind.None || after == AtomKind.None)
        {
            return 0;
        }

        // In scripts only large operators and function names keep a distance.
        var isKept = !isTight
            || (before, after) is (AtomKind.Ord, AtomKind.Op) or (AtomKind.Op, AtomKind.Ord or AtomKind.Op) or (AtomKind.Close, AtomKind.Op)
                or (AtomKind.Inner, AtomKind.Op);
        return isKept ? Normal[before - AtomKind.Ord, after - AtomKind.Ord] : 0;
    }

    static void CancelBinaries(List<Box> boxes, AtomKind left, AtomKind right)
    {
        Box? before = null;
        foreach (var box in boxes)
        {
            if (box.Role == BoxRole.Newline)
            {
                (before, left) = (null, AtomKind.None);
            }

            if (box.IsSpace)
            {
                continue;
            }

            if (before is { Kind: AtomKind.Bin } && box.Kind is AtomKind.Rel or AtomKind.Close or AtomKind.Punct)
            {
                before.Kind = AtomKind.Ord;
            }
            else if (box.Kind == AtomKind.Bin
                     && (before is null
                         ? left is AtomKind.None or AtomKind.Open
                         : before.Kind is AtomKind.Bin or AtomKind.Open or AtomKind.Rel or AtomKind.Op or AtomKind.Punct))
            {
                box.Kind = AtomKind.Ord;
            }

            before = box;
        }

        if (before is { Kind: AtomKind.Bin } && right is AtomKind.None or AtomKind.Close)
        {
            before!.Kind = AtomKind.Ord;
        }
    }
}
