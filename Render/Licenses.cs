using System.Text;

namespace Repeater.Render;

/// <summary>A part of the executable that others wrote. The licence is an SPDX expression.</summary>
sealed record LicensedPart(string Name, string Version, string License, string TextName)
{
    public string Text()
    {
        var text = EmbeddedResource.Open($"licenses/{TextName}.txt").Bytes;
        return Encoding.UTF8.GetString(text);
    }
}

/// <summary>Everything in the executable that others wrote, with the texts their licences ask to be passed on.</summary>
static class Licenses
{
    public static IReadOnlyList<LicensedPart> Parts { get; } =
    [
        new("Noto Sans", "0.4.2", "OFL-1.1", "noto-sans"),
        new("Noto Sans SC", "0.4.3", "OFL-1.1", "noto-sans-sc"),
        new("Noto Sans KR (Hangul only)", "0.4.3", "OFL-1.1", "noto-sans-kr"),
        new("Noto Sans Math", "0.4.2", "OFL-1.1", "noto-sans-math"),
        new("Noto Sans Symbols 2", "0.4.1", "OFL-1.1", "noto-sans-symbols-2"),
        new("Noto Color Emoji", "0.4.6", "OFL-1.1", "noto-color-emoji"),
        new("JetBrains Mono", "0.4.1", "OFL-1.1", "jetbrains-mono"),
        new("KaTeX fonts", "0.19.1", "OFL-1.1", "katex-fonts"),
        new("KaTeX tables (metrics, signs, outlines)", "0.19.1", "MIT AND OFL-1.1", "katex"),
        new("alphaSkia, with Skia and HarfBuzz", "2.3.120", "BSD-3-Clause AND MIT-Modern-Variant", "alphaskia"),
        new("FreeType, in Skia", "", "FTL", "freetype"),
        new("libpng, in Skia", "1.6.38", "libpng-2.0", "libpng"),
        new("zlib, in Skia and .NET", "", "Zlib", "zlib"),
        new("Wuffs, in Skia; OpenSSL", "", "Apache-2.0", "apache-2.0"),
        new(".NET and System.CommandLine", "", "MIT", "dotnet"),
        new("Markdig", "1.6.0", "BSD-2-Clause", "markdig"),
        new("Unicode data", "15.0", "Unicode-DFS-2016", "unicode"),
    ];

    /// <summary>The list, then every text under the name of its part.</summary>
    public static void Write(TextWriter output)
    {
        foreach (var part in Parts)
        {
            output.WriteLine($"{Title(part)}: {part.License}");
        }

        foreach (var part in Parts)
        {
            output.WriteLine($"\n{new string('=', 80)}\n{Title(part)}\n{new string('=', 80)}\n");
            output.WriteLine(part.Text().Trim());
        }
    }

    static string Title(LicensedPart part) => part.Version is "" ? part.Name : $"{part.Name} {part.Version}";
}
