using Repeater.Render;

namespace Repeater.Tests.Render;

public class LicensesTests
{
    [Fact]
    public void Every_licence_text_in_the_executable_belongs_to_a_part_and_every_part_has_one()
    {
        var embedded = typeof(Licenses).Assembly.GetManifestResourceNames().Where(name => name.StartsWith("licenses/", StringComparison.Ordinal)).Order();

        Assert.Equal(embedded, Licenses.Parts.Select(part => $"licenses/{part.TextName}.txt").Order());
        Assert.All(Licenses.Parts, part => Assert.True(part.Text().Length > 500, part.Name));
    }

    [Fact]
    public void The_printed_licences_hold_every_text()
    {
        var output = new StringWriter();
        Licenses.Write(output);

        Assert.All(Licenses.Parts, part => Assert.Contains(part.Text().Trim(), output.ToString()));
    }

    [Fact]
    public void The_notice_names_every_part()
    {
        var notice = File.ReadAllText(TestFiles.Repository("NOTICE"));

        Assert.All(Licenses.Parts.SelectMany(part => part.Name.Split(',', ';')[0].Split(" and ")), name => Assert.Contains(name.Split(" (")[0], notice));
    }

    [Fact]
    public void Every_package_version_is_the_one_the_lock_file_pins()
    {
        var packages = File.ReadAllText(TestFiles.Repository("package.json"));
        var fonts = Licenses.Parts.TakeWhile(part => !part.Name.StartsWith("FreeType", StringComparison.Ordinal));

        Assert.All(fonts, part => Assert.Contains($"\": \"{part.Version}\"", packages));
    }

    [Fact]
    public void The_lock_file_names_no_registry()
    {
        Assert.DoesNotContain("\"resolved\"", File.ReadAllText(TestFiles.Repository("package-lock.json")));
    }
}
