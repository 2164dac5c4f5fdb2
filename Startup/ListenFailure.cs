using System.Net.Sockets;

namespace Repeater.Startup;

/// <summary>Why the server cannot listen, as a sentence.</summary>
static class ListenFailure
{
    /// <summary>Null when the failure is of another kind.</summary>
    public static string? Describe(Exception error, Settings settings)
    {
        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            if (cause is SocketException socket)
            {
                return Describe(socket.SocketErrorCode, settings.Host, settings.Port)
                    ?? $"Cannot listen on {At(settings.Host, settings.Port)}: {socket.Message}.";
            }
        }
        return null;
    }

    static string? Describe(SocketError error, string host, int port) => error switch
    {
        SocketError.AddressAlreadyInUse =>
            $"Port {port} is already in use on {host}: another program, perhaps another repeater, listens there. "
            + "Stop it, or choose another port with PORT (--port); 0 takes a free one.",
        SocketError.AccessDenied =>
            $"The system does not allow this user to listen on {At(host, port)}. "
            + "Ports below 1024 mostly need rights; choose a higher one with PORT (--port).",
        SocketError.AddressNotAvailable =>
            $"HOST (--host) is {host}, which is no address of this machine. "
            + "Use 127.0.0.1 for this machine only, or * for all its addresses.",
        SocketError.AddressFamilyNotSupported or SocketError.ProtocolFamilyNotSupported =>
            $"HOST (--host) is {host}, but this machine has no {(host.Contains(':') ? "IPv6" : "IPv4")}. Use 127.0.0.1 or *.",
        _ => null,
    };

    static string At(string host, int port) => host.Contains(':') ? $"[{host}]:{port}" : $"{host}:{port}";
}
