using System.Reflection;

namespace Repeater.Render;

/// <summary>The themes there are: those inside the binary, and those of a folder, which add to them or replace them.</summary>
sealed class ThemeCatalog
{
    const string Prefix = "themes/";

    static readonly SortedDictionary<string, Theme> Embedded = LoadEmbedded();

    readonly SortedDictionary<string, Theme> _themes;

    ThemeCatalog(SortedDictionary<string, Theme> themes) => _themes = themes;

    /// <summary>Without a folder.</summary>
    public static ThemeCatalog Default { get; } = new(Embedded);

    public IReadOnlyCollection<string> Names => _themes.Keys;

    /// <summary>The theme of that name, or null. Names are case-sensitive.</summary>
    public Theme? Find(string name) => _themes.GetValueOrDefault(name);

    /// <param name="folder">Every <c>*.json</c> in it is a theme named by its file; a folder that does not exist adds none.</param>
    /// <exception cref="FormatException">A file is no theme; the sentence names it.</exception>
    public static ThemeCatalog Load(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return Default;
        }

        var themes = new SortedDictionary<string, Theme>(Embedded, StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal))
        {
            var theme = ThemeFile.Parse(file, File.ReadAllBytes(file), Embedded.GetValueOrDefault);
            themes[theme.Name] = theme;
        }

        return new ThemeCatalog(themes);
    }

    static SortedDictionary<string, Theme> LoadEmbedded()
    {
        var assembly = Assembly.GetExecutingAssembly();
        var themes = new SortedDictionary<string, Theme>(StringComparer.Ordinal);
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            var json = new byte[stream.Length];
            stream.ReadExactly(json);
            var theme = ThemeFile.Parse(name, json, _ => null);
            themes[theme.Name] = theme;
        }

        return themes;
    }
}
