using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Repeater.Tests.Endpoints;

namespace Repeater.Tests;

/// <summary>Start and stop of the whole program in a process of its own.</summary>
public sealed partial class ServerProcessTests : IDisposable
{
    static readonly Dictionary<string, string> NoVariables = [];

    readonly SettingsFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_listens_where_its_own_settings_say_whatever_the_web_frameworks_variables_and_files_say()
    {
        var elsewhere = FreePort();
        _folder.Write("appsettings.json", $$"""{ "Urls": "http://127.0.0.1:{{elsewhere}}", "Kestrel": { "Endpoints": { "A": { "Url": "http://127.0.0.1:{{elsewhere}}" } } } }""");
        var variables = new Dictionary<string, string>
        {
            ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{elsewhere}",
            ["ASPNETCORE_HTTP_PORTS"] = $"{elsewhere}",
            ["DOTNET_URLS"] = $"http://127.0.0.1:{elsewhere}",
            ["URLS"] = $"http://127.0.0.1:{elsewhere}",
            ["Kestrel__Endpoints__A__Url"] = $"http://127.0.0.1:{elsewhere}",
            ["ASPNETCORE_CONTENTROOT"] = "/nowhere",
        };
        using var repeater = new RepeaterProcess(_folder.Path, variables, "--port", "0");

        var lines = await repeater.ReadUntilAsync("try it");

        var port = int.Parse(Address().Match(lines).Groups[1].Value);
        Assert.NotEqual(elsewhere, port);
        Assert.True(Answers(port));
        Assert.False(Answers(elsewhere));
    }

    [Fact]
    public async Task A_start_that_fails_is_one_sentence_without_a_stack_trace()
    {
        var port = FreePort();
        using var taken = new TcpListener(IPAddress.Loopback, port);
        taken.Start();
        using var repeater = new RepeaterProcess(_folder.Path, NoVariables, "--port", $"{port}");

        var (code, output) = await repeater.EndAsync();

        Assert.Equal((4, ""), (code, output));
        Assert.Equal(
            $"error: Port {port} is already in use on 127.0.0.1: another program, perhaps another repeater, listens there. "
            + "Stop it, or choose another port with PORT (--port); 0 takes a free one.\n",
            repeater.Error);
    }

    [Theory]
    [InlineData("config --port x", 3)]
    [InlineData("--prot 80", 2)]
    [InlineData("--version", 0)]
    public async Task The_exit_code_reaches_the_shell(string arguments, int expected)
    {
        using var repeater = new RepeaterProcess(_folder.Path, NoVariables, arguments.Split(' '));

        Assert.Equal(expected, (await repeater.EndAsync()).Code);
        Assert.DoesNotContain("   at ", repeater.Error);
    }

    [Fact]
    public async Task A_server_that_is_told_to_stop_ends_well()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }
        using var repeater = new RepeaterProcess(_folder.Path, NoVariables, "--port", "0");
        await repeater.ReadUntilAsync("try it");

        using var kill = System.Diagnostics.Process.Start("kill", ["-TERM", $"{repeater.Id}"]);

        Assert.Equal((0, ""), await repeater.EndAsync());
        Assert.Contains("info server.stopping 0 turns may go on", repeater.Error);
        Assert.Contains("info server.stopped after ", repeater.Error);
    }

    [PosixTheory]
    [InlineData("TERM")]
    [InlineData("HUP")]
    public async Task An_offline_command_that_is_told_to_stop_takes_back_what_it_began(string signal)
    {
        for (var user = 0; user < 1500; user++)
        {
            _folder.Write(System.IO.Path.Combine("data", "userdata", "Context_UserData", $"u{user}", "ParallelData", "default.jsonl"), "{}\n");
        }

        using var repeater = new RepeaterProcess(_folder.Path, NoVariables, "backup", "copy.zip");
        using var guard = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!File.Exists(System.IO.Path.Combine(_folder.Path, "copy.zip.tmp")))
        {
            await Task.Delay(5, guard.Token);
        }

        using var kill = System.Diagnostics.Process.Start("kill", [$"-{signal}", $"{repeater.Id}"]);

        Assert.Equal((9, ""), await repeater.EndAsync());
        Assert.Equal("error: Stopped before the work was done. What was begun was taken back.\n", repeater.Error);
        Assert.Empty(Directory.GetFiles(_folder.Path, "copy.*"));
    }

    [Fact]
    public async Task A_service_that_is_hung_up_on_reads_its_files_again()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }
        _folder.Write("models.json", "[]");
        using var repeater = new RepeaterProcess(_folder.Path, NoVariables, "--port", "0", "--api-info-file-path", "models.json");
        await repeater.ReadUntilAsync("admin key");
        _folder.Write("models.json", "[{");

        using var hangUp = System.Diagnostics.Process.Start("kill", ["-HUP", $"{repeater.Id}"]);

        await repeater.WaitForErrorAsync("not read again, as before: Models");
        using var end = System.Diagnostics.Process.Start("kill", ["-TERM", $"{repeater.Id}"]);
        Assert.Equal(0, (await repeater.EndAsync()).Code);
        Assert.Contains("read again: Themes", repeater.Error);
    }

    [Fact]
    public async Task The_admin_key_is_not_written_where_it_could_be_kept()
    {
        using var repeater = new RepeaterProcess(_folder.Path, NoVariables, "--port", "0", "--regenerate-admin-key");
        var start = await repeater.ReadUntilAsync("try it");
        using var show = new RepeaterProcess(_folder.Path, NoVariables, "key", "show");

        var key = (await show.EndAsync()).Output.Trim();

        Assert.Equal(43, key.Length);
        Assert.Contains("\"repeater key show\" shows it", start);
        Assert.DoesNotContain(key, start + repeater.Error);
    }

    [Fact]
    public async Task Images_of_a_killed_server_are_swept_when_it_starts_again()
    {
        using (var killed = new RepeaterProcess(_folder.Path, NoVariables, "--port", "0"))
        {
            var port = Address().Match(await killed.ReadUntilAsync("try it")).Groups[1].Value;
            using var client = new HttpClient();
            using var answer = await client.PostAsync($"http://127.0.0.1:{port}/render/u", new FormUrlEncodedContent([new("text", "hi")]));
            answer.EnsureSuccessStatusCode();
        }

        var image = Assert.Single(Directory.GetFiles(System.IO.Path.Combine(_folder.Path, "temp", "render")));
        File.SetLastWriteTimeUtc(image, DateTime.UtcNow.AddMinutes(-5));
        using var again = new RepeaterProcess(_folder.Path, NoVariables, "--port", "0");
        await again.ReadUntilAsync("try it");

        Assert.False(File.Exists(image));
    }

    static bool Answers(int port)
    {
        try
        {
            using var client = new TcpClient("127.0.0.1", port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [GeneratedRegex(@"address +http://127\.0\.0\.1:(\d+)\n")]
    private static partial Regex Address();
}
