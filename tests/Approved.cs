using System.Runtime.CompilerServices;

namespace Repeater.Tests;

/// <summary>
/// What users see, compared with a file in <c>tests/Approved</c>. On a difference <c>NAME.received.EXT</c> is written beside it:
/// look at it, and rename it if it is right.
/// </summary>
static class Approved
{
    public static void Matches(string name, string actual, [CallerFilePath] string test = "")
    {
        var folder = Path.Combine(TestsFolder(test), "Approved");
        var approved = Path.Combine(folder, name);
        var received = Path.Combine(folder, Path.GetFileNameWithoutExtension(name) + ".received" + Path.GetExtension(name));
        var expected = File.Exists(approved) ? File.ReadAllText(approved).Replace("\r\n", "\n") : null;
        actual = actual.Replace("\r\n", "\n");
        if (expected == actual)
        {
            File.Delete(received);
            return;
        }
        Directory.CreateDirectory(folder);
        File.WriteAllText(received, actual);
        Assert.True(expected is not null, $"Nothing is approved yet. Look at {received}.");
        Assert.Equal(expected, actual);
    }

    static string TestsFolder(string test)
    {
        var folder = Path.GetDirectoryName(test)!;
        while (!File.Exists(Path.Combine(folder, "Repeater.Tests.csproj")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException($"{test} is not below the tests' project.");
        }
        return folder;
    }
}
