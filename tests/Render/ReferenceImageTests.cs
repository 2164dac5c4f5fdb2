using Repeater.Render;

namespace Repeater.Tests.Render;

/// <summary>
/// Documents of tests/Data/pages, one for each kind of block and script, as they are drawn. Every image in
/// tests/Approved/pages was looked at in full size before it was approved.
/// </summary>
public class ReferenceImageTests
{
    static RenderOptions Options(string theme) => new() { Theme = ThemeCatalog.Default.Find(theme)! };

    public static TheoryData<string> Documents =>
        [.. Directory.EnumerateFiles(TestFiles.Data("pages"), "*.md").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_kind_of_block_and_script_looks_as_approved(string document)
    {
        var options = document == "several" ? Options("light") with { MaxPageHeight = 2_200 } : Options("light");

        Check(document, document, options);
    }

    [Theory]
    [InlineData("reply", "dark")]
    [InlineData("reply", "pink")]
    [InlineData("reply", "blue")]
    [InlineData("reply", "green")]
    [InlineData("quotes", "dark")]
    [InlineData("quotes", "pink")]
    [InlineData("quotes", "blue")]
    [InlineData("quotes", "green")]
    [InlineData("code", "dark")]
    [InlineData("images", "dark")]
    [InlineData("mathematics", "dark")]
    public void Every_theme_looks_as_approved(string document, string theme) => Check(document, $"{document}-{theme}", Options(theme));

    [Fact]
    public void A_narrow_page_at_scale_one_looks_as_approved() => Check("reply", "reply-narrow", Options("light") with { Width = 320, Scale = 1 });

    static void Check(string document, string name, RenderOptions options)
    {
        var pages = MarkdownRenderer.Render(File.ReadAllText(TestFiles.Data($"pages/{document}.md")), options);

        ApprovedImage.AllMatch(pages.Select((page, i) => (pages.Count == 1 ? name : $"{name}-{i + 1}", page.Png)));
    }
}
