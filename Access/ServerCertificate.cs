using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Repeater.Access;

/// <summary>The server's certificate and what stands above it, from PEM files. It can be read again; open connections keep theirs.</summary>
sealed class ServerCertificate
{
    readonly Settings _settings;
    volatile SslServerAuthenticationOptions? _current;

    /// <exception cref="FormatException">The files cannot be read, or do not belong together; the sentence names them.</exception>
    public ServerCertificate(Settings settings)
    {
        _settings = settings;
        Reload();
    }

    public SslServerAuthenticationOptions ForHandshake() => _current ?? throw new InvalidOperationException("There is no certificate.");

    /// <exception cref="FormatException">As when it was made; the certificate stays.</exception>
    public void Reload()
    {
        if (_settings.TlsCertFile is { } file)
        {
            _current = new() { ServerCertificateContext = Load(file, _settings.TlsKeyFile ?? file) };
        }
    }

    static SslStreamCertificateContext Load(string certificateFile, string keyFile)
    {
        try
        {
            var own = X509Certificate2.CreateFromPemFile(certificateFile, keyFile);
            var chain = new X509Certificate2Collection();
            chain.ImportFromPemFile(certificateFile);
            if (OperatingSystem.IsWindows())
            {
                // Its TLS takes no key that exists in memory alone.
                own = X509CertificateLoader.LoadPkcs12(own.Export(X509ContentType.Pkcs12), null);
            }

            return SslStreamCertificateContext.Create(own, chain, offline: true);
        }
        catch (Exception error) when (error is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new FormatException(
                $"The certificate of TLS_CERT_FILE (--tls-cert-file), {certificateFile}, with the key in {keyFile} cannot be used: {error.Message.TrimEnd('.')}. "
                + "PEM files are expected, the key without a password.",
                error);
        }
    }
}
