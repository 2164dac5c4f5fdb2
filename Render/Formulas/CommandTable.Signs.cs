namespace Repeater.Render.Formulas;

static partial class CommandTable
{
    static readonly (string Sign, string Command)[] SignOperators =
    [
        ("∏", "\\prod"), ("∐", "\\coprod"), ("∑", "\\sum"), ("⋀", "\\bigwedge"), ("⋁", "\\bigvee"), ("⋂", "\\bigcap"),
        ("⋃", "\\bigcup"), ("⨀", "\\bigodot"), ("⨁", "\\bigoplus"), ("⨂", "\\bigotimes"), ("⨄", "\\biguplus"), ("⨆", "\\bigsqcup"),
        ("∫", "\\int"), ("∬", "\\iint"), ("∭", "\\iiint"), ("∮", "\\oint"), ("∯", "\\oiint"), ("∰", "\\oiiint"),
    ];

    /// <summary>A character or command to the command.</summary>
    static string OperatorOf(string name) => Array.Find(SignOperators, pair => pair.Sign == name).Command ?? name;

    static void Operators(Definition add)
    {
        add.Each(
            "\\coprod \\bigvee \\bigwedge \\biguplus \\bigcap \\bigcup \\intop \\prod \\sum \\bigotimes \\bigoplus \\bigodot \\bigsqcup "
            + "\\smallint ∏ ∐ ∑ ⋀ ⋁ ⋂ ⋃ ⨀ ⨁ ⨂ ⨄ ⨆",
            [],
            call => new OperatorNode(OperatorOf(call.Name), null, true) { HasLimits = true });
        add.Each(
            "\\int \\iint \\iiint \\oint \\oiint \\oiiint ∫ ∬ ∭ ∮ ∯ ∰",
            [],
            call => new OperatorNode(OperatorOf(call.Name), null, true));
        add.Each(
            "\\arcsin \\arccos \\arctan \\arctg \\arcctg \\arg \\ch \\cos \\cosec \\cosh \\cot \\cotg \\coth \\csc \\ctg \\cth \\deg \\dim "
            + "\\exp \\hom \\ker \\lg \\ln \\log \\sec \\sin \\sinh \\sh \\tan \\tanh \\tg \\th",
            [],
            call => new OperatorNode(call.Name, null, false));
        add.Each(
            "\\det \\gcd \\inf \\lim \\max \\min \\Pr \\sup", [], call => new OperatorNode(call.Name, null, false) { HasLimits = true });
        add.Of("\\mathop", [ArgumentKind.Primitive], call => new OperatorNode(null, call.FirstBody, false));
        add.Of("\\operatorname@", [ArgumentKind.Same], call => new OperatorNameNode(call.FirstBody, false));
        add.Of("\\operatornamewithlimits", [ArgumentKind.Same], call => new OperatorNameNode(call.FirstBody, true));
        add.Of("\\mathchoice", [ArgumentKind.Primitive, ArgumentKind.Primitive, ArgumentKind.Primitive, ArgumentKind.Primitive], call =>
            new ChoiceNode(call.FirstBody, CommandCall.BodyOf(call.Second), CommandCall.BodyOf(call.Arguments[2]), CommandCall.BodyOf(call.Arguments[3])));

        (string Name, AtomKind Kind)[] kinds =
        [
            ("\\mathord", AtomKind.Ord), ("\\mathbin", AtomKind.Bin), ("\\mathrel", AtomKind.Rel), ("\\mathopen", AtomKind.Open),
            ("\\mathclose", AtomKind.Close), ("\\mathpunct", AtomKind.Punct), ("\\mathinner", AtomKind.Inner),
        ];
        foreach (var (name, kind) in kinds)
        {
            add.Of(name, [ArgumentKind.Primitive], call => new KindNode(kind, call.FirstBody));
        }

        add.Each("\\stackrel \\overset \\underset", [ArgumentKind.Same, ArgumentKind.Same], Stacked);
        add.Of("\\@binrel", [ArgumentKind.Same, ArgumentKind.Same], call => new KindNode(KindOf(call.First), CommandCall.BodyOf(call.Second)));
        add.Of("\\pmb", [ArgumentKind.Same], call => new HeavyNode(KindOf(call.First), call.FirstBody));
    }

    static KindNode Stacked(CommandCall call)
    {
        var isRelation = call.Name == "\\stackrel";
        var core = new OperatorNode(null, CommandCall.BodyOf(call.Second), false) { HasLimits = true, IsExplicit = true, KeepsBaseline = !isRelation };
        var scripts = call.Name == "\\underset" ? new ScriptsNode(core, null, call.First) : new ScriptsNode(core, call.First, null);
        return new KindNode(isRelation ? AtomKind.Rel : KindOf(call.Second), [scripts]);
    }

    /// <summary>A relation or a binary operator makes what it is the core of one, too.</summary>
    static AtomKind KindOf(Node node) => (node is GroupNode { Body: [var first, ..] } ? first : node) switch
    {
        SignNode { Group: SymbolGroup.Bin } => AtomKind.Bin,
        SignNode { Group: SymbolGroup.Rel } => AtomKind.Rel,
        _ => AtomKind.Ord,
    };

    static void Accents(Definition add)
    {
        add.Each("\\acute \\grave \\ddot \\tilde \\bar \\breve \\check \\hat \\vec \\dot \\mathring", [ArgumentKind.Same], call =>
            new AccentNode(call.Name, false, true, call.FirstAlone, call.Parser.IsText));
        add.Each("\\widecheck \\widehat \\widetilde", [ArgumentKind.Same], call => new AccentNode(call.Name, true, true, call.FirstAlone, false));
        add.Each(
            "\\overrightarrow \\overleftarrow \\Overrightarrow \\overleftrightarrow \\overgroup \\overlinesegment \\overleftharpoon \\overrightharpoon",
            [ArgumentKind.Same],
            call => new AccentNode(call.Name, true, false, call.FirstAlone, false));
        add.Each("\\' \\` \\^ \\~ \\= \\u \\. \\\" \\c \\r \\H \\v \\textcircled", [ArgumentKind.Primitive], call =>
            new AccentNode(call.Name, false, true, call.First, true));
        add.Each(
            "\\underleftarrow \\underrightarrow \\underleftrightarrow \\undergroup \\underlinesegment \\utilde",
            [ArgumentKind.Same],
            call => new UnderAccentNode(call.Name, call.First));
        add.Each(
            "\\xleftarrow \\xrightarrow \\xLeftarrow \\xRightarrow \\xleftrightarrow \\xLeftrightarrow \\xhookleftarrow \\xhookrightarrow "
            + "\\xmapsto \\xrightharpoondown \\xrightharpoonup \\xleftharpoondown \\xleftharpoonup \\xrightleftharpoons \\xleftrightharpoons "
            + "\\xlongequal \\xtwoheadrightarrow \\xtwoheadleftarrow \\xtofrom \\xrightleftarrows \\xrightequilibrium \\xleftequilibrium",
            [ArgumentKind.Same],
            call => new ArrowNode(call.Name, call.First, call.Optional),
            ArgumentKind.Same);
        add.Each("\\overbrace \\underbrace \\overbracket \\underbracket", [ArgumentKind.Same], call =>
            new BraceNode(call.Name, call.Name.StartsWith("\\over", StringComparison.Ordinal), call.First));
        add.Of("\\overline", [ArgumentKind.Same], call => new LineNode(true, call.First));
        add.Of("\\underline", [ArgumentKind.Same], call => new LineNode(false, call.First));
    }
}
