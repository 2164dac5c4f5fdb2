namespace Repeater.Render.Formulas;

static partial class CommandTable
{
    static void Fonts(Definition add)
    {
        (string Name, MathFont Font)[] fonts =
        [
            ("\\mathrm", MathFont.Roman), ("\\mathit", MathFont.Italic), ("\\mathbf", MathFont.Bold), ("\\bold", MathFont.Bold),
            ("\\mathnormal", MathFont.Normal), ("\\mathsfit", MathFont.SansItalic), ("\\mathbb", MathFont.Blackboard), ("\\Bbb", MathFont.Blackboard),
            ("\\mathcal", MathFont.Calligraphic), ("\\mathfrak", MathFont.Fraktur), ("\\frak", MathFont.Fraktur), ("\\mathscr", MathFont.Script),
            ("\\mathsf", MathFont.Sans), ("\\mathtt", MathFont.Typewriter), ("\\mathbbm", MathFont.Blackboard), ("\\mathds", MathFont.Blackboard),
            ("\\symbf", MathFont.Bold), ("\\symup", MathFont.Roman), ("\\textsc", MathFont.Roman),
        ];
        foreach (var (name, font) in fonts)
        {
            add.Of(name, [ArgumentKind.Same], call => new FontNode(font, call.FirstAlone));
        }

        add.Each("\\boldsymbol \\bm \\mathbfit", [ArgumentKind.Same], call => new KindNode(KindOf(call.First), [new FontNode(MathFont.BoldSymbol, call.First)]));
        (string Name, MathFont Font)[] switches =
        [
            ("\\rm", MathFont.Roman), ("\\sf", MathFont.Sans), ("\\tt", MathFont.Typewriter), ("\\bf", MathFont.Bold), ("\\it", MathFont.Italic),
            ("\\cal", MathFont.Calligraphic),
        ];
        foreach (var (name, font) in switches)
        {
            add.Of(name, [], call => new FontNode(font, new GroupNode(call.Rest(beforeInfix: true))));
        }

        add.Each(
            "\\text \\textrm \\textsf \\texttt \\textnormal \\textbf \\textmd \\textit \\textup \\emph",
            [ArgumentKind.Text],
            call => new TextNode(call.FirstBody, call.Name));
        add.Of("\\hbox", [ArgumentKind.Text], call => new PlainNode(call.FirstBody));

        (string Name, FormulaStyle Style)[] styles =
        [
            ("\\displaystyle", FormulaStyle.Display), ("\\textstyle", FormulaStyle.Text), ("\\scriptstyle", FormulaStyle.Script),
            ("\\scriptscriptstyle", FormulaStyle.ScriptScript),
        ];
        foreach (var (name, style) in styles)
        {
            add.Of(name, [], call => new StyledNode(style, call.Rest(beforeInfix: true)));
        }

        string[] sizes =
            ["\\tiny", "\\sixptsize", "\\scriptsize", "\\footnotesize", "\\small", "\\normalsize", "\\large", "\\Large", "\\LARGE", "\\huge", "\\Huge"];
        for (var i = 0; i < sizes.Length; i++)
        {
            var size = i + 1;
            add.Of(sizes[i], [], call => new SizedNode(size, call.Rest(beforeInfix: false)));
        }

        // Mathematics inside of text.
        foreach (var (open, close) in new[] { ("$", "$"), ("\\(", "\\)") })
        {
            add.Of(open, [], call => call.Parser.MathInText(open, close));
        }
    }

    static void Boxes(Definition add)
    {
        add.Each("\\cancel \\bcancel \\xcancel \\sout \\phase", [ArgumentKind.Same], call => new EnclosedNode(call.Name, call.First));
        add.Of("\\fbox", [ArgumentKind.Box], call => new EnclosedNode(call.Name, call.First));
        add.Of("\\angl", [ArgumentKind.Same], call => new EnclosedNode(call.Name, call.First));
        add.Of("\\phantom", [ArgumentKind.Same], call => new PhantomNode(call.FirstBody));
        add.Of("\\vphantom", [ArgumentKind.Same], call => new VerticalPhantomNode(call.First));
        add.Of("\\smash", [ArgumentKind.Same], Smash, ArgumentKind.Raw);
        add.Of("\\mathllap", [ArgumentKind.Same], call => new OverlappingNode(1, call.First));
        add.Of("\\mathrlap", [ArgumentKind.Same], call => new OverlappingNode(0, call.First));
        add.Of("\\mathclap", [ArgumentKind.Same], call => new OverlappingNode(0.5, call.First));
        add.Of("\\raisebox", [ArgumentKind.Size, ArgumentKind.Box], call => new RaisedNode(call.LengthOf(0), call.Second));
        add.Of("\\vcenter", [ArgumentKind.Same], call => new CenteredNode(call.First));
        add.Of("\\mathreflectbox", [ArgumentKind.Math], call => new ReflectedNode(call.First));
    }

    static SmashedNode Smash(CommandCall call) => (call.Optional as WordNode)?.Text switch
    {
        null => new(call.First, true, true),
        "t" => new(call.First, true, false),
        "b" => new(call.First, false, true),
        "tb" or "bt" => new(call.First, true, true),
        var other => throw new FormulaException($"The option of \\smash is {other}; it has to be t or b."),
    };
}
