using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Repeater.Startup;

/// <summary>
/// Tells Windows' service control manager how a service does, and takes its wish to stop. A program that was started otherwise is no service, which the
/// manager says at once.
/// </summary>
[SupportedOSPlatform("windows")]
sealed unsafe partial class WindowsService : IDisposable
{
    const uint OwnProcess = 0x10;
    const uint Stopped = 1;
    const uint StopPending = 3;
    const uint Running = 4;
    const uint AcceptStop = 1;
    const uint AcceptShutdown = 4;
    const uint ControlStop = 1;
    const uint ControlInterrogate = 4;
    const uint ControlShutdown = 5;

    // One service a process: the manager calls functions without an object.
    static WindowsService? _current;

    readonly Action _stop;
    readonly uint _patience;
    readonly ManualResetEventSlim _known = new();
    readonly ManualResetEventSlim _ended = new();
    nint _status;

    /// <param name="stop">Called when the manager wants the service to stop; must not wait.</param>
    /// <param name="patience">How long stopping may take.</param>
    WindowsService(Action stop, TimeSpan patience) => (_stop, _patience) = (stop, (uint)patience.TotalMilliseconds);

    /// <summary>Null where the program was not started as a service.</summary>
    /// <inheritdoc cref="WindowsService(Action, TimeSpan)"/>
    public static WindowsService? TryAttach(Action stop, TimeSpan patience)
    {
        var service = new WindowsService(stop, patience);
        _current = service;
        // Serves the manager until the service has stopped.
        var thread = new Thread(service.Dispatch) { IsBackground = true, Name = "service" };
        thread.Start();
        service._known.Wait();
        return service._status != 0 ? service : null;
    }

    /// <summary>The service has stopped.</summary>
    public void Dispose()
    {
        Report(Stopped);
        _ended.Set();
    }

    void Dispatch()
    {
        fixed (char* name = "")
        {
            var table = stackalloc ServiceEntry[2];
            table[0] = new ServiceEntry { Name = name, Procedure = &Serve };
            _ = StartServiceCtrlDispatcher(table);
        }

        _known.Set();
    }

    void Report(uint state)
    {
        var status = new ServiceStatus
        {
            Type = OwnProcess,
            State = state,
            Accepted = state == Running ? AcceptStop | AcceptShutdown : 0,
            WaitHint = state == StopPending ? _patience : 0,
        };
        _ = SetServiceStatus(_status, &status);
    }

    [UnmanagedCallersOnly]
    static void Serve(uint count, char** arguments)
    {
        var service = _current!;
        fixed (char* name = "")
        {
            service._status = RegisterServiceCtrlHandlerEx(name, &Control, 0);
        }

        service.Report(Running);
        service._known.Set();
        service._ended.Wait();
    }

    [UnmanagedCallersOnly]
    static uint Control(uint control, uint kind, void* data, void* context)
    {
        var service = _current!;
        if (control is ControlStop or ControlShutdown)
        {
            service.Report(StopPending);
            service._stop();
        }

        const uint NotImplemented = 120;
        return control is ControlStop or ControlShutdown or ControlInterrogate ? 0 : NotImplemented;
    }

    [LibraryImport("advapi32", EntryPoint = "StartServiceCtrlDispatcherW")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool StartServiceCtrlDispatcher(ServiceEntry* table);

    [LibraryImport("advapi32", EntryPoint = "RegisterServiceCtrlHandlerExW")]
    private static partial nint RegisterServiceCtrlHandlerEx(char* name, delegate* unmanaged<uint, uint, void*, void*, uint> handler, nint context);

    [LibraryImport("advapi32")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool SetServiceStatus(nint handle, ServiceStatus* status);

    struct ServiceEntry
    {
        public char* Name;
        public delegate* unmanaged<uint, char**, void> Procedure;
    }

    struct ServiceStatus
    {
        public uint Type;
        public uint State;
        public uint Accepted;
        public uint ExitCode;
        public uint SpecificExitCode;
        public uint CheckPoint;
        public uint WaitHint;
    }
}
