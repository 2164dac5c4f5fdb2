using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Repeater.Endpoints;

/// <summary>
/// Permission to GET one path until a moment, for those who can send no header: <c>?expires=</c> (Unix seconds) and
/// <c>&amp;signature=</c>. A new key or a new access token ends them all.
/// </summary>
/// <param name="readKey">Known to nobody else; read, or made, when it is first needed.</param>
/// <param name="token">The access token; null where there is none.</param>
/// <param name="clock">Says whether it is too late.</param>
sealed class SignedPaths(Func<byte[]> readKey, string? token, TimeProvider clock)
{
    readonly Lazy<byte[]> _key = new(readKey, LazyThreadSafetyMode.PublicationOnly);
    readonly byte[] _token = SHA256.HashData(Encoding.UTF8.GetBytes(token ?? ""));

    /// <param name="path">Decoded, as routing sees it.</param>
    /// <param name="expires">The first Unix second at which it is worth nothing.</param>
    public string QueryOf(string path, long expires) =>
        string.Create(CultureInfo.InvariantCulture, $"expires={expires}&signature={Convert.ToHexStringLower(Sign(path, expires))}");

    public bool Allows(HttpRequest request)
    {
        if (!(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
            || request.Query["signature"] is not [{ Length: 2 * HMACSHA256.HashSizeInBytes } signature]
            || !long.TryParse(request.Query["expires"], NumberStyles.None, CultureInfo.InvariantCulture, out var expires)
            || expires <= clock.GetUtcNow().ToUnixTimeSeconds())
        {
            return false;
        }

        Span<byte> sent = stackalloc byte[HMACSHA256.HashSizeInBytes];
        return Convert.FromHexString(signature, sent, out _, out _) == System.Buffers.OperationStatus.Done
            && CryptographicOperations.FixedTimeEquals(sent, Sign(request.Path.Value ?? "", expires));
    }

    byte[] Sign(string path, long expires)
    {
        var moment = expires.ToString(CultureInfo.InvariantCulture);
        byte[] text = [.. _token, .. Encoding.UTF8.GetBytes($"GET\n{moment}\n{path}")];
        return HMACSHA256.HashData(_key.Value, text);
    }
}
