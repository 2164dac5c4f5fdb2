using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Repeater.Bench;

/// <summary>One kept-alive connection that costs little beside what it measures.</summary>
sealed class HttpConnection : IDisposable
{
    readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    byte[] _buffer = new byte[16 * 1024];

    public static async Task<HttpConnection> OpenAsync(IPEndPoint server)
    {
        var connection = new HttpConnection();
        await connection._socket.ConnectAsync(server);
        return connection;
    }

    public static byte[] Chat(string user, string message) => Form($"/chat/completion/{user}", $"message={Uri.EscapeDataString(message)}");

    public static byte[] Form(string path, string body) => Encoding.UTF8.GetBytes(
        $"POST {path} HTTP/1.1\r\nHost: bench\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {body.Length}\r\n\r\n{body}");

    public static byte[] Get(string path) => Encoding.UTF8.GetBytes($"GET {path} HTTP/1.1\r\nHost: bench\r\n\r\n");

    public static byte[] Json(string path, string body) => Encoding.UTF8.GetBytes(
        $"POST {path} HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");

    /// <summary>Sends a request, reads its answer to the end, expects 200.</summary>
    public async Task SendAsync(ReadOnlyMemory<byte> request)
    {
        await _socket.SendAsync(request);
        var length = 0;
        while (true)
        {
            if (length == _buffer.Length)
            {
                Array.Resize(ref _buffer, _buffer.Length * 2);
            }

            var read = await _socket.ReceiveAsync(_buffer.AsMemory(length));
            if (read == 0)
            {
                throw new IOException("The server closed the connection.");
            }

            length += read;
            if (IsWhole(length))
            {
                return;
            }
        }
    }

    public void Dispose() => _socket.Dispose();

    bool IsWhole(int length)
    {
        var received = _buffer.AsSpan(0, length);
        var head = received.IndexOf("\r\n\r\n"u8);
        if (head < 0)
        {
            return false;
        }

        if (!received.StartsWith("HTTP/1.1 200"u8))
        {
            throw new IOException(Encoding.UTF8.GetString(received));
        }

        var field = received.IndexOf("Content-Length: "u8);
        if (field < 0 || field > head)
        {
            return received.EndsWith("0\r\n\r\n"u8);
        }

        var digits = received[(field + 16)..];
        return length - head - 4 >= int.Parse(digits[..digits.IndexOf((byte)'\r')], CultureInfo.InvariantCulture);
    }
}
