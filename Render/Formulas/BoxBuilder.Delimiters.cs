using Repeater.Render.Text;

namespace Repeater.Render.Formulas;

sealed partial class BoxBuilder
{
    // TeX's delimiterfactor and delimitershortfall: at least so much of a formula is spanned.
    const double DelimiterFactor = 0.901;
    const double DelimiterShortfall = 0.5;

    // Pieces overlap a little.
    const double Lap = 0.008;

    /// <summary><c>\left</c>, <c>\middle</c> and <c>\right</c> around a list.</summary>
    Box Fenced(FencedNode node, Setting setting)
    {
        var inner = Expression(node.Body, setting, AtomKind.Open, AtomKind.Close);
        var (height, depth) = (0.0, 0.0);
        foreach (var box in inner.Where(box => box.Middle is null))
        {
            (height, depth) = (Math.Max(height, box.Height), Math.Max(depth, box.Depth));
        }

        (height, depth) = (height * setting.Scale, depth * setting.Scale);
        var boxes = new List<Box>(inner.Count + 2) { Side(node.Left, setting, AtomKind.Open) };
        foreach (var box in inner)
        {
            boxes.Add(box.Middle is var (delimiter, own) ? Spanning(delimiter, height, depth, own, AtomKind.None) : box);
        }

        var right = node.RightColor is { } color ? setting with { Color = options.Adjust(color) } : setting;
        boxes.Add(Side(node.Right, right, AtomKind.Close));
        return Row(AtomKind.Inner, boxes, setting);

        Box Side(string delimiter, Setting own, AtomKind kind) =>
            delimiter == Delimiters.None ? EmptyDelimiter(own) : Spanning(delimiter, height, depth, own, kind);
    }

    Box Middle(MiddleNode node, Setting setting)
    {
        if (node.Delimiter == Delimiters.None)
        {
            return EmptyDelimiter(setting);
        }

        var sized = Sized(new(1, AtomKind.None, node.Delimiter), setting);
        return new() { Width = sized.Width, Height = sized.Height, Depth = sized.Depth, Middle = (node.Delimiter, setting) };
    }

    /// <summary>Centred on the axis. Height and depth are those of what it spans, in em of the formula.</summary>
    Box Spanning(string delimiter, double height, double depth, Setting setting, AtomKind kind)
    {
        var axis = FontParameters.AxisHeight * setting.Scale;
        var reach = Math.Max(height - axis, depth + axis);
        return Grown(delimiter, Math.Max(reach * 2 * DelimiterFactor, 2 * reach - DelimiterShortfall), setting, kind);
    }

    /// <summary>The smallest shape of at least that height, centred on the axis.</summary>
    Box Grown(string delimiter, double height, Setting setting, AtomKind kind)
    {
        var step = DelimiterSize.Choose(delimiter, height, DelimiterSize.Growth(delimiter), setting);
        return step.Kind switch
        {
            StepKind.Small => Centered(AsDelimiter(Glyph(delimiter, FontFace.KatexMain, false, setting, kind), step.Style, setting), step.Style),
            StepKind.Large => Centered(Large(delimiter, step.Size, setting, kind), FormulaStyle.Text),
            _ => Stacked(delimiter, height, isCentered: true, setting, kind),
        };

        // KaTeX measures the shift in the larger em and moves by the smaller.
        Box Centered(Box box, FormulaStyle style)
        {
            var own = setting.AtBase(style).Scale;
            var shift = (1 - setting.Scale / own) * FontParameters.AxisHeight;
            var lowered = Box.Lowered(box, shift * own / setting.Scale);
            (lowered.Height, lowered.Depth) = (box.Height - shift, box.Depth + shift);
            return lowered;
        }
    }

    /// <summary><c>\big</c> and its relatives.</summary>
    Box Sized(DelimiterNode node, Setting setting)
    {
        if (node.Delimiter == Delimiters.None)
        {
            return new() { Kind = node.Kind };
        }

        return DelimiterSize.Growth(node.Delimiter) == GrowthOf.Pieces
            ? Stacked(node.Delimiter, DelimiterSize.Heights[node.Size], isCentered: false, setting, node.Kind)
            : Large(node.Delimiter, node.Size, setting, node.Kind);
    }

    Box Large(string delimiter, int size, Setting setting, AtomKind kind) =>
        AsDelimiter(Glyph(delimiter, FontFace.KatexSize1 + (size - 1), false, setting, kind), FormulaStyle.Text, setting);

    /// <summary>Delimiters have sizes of their own, whatever is around them; nobody sees a glyph in them.</summary>
    static Box AsDelimiter(Box box, FormulaStyle style, Setting setting)
    {
        var row = Box.Row(box.Kind, [Box.Scaled(box, setting.AtBase(style).Scale / setting.Scale)], setting.Style.IsTight);
        return row;
    }

    Box Stacked(string delimiter, double height, bool isCentered, Setting setting, AtomKind kind)
    {
        var shape = DelimiterPieces.Of(delimiter);
        var top = DelimiterSize.Extent(shape.Top, shape.Face);
        var bottom = DelimiterSize.Extent(shape.Bottom, shape.Face);
        var middle = shape.Middle is null ? 0 : DelimiterSize.Extent(shape.Middle, shape.Face);
        var repeat = DelimiterSize.Extent(shape.Repeat, shape.Face) * (shape.Middle is null ? 1 : 2);
        var least = top + bottom + middle;
        var total = least + Math.Max(0, Math.Ceiling((height - least) / repeat)) * repeat;
        var depth = total / 2 - FontParameters.AxisHeight * (isCentered ? setting.Scale : 1);
        var text = setting.AtBase(FormulaStyle.Text);

        Box stack;
        if (shape.Outline is { } outline)
        {
            var box = new Box { Width = shape.Width, Height = Math.Round(total * 1000, MidpointRounding.AwayFromZero) / 1000 };
            var path = Pictures.WithLength(outline, Math.Round((total - top - bottom) * 1000, MidpointRounding.AwayFromZero));
            Pictures.Draw(box, setting, path.Map(point => new(point.X / 1000, (float)(point.Y / 1000 - box.Height))));
            stack = Stack.FromBottom(depth, Stack.Left, [box]);
        }
        else
        {
            var bar = (total - least) / (shape.Middle is null ? 1 : 2) + 2 * Lap;
            var lap = Layer.Gap(-Lap);
            stack = shape.Middle is null
                ? Stack.FromBottom(depth, Stack.Left, [Piece(shape.Bottom), lap, shape.Bar(bar, setting), lap, Piece(shape.Top)])
                : Stack.FromBottom(
                    depth,
                    Stack.Left,
                    [
                        Piece(shape.Bottom), lap, shape.Bar(bar, setting), lap, Piece(shape.Middle), lap, shape.Bar(bar, setting), lap,
                        Piece(shape.Top),
                    ]);
        }

        stack.Kind = kind;
        return AsDelimiter(stack, FormulaStyle.Text, setting);

        Box Piece(string name) => Glyph(name, shape.Face, false, text, AtomKind.None);
    }
}
