using System.Text;
using Repeater.Llm;

namespace Repeater.Tests;

/// <summary>What README and docs/providers.md say of providers is so.</summary>
public class ProviderDocumentTests
{
    static readonly string Document = Read("docs/providers.md");

    public static TheoryData<string> ReadMes => ["README.md", "README.zh-CN.md"];

    [Fact]
    public void Every_entry_of_the_document_is_one_that_is_read()
    {
        var blocks = Document[Document.IndexOf("## Entries", StringComparison.Ordinal)..].Split("\n\n").Where(IsCode).ToList();

        Assert.Equal(4, blocks.Count);
        Assert.All(blocks, block => Assert.NotEmpty(Parse(block).Models));
    }

    [Fact]
    public void Every_profile_is_named() =>
        Assert.All(KnownProviders.ByName, known => Assert.Contains($"`{known.Name}`", Document));

    [Theory]
    [MemberData(nameof(ReadMes))]
    public void Every_entry_of_a_readme_is_read_and_gets_the_profile_it_names(string readMe)
    {
        var entries = Entries(readMe).ToList();

        Assert.Equal(KnownProviders.ByName.Select(known => known.Name).Where(name => name != "generic").Order(), entries.Select(entry => entry.Profile).Order());
        foreach (var (provider, profile, json) in entries)
        {
            var known = KnownProviders.ByName.Single(known => known.Name == profile).Profile;
            // Only what the entry itself says may differ.
            Assert.All(Parse(json).Models, model => Assert.Equal((provider, known with { Thinking = model.Profile.Thinking }), (provider, model.Profile)));
            Assert.All(Parse(json).Models, model => Assert.True(model.ApiKeyVariables.Count == 1 || model.BaseUrl!.IsLoopback, provider));
        }
    }

    [Fact]
    public void Both_readmes_have_the_same_entries() => Assert.Equal(Entries("README.md"), Entries("README.zh-CN.md"));

    /// <summary>The parts between a small heading and the next: a profile in a sentence, an entry as code.</summary>
    static IEnumerable<(string Provider, string Profile, string Json)> Entries(string readMe) => Read(readMe).Split("\n#### ").Skip(1).Select(part =>
    {
        var paragraphs = part.Split("\n\n");
        return (paragraphs[0], paragraphs[1].Split('`')[1], paragraphs.First(IsCode));
    });

    static bool IsCode(string paragraph) => paragraph.StartsWith("    ", StringComparison.Ordinal);

    static ApiInfo Parse(string block)
    {
        var text = block.Trim();
        return ApiInfo.Parse(Encoding.UTF8.GetBytes(text.StartsWith('[') ? text : $"[{text}]"), "a document");
    }

    static string Read(string name) => File.ReadAllText(Path.Combine(Repository.Root, name)).Replace("\r\n", "\n", StringComparison.Ordinal);
}
