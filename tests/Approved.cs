namespace Repeater.Tests;

/// <summary>
/// What users see, compared with a file in <c>tests/Approved</c>. On a difference <c>NAME.received.EXT</c> is written beside it:
/// look at it, and rename it if it is right.
/// </summary>
static class Approved
{
    public static void Matches(string name, string actual)
    {
        var folder = Path.Combine(Root(), "tests", "Approved");
        var approved = Path.Combine(folder, name);
        var received = Path.ChangeExtension(approved, ".received" + Path.GetExtension(name));
        var expected = File.Exists(approved) ? File.ReadAllText(approved).Replace("\r\n", "\n") : null;
        actual = actual.Replace("\r\n", "\n");
        if (expected == actual)
        {
            File.Delete(received);
            return;
        }
        Directory.CreateDirectory(Path.GetDirectoryName(approved)!);
        File.WriteAllText(received, actual);
        Assert.True(expected is not null, $"Nothing is approved yet. Look at {received}.");
        Assert.Equal(expected, actual);
    }

    /// <summary>Not by the path of a source file: a deterministic build replaces it.</summary>
    static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Repeater.slnx")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException($"No Repeater.slnx above {AppContext.BaseDirectory}.");
        }
        return folder.FullName;
    }
}
