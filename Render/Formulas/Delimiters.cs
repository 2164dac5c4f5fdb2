using System.Collections.Frozen;

namespace Repeater.Render.Formulas;

/// <summary>The signs that fence formulas and grow with them.</summary>
static class Delimiters
{
    /// <summary>A place without a sign: <c>\left.</c></summary>
    public const string None = ".";

    static readonly FrozenSet<string> Known = FrozenSet.Create(
        StringComparer.Ordinal,
        "(", "\\lparen", ")", "\\rparen", "[", "\\lbrack", "]", "\\rbrack", "\\{", "\\lbrace", "\\}", "\\rbrace", "\\lfloor", "\\rfloor", "⌊", "⌋",
        "\\lceil", "\\rceil", "⌈", "⌉", "<", ">", "\\langle", "⟨", "\\rangle", "⟩", "\\lt", "\\gt", "\\lvert", "\\rvert", "\\lVert", "\\rVert",
        "\\lgroup", "\\rgroup", "⟮", "⟯", "\\lmoustache", "\\rmoustache", "⎰", "⎱", "/", "\\backslash", "|", "\\vert", "\\|", "\\Vert",
        "\\uparrow", "\\Uparrow", "\\downarrow", "\\Downarrow", "\\updownarrow", "\\Updownarrow", None);

    /// <summary>The delimiter after a command.</summary>
    public static string Read(CommandCall call)
    {
        call.Parser.SkipSpaces();
        var found = call.Parser.Take();
        if (found == "{")
        {
            // \big{(} is written for \big(, and \left{ for \left\{.
            var inside = call.Parser.Take();
            if (call.Parser.Peek() == "}" && Normal(inside) is { } delimiter)
            {
                call.Parser.Take();
                return delimiter;
            }

            call.Parser.PutBack(inside);
            return "\\{";
        }

        if (found == "}")
        {
            return "\\}";
        }

        return Normal(found) ?? throw new FormulaException(found.Length == 0
            ? $"There is no delimiter after {call.Name}."
            : $"{found} after {call.Name} is not a delimiter; a bracket, a bar, an arrow or . would be.");
    }

    public static string? Optional(string word, string command) => word is "" or None
        ? null
        : Normal(word) ?? throw new FormulaException($"{word} in {command} is not a delimiter.");

    static string? Normal(string name) => name switch
    {
        "‖" or "∥" or "\\parallel" => "\\Vert",
        "∣" or "\\mid" => "\\vert",
        "〈" => "\\langle",
        "〉" => "\\rangle",
        "⌊" => "\\lfloor",
        "⌋" => "\\rfloor",
        "⌈" => "\\lceil",
        "⌉" => "\\rceil",
        "⟨" or "<" or "\\lt" => "\\langle",
        "⟩" or ">" or "\\gt" => "\\rangle",
        "⟮" => "\\lgroup",
        "⟯" => "\\rgroup",
        "⎰" => "\\lmoustache",
        "⎱" => "\\rmoustache",
        "\\lparen" => "(",
        "\\rparen" => ")",
        "\\lbrack" => "[",
        "\\rbrack" => "]",
        "\\lbrace" => "\\{",
        "\\rbrace" => "\\}",
        _ => Known.Contains(name) ? name : null,
    };
}
