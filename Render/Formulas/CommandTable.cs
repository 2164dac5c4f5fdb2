using System.Collections.Frozen;

namespace Repeater.Render.Formulas;

/// <summary>Every command that is more than a sign or a macro.</summary>
static partial class CommandTable
{
    static readonly FrozenDictionary<string, Command> Known = Define();

    public static Command? Find(string name) => Known.GetValueOrDefault(name);

    /// <summary>Why a command is not understood.</summary>
    public static string Reason(string name) => name switch
    {
        "\\ce" or "\\pu" => $"{name} (chemistry) is not supported.",
        "\\href" or "\\url" or "\\includegraphics" => $"{name} is not supported in a formula.",
        "\\def" or "\\gdef" or "\\edef" or "\\xdef" or "\\let" => $"{name} is not supported: a command is defined with \\newcommand.",
        "\\limits" or "\\nolimits" => $"{name} does not follow an operator.",
        _ => $"{name} is not a known command.",
    };

    static FrozenDictionary<string, Command> Define()
    {
        var commands = new Dictionary<string, Command>(StringComparer.Ordinal);
        var add = new Definition(commands);
        Fractions(add);
        Operators(add);
        Accents(add);
        Fences(add);
        Fonts(add);
        Boxes(add);
        Spaces(add);
        Colours(add);
        add.Of("\\begin", [ArgumentKind.Raw], Environments.Read);
        add.Of("\\@tag", [ArgumentKind.Text], call =>
        {
            call.Parser.Tag = new TextNode(call.FirstBody, "\\text");
            return NothingNode.Instance;
        });
        foreach (var name in new[] { "\\hline", "\\hdashline" })
        {
            add.Of(name, [], call => throw new FormulaException($"{call.Name} is understood only between the rows of a table."));
        }

        return commands.ToFrozenDictionary(StringComparer.Ordinal);
    }

    static void Fractions(Definition add)
    {
        var two = new[] { ArgumentKind.Same, ArgumentKind.Same };
        add.Of("\\frac", two, Fraction);
        add.Of("\\dfrac", two, call => Styled(FormulaStyle.Display, Fraction(call)));
        add.Of("\\tfrac", two, call => Styled(FormulaStyle.Text, Fraction(call)));
        add.Of("\\cfrac", two, call => Styled(FormulaStyle.Display, Fraction(call) with { IsContinued = true }), ArgumentKind.Raw);
        add.Of("\\binom", two, Binomial);
        add.Of("\\dbinom", two, call => Styled(FormulaStyle.Display, Binomial(call)));
        add.Of("\\tbinom", two, call => Styled(FormulaStyle.Text, Binomial(call)));
        add.Of(
            "\\genfrac",
            [ArgumentKind.Raw, ArgumentKind.Raw, ArgumentKind.Size, ArgumentKind.Raw, ArgumentKind.Same, ArgumentKind.Same],
            GeneralFraction);
        foreach (var name in new[] { "\\over", "\\choose", "\\atop", "\\brace", "\\brack" })
        {
            add.Infix(name, [], call => new InfixNode(call.Name, null));
        }

        add.Infix("\\above", [ArgumentKind.Size], call => new InfixNode(call.Name, call.LengthOf(0)));
        add.Of("\\sqrt", [ArgumentKind.Same], call => new RootNode(call.First, call.Optional), ArgumentKind.Same);
    }

    static FractionNode Fraction(CommandCall call) => new(call.First, call.Second, true, null, null, null, false);

    static FractionNode Binomial(CommandCall call) => new(call.First, call.Second, false, null, "(", ")", false);

    static Node GeneralFraction(CommandCall call)
    {
        var thickness = (LengthNode)call.Arguments[2];
        var fraction = new FractionNode(
            call.Arguments[4],
            call.Arguments[5],
            thickness.IsBlank || thickness.Length.Number > 0,
            thickness.IsBlank ? null : thickness.Length,
            Delimiters.Optional(((WordNode)call.Arguments[0]).Text, call.Name),
            Delimiters.Optional(((WordNode)call.Arguments[1]).Text, call.Name),
            false);
        return ((WordNode)call.Arguments[3]).Text switch
        {
            "" => fraction,
            "0" => Styled(FormulaStyle.Display, fraction),
            "1" => Styled(FormulaStyle.Text, fraction),
            "2" => Styled(FormulaStyle.Script, fraction),
            "3" => Styled(FormulaStyle.ScriptScript, fraction),
            var other => throw new FormulaException($"The style of \\genfrac is {other}; it has to be 0, 1, 2, 3 or empty."),
        };
    }

    static StyledNode Styled(FormulaStyle style, Node node) => new(style, [node]);

    static void Fences(Definition add)
    {
        (string Suffix, AtomKind Kind)[] kinds = [("", AtomKind.Ord), ("l", AtomKind.Open), ("r", AtomKind.Close), ("m", AtomKind.Rel)];
        string[] sizes = ["\\big", "\\Big", "\\bigg", "\\Bigg"];
        foreach (var (suffix, kind) in kinds)
        {
            for (var i = 0; i < sizes.Length; i++)
            {
                var size = i + 1;
                add.Of(sizes[i] + suffix, [], call => new DelimiterNode(size, kind, Delimiters.Read(call)));
            }
        }

        add.Of("\\left", [], call => call.Parser.Fenced(Delimiters.Read(call)));
        add.Of("\\middle", [], call => call.Parser.IsFenced
            ? new MiddleNode(Delimiters.Read(call))
            : throw new FormulaException("There is a \\middle outside of \\left and \\right."));
    }

    static void Spaces(Definition add)
    {
        foreach (var name in new[] { "\\kern", "\\mkern", "\\hskip", "\\mskip" })
        {
            add.Of(name, [ArgumentKind.Size], call => new KernNode(call.LengthOf(0)));
        }

        add.Of("\\relax", [], _ => NothingNode.Instance);
        add.Each("\\label \\vspace \\require", [ArgumentKind.Raw], _ => NothingNode.Instance);
        add.Of("\\allowdisplaybreaks", [], _ => NothingNode.Instance);
        add.Of("\\\\", [], call => call.Parser.Newline());
        add.Of("\\rule", [ArgumentKind.Size, ArgumentKind.Size], call =>
            new RuleNode(call.LengthOf(0), call.LengthOf(1), (call.Optional as LengthNode)?.Length), ArgumentKind.Size);
    }

    static void Colours(Definition add)
    {
        add.Of("\\textcolor", [ArgumentKind.Color, ArgumentKind.Same], call => new ColorNode(call.ColorOf(0), CommandCall.BodyOf(call.Second)));
        add.Of("\\color", [ArgumentKind.Color], call =>
        {
            call.Parser.Color = call.ColorOf(0);
            return new ColorNode(call.ColorOf(0), call.Rest(beforeInfix: true));
        });
        add.Of("\\colorbox", [ArgumentKind.Color, ArgumentKind.Box], call =>
            new EnclosedNode(call.Name, call.Second) { Background = call.ColorOf(0) });
        add.Of("\\fcolorbox", [ArgumentKind.Color, ArgumentKind.Color, ArgumentKind.Box], call =>
            new EnclosedNode(call.Name, call.Arguments[2]) { Border = call.ColorOf(0), Background = call.ColorOf(1) });
    }

    /// <summary>How the table is written down.</summary>
    sealed class Definition(Dictionary<string, Command> commands)
    {
        public void Of(string name, ArgumentKind[] arguments, Func<CommandCall, Node> make, ArgumentKind? optional = null) =>
            commands.Add(name, new(arguments, make) { Optional = optional });

        public void Each(string names, ArgumentKind[] arguments, Func<CommandCall, Node> make, ArgumentKind? optional = null)
        {
            foreach (var name in names.Split(' '))
            {
                Of(name, arguments, make, optional);
            }
        }

        public void Infix(string name, ArgumentKind[] arguments, Func<CommandCall, Node> make) =>
            commands.Add(name, new(arguments, make) { IsInfix = true });
    }
}
