using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Repeater.Access;

/// <summary>
/// Permission to read one path until a moment, for those who can send no header: <c>?expires=</c> (Unix seconds) and
/// <c>&amp;signature=</c> (HMAC-SHA256, hex). Another access token ends them all.
/// </summary>
/// <param name="ownFolder">Keeps the key.</param>
/// <param name="token">The access token; null where there is none.</param>
/// <param name="clock">Says whether it is too late.</param>
sealed class PathSignatures(string ownFolder, string? token, TimeProvider clock)
{
    public const string Expires = "expires";
    public const string Signature = "signature";

    const string FileName = "signing-key";

    readonly PrivateFile _file = new(ownFolder, FileName);
    readonly byte[] _token = SHA256.HashData(Encoding.UTF8.GetBytes(token ?? ""));
    byte[]? _key;

    /// <param name="path">Decoded, as routing sees it.</param>
    /// <param name="expires">The first Unix second at which it is worth nothing.</param>
    /// <exception cref="AccessFileException">There is no key, and none can be made.</exception>
    public string QueryOf(string path, long expires) =>
        string.Create(CultureInfo.InvariantCulture, $"{Expires}={expires}&{Signature}={Convert.ToHexStringLower(Sign(path, expires))}");

    /// <summary>Takes the same time whatever signature is sent.</summary>
    public bool Allow(string path, string expires, string signature)
    {
        Span<byte> sent = stackalloc byte[HMACSHA256.HashSizeInBytes];
        return signature.Length == 2 * sent.Length
            && Convert.FromHexString(signature, sent, out _, out _) == OperationStatus.Done
            && long.TryParse(expires, NumberStyles.None, CultureInfo.InvariantCulture, out var moment)
            && moment > clock.GetUtcNow().ToUnixTimeSeconds()
            && CryptographicOperations.FixedTimeEquals(sent, Sign(path, moment));
    }

    byte[] Sign(string path, long expires)
    {
        byte[] text = [.. _token, .. Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"GET\n{expires}\n{path}"))];
        return HMACSHA256.HashData(_key ??= AccessFileException.Guard(_file, ReadOrMake), text);
    }

    byte[] ReadOrMake()
    {
        _file.Change(there => there is { Length: HMACSHA256.HashSizeInBytes } ? there : RandomNumberGenerator.GetBytes(HMACSHA256.HashSizeInBytes));
        return _file.Read()!;
    }
}
