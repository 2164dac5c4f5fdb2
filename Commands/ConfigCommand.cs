using System.Buffers;
using System.Text;
using System.Text.Json;
using Repeater.Configuration;

namespace Repeater.Commands;

/// <summary>Every setting with its value and source. Secrets are masked in every form; wrong values are listed too.</summary>
static class ConfigCommand
{
    const string Mask = "********";
    const int MaxValueColumn = 34;

    public static async Task<ExitCode> RunAsync(SettingsResult read, bool json, Surroundings surroundings)
    {
        await surroundings.Output.WriteAsync(json ? Json(read) : Text(read));
        return await Complaints.WriteAsync(read, surroundings.Error) ? ExitCode.BadSetting : ExitCode.Ok;
    }

    static string Shown(SettingValue value) =>
        value.Text is null ? value.Setting.UnsetText
        : value.Setting.IsSecret ? Mask
        : value.Problem is null ? Printable.Line(value.Text)
        : Printable.Quote(value.Text);

    static string Text(SettingsResult read)
    {
        var text = new StringBuilder();
        var nameColumn = read.Values.Max(value => value.Setting.Name.Length) + 2;
        var valueColumn = Math.Min(MaxValueColumn, read.Values.Max(value => DisplayWidth.Of(Shown(value)))) + 2;
        var values = read.Values.ToDictionary(value => value.Setting);
        foreach (var group in SettingsTable.Groups)
        {
            text.Append($"{(text.Length == 0 ? "" : "\n")}{group.Title}\n");
            foreach (var value in group.Settings.Select(setting => values[setting]))
            {
                var problem = value.Problem is null ? "" : ", not allowed";
                text.Append($"  {value.Setting.Name.PadRight(nameColumn)}{DisplayWidth.Pad(Shown(value), valueColumn)}")
                    .Append($"{value.Source.Text}{problem}\n");
            }
        }
        text.Append($"  {".env".PadRight(nameColumn)}{Printable.Line(read.EnvFile ?? "none")}\n");
        if (read.Unused.Count > 0)
        {
            text.Append("\nSet, but not used\n");
            foreach (var unused in read.Unused)
            {
                text.Append($"  {unused.Name.PadRight(nameColumn)}{unused.Source.Text}: {unused.Reason}\n");
            }
        }
        return text.ToString();
    }

    /// <summary>Values are text as one would write them into <c>.env</c>; null where nothing is set.</summary>
    static string Json(SettingsResult read)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new() { Indented = true, Encoder = ReadableEncoder.Instance, NewLine = "\n" }))
        {
            writer.WriteStartObject();
            writer.WriteString("env_file", read.EnvFile);
            writer.WriteStartArray("settings");
            foreach (var value in read.Values)
            {
                writer.WriteStartObject();
                writer.WriteString("name", value.Setting.Name);
                writer.WriteString("value", value.Setting.IsSecret && value.Text is not null ? Mask : value.Text);
                writer.WriteString("source", value.Source.Text);
                writer.WriteString("default", value.Setting.DefaultText);
                writer.WriteString("flag", value.Setting.Flag);
                writer.WriteString("description", value.Setting.Description);
                if (value.Problem is not null)
                {
                    writer.WriteString("problem", value.Problem);
                }
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
            writer.WriteStartArray("unused");
            foreach (var unused in read.Unused)
            {
                writer.WriteStartObject();
                writer.WriteString("name", unused.Name);
                writer.WriteString("source", unused.Source.Text);
                writer.WriteString("reason", unused.Reason);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }
}
