using System.Runtime.CompilerServices;
using Repeater.Render.Markdown;
using Repeater.Render.Text;

namespace Repeater.Render.Layout;

/// <summary>Inlines to measured atoms: fonts, line breaks, the spacing of mixed Chinese and Latin text.</summary>
sealed class InlineShaper(ITextMeasurer measurer, FormulaSetter formulas, Theme theme, Sizes sizes)
{
    const char ObjectCharacter = '\uFFFC';

    // Lines break around a formula as they do around a letter.
    const char FormulaCharacter = 'x';

    // In font sizes of the text around.
    const float ScriptSize = 0.72f;
    const float RaiseOfSuper = 0.35f;
    const float RaiseOfSub = -0.15f;
    const float CodeSize = 0.9f;
    const float KeySize = 0.85f;

    // In characters. A longer word of code may break where any text does.
    const int LongCodeWord = 20;

    readonly InlineFormulas _formulas = new(formulas);
    readonly Dictionary<(IReadOnlyList<Inline>, BaseStyle), ShapedText> _shaped = new(ByContent.Instance);

    /// <summary>The same content and style is measured once, however often it is laid out.</summary>
    public ShapedText Shape(IReadOnlyList<Inline> content, BaseStyle style)
    {
        if (!_shaped.TryGetValue((content, style), out var shaped))
        {
            _shaped[(content, style)] = shaped = ShapeAnew(content, style);
        }

        return shaped;
    }

    public ShapedText Shape(string text, BaseStyle style) => ShapeAnew([new TextRun(text, default)], style);

    /// <summary>
    /// The same text for lines of that width: wider words taken apart into clusters, larger pictures made smaller, long formulas
    /// with places to break.
    /// </summary>
    public ShapedText FitTo(ShapedText shaped, float width, float height)
    {
        if (!shaped.Atoms.Any(a => IsWide(a) || a.Kind is AtomKind.Picture or AtomKind.Formula))
        {
            return shaped;
        }

        var atoms = new List<Atom>(shaped.Atoms.Count * 2);
        for (var i = 0; i < shaped.Atoms.Count; i++)
        {
            var atom = shaped.Atoms[i];
            if (IsWide(atom))
            {
                AddClusters(atoms, atom, shaped);
            }
            else if (shaped.Runs[atom.Run].Formula is { } formula)
            {
                var parts = shaped.Atoms.Skip(i).Take(formula.Parts.Count).ToArray();
                _formulas.Fit(parts, formula, width);
                atoms.AddRange(parts);
                i += parts.Length - 1;
            }
            else if (shaped.Runs[atom.Run].Picture is { } picture)
            {
                var widest = MathF.Min(width, height * picture.Width / picture.Height);
                atoms.Add(atom with { Width = sizes.Snap(MathF.Min(atom.Width, widest)) });
            }
            else
            {
                atoms.Add(atom);
            }
        }

        return shaped with { Atoms = atoms };

        bool IsWide(Atom atom) => atom.Kind == AtomKind.Text && atom.Length > 1 && atom.Advance > width;
    }

    void AddClusters(List<Atom> atoms, Atom word, ShapedText shaped)
    {
        var text = shaped.Text.Substring(word.Start, word.Length);
        var pieces = measurer.MeasureClusters(text, shaped.Runs[word.Run].Text);
        for (var i = 0; i < pieces.Count; i++)
        {
            atoms.Add(AtomOf(pieces[i], word.Run, shaped.Runs[word.Run], text, word.Start) with
            {
                Break = i == 0 ? word.Break : LineBreak.Forbidden,
                Lead = i == 0 ? word.Lead : 0,
                PadBefore = i == 0 ? word.PadBefore : 0,
                PadAfter = i == pieces.Count - 1 ? word.PadAfter : 0,
            });
        }
    }

    ShapedText ShapeAnew(IReadOnlyList<Inline> content, BaseStyle style)
    {
        var runs = content.Select(c => RunOf(c, style)).ToList();
        content = [.. content.Zip(runs, Shown)];
        var parts = content.Zip(runs, TextOf).ToList();
        var text = string.Concat(parts);
        var breaks = LineBreaker.FindBreaks(text, chinese: true);
        KeepCodeWords(content, parts, text, breaks);
        var atoms = new List<Atom>(text.Length);
        var start = 0;
        for (var i = 0; i < runs.Count; i++)
        {
            if (content[i] is TextRun)
            {
                AddWords(atoms, runs[i], i, parts[i], start, breaks);
            }
            else if (runs[i].Formula is { } formula)
            {
                InlineFormulas.AddAtoms(atoms, formula, i, start, parts[i].Length > 0 ? breaks[start] : default);
            }
            else
            {
                var picture = runs[i].Picture;
                atoms.Add(new Atom
                {
                    Start = start,
                    Length = 1,
                    Run = i,
                    Kind = picture is null ? AtomKind.Nothing : AtomKind.Picture,
                    Width = picture is null ? 0 : sizes.OfPicture(picture.Width),
                    Break = breaks[start],
                });
            }

            start += parts[i].Length;
        }

        new Spacing(runs, text, sizes).Apply(atoms);
        return new ShapedText(text, atoms, runs, style);
    }

    // A short name or option of code (--user-data-dir) is read as one sign.
    static void KeepCodeWords(IReadOnlyList<Inline> content, List<string> parts, string text, LineBreak[] breaks)
    {
        var start = 0;
        for (var i = 0; i < content.Count; i++)
        {
            var end = start + parts[i].Length;
            if (content[i] is TextRun { Style.Box: InlineBox.Code })
            {
                for (int word = start, next; word < end; word = next + 1)
                {
                    next = text.IndexOf(' ', word, end - word) is var space and >= 0 ? space : end;
                    if (next - word is > 1 and <= LongCodeWord && !text.AsSpan(word, next - word).ContainsAnyExceptInRange('!', '~'))
                    {
                        breaks.AsSpan((word + 1)..next).Clear();
                    }
                }
            }

            start = end;
        }
    }

    // A formula that cannot be drawn is its source.
    static Inline Shown(Inline inline, Run run) => inline is FormulaRun formula && run.Formula is null ? formula.Written : inline;

    static string TextOf(Inline inline, Run run) => inline switch
    {
        TextRun words => words.Text,
        Picture => ObjectCharacter.ToString(),
        FormulaRun => new string(FormulaCharacter, run.Formula!.Parts.Count),
        _ => "\n",
    };

    Run RunOf(Inline inline, BaseStyle style)
    {
        if (inline is not (TextRun or FormulaRun))
        {
            return new Run(default, new TextStyle(false, style.Bold, false, style.Size), style.Color, 0) { Picture = (inline as Picture)?.Bitmap };
        }

        var s = inline is FormulaRun formula ? formula.Style : ((TextRun)inline).Style;
        var raise = s.Script switch
        {
            TextScript.Super => RaiseOfSuper * style.Size,
            TextScript.Sub => RaiseOfSub * style.Size,
            _ => 0,
        };
        var size = style.Size
            * (s.Script == TextScript.Normal ? 1 : ScriptSize)
            * (s.Box switch { InlineBox.Code => CodeSize, InlineBox.Key or InlineBox.Chip => KeySize, _ => 1 });
        var run = new Run(s, new TextStyle(s.Box == InlineBox.Code, style.Bold || s.Bold, s.Italic, size), ColorOf(s, style), raise);
        return inline is not FormulaRun source ? run
            : _formulas.Set(source, new BaseStyle(size, run.Text.Bold, run.Color)) is { } set ? run with { Formula = set }
            : RunOf(source.Written, style);
    }

    uint ColorOf(InlineStyle style, BaseStyle around) =>
        style.Color is { } chosen ? Readability.Adjust(chosen, theme[ThemeColor.Background], around.Color)
        : style.Link ? theme[ThemeColor.Link]
        : style.Box switch
        {
            InlineBox.Code => theme[ThemeColor.CodeText],
            InlineBox.Key or InlineBox.Mark => theme[ThemeColor.Text],
            InlineBox.Chip => theme[ThemeColor.Muted],
            _ => around.Color,
        };

    // Words come whole from the measurer; one in which a line may end (well-known) is measured in parts.
    void AddWords(List<Atom> atoms, Run run, int index, string text, int start, LineBreak[] breaks)
    {
        foreach (var piece in measurer.Measure(text, run.Text))
        {
            var end = start + piece.Start + piece.Length;
            if (NextBreak(breaks, start + piece.Start, end) == end)
            {
                atoms.Add(AtomOf(piece, index, run, text, start) with { Break = breaks[start + piece.Start] });
                continue;
            }

            for (int from = start + piece.Start, to; from < end; from = to)
            {
                to = NextBreak(breaks, from, end);
                var part = text[(from - start)..(to - start)];
                foreach (var inner in measurer.Measure(part, run.Text))
                {
                    atoms.Add(AtomOf(inner, index, run, part, from) with { Break = breaks[from + inner.Start] });
                }
            }
        }
    }

    // The first place after the start of a word where a line may end, or its end.
    static int NextBreak(LineBreak[] breaks, int start, int end)
    {
        var at = start + 1;
        while (at < end && breaks[at] == LineBreak.Forbidden)
        {
            at++;
        }

        return at;
    }

    static Atom AtomOf(TextPiece piece, int index, Run run, string text, int start)
    {
        var content = text.AsSpan(piece.Start, piece.Length);
        var size = run.Text.Size;
        var isFullWidth = piece.Length == 1 && piece.Width > 0.9f * size;
        var kind = content is " " ? AtomKind.Space
            : IsInvisible(content) ? AtomKind.Nothing
            : piece.Face == FontFace.Emoji ? AtomKind.Emoji
            : !content.ContainsAnyExcept('—') && piece.Face is FontFace.Han or FontFace.HanBold && !run.Text.Mono ? AtomKind.Dash
            : AtomKind.Text;
        return new Atom
        {
            Start = start + piece.Start,
            Length = piece.Length,
            Run = index,
            Face = piece.Face,
            Kind = kind,
            Width = kind switch { AtomKind.Nothing => 0, AtomKind.Dash => size * piece.Length, _ => piece.Width },
            GoodEmergencyBreak = piece.Start > 0 && "/?&=.-_#".Contains(text[piece.Start - 1]),
            StartTrim = isFullWidth && Punctuation.Opens(content[0]) ? size / 2 : 0,
            Overhang = !isFullWidth ? 0 : Punctuation.Hangs(content[0]) ? size : Punctuation.Closes(content[0]) ? size / 2 : 0,
        };
    }

    static bool IsInvisible(ReadOnlySpan<char> text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (!CodePoints.IsInvisible(rune.Value))
            {
                return false;
            }
        }

        return true;
    }

    sealed class ByContent : IEqualityComparer<(IReadOnlyList<Inline> Content, BaseStyle Style)>
    {
        public static readonly ByContent Instance = new();

        public bool Equals((IReadOnlyList<Inline> Content, BaseStyle Style) x, (IReadOnlyList<Inline> Content, BaseStyle Style) y) =>
            ReferenceEquals(x.Content, y.Content) && x.Style == y.Style;

        public int GetHashCode((IReadOnlyList<Inline> Content, BaseStyle Style) key) =>
            HashCode.Combine(RuntimeHelpers.GetHashCode(key.Content), key.Style);
    }
}
