using System.Text.Json;
using Repeater.Commands;
using Repeater.Configuration;

namespace Repeater.Tests;

public sealed class CommandLineTests : IDisposable
{
    readonly SettingsFolder _folder = new();
    readonly StringWriter _output = new() { NewLine = "\n" };
    readonly StringWriter _error = new() { NewLine = "\n" };
    Settings? _served;

    public void Dispose() => _folder.Dispose();

    Task<ExitCode> Run(params string[] args) => CommandLine.RunAsync(args, new()
    {
        Output = _output,
        Error = _error,
        Environment = name => _folder.Environment.GetValueOrDefault(name),
        WorkingDirectory = _folder.Path,
        Serve = (settings, _, _, _, _) =>
        {
            _served = settings;
            return Task.FromResult(ExitCode.Ok);
        },
    });

    [Theory]
    [InlineData("")]
    [InlineData("serve")]
    public async Task Without_a_command_the_server_starts(string arguments)
    {
        Assert.Equal(ExitCode.Ok, await Run(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)));

        Assert.Equal(new Settings(), _served);
        Assert.Equal("", _output.ToString() + _error);
    }

    [Theory]
    [InlineData("--port 9000")]
    [InlineData("--port=9000")]
    [InlineData("--port:9000")]
    [InlineData("serve --port 9000")]
    [InlineData("--port 9000 serve")]
    public async Task A_setting_is_a_flag_before_or_after_the_command(string arguments)
    {
        Assert.Equal(ExitCode.Ok, await Run(arguments.Split(' ')));

        Assert.Equal(9000, _served?.Port);
    }

    [Fact]
    public async Task Values_that_look_like_options_commands_or_files_are_values()
    {
        _folder.Write("home", "--port 1");

        Assert.Equal(ExitCode.Ok, await Run("--timezone-offset", "-5", "--bot-name", "@home", "--default-model-type", "config", "--parset-prompt-name", "[suggest]"));

        Assert.Equal((-5, "@home", "config", "[suggest]"), (_served?.TimeZoneOffset, _served?.BotName, _served?.DefaultModelType, _served?.PresetName));
    }

    [Theory]
    [InlineData("--chat-errors-as-reply", true)]
    [InlineData("--chat-errors-as-reply serve", true)]
    [InlineData("--chat-errors-as-reply false", false)]
    [InlineData("--chat-errors-as-reply=no", false)]
    public async Task A_switch_needs_no_value(string arguments, bool expected)
    {
        _folder.Environment["CHAT_ERRORS_AS_REPLY"] = expected ? "false" : "true";

        Assert.Equal(ExitCode.Ok, await Run(arguments.Split(' ')));

        Assert.Equal(expected, _served?.ChatErrorsAsReply);
    }

    [Theory]
    [InlineData("--prot 80", "There is no option \"--prot\"; did you mean --port?")]
    [InlineData("serve --user-data-dirs=x", "There is no option \"--user-data-dirs\"; did you mean --user-data-dir?")]
    [InlineData("--colour", "There is no option \"--colour\"; \"repeater --help\" lists what there is.")]
    [InlineData("-p 80", "There is no option \"-p\"; \"repeater --help\" lists what there is.")]
    [InlineData("server", "There is no command \"server\"; did you mean serve?")]
    [InlineData("do-it", "There is no command \"do-it\"; the commands are serve, chat, config, ")]
    [InlineData("--port", "The option --port needs a value: --port NUMBER.")]
    [InlineData("--port 1 --port 2", "The option --port is given more than once.")]
    [InlineData("@home", "There is no command \"@home\"; the commands are serve, chat, config, ")]
    public async Task A_wrong_command_line_is_one_sentence_and_exit_code_2(string arguments, string sentence)
    {
        Assert.Equal(ExitCode.Usage, await Run(arguments.Split(' ')));

        Assert.StartsWith($"error: {sentence}", _error.ToString());
        Assert.Equal(1, _error.ToString().Count(c => c == '\n'));
        Assert.Null(_served);
    }

    [Fact]
    public async Task A_bad_setting_is_exit_code_3_and_nothing_starts()
    {
        _folder.Write(".env", "PORT=x\nBIRTHDAY_MONTH=13\n");

        Assert.Equal(ExitCode.BadSetting, await Run());

        Assert.Equal(
            "error: PORT (.env line 1) is \"x\", but must be a whole number from 0 to 65535.\n"
            + "error: BIRTHDAY_MONTH (.env line 2) is \"13\", but must be a whole number from 1 to 12.\n",
            _error.ToString());
        Assert.Null(_served);
    }

    [Fact]
    public async Task The_env_file_can_be_named()
    {
        _folder.Write(".env", "PORT=1").Write("bot.env", "PORT=2");

        Assert.Equal(ExitCode.Ok, await Run("--env-file", "bot.env"));
        Assert.Equal(2, _served?.Port);

        Assert.Equal(ExitCode.BadSetting, await Run("--env-file", "cat.env"));
        Assert.Equal("error: The file \"cat.env\" (flag --env-file) does not exist.\n", _error.ToString());
    }

    [Fact]
    public async Task A_probable_mistake_is_a_warning_and_the_server_starts()
    {
        _folder.Write(".env", "PRESET_PROMPT_NAME=x");

        Assert.Equal(ExitCode.Ok, await Run());

        Assert.Equal("warning: .env line 1: there is no setting PRESET_PROMPT_NAME; did you mean PARSET_PROMPT_NAME?\n", _error.ToString());
        Assert.NotNull(_served);
    }

    [Theory]
    [InlineData("--help", "help.txt")]
    [InlineData("-h", "help.txt")]
    [InlineData("--help --port", "help.txt")]
    [InlineData("config --help", "help-config.txt")]
    [InlineData("serve --help", "help-serve.txt")]
    [InlineData("chat --help", "help-chat.txt")]
    [InlineData("backup --help", "help-backup.txt")]
    [InlineData("restore --help", "help-restore.txt")]
    [InlineData("doctor --help", "help-doctor.txt")]
    [InlineData("completion --help", "help-completion.txt")]
    public async Task Help_is_as_approved(string arguments, string file)
    {
        Assert.Equal(ExitCode.Ok, await Run(arguments.Split(' ')));

        Assert.Equal("", _error.ToString());
        Approved.Matches(file, _output.ToString().Replace(BuildInfo.Version, "(version)"));
    }

    [Fact]
    public async Task Help_fits_into_eighty_columns()
    {
        await Run("--help");
        await Run("config", "--help");

        Assert.DoesNotContain(_output.ToString().Split('\n'), line => DisplayWidth.Of(line) > 80);
    }

    [Fact]
    public async Task The_version_says_runtime_and_whether_it_is_native()
    {
        Assert.Equal(ExitCode.Ok, await Run("--version"));

        Assert.Equal($"repeater {BuildInfo.Describe()}\n", _output.ToString());
        Assert.Contains("managed", _output.ToString());
    }

    void SetMany()
    {
        _folder.Environment["PORT"] = "9000";
        _folder.Environment["WKHTMLTOPDF_PATH"] = "/usr/bin/wkhtmltoimage";
        _folder.Write(".env", "BOT_NAME=\"小明\\n👍\"\nACCESS_TOKEN=correct-horse-battery\nDEFAULT_STOP='[\"完\"]'\nSTREAM=perhaps\n");
    }

    [Fact]
    public async Task Config_lists_every_setting_with_value_and_source()
    {
        SetMany();

        Assert.Equal(ExitCode.BadSetting, await Run("config", "--durability", "os"));

        Approved.Matches("config.txt", _output.ToString().Replace(BuildInfo.Version, "(version)"));
        Assert.Equal("error: STREAM (.env line 4) is \"perhaps\", but must be true or false (yes/no, on/off, 1/0).\n", _error.ToString());
    }

    [Fact]
    public async Task Config_is_json_on_request_and_never_shows_a_secret()
    {
        SetMany();

        Assert.Equal(ExitCode.BadSetting, await Run("config", "--json"));

        Assert.DoesNotContain("correct-horse", _output.ToString());
        Assert.Contains("复读机", _output.ToString());
        var json = JsonDocument.Parse(_output.ToString()).RootElement;
        var settings = json.GetProperty("settings").EnumerateArray().ToDictionary(item => item.GetProperty("name").GetString()!);
        Assert.Equal(SettingsTable.All.Select(setting => setting.Name), settings.Keys);
        Assert.Equal(("9000", "environment", "8080"), (Text("PORT", "value"), Text("PORT", "source"), Text("PORT", "default")));
        Assert.Equal(("********", ".env line 2"), (Text("ACCESS_TOKEN", "value"), Text("ACCESS_TOKEN", "source")));
        Assert.Equal(("perhaps", "must be true or false (yes/no, on/off, 1/0)"), (Text("STREAM", "value"), Text("STREAM", "problem")));
        Assert.Null(Text("ADMIN_API_KEY", "value"));
        Assert.Equal("WKHTMLTOPDF_PATH", json.GetProperty("unused")[0].GetProperty("name").GetString());

        string? Text(string name, string member) => settings[name].GetProperty(member).GetString();
    }
}
