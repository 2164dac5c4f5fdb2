namespace Repeater.Tests.Documents;

public class ApiReferenceTests
{
    const string Chinese = "tests/Documents/openapi.zh-CN.json";

    /// <summary>On a difference a file ending in .received.md is written: look at it, and rename it if it is right.</summary>
    [Theory]
    [InlineData("docs/api.md", null)]
    [InlineData("docs/zh-CN/api.md", Chinese)]
    public void The_reference_is_made_of_the_description(string document, string? translation)
    {
        var path = Path.Combine(Repository.Root, document);
        var received = Path.ChangeExtension(path, ".received.md");
        var made = new ApiReference(new(translation)).Of(new());

        if (!File.Exists(path) || File.ReadAllText(path).Replace("\r\n", "\n") != made)
        {
            File.WriteAllText(received, made);
            Assert.Fail($"{document} is not what Endpoints/Pages/openapi.json says: look at {received}, and rename it if it is right.");
        }

        File.Delete(received);
    }

    [Fact]
    public void Every_text_of_the_reference_has_a_translation_that_is_used()
    {
        var words = new Translation(Chinese);
        new ApiReference(words).Of(new());

        Assert.True(!words.Missing.Any(), $"{Chinese} lacks what the reference says:\n{string.Join('\n', words.Missing)}");
        Assert.True(!words.Unused.Any(), $"{Chinese} has what the reference does not say:\n{string.Join('\n', words.Unused)}");
    }
}
