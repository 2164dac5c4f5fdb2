namespace Repeater.Render.Formulas;

/// <summary>Characters that are raised, lowered or accented by themselves.</summary>
static class UnicodeScripts
{
    const string Sub = "₊₋₌₍₎₀₁₂₃₄₅₆₇₈₉ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ";
    const string PlainSub = "+-=()0123456789aehijklmnoprstuvxβγρϕχ";
    const string Sup = "⁺⁻⁼⁽⁾⁰¹²³⁴⁵⁶⁷⁸⁹ᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᵝᵞᵟᵠᵡᶿ";
    const string PlainSup = "+-=()0123456789ABDEGHIJKLMNOPRTUVWabcdefghijklmnoprstuvwxyzβγδϕχθ";

    const string Marks = "\u0301\u0300\u0308\u0303\u0304\u0306\u030C\u0302\u0307\u030A\u030B\u0327";
    static readonly string[] MathAccents = ["\\acute", "\\grave", "\\ddot", "\\tilde", "\\bar", "\\breve", "\\check", "\\hat", "\\dot", "\\mathring"];
    static readonly string[] TextAccents = ["\\'", "\\`", "\\\"", "\\~", "\\=", "\\u", "\\v", "\\^", "\\.", "\\r", "\\H", "\\c"];

    // Without normalisation data (the build is culture-invariant): what Western text needs.
    const string Composed = "áàäãāăčâéèëēĕěêíìïīîóòöõōôúùüūůûýÿñńçćďňřšťžłÁÀÄÃÂÉÈËÊÍÌÏÎÓÒÖÕÔÚÙÜÛÝÑÇ";
    const string Letters = "aaaaaacaeeeeeeeiiiiioooooouuuuuuyynnccdnrstzlAAAAAEEEEIIIIOOOOOUUUUYNC";
    const string OnLetters =
        "\u0301\u0300\u0308\u0303\u0304\u0306\u030C\u0302\u0301\u0300\u0308\u0304\u0306\u030C\u0302\u0301\u0300\u0308\u0304\u0302"
        + "\u0301\u0300\u0308\u0303\u0304\u0302\u0301\u0300\u0308\u0304\u030A\u0302\u0301\u0308\u0303\u0301\u0327\u0301\u030C\u030C\u030C\u030C\u030C\u030C "
        + "\u0301\u0300\u0308\u0303\u0302\u0301\u0300\u0308\u0302\u0301\u0300\u0308\u0302\u0301\u0300\u0308\u0303\u0302\u0301\u0300\u0308\u0302\u0301\u0303\u0327";

    public static (string Plain, bool IsSub)? Find(char sign) =>
        sign < 0x80 ? null
        : Sub.IndexOf(sign, StringComparison.Ordinal) is var sub and >= 0 ? (PlainSub[sub].ToString(), true)
        : Sup.IndexOf(sign, StringComparison.Ordinal) is var sup and >= 0 ? (PlainSup[sup].ToString(), false)
        : null;

    /// <summary>The command that puts a combining mark on what is before it.</summary>
    public static (string Command, bool IsTextual)? Accent(char mark, bool isText)
    {
        var at = Marks.IndexOf(mark, StringComparison.Ordinal);
        return at < 0 ? null : !isText && at < MathAccents.Length ? (MathAccents[at], false) : (TextAccents[at], true);
    }

    public static string? Decompose(char letter)
    {
        var at = Composed.IndexOf(letter, StringComparison.Ordinal);
        return at < 0 || OnLetters[at] == ' ' ? null : $"{Letters[at]}{OnLetters[at]}";
    }
}
