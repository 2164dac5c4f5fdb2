using Repeater.Render.Text;

namespace Repeater.Render.Formulas;

/// <summary>Nodes to boxes, by the rules of The TeXbook, appendix G, in the reading of KaTeX. One formula each.</summary>
sealed partial class BoxBuilder(ITextMeasurer measurer, FormulaOptions options)
{
    /// <summary>The tags of the rows of an environment that is the whole formula.</summary>
    public Box? RowTags { get; private set; }

    /// <summary>The formula itself: its atoms with the spaces between them.</summary>
    public List<Box> BuildRoot(IReadOnlyList<Node> nodes, Setting setting)
    {
        if (nodes is [ArrayNode array])
        {
            var table = Array(array, setting, out var tags);
            RowTags = tags;
            return [table];
        }

        return Expression(nodes, setting);
    }

    /// <summary>A list with the spaces between its atoms. Left and right are the kinds of what stands around it.</summary>
    List<Box> Expression(IReadOnlyList<Node> nodes, Setting setting, AtomKind left = AtomKind.None, AtomKind right = AtomKind.None)
    {
        var spacing = nodes switch
        {
            [SizedNode sized] => setting.WithSize(sized.Size),
            [StyledNode styled] => setting.With(styled.Style),
            _ => setting,
        };
        return Spacing.Apply(Atoms(nodes, setting), spacing, left, right);
    }

    /// <summary>A list whose spaces whoever it becomes a part of decides on.</summary>
    List<Box> Atoms(IReadOnlyList<Node> nodes, Setting setting)
    {
        var boxes = new List<Box>(nodes.Count);
        foreach (var node in nodes)
        {
            Add(node, setting, boxes);
        }

        JoinLetters(boxes);
        return boxes;
    }

    void Add(Node node, Setting setting, List<Box> boxes)
    {
        switch (node)
        {
            case GroupNode { IsTransparent: true } group:
                boxes.AddRange(Atoms(group.Body, setting));
                break;
            case StyledNode styled:
                var inner = setting.With(styled.Style);
                AddScaled(styled.Body, styled.ResetsFont ? inner.WithFont(MathFont.None) : inner, setting, boxes);
                break;
            case SizedNode sized:
                AddScaled(sized.Body, setting.WithSize(sized.Size), setting, boxes);
                break;
            case ColorNode color:
                boxes.AddRange(Atoms(color.Body, setting with { Color = options.Adjust(color.Color) }));
                break;
            case PhantomNode phantom:
                boxes.AddRange(Atoms(phantom.Body, setting with { IsPhantom = true }));
                break;
            case ChoiceNode choice:
                boxes.AddRange(Atoms(
                    setting.Style.Level switch { 0 => choice.Display, 1 => choice.Text, 2 => choice.Script, _ => choice.Smallest }, setting));
                break;
            case PlainNode plain:
                boxes.AddRange(Atoms(plain.Body, setting.WithFont(MathFont.None)));
                break;
            case FontNode font:
                Add(font.Body, setting.WithFont(font.Font), boxes);
                break;
            default:
                boxes.Add(One(node, setting));
                break;
        }
    }

    void AddScaled(IReadOnlyList<Node> body, Setting inner, Setting outer, List<Box> boxes)
    {
        foreach (var box in Atoms(body, inner))
        {
            boxes.Add(Box.Scaled(box, inner.Scale / outer.Scale));
        }
    }

    /// <summary>One box for a node, whatever it is.</summary>
    Box Whole(Node? node, Setting setting)
    {
        if (node is null)
        {
            return new();
        }

        var boxes = new List<Box>(1);
        Add(node, setting, boxes);
        var isList = node is StyledNode or SizedNode or ColorNode or PhantomNode or ChoiceNode or PlainNode or GroupNode { IsTransparent: true };
        return boxes is [var only] && !isList ? only : Box.Row(boxes is [.., var last] ? last.Kind : AtomKind.None, boxes);
    }

    /// <summary>The same in em of another setting.</summary>
    Box Whole(Node? node, Setting setting, Setting around)
    {
        var box = Whole(node, setting);
        return setting.Size == around.Size ? box : Box.Row(AtomKind.None, [Box.Scaled(box, setting.Scale / around.Scale)]);
    }

    static Box Row(AtomKind kind, IEnumerable<Box> boxes, Setting setting) => Box.Row(kind, boxes, setting.Style.IsTight);

    Box One(Node node, Setting setting) => node switch
    {
        SignNode sign => Sign(sign, setting),
        ForeignNode foreign => Foreign(foreign, setting),
        GroupNode group => Row(AtomKind.Ord, Expression(group.Body, setting), setting),
        ScriptsNode scripts => Scripts(scripts, setting),
        FractionNode fraction => Fraction(fraction, setting),
        RootNode root => Root(root, setting),
        OperatorNode op => Operator(op, null, null, false, setting),
        OperatorNameNode name => OperatorName(name, null, null, false, setting),
        AccentNode accent => Accent(accent, setting),
        UnderAccentNode accent => UnderAccent(accent, setting),
        ArrowNode arrow => Arrow(arrow, setting),
        BraceNode brace => Brace(brace, null, setting),
        LineNode line => Line(line, setting),
        DelimiterNode delimiter => Sized(delimiter, setting),
        FencedNode fenced => Fenced(fenced, setting),
        MiddleNode middle => Middle(middle, setting),
        EnclosedNode enclosed => Enclosed(enclosed, setting),
        ArrayNode array => ArrayInside(array, setting),
        TextNode text => TextRow(text, setting),
        KindNode kind => Row(kind.Kind, Expression(kind.Body, setting), setting),
        HeavyNode heavy => Row(heavy.Kind, Expression(heavy.Body, setting with { IsHeavy = true }), setting),
        VerticalPhantomNode phantom => VerticalPhantom(phantom, setting),
        SmashedNode smashed => Smashed(smashed, setting),
        OverlappingNode overlap => Overlapping(overlap, setting),
        RaisedNode raised => Stack.FromFirst(-setting.Em(raised.By), Stack.Left, [Whole(raised.Body, setting)]),
        CenteredNode centered => Centered(centered, setting),
        ReflectedNode reflected => Row(AtomKind.Ord, [Whole(reflected.Body, setting)], setting),
        RuleNode rule => Rule(rule, setting),
        KernNode kern => Box.Space(setting.Em(kern.Width)),
        NewlineNode => Box.Space(0, BoxRole.Newline),
        _ => throw new InvalidOperationException($"There is no box for {node}."),
    };

    Box TextRow(TextNode text, Setting setting)
    {
        var inner = setting.WithText(text.Command);
        return Row(AtomKind.Ord, Expression(text.Body, inner), inner);
    }

    /// <summary>Whether TeX sees a single character in a node.</summary>
    static bool IsCharacter(Node? node) => node switch
    {
        GroupNode { Body: [var only] } => IsCharacter(only),
        ColorNode { Body: [var only] } => IsCharacter(only),
        FontNode font => IsCharacter(font.Body),
        SignNode sign => sign.Group is not (SymbolGroup.Spacing or SymbolGroup.Accent or SymbolGroup.Operator),
        ForeignNode => true,
        _ => false,
    };
}
