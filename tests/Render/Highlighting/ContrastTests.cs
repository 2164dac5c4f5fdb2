using Repeater.Render;

namespace Repeater.Tests.Render.Highlighting;

public class ContrastTests
{
    public static TheoryData<string, string> Colours
    {
        get
        {
            var colours = new TheoryData<string, string>();
            foreach (var theme in (string[])["light", "dark", "pink", "blue", "green"])
            {
                foreach (var colour in (ThemeColor[])
                    [
                        ThemeColor.CodeText, ThemeColor.Keyword, ThemeColor.Type, ThemeColor.Function, ThemeColor.String, ThemeColor.Number, ThemeColor.Comment,
                        ThemeColor.Operator, ThemeColor.Tag, ThemeColor.Meta,
                    ])
                {
                    colours.Add(theme, colour.ToString());
                }
            }

            return colours;
        }
    }

    [Theory]
    [MemberData(nameof(Colours))]
    public void Every_colour_of_code_can_be_read_on_its_background(string theme, string colour)
    {
        var colours = ThemeCatalog.Default.Find(theme)!;

        Assert.InRange(Readability.Contrast(colours[Enum.Parse<ThemeColor>(colour)], colours[ThemeColor.CodeBackground]), 4.5, 21);
    }
}
