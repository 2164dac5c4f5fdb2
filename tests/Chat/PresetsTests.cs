using Repeater.Chat;
using Repeater.Chat.Variables;
using Repeater.Tests.Chat.Variables;

namespace Repeater.Tests.Chat;

public sealed class PresetsTests : IDisposable
{
    readonly string _root = Directory.CreateTempSubdirectory().FullName;
    readonly string _folder;

    public PresetsTests() => _folder = Directory.CreateDirectory(Path.Combine(_root, "presets")).FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Without_a_folder_the_embedded_presets_are_there()
    {
        var presets = new Presets(Path.Combine(_root, "none"));

        Assert.Equal(["default", "sister"], presets.Names());
        Assert.All(presets.Names(), name => Assert.NotEmpty(presets.Find(name)!));
        Assert.Null(presets.Find("nope"));
    }

    [Fact]
    public void A_file_adds_a_preset_or_replaces_an_embedded_one_as_soon_as_it_is_there()
    {
        var presets = new Presets(_folder);
        var embedded = presets.Find("default");

        Write("default.txt", "mine\r\n你好\r\n");
        Write("猫娘.v2.txt", "\ufeff喵");
        Write("notes.md", "no preset");

        Assert.NotEqual("mine\n你好\n", embedded);
        Assert.Equal("mine\n你好\n", presets.Find("default"));
        Assert.Equal("喵", presets.Find("猫娘.v2"));
        Assert.Equal(["default", "sister", "猫娘.v2"], presets.Names());
    }

    [Fact]
    public void An_empty_file_is_an_empty_preset()
    {
        Write("sister.txt", "");

        Assert.Equal("", new Presets(_folder).Find("sister"));
    }

    [Fact]
    public void Characters_no_file_name_may_have_read_as_underscores()
    {
        Write("a_b_c.txt", "found");

        Assert.Equal("found", new Presets(_folder).Find("a:b/c"));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("../secret")]
    [InlineData("..\\secret")]
    [InlineData("sub/inner")]
    [InlineData("sub")]
    [InlineData("default.txt")]
    [InlineData("default\0")]
    [InlineData("Default")]
    [InlineData("CON")]
    public void No_name_reaches_outside_the_folder(string name)
    {
        File.WriteAllText(Path.Combine(_root, "secret.txt"), "secret");
        Directory.CreateDirectory(Path.Combine(_folder, "sub.txt"));
        Directory.CreateDirectory(Path.Combine(_folder, "sub"));
        Write("sub/inner.txt", "inner");
        Write(".txt", "nameless");
        var presets = new Presets(_folder);

        Assert.Null(presets.Find(name));
        Assert.Null(presets.Find(Path.Combine(_root, "secret")));
        Assert.Null(presets.Find(new string('x', 100_000)));
        Assert.Equal(["default", "sister"], presets.Names());
    }

    [Theory]
    [InlineData("default", "4.1", "2 岁", "小明", "u1", "2024.6.28", "巨蟹座", "还有：218天", "{time}")]
    [InlineData("sister", "4.1", "小明")]
    public void An_embedded_preset_expands_whole(string name, params string[] shown)
    {
        var text = BlankLines.Squeeze(Sample.Prompt(new Presets(_folder).Find(name)!));

        Assert.StartsWith("# 你是 复读机\n", text);
        Assert.All(shown, value => Assert.Contains(value, text));
        Assert.DoesNotContain("PromptPV Error", text);
        Assert.DoesNotContain(":::", text);
        Assert.DoesNotContain('\\', text);
        Assert.DoesNotContain('{', text.Replace("{time}", ""));
        Assert.InRange(text.Split('\n').Length, 40, 70);
    }

    [Fact]
    public void The_usage_example_of_the_default_preset_works_in_a_reply() =>
        Assert.Equal(
            "现在是 2026-11-22 15:29:26 UTC+08:00 哦",
            VariableTemplate.Expand("现在是 {time} 哦", Sample.Context, ExpandMode.Reply));

    void Write(string file, string text) => File.WriteAllText(Path.Combine(_folder, file), text);
}
