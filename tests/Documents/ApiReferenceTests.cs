namespace Repeater.Tests.Documents;

public class ApiReferenceTests
{
    /// <summary>On a difference docs/api.received.md is written: look at it, and rename it if it is right.</summary>
    [Fact]
    public void The_reference_is_made_of_the_description()
    {
        var path = Path.Combine(Repository.Root, "docs", "api.md");
        var received = Path.ChangeExtension(path, ".received.md");
        var made = ApiReference.Of(new());

        if (!File.Exists(path) || File.ReadAllText(path).Replace("\r\n", "\n") != made)
        {
            File.WriteAllText(received, made);
            Assert.Fail($"docs/api.md is not what Endpoints/Pages/openapi.json says: look at {received}, and rename it if it is right.");
        }

        File.Delete(received);
    }
}
