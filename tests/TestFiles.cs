namespace Repeater.Tests;

/// <summary>Files of the source tree.</summary>
static class TestFiles
{
    static readonly string Root = FindRoot();

    /// <summary>A path inside the repository, with forward slashes.</summary>
    public static string Repository(string path) => Path.Combine(Root, path);

    public static string Data(string path) => Path.Combine(Root, "tests", "Data", path);

    static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Repeater.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds Repeater.slnx.");
    }
}
