using System.Collections.Frozen;
using Repeater.Render.Highlighting.Languages;

namespace Repeater.Render.Highlighting;

/// <summary>All languages by all their names.</summary>
static class LanguageCatalog
{
    public static IReadOnlyList<Language> All { get; } =
        [.. CLanguages.All, .. ScriptLanguages.All, .. ShellLanguages.All, .. OtherLanguages.All, .. DataLanguages.All];

    static readonly FrozenDictionary<string, Language> ByName = All
        .SelectMany(language => language.Names.Split(' '), (language, name) => (language, name))
        .ToFrozenDictionary(pair => pair.name, pair => pair.language, StringComparer.OrdinalIgnoreCase);

    /// <summary>Letter case aside; null if none is called so.</summary>
    public static Language? Find(string name) => ByName.GetValueOrDefault(name);
}
