namespace Repeater.Build;

/// <summary>The fonts of the executable, with the tables that nothing reads taken out.</summary>
static class Fonts
{
    // Vertical writing, signatures, variation names, OpenType mathematics and the SVG twin of COLR are never asked for.
    static readonly string[] Unused = ["DSIG", "STAT", "vhea", "vmtx", "VORG", "BASE", "MATH", "SVG "];

    static readonly (string Source, string Name)[] Plain =
    [
        ("@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf", "NotoSans-Regular.ttf"),
        ("@expo-google-fonts/noto-sans/700Bold/NotoSans_700Bold.ttf", "NotoSans-Bold.ttf"),
        ("@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf", "NotoSansSC-Regular.ttf"),
        ("@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf", "NotoSansSC-Bold.ttf"),
        ("@expo-google-fonts/noto-sans-math/400Regular/NotoSansMath_400Regular.ttf", "NotoSansMath-Regular.ttf"),
        ("@expo-google-fonts/noto-sans-symbols-2/400Regular/NotoSansSymbols2_400Regular.ttf", "NotoSansSymbols2-Regular.ttf"),
        ("@expo-google-fonts/noto-color-emoji/400Regular/NotoColorEmoji_400Regular.ttf", "NotoColorEmoji-Regular.ttf"),
    ];

    // Their GSUB table holds only code ligatures and alternates: "!=" must stay two characters on the cell grid.
    static readonly (string Source, string Name)[] Mono =
    [
        ("@expo-google-fonts/jetbrains-mono/400Regular/JetBrainsMono_400Regular.ttf", "JetBrainsMono-Regular.ttf"),
        ("@expo-google-fonts/jetbrains-mono/700Bold/JetBrainsMono_700Bold.ttf", "JetBrainsMono-Bold.ttf"),
        ("@expo-google-fonts/jetbrains-mono/400Regular_Italic/JetBrainsMono_400Regular_Italic.ttf", "JetBrainsMono-Italic.ttf"),
    ];

    public static void Prepare(string packages, string output)
    {
        Directory.CreateDirectory(output);
        foreach (var (source, name) in Plain)
        {
            Write(name, Slim(source, Unused));
        }

        foreach (var (source, name) in Mono)
        {
            Write(name, Slim(source, [.. Unused, "GSUB"]));
        }

        Write("NotoSansKR-Hangul.ttf", HangulSubset.Of(Read("@expo-google-fonts/noto-sans-kr/400Regular/NotoSansKR_400Regular.ttf")));

        // Their licence reserves the names: not a byte may change.
        foreach (var file in Directory.EnumerateFiles(Path.Combine(packages, "katex/dist/fonts"), "*.ttf"))
        {
            File.Copy(file, Path.Combine(output, Path.GetFileName(file)), overwrite: true);
        }

        Sfnt Read(string source) => Sfnt.Read(File.ReadAllBytes(Path.Combine(packages, source)));

        Sfnt Slim(string source, IEnumerable<string> tags)
        {
            var font = Read(source);
            font.Remove(tags);
            font.DropGlyphNames();
            return font;
        }

        void Write(string name, Sfnt font) => File.WriteAllBytes(Path.Combine(output, name), font.ToArray());
    }
}
