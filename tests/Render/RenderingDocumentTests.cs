using System.Globalization;
using System.Text;
using System.Text.Json;
using Repeater.Render;

namespace Repeater.Tests.Render;

/// <summary>docs/rendering.md says what is so.</summary>
public class RenderingDocumentTests
{
    static readonly string Document = File.ReadAllText(TestFiles.Repository("docs/rendering.md")).Replace("\r\n", "\n");

    static readonly string AllColors =
        string.Join(",", Enum.GetNames<ThemeColor>().Select(name => $"\"{JsonNamingPolicy.CamelCase.ConvertName(name)}\": \"#000000\""));

    [Fact]
    public void Its_table_has_every_key_and_no_other() =>
        Assert.Equal(
            ThemeJson.Default.ThemeFile.Properties.Where(p => !p.IsExtensionData).Select(p => p.Name).Order(),
            Rows("| key |").Select(row => row[0].Trim('`')).Order());

    [Fact]
    public void Its_table_has_every_colour_and_no_other() =>
        Assert.Equal(
            Enum.GetNames<ThemeColor>().Select(JsonNamingPolicy.CamelCase.ConvertName).Order(),
            Rows("| colour |").SelectMany(row => row[0].Split(", ")).Select(name => name.Trim('`')).Order());

    [Fact]
    public void Its_bases_are_the_embedded_themes() =>
        Assert.Equal(
            ThemeCatalog.Default.Names,
            Rows("| key |").Single(row => row[0] == "`base`")[1].Split(", ").Order());

    [Fact]
    public void Its_ranges_are_those_that_are_kept()
    {
        var ranges = Rows("| key |").Where(row => row[1].Contains(" to ", StringComparison.Ordinal)).ToList();

        Assert.Equal(4, ranges.Count);
        foreach (var row in ranges)
        {
            var limits = row[1].Split(" to ").Select(limit => float.Parse(limit, CultureInfo.InvariantCulture)).ToArray();
            Parse(row[0], limits[0]);
            Parse(row[0], limits[1]);
            Assert.Throws<FormatException>(() => Parse(row[0], limits[0] - 0.1f));
            Assert.Throws<FormatException>(() => Parse(row[0], limits[1] + 0.1f));
        }

        static Theme Parse(string key, float value) =>
            ThemeFile.Parse("x.json", Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $$"""{"base":"light","{{key.Trim('`')}}":{{value}}}""")), ThemeCatalog.Default.Find);
    }

    [Fact]
    public void Its_defaults_are_those_of_a_file_that_gives_only_colours()
    {
        var theme = ThemeFile.Parse("x.json", Encoding.UTF8.GetBytes("{\"colors\":{" + AllColors + "}}"), _ => null);

        var defaults = Rows("| key |").ToDictionary(row => row[0].Trim('`'), row => row[2]);
        Assert.Equal(
            [defaults["fontSize"], defaults["lineHeight"], defaults["padding"], defaults["pictureBrightness"], defaults["fadeRule"]],
            [Text(theme.FontSize), Text(theme.LineHeight), Text(theme.Padding), Text(theme.PictureBrightness), theme.FadeRule ? "true" : "false"]);

        static string Text(float number) => number.ToString(CultureInfo.InvariantCulture);
    }

    [Fact]
    public void Its_example_is_a_theme()
    {
        var start = Document.IndexOf("```json\n", StringComparison.Ordinal) + "```json\n".Length;
        var example = Document[start..Document.IndexOf("```", start, StringComparison.Ordinal)];

        var theme = ThemeFile.Parse("example.json", Encoding.UTF8.GetBytes(example), ThemeCatalog.Default.Find);

        Assert.Equal((18f, 0xFFB3541E, 0x20000000u), (theme.FontSize, theme[ThemeColor.Link], theme[ThemeColor.Rule]));
    }

    static List<string[]> Rows(string header) =>
        [.. Document.Split('\n').SkipWhile(line => !line.StartsWith(header, StringComparison.Ordinal)).Skip(2)
            .TakeWhile(line => line.StartsWith('|')).Select(line => line.Split('|', StringSplitOptions.TrimEntries)[1..^1])];
}
