namespace Repeater.Tests;

/// <summary>Files of the source tree, by paths with forward slashes.</summary>
static class TestFiles
{
    public static string Repository(string path) => Path.Combine(Tests.Repository.Root, path);

    public static string Data(string path) => Path.Combine(Tests.Repository.Root, "tests", "Data", path);
}
