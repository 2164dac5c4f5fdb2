using System.Text;
using Repeater.Llm;

namespace Repeater.Tests;

/// <summary>docs/providers.md says what is so.</summary>
public class ProviderDocumentTests
{
    static readonly string Document = File.ReadAllText(Path.Combine(Repository.Root, "docs", "providers.md")).Replace("\r\n", "\n");

    [Fact]
    public void Every_entry_is_one_that_is_read()
    {
        var blocks = Document[Document.IndexOf("## Entries", StringComparison.Ordinal)..].Split("\n\n")
            .Where(block => block.StartsWith("    ", StringComparison.Ordinal)).ToList();

        Assert.Equal(13, blocks.Count);
        Assert.All(blocks, block => Assert.NotEmpty(Read(block).Models));
        Assert.All(blocks.SelectMany(block => Read(block).Models), model => Assert.DoesNotContain("ApiKey", model.ProviderName));
    }

    [Fact]
    public void Every_profile_is_named() =>
        Assert.All(KnownProviders.ByName, known => Assert.Contains($"`{known.Name}`", Document));

    static ApiInfo Read(string block)
    {
        var text = block.Trim();
        return ApiInfo.Parse(Encoding.UTF8.GetBytes(text.StartsWith('[') ? text : $"[{text}]"), "docs/providers.md");
    }
}
