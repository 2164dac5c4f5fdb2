using Repeater.Configuration;

namespace Repeater.Tests;

/// <summary>A working directory with settings files in it, an environment of its own, and flags.</summary>
sealed class SettingsFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("repeater-settings-").FullName;

    public Dictionary<string, string> Flags { get; } = [];

    public Dictionary<string, string> Environment { get; } = [];

    public string? EnvFile { get; set; }

    public SettingsFolder Write(string name, string text)
    {
        var path = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return this;
    }

    public SettingsResult Read() => SettingsReader.Read(new()
    {
        Flags = name => Flags.GetValueOrDefault(name),
        Environment = name => Environment.GetValueOrDefault(name),
        WorkingDirectory = Path,
        EnvFile = EnvFile,
        System = "linux",
    });

    public SettingValue Value(string name) => Read().Values.Single(value => value.Setting.Name == name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
