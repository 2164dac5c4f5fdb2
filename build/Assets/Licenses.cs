namespace Repeater.Build;

/// <summary>The licence text of everything the executable carries: from the packages, else from build/licenses.</summary>
static class Licenses
{
    static readonly string[] Fonts =
        ["jetbrains-mono", "noto-color-emoji", "noto-sans", "noto-sans-kr", "noto-sans-math", "noto-sans-sc", "noto-sans-symbols-2"];

    public static void Collect(string packages, string texts, string output)
    {
        Directory.CreateDirectory(output);
        foreach (var font in Fonts)
        {
            File.Copy(Path.Combine(packages, "@expo-google-fonts", font, "LICENSE_FONT"), Path.Combine(output, $"{font}.txt"), overwrite: true);
        }

        foreach (var text in Directory.EnumerateFiles(texts, "*.txt"))
        {
            File.Copy(text, Path.Combine(output, Path.GetFileName(text)), overwrite: true);
        }
    }
}
