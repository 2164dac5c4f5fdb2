namespace Repeater.Render.Formulas;

sealed partial class BoxBuilder
{
    const double CancelPad = 0.2;
    const double CancelLine = 0.046;
    const double SoutLine = 0.08;
    const double AngleLine = 0.049;
    const double AnglePad = 0.03889;

    /// <summary>Frames, backgrounds and lines through a formula.</summary>
    Box Enclosed(EnclosedNode node, Setting setting)
    {
        var body = Box.Row(AtomKind.None, [Whole(node.Body, setting)]);
        return node.Label switch
        {
            "\\sout" => StruckOut(body, setting),
            "\\cancel" or "\\bcancel" or "\\xcancel" => Cancelled(node, body, setting),
            "\\phase" => Phase(body, setting),
            "\\angl" => Angle(body, setting),
            _ => Framed(node, body, setting),
        };
    }

    static Box StruckOut(Box body, Setting setting)
    {
        var line = new Box
        {
            Height = setting.Parameters.Line / setting.Scale,
            Stretch = (box, width) => Show(setting, box, new RuleInk(0, -SoutLine, box.Width = width, SoutLine, setting.Color)),
        };
        return Row(
            AtomKind.Ord,
            [Stack.FromShifts(Stack.Left, [body, new Layer(line) { Shift = -0.5 * FontParameters.XHeight }])],
            setting);
    }

    static Box Cancelled(EnclosedNode node, Box body, Setting setting)
    {
        var isCharacter = IsCharacter(node.Body);
        var pad = isCharacter ? 0 : CancelPad;
        var rise = isCharacter ? 0.2 : 0;
        var height = body.Height + body.Depth + 2 * rise;
        var lines = new Box
        {
            Height = height,
            Stretch = (box, width) =>
            {
                box.Width = width;
                if (node.Label is "\\bcancel" or "\\xcancel")
                {
                    Show(setting, box, new StrokeInk(0, -height, width, 0, CancelLine, setting.Color));
                }

                if (node.Label is "\\cancel" or "\\xcancel")
                {
                    Show(setting, box, new StrokeInk(0, 0, width, -height, CancelLine, setting.Color));
                }
            },
        };
        var stack = Stack.FromShifts(
            Stack.Left, [Box.Padded(body, pad, pad), new Layer(lines) { Shift = body.Depth + rise }]);
        (stack.Height, stack.Depth) = (body.Height, body.Depth);

        // The lines stick out of the room that the formula takes.
        return Row(AtomKind.Ord, [pad == 0 ? stack : Box.Padded(stack, -pad, -pad)], setting);
    }

    Box Framed(EnclosedNode node, Box body, Setting setting)
    {
        var line = node.Label == "\\colorbox" ? 0 : FontParameters.FrameLine;
        var rise = FontParameters.FrameGap + line;
        var height = body.Height + body.Depth + 2 * rise;
        var frame = new Box
        {
            Height = height,
            Stretch = (box, width) =>
            {
                box.Width = width;
                if (node.Background is { } background)
                {
                    Show(setting, box, new AreaInk(0, -height, width, height, background));
                }

                if (line > 0)
                {
                    var color = node.Border is { } border ? options.Adjust(border) : setting.Color;
                    Show(setting, box, new RuleInk(0, -height, width, line, color));
                    Show(setting, box, new RuleInk(0, -line, width, line, color));
                    Show(setting, box, new RuleInk(0, -height, line, height, color));
                    Show(setting, box, new RuleInk(width - line, -height, line, height, color));
                }
            },
        };
        var padded = Box.Padded(body, FontParameters.FrameGap, FontParameters.FrameGap);
        var behind = new Layer(frame) { Shift = body.Depth + rise };
        return Row(
            AtomKind.Ord,
            [node.Background is null ? Stack.FromShifts(Stack.Left, [padded, behind]) : Stack.FromShifts(Stack.Left, [behind, padded])],
            setting);
    }

    static Box Phase(Box body, Setting setting)
    {
        var line = setting.Em(new(0.6, "pt"));
        var gap = setting.Em(new(0.35, "ex"));
        var height = body.Height + body.Depth + line + gap;
        var angle = new Box
        {
            Height = height,
            Stretch = (box, width) =>
            {
                box.Width = width;
                Show(setting, box, new RuleInk(0, -line, width, line, setting.Color));
                Show(setting, box, new StrokeInk(0, -line / 2, height / 2, -height, line, setting.Color));
            },
        };
        return Row(
            AtomKind.Ord,
            [Stack.FromShifts(Stack.Left, [Box.Padded(body, height / 2 + line, 0), new Layer(angle) { Shift = body.Depth + line + gap }])],
            setting);
    }

    static Box Angle(Box body, Setting setting)
    {
        var line = setting.Parameters.Line;
        var (top, bottom) = (4 * line, Math.Max(0, 0.25 - body.Depth));
        var height = body.Height + body.Depth + top + bottom;
        var angle = new Box
        {
            Height = height,
            Stretch = (box, width) =>
            {
                box.Width = width;
                Show(setting, box, new RuleInk(0, -height, width, AngleLine, setting.Color));
                Show(setting, box, new RuleInk(width - AngleLine, -height, AngleLine, height, setting.Color));
            },
        };
        return Row(
            AtomKind.Ord,
            [Stack.FromShifts(Stack.Left, [Box.Padded(body, AnglePad, AnglePad), new Layer(angle) { Shift = body.Depth + bottom, Right = AnglePad }])],
            setting);
    }

    static void Show(Setting setting, Box box, Ink ink)
    {
        if (!setting.IsPhantom)
        {
            box.Inks.Add(ink);
        }
    }

    Box VerticalPhantom(VerticalPhantomNode node, Setting setting)
    {
        var box = Row(AtomKind.Ord, [Whole(node.Body, setting with { IsPhantom = true })], setting);
        box.Width = 0;
        return box;
    }

    Box Smashed(SmashedNode node, Setting setting)
    {
        var box = Row(AtomKind.Ord, [Whole(node.Body, setting)], setting);
        box.Height = node.Height ? 0 : box.Height;
        box.Depth = node.Depth ? 0 : box.Depth;
        return box;
    }

    Box Overlapping(OverlappingNode node, Setting setting)
    {
        var body = Whole(node.Body, setting);
        var box = Row(AtomKind.Ord, [], setting);
        (box.Height, box.Depth) = (Math.Max(body.Height, 0), Math.Max(body.Depth, 0));
        box.Children.Add(new(body, -node.Overlap * body.Width, 0, 1));
        return box;
    }

    Box Centered(CenteredNode node, Setting setting)
    {
        var body = Whole(node.Body, setting);
        var shift = 0.5 * (body.Height - FontParameters.AxisHeight - (body.Depth + FontParameters.AxisHeight));
        return Stack.FromFirst(shift, Stack.Left, [body]);
    }

    static Box Rule(RuleNode node, Setting setting)
    {
        var (width, height) = (setting.Em(node.Width), setting.Em(node.Height));
        var raise = node.Raise is { } length ? setting.Em(length) : 0;
        var box = new Box { Kind = AtomKind.Ord, IsTight = setting.Style.IsTight, Width = width, Height = height + raise, Depth = -raise };
        if (width > 0 && height > 0)
        {
            Show(setting, box, new RuleInk(0, -(height + raise), width, height, setting.Color));
        }

        return box;
    }
}
