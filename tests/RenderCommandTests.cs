using Repeater.Commands;

namespace Repeater.Tests;

/// <summary>Drawing a file from the command line.</summary>
public sealed class RenderCommandTests : IDisposable
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("repeater-render-");
    readonly StringWriter _output = new();
    readonly StringWriter _error = new();
    readonly MemoryStream _bytes = new();

    [Fact]
    public async Task A_file_becomes_an_image_beside_it()
    {
        var file = Write("page.md", "# hi");

        Assert.Equal(ExitCode.Ok, await RunAsync("render", file, "--theme", "dark", "--width", "300", "--scale", "1"));

        Assert.Equal(PngMark, (await File.ReadAllBytesAsync(Path.ChangeExtension(file, ".png")))[..4]);
        Assert.Contains("page.png: 300 x ", _error.ToString());
    }

    [Fact]
    public async Task Standard_input_becomes_standard_output()
    {
        Assert.Equal(ExitCode.Ok, await RunAsync("render"));

        Assert.Equal(PngMark, _bytes.ToArray()[..4]);
        Assert.Equal("", _error.ToString());
    }

    [Fact]
    public async Task Several_pages_are_numbered()
    {
        var file = Write("long.md", string.Join("\n\n", Enumerable.Range(0, 400)));

        Assert.Equal(ExitCode.Ok, await RunAsync("render", file, "-o", Path.Combine(_folder.FullName, "out.png")));

        Assert.True(File.Exists(Path.Combine(_folder.FullName, "out-1.png")));
        Assert.True(File.Exists(Path.Combine(_folder.FullName, "out-2.png")));
        Assert.False(File.Exists(Path.Combine(_folder.FullName, "out.png")));
    }

    [Fact]
    public async Task A_formula_that_cannot_be_drawn_is_named_with_its_reason()
    {
        var file = Write("page.md", "$x$ 与 $\\nosuch{x}$\n\n$$\n\\ce{H2O}\n$$");

        Assert.Equal(ExitCode.Ok, await RunAsync("render", file));

        var lines = _error.ToString().TrimEnd().ReplaceLineEndings("\n").Split('\n');
        Assert.Equal(3, lines.Length);
        Assert.StartsWith("formula shown as source: \\nosuch{x}: ", lines[0]);
        Assert.StartsWith("formula shown as source: \\ce{H2O}: ", lines[1]);
        Assert.Contains("page.png: ", lines[2]);
    }

    [Theory]
    [InlineData((int)ExitCode.BadFile, "no.md", "render", "no.md")]
    [InlineData((int)ExitCode.Usage, "--theme is neon; there are blue, dark, green, light, pink.", "render", "--theme", "neon")]
    [InlineData((int)ExitCode.Usage, "--scale is 9; it must be a number from 0.5 to 4.", "render", "--scale", "9")]
    [InlineData((int)ExitCode.Usage, "--width is 3; it must be from 200 to 2000.", "render", "--width", "3")]
    public async Task What_cannot_be_done_is_one_sentence_and_an_exit_code(int code, string sentence, params string[] args)
    {
        Assert.Equal(code, (int)await RunAsync(args));

        Assert.StartsWith("error: ", _error.ToString());
        Assert.Contains(sentence, _error.ToString());
        Assert.Single(_error.ToString().TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task A_bad_theme_file_is_a_bad_setting_and_named()
    {
        Write("mine.json", """{ "base": "light", "colors": { "link": "blue" } }""");

        Assert.Equal(ExitCode.BadSetting, await RunAsync("render", "--theme-dir", _folder.FullName));

        Assert.Contains("mine.json: colors.link is \"blue\"", _error.ToString());
        Assert.Empty(_bytes.ToArray());
    }

    [Fact]
    public async Task Licences_of_everything_inside_are_listed_with_their_texts()
    {
        Assert.Equal(ExitCode.Ok, await RunAsync("licenses"));

        Assert.Contains("Noto Sans SC", _output.ToString());
        Assert.Contains("SIL OPEN FONT LICENSE", _output.ToString());
    }

    public void Dispose() => _folder.Delete(recursive: true);

    static byte[] PngMark => [0x89, (byte)'P', (byte)'N', (byte)'G'];

    string Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }

    Task<ExitCode> RunAsync(params string[] args) => CommandLine.RunAsync(args, new()
    {
        Output = _output,
        Error = _error,
        Environment = _ => null,
        WorkingDirectory = _folder.FullName,
        OpenInput = () => new MemoryStream("hi *there*"u8.ToArray()),
        OpenOutput = () => _bytes,
        Serve = (_, _, _, _, _) => throw new InvalidOperationException("No server is wanted."),
    });
}
