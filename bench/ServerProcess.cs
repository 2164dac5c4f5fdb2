using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Repeater.Bench;

/// <summary>The binary under measurement, with a data folder of its own on the disk of the working directory.</summary>
sealed class ServerProcess : IDisposable
{
    readonly Process _process;
    readonly string _folder;

    ServerProcess(Process process, string folder, int port)
    {
        _process = process;
        _folder = folder;
        EndPoint = new IPEndPoint(IPAddress.Loopback, port);
    }

    public IPEndPoint EndPoint { get; }

    public string UserDataDir => Path.Combine(_folder, "data");

    /// <summary>Resident memory now, in megabytes.</summary>
    public double MemoryMb => ReadStatus("VmRSS:");

    /// <summary>The most it ever was.</summary>
    public double PeakMemoryMb => ReadStatus("VmHWM:");

    public int Threads => (int)(ReadStatus("Threads:") * 1024);

    /// <summary>Open files and connections.</summary>
    public int Handles => Directory.EnumerateFileSystemEntries($"/proc/{_process.Id}/fd").Count();

    public double ProcessorSeconds
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime.TotalSeconds;
        }
    }

    public static ServerProcess Start(string binary, string? models = null, string? folder = null, params (string Name, string Value)[] settings)
    {
        folder ??= Directory.CreateDirectory(Path.Combine("artifacts", "bench", Guid.NewGuid().ToString("N"))).FullName;
        var port = FreePort();
        var start = new ProcessStartInfo(Path.GetFullPath(binary))
        {
            WorkingDirectory = folder,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        start.Environment["PORT"] = port.ToString(CultureInfo.InvariantCulture);
        start.Environment["HOST"] = "127.0.0.1";
        start.Environment["USER_DATA_DIR"] = Path.Combine(folder, "data");
        start.Environment["LOG_LEVEL"] = "warning";
        start.Environment["BENCH_KEY"] = "key";
        start.Environment["MAX_CONCURRENCY"] = "5000";
        if (models is not null)
        {
            start.Environment["API_INFO_FILE_PATH"] = models;
        }

        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data?.Contains("error", StringComparison.OrdinalIgnoreCase) == true)
            {
                Console.Error.WriteLine(line.Data);
            }
        };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new ServerProcess(process, folder, port);
    }

    public async Task<ServerProcess> ListeningAsync()
    {
        while (true)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(EndPoint);
                return this;
            }
            catch (SocketException) when (!_process.HasExited)
            {
                await Task.Delay(1);
            }
        }
    }

    /// <summary>Ends the process and keeps its folder.</summary>
    public string Stop()
    {
        _process.Kill();
        _process.WaitForExit();
        return _folder;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Stop();
        }

        _process.Dispose();
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    double ReadStatus(string name)
    {
        var line = File.ReadLines($"/proc/{_process.Id}/status").First(line => line.StartsWith(name, StringComparison.Ordinal));
        // "VmRSS:   1234 kB", "Threads:	12"
        return double.Parse(line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }

    static int FreePort()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        return port;
    }
}
