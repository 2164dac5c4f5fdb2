using System.Text;
using Repeater.Configuration;

namespace Repeater.Tests;

public sealed class ConfigFileTests : IDisposable
{
    readonly SettingsFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    static string Items(string json) => string.Join(' ', ConfigFile.Parse(Encoding.UTF8.GetBytes(json), "linux")
        .Select(item => $"{item.Line}:{item.Name}={item.Value ?? "null"}"));

    [Theory]
    [InlineData("[]", "")]
    [InlineData("""[{"name": "a", "values": [{"value": "text"}]}]""", "1:a=text")]
    [InlineData("""[{"name": "a", "values": [{"value": 8.0}]}]""", "1:a=8.0")]
    [InlineData("""[{"name": "a", "values": [{"type": "bool", "value": true}]}]""", "1:a=true")]
    [InlineData("""[{"name": "a", "values": [{"value": null}]}]""", "1:a=null")]
    [InlineData("""[{"name": "a", "values": [{"type": "list", "value": ["x", "y"]}]}]""", """1:a=["x", "y"]""")]
    [InlineData("""[{"name": "a", "values": [{"type": "json", "value": "[1,2]"}]}]""", "1:a=[1,2]")]
    [InlineData("""[{"name": "a", "values": [{"type": "json", "value": "\"x\""}]}]""", "1:a=x")]
    [InlineData("""[{"values": [{"value": 1}], "annotations": "why", "more": {"x": []}, "name": "a"}]""", "1:a=1")]
    [InlineData("""[{"name": "a", "values": [{"name": "bool", "type_name": "x", "value": 1}]}]""", "1:a=1")]
    [InlineData("[{\"name\": \"a\", \"values\": [\n\n{\"value\": 1}]}]", "3:a=1")]
    [InlineData("""[{"name": "a", "values": []}, {"name": "b", "values": [{"value": 2}]}]""", "1:b=2")]
    public void An_item_is_a_name_and_a_value(string json, string items) => Assert.Equal(items, Items(json));

    [Fact]
    public void The_first_entry_of_a_name_counts_in_any_case() =>
        Assert.Equal("1:Port=1", Items("""[{"name": "Port", "values": [{"value": 1}]}, {"name": "PORT", "values": [{"value": 2}]}]"""));

    [Theory]
    [InlineData("""{"system": "windows", "value": 1}, {"system": "linux", "value": 2}, {"value": 3}""", "2")]
    [InlineData("""{"system": "Linux", "value": 1}, {"value": 2}""", "1")]
    [InlineData("""{"system": "*", "value": 1}, {"value": 2}""", "1")]
    [InlineData("""{"value": 1, "system": "All"}, {"value": 2}""", "1")]
    [InlineData("""{"value": 1, "system": null}, {"value": 2}""", "1")]
    [InlineData("""{"system": "windows", "value": 1}, {"system": "darwin", "value": 2}""", null)]
    public void Of_the_values_the_first_for_this_system_counts(string values, string? expected)
    {
        var items = ConfigFile.Parse(Encoding.UTF8.GetBytes($"[{{\"name\": \"a\", \"values\": [{values}]}}]"), "linux");

        Assert.Equal(expected, items.SingleOrDefault()?.Value);
    }

    [Theory]
    [InlineData("", "line 1: not JSON: ")]
    [InlineData("[\n{]", "line 2: not JSON: ")]
    [InlineData("[\n", "line 2: not JSON: it ends in the middle")]
    [InlineData("[] x", "line 1: not JSON: ")]
    [InlineData("{}", "line 1: the file must be an array of objects such as {\"name\": \"port\", \"values\": [{\"value\": 8080}]}")]
    [InlineData("[\n3]", "line 2: an item must be an object with \"name\" and \"values\"")]
    [InlineData("[{\"values\": []}]", "line 1: the item has no \"name\"")]
    [InlineData("[{\"name\": 5, \"values\": []}]", "line 1: \"name\" must be a text")]
    [InlineData("[{\"name\": \"po\\nrt\"}]", "line 1: the item \"po\\nrt\" has no \"values\"")]
    [InlineData("[{\"name\": \"port\", \"values\": 8080}]", "line 1: \"values\" must be an array of objects with \"value\"")]
    [InlineData("[{\"name\": \"port\", \"values\": [\n8080]}]", "line 2: an element of \"values\" must be an object with \"value\"")]
    [InlineData("[{\"name\": \"port\", \"values\": [{\"valeu\": 1}]}]", "line 1: the element of \"values\" has no \"value\"")]
    [InlineData("[{\"name\": \"port\", \"values\": [{\"type\": \"integer\", \"value\": 1}]}]", "line 1: \"type\" is \"integer\", but must be one of auto, int,")]
    [InlineData("[{\"name\": \"port\", \"values\": [{\"system\": 1, \"value\": 1}]}]", "line 1: \"system\" must be a text")]
    [InlineData("[{\"name\": \"a\", \"values\": [{\"type\": \"json\", \"value\": \"[1\"}]}]", "line 1: \"type\" is \"json\", but \"[1\" is not JSON")]
    [InlineData("[{\"name\": \"a\", \"values\": [\n{\"value\": \"\\ud800\"}]}]", "line 2: the text has half of a surrogate pair")]
    public void What_is_wrong_is_said_with_its_line(string json, string message)
    {
        var error = Assert.Throws<FormatException>(() => Items(json));

        Assert.StartsWith(message, error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void Deep_nesting_is_an_error_and_no_crash() =>
        Assert.Throws<FormatException>(() => Items("""[{"name": "a", "values": [{"value": """ + new string('[', 100_000)));

    [Fact]
    public void Items_of_the_later_backend_become_settings()
    {
        _folder.Environment["CONFIG_FILE_PATH"] = "project.json";
        _folder.Write("project.json", """
            [
              {"name": "Server.Host", "values": [{"type": "str", "value": "::1"}]},
              {"name": "server.port", "values": [{"type": "int", "value": 9000}]},
              {"name": "timezone", "values": [{"type": "int", "value": 1}]},
              {"name": "TIMEZONE_OFFSET", "values": [{"type": "int", "value": 2}]},
              {"name": "readme_path", "values": [{"type": "path", "value": "R.md"}]},
              {"name": "rendered_default_image_timeout", "values": [{"type": "float", "value": 90}]},
              {"name": "default_max_tokens", "values": [{"type": "int", "value": null}]},
              {"name": "bot_name", "values": [{"type": "str", "value": null}]},
              {"name": "default_stop", "values": [{"type": "list", "value": ["完", "\n"]}]},
              {"name": "save_call_log", "values": [{"name": "bool", "value": false}]},
              {"name": "calllog_debonce_save_wait_time", "values": [{"type": "float", "value": 1200.0}]}
            ]
            """);

        var read = _folder.Read();

        Assert.Empty(read.Errors);
        Assert.Empty(read.Warnings);
        Assert.Equal(["完", "\n"], read.Settings.DefaultStop);
        Assert.Equal(
            new Settings
            {
                Host = "::1",
                Port = 9000,
                TimeZoneOffset = 1,
                ReadmeFilePath = "R.md",
                RenderedImageTimeout = TimeSpan.FromSeconds(90),
                DefaultMaxTokens = null,
                DefaultStop = read.Settings.DefaultStop,
                SaveCallLog = false,
                CallLogWaitSeconds = 1200,
                ConfigFilePath = "project.json",
            },
            read.Settings);
    }

    [Fact]
    public void A_bad_value_names_file_line_and_what_is_allowed()
    {
        _folder.Flags["CONFIG_FILE_PATH"] = "project.json";
        _folder.Write("project.json", "[\n{\"name\": \"server.port\", \"values\": [{\"value\": {\"tcp\": 1}}]}]");

        Assert.Equal(["PORT (project.json line 2) is \"{\"tcp\": 1}\", but must be a whole number from 0 to 65535."], _folder.Read().Errors);
    }

    [Fact]
    public void A_file_that_is_named_must_exist_and_be_right()
    {
        _folder.Environment["CONFIG_FILE_PATH"] = "project.json";
        Assert.Equal(["CONFIG_FILE_PATH (environment): the file \"project.json\" does not exist."], _folder.Read().Errors);

        _folder.Write("project.json", "[\n{}]");
        Assert.Equal(["CONFIG_FILE_PATH (environment): project.json, line 2: the item has no \"name\"."], _folder.Read().Errors);
    }

    [Fact]
    public void The_later_backends_usual_file_is_read_where_it_exists()
    {
        _folder.Write("configs/project_config.json", """[{"name": "port", "values": [{"value": 7}]}]""");

        var value = _folder.Value("PORT");

        Assert.Equal(("7", "project_config.json line 1"), (value.Text, value.Source.Text));
    }
}
