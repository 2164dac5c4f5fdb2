using System.Runtime.Versioning;
using System.ServiceProcess;

namespace Repeater.Commands.Service;

/// <summary>The server as Windows runs a service: told to start and stop by the system, with a file in the place of a console.</summary>
[SupportedOSPlatform("windows")]
sealed class ServiceProcess : ServiceBase
{
    public const string LogName = "repeater.log";

    const long LargestLog = 10 << 20;

    readonly Func<CancellationToken, Task<ExitCode>> _serve;
    readonly CancellationTokenSource _stop = new();
    Task<ExitCode> _serving = Task.FromResult(Repeater.ExitCode.Ok);

    ServiceProcess(Func<CancellationToken, Task<ExitCode>> serve)
    {
        _serve = serve;
        ServiceName = WindowsService.Name;
        CanShutdown = true;
    }

    /// <summary>Before anything reads a setting: services start in a folder of the system, and without a console.</summary>
    public static void Enter()
    {
        Directory.CreateDirectory(WindowsService.Folder);
        Environment.CurrentDirectory = WindowsService.Folder;
        var log = Path.Combine(WindowsService.Folder, LogName);
        if (new FileInfo(log) is { Exists: true, Length: > LargestLog })
        {
            File.Move(log, log + ".1", overwrite: true);
        }

        var writer = TextWriter.Synchronized(new StreamWriter(new FileStream(log, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true });
        Console.SetOut(writer);
        Console.SetError(writer);
    }

    /// <summary>Blocks until the service is stopped.</summary>
    public static ExitCode Run(Func<CancellationToken, Task<ExitCode>> serve)
    {
        using var service = new ServiceProcess(serve);
        Run(service);
        return service._serving.GetAwaiter().GetResult();
    }

    protected override void OnStart(string[] args)
    {
        _serving = Task.Run(() => _serve(_stop.Token));
        _serving.ContinueWith(
            ended =>
            {
                ExitCode = ended.IsFaulted ? (int)Repeater.ExitCode.Unexpected : (int)ended.Result;
                if (!_stop.IsCancellationRequested)
                {
                    Stop();
                }
            },
            TaskScheduler.Default);
    }

    protected override void OnStop()
    {
        RequestAdditionalTime(TimeSpan.FromSeconds(90));
        _stop.Cancel();
        ((IAsyncResult)_serving).AsyncWaitHandle.WaitOne();
    }

    protected override void OnShutdown() => OnStop();

    protected override void Dispose(bool disposing)
    {
        _stop.Dispose();
        base.Dispose(disposing);
    }
}
