using System.Net;
using System.Net.Sockets;

namespace Repeater.Tests;

public sealed class ServerTests : IDisposable
{
    readonly SettingsFolder _folder = new();
    readonly StringWriter _output = new() { NewLine = "\n" };
    readonly StringWriter _error = new() { NewLine = "\n" };

    public void Dispose() => _folder.Dispose();

    Settings Settings => new() { Port = 0, UserDataDir = Path.Combine(_folder.Path, "data") };

    /// <summary>A server that starts would never end by itself; the guard makes that a failure.</summary>
    Task<ExitCode> Run(Settings settings) => Server.RunAsync(settings, _ => null, _output, _error, default).WaitAsync(TimeSpan.FromSeconds(60));

    [Theory]
    [InlineData("192.0.2.1", "error: HOST (--host) is 192.0.2.1, which is no address of this machine.")]
    [InlineData("2001:db8::1", "error: HOST (--host) is 2001:db8::1, ")]
    public async Task An_address_of_another_machine_is_exit_code_4(string host, string sentence)
    {
        Assert.Equal(ExitCode.CannotListen, await Run(Settings with { Host = host }));

        Assert.StartsWith(sentence, _error.ToString());
        Assert.Equal("", _output.ToString());
    }

    [Fact]
    public async Task A_port_in_use_on_localhost_is_exit_code_4()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        Assert.Equal(ExitCode.CannotListen, await Run(Settings with { Host = "localhost", Port = port }));

        Assert.StartsWith($"error: Port {port} is already in use on localhost", _error.ToString());
    }

    [Theory]
    [InlineData("file", "that is a file, not a folder")]
    [InlineData("file/below/it", "/file is a file, not a folder")]
    public async Task A_data_folder_that_is_a_file_is_exit_code_5(string path, string problem)
    {
        _folder.Write("file", "");

        Assert.Equal(ExitCode.DataFolder, await Run(Settings with { UserDataDir = Path.Combine(_folder.Path, path) }));

        Assert.StartsWith("error: USER_DATA_DIR (--user-data-dir) is ", _error.ToString());
        Assert.Contains(problem, _error.ToString());
        Assert.Equal(1, _error.ToString().Count(c => c == '\n'));
    }

    [Fact]
    public async Task A_data_folder_that_cannot_be_written_is_exit_code_5()
    {
        // Nobody, not even root, makes files there.
        if (!OperatingSystem.IsLinux())
        {
            return;
        }
        Assert.Equal(ExitCode.DataFolder, await Run(Settings with { UserDataDir = "/proc" }));

        Assert.StartsWith("error: The data folder /proc cannot be used", _error.ToString());
    }

    [Fact]
    public async Task Two_servers_do_not_share_a_data_folder_and_a_cancelled_one_ends_well()
    {
        using var stop = new CancellationTokenSource();
        using var started = new SemaphoreSlim(0);
        using var output = new Signal(started);
        var first = Server.RunAsync(Settings, _ => null, output, _error, stop.Token);
        Assert.True(await started.WaitAsync(TimeSpan.FromSeconds(60)));

        Assert.Equal(ExitCode.DataFolder, await Run(Settings));
        Assert.Contains("is in use by another repeater", _error.ToString());

        await stop.CancelAsync();
        Assert.Equal(ExitCode.Ok, await first.WaitAsync(TimeSpan.FromSeconds(60)));
    }

    /// <summary>Says when something is written.</summary>
    sealed class Signal(SemaphoreSlim written) : StringWriter
    {
        public override Task WriteLineAsync(string? value)
        {
            written.Release();
            return base.WriteLineAsync(value);
        }
    }
}
