using System.Buffers;
using System.Text.Json;

namespace Repeater.Storage;

/// <summary>Settings of users.</summary>
sealed class ConfigKind() : BranchKind<UserValues>("config", "UserConfig_UserData")
{
    public override UserValues Empty => UserValues.Empty;

    public override UserValues Apply(UserValues state, BranchOperation operation) => operation switch
    {
        SetValue set => state.With([(set.Name, set.Value)]),
        SetValues set => state.With(Members(set.Values)),
        RemoveValue remove => state.Without(remove.Name),
        ReplaceValues replace => Empty.With(Members(replace.Values)),
        Clear => Empty,
        _ => throw Foreign(operation),
    };

    public override long Size(UserValues state) => state.Bytes;

    public override BranchOperation Snapshot(UserValues state, string source) =>
        new ReplaceValues { Values = Json(state), Source = source };

    public override int Length(UserValues state) => state.Items.Count();

    public override BranchOperation FromPython(byte[] bytes, string source) =>
        new ReplaceValues { Values = PythonData.ReadValues(bytes), Source = source };

    static JsonElement Json(UserValues values)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = ReadableEncoder.Instance, MaxDepth = BranchFile.DeepestLine }))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in values.Items)
            {
                writer.WritePropertyName(name);
                value.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        using var document = JsonDocument.Parse(buffer.WrittenMemory, new JsonDocumentOptions { MaxDepth = BranchFile.DeepestLine });
        return document.RootElement.Clone();
    }

    static IEnumerable<(string Name, JsonElement Value)> Members(JsonElement values) =>
        values.ValueKind == JsonValueKind.Object
            ? values.EnumerateObject().Select(member => (member.Name, member.Value))
            : throw new ArgumentException("settings have to be an object.");
}
