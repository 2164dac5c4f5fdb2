using System.Runtime.InteropServices;

namespace Repeater.Startup;

/// <summary>
/// What the system tells a server. SIGTERM, SIGINT and SIGQUIT stop it; on Windows these are the end of the session, Ctrl-C and Ctrl-Break. SIGHUP
/// reads its files again, unless its terminal was closed, which stops it as the closed window does on Windows.
/// </summary>
sealed class Signals : IDisposable
{
    static readonly PosixSignal[] Ends = [PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGQUIT];

    readonly List<PosixSignalRegistration> _registrations = [];

    /// <param name="stop">Called at each such signal; must not wait.</param>
    /// <param name="reload">Called at SIGHUP; may wait.</param>
    /// <param name="ended">When the server has ended: Windows ends the process as soon as a handler of these returns.</param>
    public Signals(Action stop, Action reload, Task ended)
    {
        var hadTerminal = ControllingTerminal.IsThere();
        foreach (var signal in Ends)
        {
            _registrations.Add(PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = true;
                Stop(waits: signal == PosixSignal.SIGTERM);
            }));
        }

        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
        {
            context.Cancel = true;
            if (OperatingSystem.IsWindows() || (hadTerminal && !ControllingTerminal.IsThere()))
            {
                Stop(waits: true);
            }
            else
            {
                reload();
            }
        }));

        void Stop(bool waits)
        {
            stop();
            if (waits && OperatingSystem.IsWindows())
            {
                ended.Wait();
            }
        }
    }

    public void Dispose() => _registrations.ForEach(registration => registration.Dispose());
}
