using System.Text;

namespace Repeater.Configuration;

/// <summary>
/// Flags over environment over <c>.env</c> over config file over default. An empty value, or one of blanks, is as good as none
/// and the next source is asked; only an empty flag is an error. Every fault is found in one reading.
/// </summary>
sealed class SettingsReader
{
    const string ConfigFileName = "CONFIG_FILE_PATH";
    const string ApiInfoName = "API_INFO_FILE_PATH";
    const int MaxFileErrors = 20;

    static readonly Dictionary<string, Setting> ByItem = SettingsTable.All
        .SelectMany(setting => setting.Items.Append(setting.Name), (setting, item) => (item, setting))
        .ToDictionary(pair => pair.item, pair => pair.setting, StringComparer.OrdinalIgnoreCase);

    readonly SettingsSources _sources;
    readonly List<string> _errors = [];
    readonly List<string> _warnings = [];
    readonly List<SettingValue> _values = [];
    readonly Dictionary<string, (string Text, SettingSource Source)> _envFile = [];
    readonly Dictionary<string, (string Text, SettingSource Source)> _configFile = [];
    readonly Dictionary<string, SettingSource> _unusedItems = new(StringComparer.OrdinalIgnoreCase);
    Settings _settings = new();

    SettingsReader(SettingsSources sources) => _sources = sources;

    public static SettingsResult Read(SettingsSources sources) => new SettingsReader(sources).Read();

    SettingsResult Read()
    {
        var envFile = ReadEnvFile();
        ReadConfigFile();
        foreach (var setting in SettingsTable.All)
        {
            _values.Add(Take(setting));
        }
        CheckBirthday();
        FindApiInfo();
        return new()
        {
            Settings = _settings,
            Values = _values,
            Unused = [.. SettingsTable.Unused.Select(FindUnused).OfType<UnusedSetting>()],
            Warnings = _warnings,
            Errors = _errors,
            Environment = LookUp,
            EnvFile = envFile,
        };
    }

    string? LookUp(string name) =>
        FromEnvironment(name) ?? (_envFile.TryGetValue(name, out var found) ? found.Text : null);

    string? FromEnvironment(string name) =>
        _sources.Environment(name) is { } text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;

    SettingValue Take(Setting setting)
    {
        var (text, source) = Find(setting);
        if (text is null)
        {
            return new(setting, setting.Show(_settings), source, null);
        }
        if (text.Length > 0 && setting.Apply(_settings, text) is { } changed)
        {
            _settings = changed;
            return new(setting, setting.Show(_settings), source, null);
        }
        return Refuse(setting, text, source, $"must be {setting.Allowed}");
    }

    (string? Text, SettingSource Source) Find(Setting setting)
    {
        if (_sources.Flags(setting.Name) is { } flag)
        {
            return (flag.Trim(), new(SourceKind.Flag, $"flag {setting.Flag}"));
        }
        if (FromEnvironment(setting.Name) is { } variable)
        {
            return (variable, SettingSource.Environment);
        }
        return _envFile.TryGetValue(setting.Name, out var found) || _configFile.TryGetValue(setting.Name, out found)
            ? found
            : (null, SettingSource.Default);
    }

    SettingValue Refuse(Setting setting, string text, SettingSource source, string problem)
    {
        var shown = text.Length == 0 ? "empty"
            : setting.IsSecret ? $"{text.Length} characters (not shown)"
            : Printable.Quote(text);
        _errors.Add($"{setting.Name} ({source.Text}) is {shown}, but {problem}.");
        return new(setting, text, source, problem);
    }

    string? ReadEnvFile()
    {
        var path = Absolute(_sources.EnvFile ?? ".env");
        var shown = Printable.Line(_sources.EnvFile ?? ".env");
        if (_sources.EnvFile is null && !File.Exists(path))
        {
            return null;
        }
        if (SettingsFile.Read(path, out var problem) is not { } text)
        {
            _errors.Add($"The file \"{shown}\" ({(_sources.EnvFile is null ? "working directory" : "flag --env-file")}) {problem}.");
            return null;
        }
        var parsed = DotEnv.Parse(text, _sources.Environment);
        _errors.AddRange(parsed.Errors.Take(MaxFileErrors).Select(error => $"{shown} line {error.Line}: {error.Problem}."));
        if (parsed.Errors.Count > MaxFileErrors)
        {
            _errors.Add($"{shown} has {parsed.Errors.Count - MaxFileErrors} more lines that cannot be read.");
        }
        foreach (var (name, value) in parsed.Values)
        {
            var source = new SettingSource(SourceKind.EnvFile, $"{shown} line {value.Line}");
            if (!string.IsNullOrWhiteSpace(value.Text))
            {
                _envFile[name] = (value.Text.Trim(), source);
            }
            // Anything else in the file is somebody else's variable, such as a provider's key.
            if (!IsKnown(name) && Nearest.To(name, SettingsTable.All.Select(each => each.Name)) is { } near)
            {
                _warnings.Add($"{source.Text}: there is no setting {Printable.Line(name)}; did you mean {near}?");
            }
        }
        return shown;
    }

    void ReadConfigFile()
    {
        var (named, source) = Find(ByItem[ConfigFileName]);
        var path = named ?? "./configs/project_config.json";
        if (named is null && !File.Exists(Absolute(path)))
        {
            return;
        }
        _settings = _settings with { ConfigFilePath = path };
        if (SettingsFile.Read(Absolute(path), out var problem) is not { } text)
        {
            _errors.Add($"{ConfigFileName} ({source.Text}): the file {Printable.Quote(path)} {problem}.");
            return;
        }
        try
        {
            foreach (var item in ConfigFile.Parse(Encoding.UTF8.GetBytes(text), _sources.System))
            {
                Take(item, new(SourceKind.File, $"{Printable.Line(Path.GetFileName(path))} line {item.Line}"));
            }
        }
        catch (FormatException e)
        {
            _errors.Add($"{ConfigFileName} ({source.Text}): {Printable.Line(path)}, {e.Message}.");
        }
    }

    void Take(ConfigItem item, SettingSource source)
    {
        if (!ByItem.TryGetValue(item.Name, out var setting) || setting.Name == ConfigFileName)
        {
            if (SettingsTable.Unused.ContainsKey(item.Name))
            {
                _unusedItems[item.Name] = source;
                return;
            }
            var near = Nearest.To(item.Name, ByItem.Keys);
            var question = near is null ? "." : $"; did you mean \"{near.ToLowerInvariant()}\"?";
            _warnings.Add($"{source.Text}: there is no setting {Printable.Quote(item.Name)}{question}");
        }
        else if ((item.Value ?? (setting.AllowsNone ? "none" : null))?.Trim() is { Length: > 0 } value)
        {
            _configFile.TryAdd(setting.Name, (value, source));
        }
    }

    UnusedSetting? FindUnused(KeyValuePair<string, string> unused)
    {
        var source = FromEnvironment(unused.Key) is not null ? SettingSource.Environment
            : _envFile.TryGetValue(unused.Key, out var found) ? found.Source
            : _unusedItems.GetValueOrDefault(unused.Key);
        return source is null ? null : new(unused.Key, source, unused.Value);
    }

    /// <summary>The three numbers are each in range; together they must be a day that existed.</summary>
    void CheckBirthday()
    {
        var (year, month, day) = (_settings.BirthdayYear, _settings.BirthdayMonth, _settings.BirthdayDay);
        if (day <= DateTime.DaysInMonth(year, month))
        {
            return;
        }
        _errors.Add(
            $"BIRTHDAY_YEAR, _MONTH and _DAY together are {year}-{month:00}-{day:00} "
            + $"(year: {SourceOf("BIRTHDAY_YEAR")}, month: {SourceOf("BIRTHDAY_MONTH")}, day: {SourceOf("BIRTHDAY_DAY")}), "
            + $"but must be a date: that month has {DateTime.DaysInMonth(year, month)} days.");
        _settings = _settings with { Birthday = new Settings().Birthday };

        string SourceOf(string name) => _values.Single(value => value.Setting.Name == name).Source.Text;
    }

    /// <summary>A file that is named must be there; of the usual places the first that has one is taken.</summary>
    void FindApiInfo()
    {
        var index = _values.FindIndex(value => value.Setting.Name == ApiInfoName);
        var (setting, text, source, problem) = _values[index];
        if (text is null)
        {
            _settings = _settings with { ApiInfoFilePath = Settings.UsualApiInfoFiles.FirstOrDefault(path => File.Exists(Absolute(path))) };
            _values[index] = new(setting, _settings.ApiInfoFilePath, source, null);
        }
        else if (problem is null && !File.Exists(Absolute(text)))
        {
            _values[index] = Refuse(setting, text, source, "there is no such file");
        }
    }

    static bool IsKnown(string name) => ByItem.ContainsKey(name) || SettingsTable.Unused.ContainsKey(name);

    string Absolute(string path) => Path.GetFullPath(path, _sources.WorkingDirectory);
}
