namespace Repeater.Tests.Native;

/// <summary><c>repeater render</c> where there is next to nothing: how the drawing library is loaded, and what is said when it cannot be.</summary>
public sealed class BareRootRenderTests : IDisposable
{
    const string Page = "# 你好 😀\n\n| 表 | 格 |\n|---|---|\n| 1 | `code` |\n\n```py\nprint(1)\n```\n";

    // Made by the first test that runs: a skipped one must not copy a binary that is not there.
    readonly Lazy<BareRoot> _root = new(() =>
    {
        var root = new BareRoot();
        root.Write("page.md", Page);
        return root;
    });

    [BareRootFact]
    public async Task Without_proc_it_draws_by_way_of_a_temporary_file_that_is_gone_afterwards()
    {
        var result = await _root.Value.RunAsync("render", "/page.md", "-o", "/page.png");

        Assert.Equal((0, ""), (result.Code, result.Code == 0 ? "" : result.Error));
        Assert.Equal(PngMark, (await File.ReadAllBytesAsync(_root.Value.InRoot("page.png")))[..4]);
        Assert.DoesNotContain(Directory.EnumerateFiles(_root.Value.InRoot("."), "*", SearchOption.AllDirectories), f => f.Contains(".repeater-", StringComparison.Ordinal));
    }

    [MountedRootFact]
    public async Task With_proc_it_draws_without_writing_anything()
    {
        var result = await _root.Value.RunReadOnlyAsync(withProc: true, "render", "/page.md", "-o", "-");

        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.Equal(PngMark, result.Output[..4]);
    }

    [MountedRootFact]
    public async Task Where_no_library_can_be_loaded_it_says_so_and_ends_with_7()
    {
        var result = await _root.Value.RunReadOnlyAsync(withProc: false, "render", "/page.md", "-o", "/tmp/page.png");

        Assert.Equal((int)ExitCode.CannotDraw, result.Code);
        Assert.StartsWith("error: The drawing library could not be loaded. Mount /proc, or set TMPDIR to a writable folder", result.Error);
        Assert.Single(result.Error.TrimEnd().Split('\n'));
        Assert.Empty(result.Output);
    }

    public void Dispose()
    {
        if (_root.IsValueCreated)
        {
            _root.Value.Dispose();
        }
    }

    static byte[] PngMark => [0x89, (byte)'P', (byte)'N', (byte)'G'];
}
