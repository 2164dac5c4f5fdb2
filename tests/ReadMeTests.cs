using System.Text;
using Repeater.Configuration;

namespace Repeater.Tests;

/// <summary>What README and docs/settings.md say about settings is what the program knows.</summary>
public class ReadMeTests
{
    [Fact]
    public void The_table_of_settings_is_the_programs()
    {
        var table = Table();

        Assert.True(Read("docs/settings.md").Contains(table, StringComparison.Ordinal), $"docs/settings.md should hold this table:\n{table}");
    }

    [Fact]
    public void The_chinese_table_has_every_setting_with_its_flag_and_default()
    {
        var text = Read("docs/zh-CN/settings.md");

        Assert.All(SettingsTable.All, setting => Assert.Contains($"| {Cells(setting)} |", text));
    }

    [Theory]
    [InlineData("README.md", "docs/settings.md")]
    [InlineData("README.zh-CN.md", "docs/zh-CN/settings.md")]
    public void What_readme_says_of_a_setting_the_table_says_too(string readMe, string document)
    {
        var table = Read(document).Split('\n').ToHashSet();
        var rows = Read(readMe).Split('\n').Where(line => SettingsTable.All.Any(setting => line.StartsWith($"| `{setting.Name}` |", StringComparison.Ordinal))).ToList();

        Assert.True(rows.Count >= 8, $"{rows.Count}");
        Assert.All(rows, row => Assert.Contains(row, table));
    }

    static string Table()
    {
        var table = new StringBuilder("| variable | flag | default | meaning |\n| --- | --- | --- | --- |\n");
        foreach (var setting in SettingsTable.All)
        {
            table.Append($"| {Cells(setting)} | {setting.Description} |\n");
        }

        return table.ToString();
    }

    static string Cells(Setting setting) =>
        $"`{setting.Name}` | {(setting.Flag is null ? "" : $"`{setting.Flag}`")} | {setting.DefaultText}";

    static string Read(string name) => File.ReadAllText(Path.Combine(Repository.Root, name)).Replace("\r\n", "\n", StringComparison.Ordinal);
}
