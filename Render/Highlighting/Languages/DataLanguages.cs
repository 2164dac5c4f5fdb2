using Repeater.Render.Highlighting.Scanners;

namespace Repeater.Render.Highlighting.Languages;

/// <summary>Markup, styles, data, and the files of tools: each with a scanner of its own.</summary>
static class DataLanguages
{
    public static readonly SpecialLanguage Html = new("html htm xhtml vue svelte xml svg rss atom xaml xsd xsl plist csproj jsp", MarkupScanner.Scan);

    public static readonly SpecialLanguage Css = new("css scss sass less", CssScanner.Scan);

    public static readonly SpecialLanguage Json = new("json jsonc json5 jsonl ndjson geojson ipynb", JsonScanner.Scan);

    public static readonly SpecialLanguage Diff = new("diff patch udiff", DiffScanner.Scan);

    public static readonly SpecialLanguage Console = new("console shell-session shellsession sh-session bash-session terminal pycon", ConsoleScanner.Scan);

    // Without its opening tag the code is taken for PHP alone.
    public static readonly SpecialLanguage Php = new(
        "php phtml php3 php4 php7 php8",
        cursor => (cursor.Rest.Contains("<?", StringComparison.Ordinal) ? Html : (Language)ScriptLanguages.Php).Scan(cursor));

    public static readonly Language[] All =
    [
        Html,
        Css,
        Json,
        Diff,
        Console,
        Php,
        new SpecialLanguage("yaml yml", YamlScanner.Scan),
        new SpecialLanguage("toml ini env dotenv properties conf cfg editorconfig gitconfig desktop service systemd", IniScanner.Scan),
        new SpecialLanguage("dockerfile docker containerfile", DockerfileScanner.Scan),
        new SpecialLanguage("makefile make mk gnumake", MakefileScanner.Scan),
        new SpecialLanguage("markdown md mdx mkd", MarkdownScanner.Scan),
        new SpecialLanguage("latex tex bibtex", LatexScanner.Scan),
    ];
}
