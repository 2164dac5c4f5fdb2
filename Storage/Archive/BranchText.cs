using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Repeater.Storage.Archive;

/// <summary>A branch's state for people to read, and as the JSON that the Python backend meant to put into its zip.</summary>
static class BranchText
{
    static readonly JsonWriterOptions Json = new()
    {
        Indented = true,
        IndentSize = 4,
        NewLine = "\n",
        Encoder = ReadableEncoder.Instance,
        MaxDepth = BranchFile.DeepestLine,
    };

    public static byte[] Readable(object state, string title)
    {
        var text = new StringBuilder();
        text.Append(title).Append('\n');
        switch (state)
        {
            case Conversation conversation:
                Append(text, conversation);
                break;
            case string prompt:
                text.Append('\n').Append(prompt).Append('\n');
                break;
            case UserValues values:
                text.Append('\n');
                foreach (var (name, value) in values.Items)
                {
                    text.Append(CultureInfo.InvariantCulture, $"{name} = {value.GetRawText()}\n");
                }

                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(state), state, null);
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>Messages as a list, a prompt as a text, settings as an object; four spaces a level, characters as they are.</summary>
    public static ReadOnlyMemory<byte> Member(object state)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Json))
        {
            switch (state)
            {
                case Conversation conversation:
                    writer.WriteStartArray();
                    foreach (var message in conversation.Messages)
                    {
                        Write(writer, message);
                    }

                    writer.WriteEndArray();
                    break;
                case string prompt:
                    writer.WriteStringValue(prompt);
                    break;
                case UserValues values:
                    writer.WriteStartObject();
                    foreach (var (name, value) in values.Items)
                    {
                        writer.WritePropertyName(name);
                        value.WriteTo(writer);
                    }

                    writer.WriteEndObject();
                    break;
                default:
                    throw new ArgumentOutOfRangeException(nameof(state), state, null);
            }
        }

        return buffer.WrittenMemory;
    }

    static void Append(StringBuilder text, Conversation conversation)
    {
        for (var index = 0; index < conversation.Count; index++)
        {
            var message = conversation[index];
            var name = message.Name is { } given ? $" ({given})" : "";
            text.Append(CultureInfo.InvariantCulture, $"\n[{index}] {ContextKind.RoleName(message.Role)}{name}{(message.Interrupted ? ", interrupted" : "")}\n");
            if (message.ReasoningContent.Length > 0)
            {
                text.Append("> ").Append(message.ReasoningContent.Replace("\n", "\n> ", StringComparison.Ordinal)).Append("\n\n");
            }

            text.Append(message.Content).Append('\n');
        }
    }

    static void Write(Utf8JsonWriter writer, Message message)
    {
        writer.WriteStartObject();
        writer.WriteString("role", ContextKind.RoleName(message.Role));
        writer.WriteString("content", message.Content);
        if (message.Name is { } name)
        {
            writer.WriteString("name", name);
        }

        if (message.ReasoningContent.Length > 0)
        {
            writer.WriteString("reasoning_content", message.ReasoningContent);
        }

        foreach (var (member, value) in message.Extra ?? new Dictionary<string, JsonElement>())
        {
            writer.WritePropertyName(member);
            value.WriteTo(writer);
        }

        writer.WriteEndObject();
    }
}
