using System.Text;
using System.Text.Json.Serialization;
using Repeater.Storage;

namespace Repeater.Tests.Storage;

/// <summary>docs/storage.md says what is so.</summary>
public class StorageDocumentTests
{
    static readonly string Document = File.ReadAllText(Path.Combine(Repository.Root, "docs", "storage.md")).Replace("\r\n", "\n");

    [Fact]
    public void Its_file_is_one_that_is_read()
    {
        var start = Document.IndexOf("{\"repeater\":1", StringComparison.Ordinal);
        var file = Document[start..Document.IndexOf("```", start, StringComparison.Ordinal)];

        var content = BranchFile.Parse(Encoding.UTF8.GetBytes(file), "docs/storage.md");

        var kind = new ContextKind();
        var conversation = content.Operations.Aggregate(kind.Empty, (state, line) => kind.Apply(state, line.Operation));
        Assert.Equal("Group:1:2", content.Header.User);
        Assert.Equal(["hi"], conversation.Messages.Select(message => message.Content));
        Assert.All(content.Operations, line => Assert.NotNull(line.Operation.Checksum));
    }

    [Fact]
    public void Its_table_has_every_operation_and_no_other()
    {
        var table = Document.Split('\n').SkipWhile(line => !line.StartsWith("| `op`", StringComparison.Ordinal)).Skip(2)
            .TakeWhile(line => line.StartsWith('|')).Select(line => line.Split('`')[1]);
        var known = Attribute.GetCustomAttributes(typeof(BranchOperation), typeof(JsonDerivedTypeAttribute))
            .Select(attribute => (string)((JsonDerivedTypeAttribute)attribute).TypeDiscriminator!);

        Assert.Equal(known.Order(), table.Order());
    }

    [Fact]
    public void It_names_every_member_a_line_can_have()
    {
        Type[] types = [typeof(BranchHeader), typeof(StoredMessage), typeof(BranchOperation), .. Operations()];
        var names = types.SelectMany(type => type.GetProperties())
            .Where(property => property.Name is not ("EqualityContract" or "Checksum" or "Version"))
            .Select(property => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name))
            .Distinct();

        Assert.All(names, name => Assert.Contains($"`{name}`", Document));
    }

    static IEnumerable<Type> Operations() => typeof(BranchOperation).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(BranchOperation)));
}
