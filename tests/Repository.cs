namespace Repeater.Tests;

/// <summary>The folder of the sources, for tests that read them.</summary>
static class Repository
{
    public static string Root { get; } = FindRoot();

    static string FindRoot()
    {
        // Not by [CallerFilePath]: a deterministic build replaces the path.
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Repeater.slnx")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException($"No Repeater.slnx above {AppContext.BaseDirectory}.");
        }
        return folder.FullName;
    }
}
