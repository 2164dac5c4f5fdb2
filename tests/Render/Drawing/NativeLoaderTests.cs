using System.Runtime.InteropServices;
using Repeater.Render.Drawing;
using Repeater.Render.Drawing.Skia;

namespace Repeater.Tests.Render.Drawing;

public class NativeLoaderTests
{
    [Fact]
    public void Without_proc_the_library_comes_from_a_temporary_file_that_is_gone_afterwards()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        var folder = Directory.CreateTempSubdirectory("repeater-test-").FullName;
        var handle = NativeLoader.LoadOnLinux("/nonexistent", ["/nonexistent", folder]);

        Assert.True(NativeLibrary.TryGetExport(handle, "alphaskia_canvas_new", out _));
        Assert.Empty(Directory.GetFileSystemEntries(folder));
        Directory.Delete(folder);
    }

    [Fact]
    public void When_nothing_works_the_error_says_what_was_tried_and_what_to_do()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        var error = Assert.Throws<RenderingUnavailableException>(() => NativeLoader.LoadOnLinux("/nonexistent", ["/nonexistent/folder"]));

        Assert.Contains("Mount /proc, or set TMPDIR", error.Message);
        Assert.Contains("memory: /nonexistent/", error.Message);
        Assert.Contains("/nonexistent/folder: Could not find", error.Message);
    }

    [Fact]
    public void On_windows_the_file_is_named_by_its_content_and_replaced_when_it_was_changed()
    {
        var folder = Directory.CreateTempSubdirectory("repeater-test-").FullName;
        var path = WindowsLibrary.Place(folder, "content"u8);
        File.WriteAllText(path, "changed");

        Assert.Equal(path, WindowsLibrary.Place(folder, "content"u8));
        Assert.Equal("content", File.ReadAllText(path));
        Assert.NotEqual(path, WindowsLibrary.Place(folder, "other"u8));
        Assert.Equal(2, Directory.GetFiles(folder).Length);
        Directory.Delete(folder, recursive: true);
    }
}
