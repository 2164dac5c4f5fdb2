using Repeater.Configuration;

namespace Repeater.Tests;

public sealed class SettingsTests : IDisposable
{
    readonly SettingsFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Nothing_set_is_a_working_start_with_the_defaults()
    {
        var read = _folder.Read();

        Assert.Empty(read.Errors);
        Assert.Empty(read.Warnings);
        Assert.Equal(new Settings(), read.Settings);
        Assert.All(read.Values, value => Assert.Equal(SourceKind.Default, value.Source.Kind));
    }

    /// <summary>The variables of the original's documentation and code, both revisions.</summary>
    [Theory]
    [InlineData("HOST PORT API_INFO_FILE_PATH CALL_LOG_FILE_PATH MAX_CONCURRENCY DEFAULT_PROMPT_DIR PARSET_PROMPT_NAME README_FILE_PATH")]
    [InlineData("RENDERED_IMAGE_DIR STATIC_DIR USER_DATA_DIR USER_DATA_SUB_DIR_NAME VERSION USER_DATA_CACHE_METADATA USER_DATA_CACHE_DATA")]
    [InlineData("CONTEXT_USERDATA_CACHE_METADATA CONTEXT_USERDATA_CACHE_DATA PROMPT_USERDATA_CACHE_METADATA PROMPT_USERDATA_CACHE_DATA")]
    [InlineData("USERCONFIG_USERDATA_CACHE_METADATA USERCONFIG_USERDATA_CACHE_DATA CONFIG_CACHE_DOWNGRADE_WAIT_TIME")]
    [InlineData("CONFIG_CACHE_DEBONCE_SAVE_WAIT_TIME USER_NICKNAME_MAPPING_FILE_PATH TIMEZONE_OFFSET DEFAULT_TEMPERATURE DEFAULT_TOP_P")]
    [InlineData("DEFAULT_FREQUENCY_PENALTY DEFAULT_PRESENCE_PENALTY DEFAULT_MAX_TOKENS DEFAULT_MAX_COMPLETION_TOKENS")]
    [InlineData("CALLLOG_DEBONCE_SAVE_WAIT_TIME CALLLOG_MAX_CACHE_SIZE SAVE_CALL_LOG DEFAULT_MODEL_TYPE WKHTMLTOPDF_PATH DEFAULT_OUTPUT_DPI")]
    [InlineData("BOT_NAME BIRTHDAY_YEAR BIRTHDAY_MONTH BIRTHDAY_DAY ADMIN_API_KEY STREAM MARKDOWN_TO_IMAGE_STYLE CONFIG_FILE_PATH")]
    [InlineData("RENDERED_DEFAULT_IMAGE_TIMEOUT WKHTMLTOIMAGE_PATH USER_DATA_METADATA_FILENAME DEFAULT_STOP")]
    public void Every_variable_of_the_original_is_known(string names)
    {
        var known = SettingsTable.All.Select(setting => setting.Name).Concat(SettingsTable.Unused.Keys);

        Assert.Empty(names.Split(' ').Except(known));
    }

    [Fact]
    public void A_flag_is_the_name_in_kebab_case_and_only_the_version_has_none()
    {
        Assert.Equal(["VERSION"], SettingsTable.All.Where(setting => setting.Flag is null).Select(setting => setting.Name));
        Assert.Equal("--user-data-dir", SettingsTable.All.Single(setting => setting.Name == "USER_DATA_DIR").Flag);
        Assert.Equal("--calllog-debonce-save-wait-time", SettingsTable.All.Single(setting => setting.Name == "CALLLOG_DEBONCE_SAVE_WAIT_TIME").Flag);
    }

    [Fact]
    public void Every_property_of_the_settings_is_set_by_the_table()
    {
        // A value that no default has, of each kind.
        string[] texts = ["77", "7", "os", "json", "trace", "true", "false", "::1", "0.5", "8KiB", "9MiB", "0123456789abcdef", "aB3dE5gH7jK9mN1p", "[\"x\"]", "https://x.example", "other"];
        var changed = SettingsTable.All.Aggregate(new Settings(), (settings, setting) => texts
            .Select(text => setting.Apply(settings, text))
            .First(after => after is not null && setting.Show(after) != setting.Show(new Settings()))!);

        var same = typeof(Settings).GetProperties().Where(property => Equals(property.GetValue(changed), property.GetValue(new Settings())));

        Assert.Empty(same.Select(property => property.Name));
    }

    [Fact]
    public void Every_default_is_itself_an_allowed_value()
    {
        foreach (var setting in SettingsTable.All)
        {
            if (setting.Show(new Settings()) is { } text)
            {
                Assert.Equal((setting.Name, text), (setting.Name, setting.Show(setting.Apply(new Settings(), text)!)));
            }
        }
    }

    [Fact]
    public void Flags_win_over_environment_over_env_file_over_config_file_over_default()
    {
        _folder.Environment["CONFIG_FILE_PATH"] = "c.json";
        var seen = new List<string> { Port() };
        _folder.Write("c.json", """[{"name": "port", "values": [{"value": 1}]}]""");
        seen.Add(Port());
        _folder.Write(".env", "A=b\nPORT=2\n");
        seen.Add(Port());
        _folder.Environment["PORT"] = "3";
        seen.Add(Port());
        _folder.Flags["PORT"] = "4";
        seen.Add(Port());

        Assert.Equal(["8080 default", "1 c.json line 1", "2 .env line 2", "3 environment", "4 flag --port"], seen);

        string Port() => _folder.Value("PORT") is var value ? $"{value.Text} {value.Source.Text}" : "";
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public void An_empty_value_is_as_good_as_none_and_the_next_source_is_asked(string empty)
    {
        _folder.Write(".env", $"PORT=2\nBOT_NAME={empty}\n");
        _folder.Environment["PORT"] = empty;

        var read = _folder.Read();

        Assert.Empty(read.Errors);
        Assert.Equal((2, "复读机"), (read.Settings.Port, read.Settings.BotName));
    }

    [Fact]
    public void An_empty_flag_is_a_mistake()
    {
        _folder.Flags["BOT_NAME"] = "";

        Assert.Equal(["BOT_NAME (flag --bot-name) is empty, but must be any text."], _folder.Read().Errors);
    }

    [Theory]
    [InlineData("HOST", "[::1]", "::1")]
    [InlineData("HOST", "LocalHost", "localhost")]
    [InlineData("HOST", "*", "*")]
    [InlineData("PORT", "08080", "8080")]
    [InlineData("PORT", " 8080.0 ", "8080")]
    [InlineData("BIRTHDAY_MONTH", "06", "6")]
    [InlineData("TIMEZONE_OFFSET", "5.5", "5.5")]
    [InlineData("TIMEZONE_OFFSET", "-3", "-3")]
    [InlineData("SAVE_CALL_LOG", "No", "false")]
    [InlineData("SAVE_CALL_LOG", "F", "false")]
    [InlineData("STREAM", "OFF", "false")]
    [InlineData("EXPAND_REPLY", "0", "false")]
    [InlineData("CHAT_ERRORS_AS_REPLY", "y", "true")]
    [InlineData("CHAT_ERRORS_AS_REPLY", "ON", "true")]
    [InlineData("MAX_BODY_BYTES", "1048576", "1MiB")]
    [InlineData("MAX_BODY_BYTES", "3 kib", "3KiB")]
    [InlineData("CACHE_BYTES", "1048577", "1048577")]
    [InlineData("DEFAULT_MAX_TOKENS", "None", null)]
    [InlineData("DEFAULT_STOP", "[\"\\n\", \"完\"]", "[\"\\n\",\"完\"]")]
    [InlineData("DEFAULT_STOP", "END", "[\"END\"]")]
    [InlineData("LOG_LEVEL", "WARNING", "warning")]
    [InlineData("LLM_IDLE_TIMEOUT", "0.5", "0.5")]
    [InlineData("DURABILITY", "OS", "os")]
    [InlineData("USER_DATA_SUB_DIR_NAME", "分支 1", "分支 1")]
    [InlineData("CALLLOG_DEBONCE_SAVE_WAIT_TIME", "1e3", "1000")]
    public void Values_are_read_in_every_usual_spelling(string name, string text, string? shown)
    {
        _folder.Environment[name] = text;

        var read = _folder.Read();

        Assert.Empty(read.Errors);
        Assert.Equal(shown, read.Values.Single(value => value.Setting.Name == name).Text);
    }

    [Theory]
    [InlineData("HOST", "example.com", "an IP address such as 127.0.0.1 or ::1, \"localhost\", or \"*\" for every address of this machine")]
    [InlineData("HOST", "1", "an IP address")]
    [InlineData("HOST", "127.0.0.1:80", "an IP address")]
    [InlineData("PORT", "65536", "a whole number from 0 to 65535")]
    [InlineData("PORT", "-1", "a whole number from 0 to 65535")]
    [InlineData("PORT", "80.5", "a whole number from 0 to 65535")]
    [InlineData("PORT", "1e999", "a whole number from 0 to 65535")]
    [InlineData("PORT", "８０", "a whole number from 0 to 65535")]
    [InlineData("DEFAULT_TEMPERATURE", "NaN", "a number from 0 to 2")]
    [InlineData("DEFAULT_TEMPERATURE", "2.01", "a number from 0 to 2")]
    [InlineData("DEFAULT_TOP_P", "0,5", "a number from 0 to 1")]
    [InlineData("DEFAULT_MAX_TOKENS", "0", "a whole number from 1 to 10000000, or none")]
    [InlineData("TIMEZONE_OFFSET", "24", "hours between -24 and 24, fractions allowed")]
    [InlineData("STREAM", "maybe", "true or false (yes/no, on/off, 1/0)")]
    [InlineData("MAX_BODY_BYTES", "8MB", "a number of bytes such as 1048576 or 1MiB, from 1KiB to 1GiB")]
    [InlineData("MAX_BODY_BYTES", "99999999999999999999GiB", "a number of bytes")]
    [InlineData("DURABILITY", "sometimes", "flush or os")]
    [InlineData("LOG_LEVEL", "loud", "one of trace, debug, info, warning, error, critical")]
    [InlineData("USER_DATA_SUB_DIR_NAME", "../x", "the name of one folder")]
    [InlineData("USER_DATA_SUB_DIR_NAME", "..", "the name of one folder")]
    [InlineData("USER_DATA_DIR", "a\0b", "a path to a folder")]
    [InlineData("DEFAULT_STOP", "[\"a\", 1]", "a JSON array of texts")]
    [InlineData("DEFAULT_STOP", "[\"\\ud800\"]", "a JSON array of texts")]
    [InlineData("QUEUE_TIMEOUT", "0", "seconds from 0.1 to 86400")]
    public void A_bad_value_is_one_sentence_with_setting_source_value_and_what_is_allowed(string name, string text, string allowed)
    {
        _folder.Environment[name] = text;

        var read = _folder.Read();

        var error = Assert.Single(read.Errors);
        Assert.StartsWith($"{name} (environment) is {Printable.Quote(text)}, but must be {allowed}", error);
        Assert.Equal(new Settings(), read.Settings);
    }

    [Fact]
    public void All_bad_settings_are_reported_at_once_each_on_its_line()
    {
        _folder.Write(".env", "\nPORT=x\n");
        _folder.Environment["HOST"] = "no\nwhere\u001b[2J";
        _folder.Flags["STREAM"] = "perhaps";

        var errors = _folder.Read().Errors;

        Assert.Equal(
            [
                "HOST (environment) is \"no\\nwhere\\u001b[2J\", but must be an IP address such as 127.0.0.1 or ::1, \"localhost\", or \"*\" for every address of this machine.",
                "PORT (.env line 2) is \"x\", but must be a whole number from 0 to 65535.",
                "STREAM (flag --stream) is \"perhaps\", but must be true or false (yes/no, on/off, 1/0).",
            ],
            errors);
    }

    [Theory]
    [InlineData("ACCESS_TOKEN", "geheim")]
    [InlineData("ADMIN_API_KEY", "aaaaaaaaaaaaaaaaaaaa")]
    [InlineData("ACCESS_TOKEN", "geheimes Wort geheim")]
    [InlineData("ACCESS_TOKEN", "密码密码密码密码一二三四五六七八")]
    public void A_secret_that_is_too_weak_is_refused_and_never_shown(string name, string secret)
    {
        _folder.Environment[name] = secret;

        var error = Assert.Single(_folder.Read().Errors);

        Assert.DoesNotContain(secret, error);
        Assert.StartsWith($"{name} (environment) is {secret.Length} characters (not shown), but must be at least 16 characters", error);
    }

    [Fact]
    public void The_birthday_is_three_numbers_that_must_be_a_date()
    {
        (_folder.Environment["BIRTHDAY_DAY"], _folder.Environment["BIRTHDAY_MONTH"]) = ("29", "02");
        Assert.Equal(new DateOnly(2024, 2, 29), _folder.Read().Settings.Birthday);

        _folder.Write(".env", "BIRTHDAY_YEAR=2023");

        Assert.Equal(
            ["BIRTHDAY_YEAR, _MONTH and _DAY together are 2023-02-29 (year: .env line 1, month: environment, day: environment), but must be a date: that month has 28 days."],
            _folder.Read().Errors);
    }

    [Fact]
    public void The_models_file_is_looked_for_in_the_usual_places()
    {
        Assert.Null(_folder.Read().Settings.ApiInfoFilePath);
        _folder.Write("config/api_info.json", "[]");
        Assert.Equal("./config/api_info.json", _folder.Read().Settings.ApiInfoFilePath);
        _folder.Write("config/apiconfig.json", "[]");
        Assert.Equal("./config/apiconfig.json", _folder.Read().Settings.ApiInfoFilePath);

        _folder.Write("mine.json", "[]").Environment["API_INFO_FILE_PATH"] = "mine.json";
        Assert.Equal("mine.json", _folder.Read().Settings.ApiInfoFilePath);
    }

    [Fact]
    public void A_models_file_that_is_named_must_exist()
    {
        _folder.Environment["API_INFO_FILE_PATH"] = "mine.json";

        Assert.Equal(["API_INFO_FILE_PATH (environment) is \"mine.json\", but there is no such file."], _folder.Read().Errors);
    }

    [Fact]
    public void Keys_of_providers_are_found_in_the_environment_then_in_the_env_file()
    {
        _folder.Write(".env", "A_KEY=from-file\nB_KEY=from-file\nC_KEY=from-file\n");
        (_folder.Environment["A_KEY"], _folder.Environment["B_KEY"]) = ("real", "");

        var environment = _folder.Read().Environment;

        Assert.Equal(("real", "from-file", "from-file", null), (environment("A_KEY"), environment("B_KEY"), environment("C_KEY"), environment("D_KEY")));
    }

    [Fact]
    public void What_has_no_effect_any_more_is_accepted_and_said_with_its_reason()
    {
        _folder.Write(".env", "WKHTMLTOPDF_PATH=/usr/bin/wkhtmltoimage\n");
        _folder.Environment["PROMPT_USERDATA_CACHE_DATA"] = "True";
        _folder.Write("configs/project_config.json", """[{"name": "User_Data_Metadata_Filename", "values": [{"value": "m.json"}]}]""");

        var read = _folder.Read();

        Assert.Empty(read.Errors);
        Assert.Empty(read.Warnings);
        Assert.Equal(
            [
                "WKHTMLTOPDF_PATH|.env line 1|images are drawn by this program itself",
                "USER_DATA_METADATA_FILENAME|project_config.json line 1|the file is always called metadata.json",
                "PROMPT_USERDATA_CACHE_DATA|environment|there is one cache, bounded by CACHE_BYTES, and it never serves old data",
            ],
            read.Unused.Select(unused => $"{unused.Name}|{unused.Source.Text}|{unused.Reason}"));
    }

    [Fact]
    public void A_name_that_is_nearly_a_setting_is_asked_about()
    {
        _folder.Write(".env", "PRESET_PROMPT_NAME=x\nDEEPSEEK_API_KEY=y\nPORTS_OF_CALL=z\n");
        _folder.Environment["CONFIG_FILE_PATH"] = "c.json";
        _folder.Write("c.json", """[{"name": "servr.host", "values": [{"value": "::1"}]}]""");

        var read = _folder.Read();

        Assert.Empty(read.Errors);
        Assert.Equal(
            [
                ".env line 1: there is no setting PRESET_PROMPT_NAME; did you mean PARSET_PROMPT_NAME?",
                "c.json line 1: there is no setting \"servr.host\"; did you mean \"server.host\"?",
            ],
            read.Warnings);
    }

    [Fact]
    public void An_env_file_that_is_named_must_exist_and_be_a_text_file()
    {
        _folder.EnvFile = "my.env";
        Assert.Equal(["The file \"my.env\" (flag --env-file) does not exist."], _folder.Read().Errors);

        _folder.EnvFile = ".";
        Assert.Equal(["The file \".\" (flag --env-file) is a folder, not a file."], _folder.Read().Errors);

        _folder.EnvFile = "my.env";
        File.WriteAllBytes(Path.Combine(_folder.Path, "my.env"), [(byte)'A', (byte)'=', 0xC3, 0x28]);
        Assert.Equal(["The file \"my.env\" (flag --env-file) is not UTF-8 text."], _folder.Read().Errors);

        File.WriteAllBytes(Path.Combine(_folder.Path, "my.env"), new byte[2 << 20]);
        Assert.Equal(["The file \"my.env\" (flag --env-file) is larger than 1 MiB, so it is hardly a file of settings."], _folder.Read().Errors);
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    public void An_env_file_with_a_byte_order_mark_is_read(string encoding)
    {
        File.WriteAllText(Path.Combine(_folder.Path, ".env"), "BOT_NAME=小明\r\nPORT=1\r\n", System.Text.Encoding.GetEncoding(encoding));

        var settings = _folder.Read().Settings;

        Assert.Equal(("小明", 1), (settings.BotName, settings.Port));
    }

    [Fact]
    public void A_folder_called_env_is_not_an_env_file()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, ".env"));

        Assert.Empty(_folder.Read().Errors);
    }
}
