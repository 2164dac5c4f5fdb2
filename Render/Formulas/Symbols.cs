using System.Collections.Frozen;

namespace Repeater.Render.Formulas;

/// <summary>What kind of sign a symbol is.</summary>
enum SymbolGroup
{
    /// <summary>A letter: italic unless another font is asked for.</summary>
    Letter,

    /// <summary>Any other ordinary sign.</summary>
    Ordinary,
    Bin,
    Rel,
    Open,
    Close,
    Punct,
    Inner,
    Spacing,
    Accent,
    Operator,
}

/// <summary>A sign of the fonts. Drawn is the character that shows it; empty where nothing is shown.</summary>
sealed record Symbol(bool IsAms, SymbolGroup Group, string Drawn);

/// <summary>The signs that are known by a command or a character, in formulas and in text inside of them.</summary>
static class Symbols
{
    static readonly (FrozenDictionary<string, Symbol> Math, FrozenDictionary<string, Symbol> Text) Known = Read();

    public static Symbol? Find(string name, bool isText) => (isText ? Known.Text : Known.Math).GetValueOrDefault(name);

    static (FrozenDictionary<string, Symbol> Math, FrozenDictionary<string, Symbol> Text) Read()
    {
        var math = new Dictionary<string, Symbol>(StringComparer.Ordinal);
        var text = new Dictionary<string, Symbol>(StringComparer.Ordinal);
        foreach (var line in Tables.Lines("symbols.txt"))
        {
            var symbol = new Symbol(line[1] == "ams", GroupOf(line[2]), line[3]);
            if (line[0] is "math" or "both")
            {
                math[line[4]] = symbol;
            }

            if (line[0] is "text" or "both")
            {
                text[line[4]] = symbol;
            }
        }

        return (math.ToFrozenDictionary(StringComparer.Ordinal), text.ToFrozenDictionary(StringComparer.Ordinal));
    }

    static SymbolGroup GroupOf(string name) => name switch
    {
        "mathord" => SymbolGroup.Letter,
        "textord" => SymbolGroup.Ordinary,
        "bin" => SymbolGroup.Bin,
        "rel" => SymbolGroup.Rel,
        "open" => SymbolGroup.Open,
        "close" => SymbolGroup.Close,
        "punct" => SymbolGroup.Punct,
        "inner" => SymbolGroup.Inner,
        "spacing" => SymbolGroup.Spacing,
        "accent-token" => SymbolGroup.Accent,
        "op-token" => SymbolGroup.Operator,
        _ => throw new InvalidOperationException($"The table of symbols has no group {name}."),
    };
}
