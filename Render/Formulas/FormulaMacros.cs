namespace Repeater.Render.Formulas;

/// <summary>The commands that one document defined. Bounded: what comes later is not kept. One thread at a time.</summary>
sealed class FormulaMacros
{
    const int MaxMacros = 200;
    const int MaxLength = 1_000;

    readonly Dictionary<string, Macro> _macros = new(StringComparer.Ordinal);

    internal Macro? Find(string name) => _macros.GetValueOrDefault(name);

    internal void Add(string name, Macro macro)
    {
        if (macro.Body.Count <= MaxLength && (_macros.Count < MaxMacros || _macros.ContainsKey(name)))
        {
            _macros[name] = macro;
        }
    }
}
