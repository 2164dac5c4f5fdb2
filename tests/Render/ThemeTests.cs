using System.Text;
using Repeater.Render;

namespace Repeater.Tests.Render;

public sealed class ThemeTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("themes").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public static TheoryData<string> Names => [.. ThemeCatalog.Default.Names];

    [Fact]
    public void Five_themes_are_embedded() =>
        Assert.Equal(["blue", "dark", "green", "light", "pink"], ThemeCatalog.Default.Names);

    [Theory]
    [InlineData("light", "Link", 0xFF3498DB)]
    [InlineData("dark", "Background", 0xFF1E1E2E)]
    [InlineData("pink", "Heading", 0xFF8A1C4A)]
    [InlineData("blue", "CodeBar", 0xFF90CAF9)]
    [InlineData("green", "TableBorder", 0xFFA7F3D0)]
    [InlineData("light", "Rule", 0x1A000000)]
    public void Colours_are_those_of_the_original(string theme, string color, uint value) =>
        Assert.Equal(value, ThemeCatalog.Default.Find(theme)![Enum.Parse<ThemeColor>(color)]);

    [Theory]
    [MemberData(nameof(Names))]
    public void All_text_is_easy_to_read(string name)
    {
        var theme = ThemeCatalog.Default.Find(name)!;
        var unreadable = new List<string>();

        // The links of three themes are the original's colours, somewhat paler; an underline makes up for it.
        Check(ThemeColor.Link, ThemeColor.Background, name switch { "light" => 3.1, "blue" => 3.4, "pink" => 4.4, _ => 4.5 });
        Check(ThemeColor.Heading, ThemeColor.Background);
        foreach (var background in (ThemeColor[])[ThemeColor.Background, ThemeColor.TableHeader, ThemeColor.Mark, ThemeColor.CodeBackground])
        {
            Check(ThemeColor.Text, background);
        }

        foreach (var background in (ThemeColor[])[ThemeColor.Background, ThemeColor.CodeBackground, ThemeColor.QuoteBackground])
        {
            Check(ThemeColor.Muted, background);
        }

        foreach (var onQuote in (ThemeColor[])[ThemeColor.QuoteText, ThemeColor.Note, ThemeColor.Tip, ThemeColor.Important, ThemeColor.Warning, ThemeColor.Caution])
        {
            Check(onQuote, ThemeColor.QuoteBackground);
        }

        Check(ThemeColor.CodeText, ThemeColor.CodeBackground);
        for (var syntax = ThemeColor.Keyword; syntax <= ThemeColor.Meta; syntax++)
        {
            Check(syntax, ThemeColor.CodeBackground);
        }

        Assert.Empty(unreadable);

        void Check(ThemeColor text, ThemeColor background, double least = 4.5)
        {
            var contrast = Readability.Contrast(theme[text], theme[background]);
            if (contrast < least)
            {
                unreadable.Add($"{text} on {background}: {contrast:0.00}");
            }
        }
    }

    [Fact]
    public void A_folder_adds_and_replaces()
    {
        File.WriteAllText(Path.Combine(_folder, "mint.json"), """
            {
              // Everything else is green's.
              "base": "green",
              "fontSize": 18,
              "colors": { "link": "#00695c", },
            }
            """);
        File.WriteAllText(Path.Combine(_folder, "dark.json"), """{ "base": "light" }""");

        var themes = ThemeCatalog.Load(_folder);

        Assert.Equal(["blue", "dark", "green", "light", "mint", "pink"], themes.Names);
        Assert.Equal((18f, 0xFF00695C), (themes.Find("mint")!.FontSize, themes.Find("mint")![ThemeColor.Link]));
        Assert.Equal(ThemeCatalog.Default.Find("green")![ThemeColor.Text], themes.Find("mint")![ThemeColor.Text]);
        Assert.Equal(0xFFFFFFFF, themes.Find("dark")![ThemeColor.Background]);
    }

    [Fact]
    public void A_folder_that_is_not_there_adds_nothing() =>
        Assert.Same(ThemeCatalog.Default, ThemeCatalog.Load(Path.Combine(_folder, "missing")));

    [Theory]
    [InlineData("""{ "base": "light", "colour": {} }""", "x.json: \"colour\" is no key of a theme. Known are base, ")]
    [InlineData("""{ "base": "light", "colors": { "lnk": "#000000" } }""", "x.json: colors.lnk is no colour of a theme. Known are background, ")]
    [InlineData("""{ "base": "light", "colors": { "link": "blue" } }""", "x.json: colors.link is \"blue\"; a colour is written #rrggbb or #rrggbbaa")]
    [InlineData("""{ "base": "light", "colors": { "link": "#12345" } }""", "x.json: colors.link is \"#12345\"; ")]
    [InlineData("""{ "colors": { "link": "#123456" } }""", "x.json: colors.background is missing; ")]
    [InlineData("""{ "base": "lite" }""", "x.json: base is \"lite\", which is no embedded theme.")]
    [InlineData("""{ "base": "light", "fontSize": 400 }""", "x.json: fontSize is 400; allowed is 10 to 40.")]
    [InlineData("""{ "base": "light", }}""", "x.json, line 1: not a theme: ")]
    [InlineData("null", "x.json holds null; a theme is a JSON object.")]
    [InlineData("[]", "x.json, line 1: not a theme: ")]
    [InlineData("""{ "base": 5 }""", "x.json, line 1: not a theme: ")]
    public void A_bad_file_is_refused_with_a_sentence(string json, string message)
    {
        var error = Assert.Throws<FormatException>(() => ThemeFile.Parse("x.json", Encoding.UTF8.GetBytes(json), ThemeCatalog.Default.Find));

        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0xFFFFFF00, 0xFFFFFFFF, 0xFF333333)]
    [InlineData(0xFF000000, 0xFF1E1E2E, 0xFFE0E0E0)]
    public void A_colour_of_the_text_that_cannot_be_read_is_moved_until_it_can(uint color, uint background, uint text)
    {
        var adjusted = Readability.Adjust(color, background, text);

        Assert.True(Readability.Contrast(adjusted, background) >= 3);
        Assert.NotEqual(text, adjusted);
    }

    [Fact]
    public void A_colour_that_can_be_read_stays() => Assert.Equal(0xFFFF0000, Readability.Adjust(0xFFFF0000, 0xFFFFFFFF, 0xFF333333));
}
