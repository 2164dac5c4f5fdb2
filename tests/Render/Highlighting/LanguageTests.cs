using Repeater.Render.Highlighting;

namespace Repeater.Tests.Render.Highlighting;

/// <summary>Ten samples of every language in tests/Data/highlight, their colours approved as text.</summary>
public class LanguageTests
{
    public static TheoryData<string> Samples => [.. HighlightSamples.All.Keys];

    [Theory]
    [MemberData(nameof(Samples))]
    public void The_colours_of_the_samples_are_the_approved_ones(string language) =>
        Approved.Matches($"highlight/{language}.txt", string.Join("\n", HighlightSamples.All[language].Select(sample => HighlightText.Write(sample, language))));

    [Fact]
    public void Every_language_has_ten_samples_in_a_file_named_after_it()
    {
        var languages = HighlightSamples.All.Keys.Select(n => LanguageCatalog.Find(n)).ToList();

        Assert.Empty(LanguageCatalog.All.Except(languages!));
        Assert.DoesNotContain(null, languages);
        Assert.All(HighlightSamples.All, file => Assert.Equal(10, file.Value.Length));
    }

    [Fact]
    public void No_name_means_two_languages()
    {
        var names = LanguageCatalog.All.SelectMany(l => l.Names.Split(' ')).ToList();

        Assert.Equal(names.Distinct(StringComparer.OrdinalIgnoreCase), names);
        Assert.All(names, n => Assert.Equal(n.ToLowerInvariant(), n));
    }

    [Theory]
    [InlineData("py", "python")]
    [InlineData("JS", "javascript")]
    [InlineData("tsx", "typescript")]
    [InlineData("zsh", "bash")]
    [InlineData("C++", "cpp")]
    [InlineData("cs", "csharp")]
    [InlineData("golang", "go")]
    [InlineData("rs", "rust")]
    [InlineData("kt", "kotlin")]
    [InlineData("Yml", "yaml")]
    [InlineData("ps1", "powershell")]
    [InlineData("scss", "css")]
    [InlineData("xml", "html")]
    public void A_language_is_known_by_what_people_call_it(string alias, string name) => Assert.Same(LanguageCatalog.Find(name), LanguageCatalog.Find(alias));
}

static class HighlightSamples
{
    const string BetweenSamples = "\n✂\n";

    /// <summary>By the name of the language.</summary>
    public static SortedDictionary<string, string[]> All { get; } = new(
        Directory.EnumerateFiles(TestFiles.Data("highlight"), "*.txt").ToDictionary(
            f => Path.GetFileNameWithoutExtension(f),
            f => File.ReadAllText(f).ReplaceLineEndings("\n").TrimEnd('\n').Split(BetweenSamples)),
        StringComparer.Ordinal);
}
