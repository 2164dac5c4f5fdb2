using System.Text;
using Repeater.Configuration;

namespace Repeater.Tests;

/// <summary>What README says about settings is what the program knows.</summary>
public class ReadMeTests
{
    [Fact]
    public void The_table_of_settings_is_the_programs()
    {
        var table = Table();

        Assert.True(Read("README.md").Contains(table, StringComparison.Ordinal), $"README.md should hold this table:\n{table}");
    }

    [Fact]
    public void The_chinese_readme_names_every_setting_with_its_flag_and_default()
    {
        var text = Read("README.zh-CN.md");

        Assert.All(SettingsTable.All, setting => Assert.Contains($"| {Cells(setting)} |", text));
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
