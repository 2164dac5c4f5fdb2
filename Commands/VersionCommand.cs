using System.Buffers;
using System.CommandLine;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Repeater.Commands;

/// <summary>What this executable is, for people and for scripts.</summary>
static class VersionCommand
{
    public static Command Make(Surroundings surroundings)
    {
        var json = new Option<bool>("--json") { Description = "As JSON, for scripts." };
        var command = new Command("version", "Version, runtime and system.") { json };
        command.SetAction(result => surroundings.Output.WriteLine(result.GetValue(json) ? Json() : $"repeater {BuildInfo.Describe()}"));
        return command;
    }

    static string Json()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("version", BuildInfo.Version);
            writer.WriteString("runtime", RuntimeInformation.FrameworkDescription);
            writer.WriteString("system", RuntimeInformation.RuntimeIdentifier);
            writer.WriteBoolean("native", BuildInfo.IsNative);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
