using System.CommandLine;
using System.Globalization;
using System.Text;
using Repeater.Render;
using Repeater.Render.Drawing;

namespace Repeater.Commands;

/// <summary>Draws a Markdown file without a server.</summary>
static class RenderCommand
{
    const string StandardStream = "-";

    public static Command Make(Surroundings surroundings, Func<ParseResult, Settings?> settings)
    {
        var file = new Argument<string>("FILE")
        {
            Description = "Markdown in UTF-8; - or nothing is standard input.",
            DefaultValueFactory = _ => StandardStream,
        };
        var output = new Option<string?>("--output", "-o")
        {
            HelpName = "FILE",
            Description = "The PNG file; of several pages OUT.png becomes OUT-1.png, OUT-2.png. Without it the name of the input with .png; - is standard output and takes one page.",
        };
        var theme = new Option<string>("--theme") { HelpName = "NAME", Description = "light, dark, pink, blue, green, or one of THEME_DIR.", DefaultValueFactory = _ => "" };
        var width = new Option<int?>("--width") { HelpName = "PIXELS", Description = "Width of the page, 200 to 2000. Without it as wide as the content needs, 320 to 720." };
        var scale = new Option<string>("--scale") { HelpName = "FACTOR", Description = "Pixels of the image for one of the page, 0.5 to 4.", DefaultValueFactory = _ => "2" };
        var lossless = new Option<bool>("--lossless") { Description = "Every colour exactly; files are three times as large." };
        var command = new Command("render", "Draw a Markdown file as PNG, without a server.") { file, output, theme, width, scale, lossless };
        command.SetAction(async (result, cancel) =>
        {
            if (settings(result) is not { } known)
            {
                return (int)ExitCode.BadSetting;
            }

            var (code, sentence) = await RunAsync(
                known, surroundings, result.GetValue(file)!, result.GetValue(output), result.GetValue(theme)!,
                result.GetValue(width), result.GetValue(scale)!, result.GetValue(lossless), cancel);
            if (sentence.Length > 0)
            {
                await surroundings.Error.WriteLineAsync(code == ExitCode.Ok ? sentence : $"error: {sentence}");
            }

            return (int)code;
        });
        return command;
    }

    static async Task<(ExitCode Code, string Sentence)> RunAsync(
        Settings settings, Surroundings surroundings, string file, string? output, string theme, int? width, string scale, bool lossless,
        CancellationToken cancel)
    {
        var name = theme.Length > 0 ? theme : settings.RenderStyle;
        if (!float.TryParse(scale, NumberStyles.Float, CultureInfo.InvariantCulture, out var factor) || factor is not (>= 0.5f and <= 4))
        {
            return (ExitCode.Usage, $"--scale is {scale}; it must be a number from 0.5 to 4.");
        }

        if (width is < 200 or > 2000)
        {
            return (ExitCode.Usage, $"--width is {width}; it must be from 200 to 2000.");
        }

        try
        {
            var themes = ThemeCatalog.Load(settings.ThemeDir);
            if (themes.Find(name) is not { } found)
            {
                return (ExitCode.Usage, $"--theme is {name}; there are {string.Join(", ", themes.Names)}.");
            }

            var markdown = await ReadAsync(file, surroundings, cancel);
            var problems = new List<FormulaProblem>();
            var pages = MarkdownRenderer.Render(
                markdown, new() { Theme = found, Width = width, Scale = factor, Lossless = lossless }, problems, cancel);
            foreach (var problem in problems)
            {
                await surroundings.Error.WriteLineAsync($"formula shown as source: {problem.Formula}: {problem.Reason}");
            }

            return await WriteAsync(pages, output ?? (file == StandardStream ? StandardStream : Path.ChangeExtension(file, ".png")), surroundings, cancel);
        }
        catch (FormatException error)
        {
            return (ExitCode.BadSetting, error.Message);
        }
        catch (RenderingUnavailableException error)
        {
            return (ExitCode.CannotDraw, error.Message);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return (ExitCode.BadFile, error.Message);
        }
    }

    static async Task<string> ReadAsync(string file, Surroundings surroundings, CancellationToken cancel)
    {
        if (file != StandardStream)
        {
            return await File.ReadAllTextAsync(file, Encoding.UTF8, cancel);
        }

        using var reader = new StreamReader(surroundings.OpenInput(), Encoding.UTF8);
        return await reader.ReadToEndAsync(cancel);
    }

    static async Task<(ExitCode Code, string Sentence)> WriteAsync(
        IReadOnlyList<RenderedPage> pages, string output, Surroundings surroundings, CancellationToken cancel)
    {
        if (output == StandardStream)
        {
            if (pages.Count > 1)
            {
                return (ExitCode.Usage, $"The text makes {pages.Count} pages, and standard output takes one: name a file with --output.");
            }

            await using var stream = surroundings.OpenOutput();
            await stream.WriteAsync(pages[0].Png, cancel);
            return (ExitCode.Ok, "");
        }

        var lines = new StringBuilder();
        for (var page = 0; page < pages.Count; page++)
        {
            var path = pages.Count == 1
                ? output
                : Path.Join(Path.GetDirectoryName(output), $"{Path.GetFileNameWithoutExtension(output)}-{page + 1}{Path.GetExtension(output)}");
            await File.WriteAllBytesAsync(path, pages[page].Png, cancel);
            lines.Append(CultureInfo.InvariantCulture, $"{(page > 0 ? "\n" : "")}{path}: {pages[page].Width} x {pages[page].Height}, {(pages[page].Png.Length + 1023) / 1024} kB");
        }

        return (ExitCode.Ok, lines.ToString());
    }
}
