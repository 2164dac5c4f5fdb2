using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Repeater.Commands;

namespace Repeater.Tests.Commands;

/// <summary><c>doctor</c>, <c>version</c> and <c>completion</c>.</summary>
public sealed class DoctorTests : IDisposable
{
    readonly SettingsFolder _folder = new();
    readonly StringWriter _output = new() { NewLine = "\n" };
    readonly StringWriter _error = new() { NewLine = "\n" };
    readonly Dictionary<string, string> _environment = [];

    public DoctorTests()
    {
        _environment["PORT"] = "0";
        _environment["USER_DATA_DIR"] = Path.Combine(_folder.Path, "data");
        _environment["RENDERED_IMAGE_DIR"] = Path.Combine(_folder.Path, "temp");
        _environment["CALL_LOG_FILE_PATH"] = Path.Combine(_folder.Path, "config", "calllog.jsonl");
    }

    public void Dispose() => _folder.Dispose();

    Task<ExitCode> Run(params string[] args) => CommandLine.RunAsync(args, new()
    {
        Output = _output,
        Error = _error,
        Environment = name => _environment.GetValueOrDefault(name),
        WorkingDirectory = _folder.Path,
        Serve = (_, _, _, _, _) => throw new InvalidOperationException(),
    });

    string Output => _output.ToString();

    [Fact]
    public async Task A_fresh_machine_is_well_and_nothing_is_left_behind()
    {
        Assert.Equal(ExitCode.Ok, await Run("doctor"));

        Assert.Matches("ok     data        .*data can be made; [0-9]+ [GM]B are free", Output);
        Assert.Contains("ok     drawing     works", Output);
        Assert.Contains("look   models      no provider is configured", Output);
        Assert.DoesNotContain("WRONG", Output);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task A_bad_setting_is_told_like_anything_else()
    {
        _environment["PORT"] = "x";

        Assert.Equal(ExitCode.BadSetting, await Run("doctor"));

        Assert.Contains("WRONG  settings    PORT (environment) is \"x\"", Output);
    }

    [Fact]
    public async Task A_port_somebody_else_has_is_wrong_and_one_of_a_repeater_is_well()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        _environment["PORT"] = $"{((IPEndPoint)taken.LocalEndpoint).Port}";
        var accepting = taken.AcceptTcpClientAsync().ContinueWith(client => client.Result.Dispose());

        Assert.Equal(ExitCode.Unhealthy, await Run("doctor"));
        Assert.Contains($"WRONG  port        Port {_environment["PORT"]} is already in use", Output);

        await using var server = await TestServer.StartAsync();
        _environment["PORT"] = $"{server.Address.Port}";
        Assert.Equal(ExitCode.Ok, await Run("doctor"));
        Assert.Contains("a repeater listens on", Output);
    }

    [Fact]
    public async Task Providers_are_asked_only_when_it_is_wanted()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        _folder.Write("models.json", $$"""[{"Name":"Fake","ApiKeyEnv":"FAKE_KEY","URL":"{{upstream.BaseUrl}}","models":[{"Name":"A","Id":"a","Type":"chat"},{"Name":"B","Id":"b","Type":"chat"}]}]""");
        _environment["API_INFO_FILE_PATH"] = Path.Combine(_folder.Path, "models.json");

        Assert.Equal(ExitCode.Unhealthy, await Run("doctor"));
        Assert.Contains("FAKE_KEY, the key of A, B, is not set", Output);
        Assert.Empty(upstream.Requests);

        _environment["FAKE_KEY"] = "sk-1234567890";
        upstream.Enqueue(FakeReply.Status(200, """{"object":"list","data":[]}"""), FakeReply.Text("ok"), FakeReply.Status(401, "{}"));
        Assert.Equal(ExitCode.Unhealthy, await Run("doctor", "--providers", "--call"));
        Assert.Contains("ok     provider    Fake, 127.0.0.1: is reached and takes the key.", Output);
        Assert.Contains("ok     provider    Fake, a: answers.", Output);
        Assert.Contains("WRONG  provider    Fake, b: ", Output);
        Assert.DoesNotContain("sk-1234567890", Output);
        Assert.Equal(["GET /v1/models", "POST /v1/chat/completions", "POST /v1/chat/completions"], upstream.Requests.Select(request => $"{request.Method} {request.Path}"));
    }

    [Fact]
    public async Task A_clock_behind_this_program_is_wrong()
    {
        var found = Assert.Single(Repeater.Startup.MachineChecks.Clock(new(), new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero)));

        Assert.Equal(Repeater.Startup.Health.Bad, found.Health);
        Assert.Equal(ExitCode.Ok, await Run("version"));
        Assert.Contains(BuildInfo.Version, Output);
    }

    [Fact]
    public async Task The_version_is_json_on_request()
    {
        Assert.Equal(ExitCode.Ok, await Run("version", "--json"));

        var json = JsonDocument.Parse(Output).RootElement;
        Assert.Equal((BuildInfo.Version, false), (json.GetProperty("version").GetString(), json.GetProperty("native").GetBoolean()));
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    [InlineData("pwsh")]
    public async Task A_shell_is_taught_every_command_and_setting(string shell)
    {
        Assert.Equal(ExitCode.Ok, await Run("completion", shell));

        Assert.All(["backup", "restore", "doctor", "chat", "regenerate", "--user-data-dir", "--dry-run"], word => Assert.Contains(shell == "fish" ? word.TrimStart('-') : word, Output));
    }

    [Fact]
    public async Task Bash_completes_commands_their_words_and_settings()
    {
        if (!File.Exists("/bin/bash"))
        {
            return;
        }

        await Run("completion", "bash");
        var script = Output + """

            complete_with() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _repeater; echo "${COMPREPLY[*]}"; }
            complete_with repeater ba; complete_with repeater key re; complete_with repeater serve --user-data-d; complete_with repeater completion z
            """;
        using var bash = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("/bin/bash", ["--norc", "-c", script]) { RedirectStandardOutput = true })!;

        Assert.Equal("backup\nregenerate\n--user-data-dir\nzsh\n", await bash.StandardOutput.ReadToEndAsync());
        Assert.Equal(ExitCode.Usage, await Run("completion", "tcsh"));
    }
}
