using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Repeater.Llm;

/// <summary>
/// The certificates that HTTPS trusts. On Linux they are looked for by ourselves, on the first HTTPS call: OpenSSL looks only where the
/// distribution it was built on keeps them, finds nothing elsewhere, and then calls every server untrusted. Other systems have a store.
/// </summary>
sealed class TrustedRoots(Func<string, string?> environment)
{
    // Debian, Fedora, openSUSE, RHEL, Alpine.
    static readonly string[] Places =
    [
        "/etc/ssl/certs/ca-certificates.crt",
        "/etc/pki/tls/certs/ca-bundle.crt",
        "/etc/ssl/ca-bundle.pem",
        "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
        "/etc/ssl/cert.pem",
    ];

    readonly Lock _lock = new();
    bool _loaded;

    /// <summary>For the TLS options of a handler; empty until <see cref="Load"/>. Null: what the system does by itself.</summary>
    public X509ChainPolicy? Policy { get; } = !OperatingSystem.IsLinux() ? null : new X509ChainPolicy
    {
        TrustMode = X509ChainTrustMode.CustomRootTrust,
        RevocationMode = X509RevocationMode.NoCheck,
        DisableCertificateDownloads = true,
    };

    /// <summary>To be called before an HTTPS connection is made; tries again after a failure.</summary>
    /// <param name="provider">Named in the error.</param>
    /// <exception cref="LlmException">There are none.</exception>
    public void Load(string provider)
    {
        if (Policy is null || Volatile.Read(ref _loaded))
        {
            return;
        }
        lock (_lock)
        {
            if (!_loaded)
            {
                Policy.CustomTrustStore.AddRange(Read(provider));
                Volatile.Write(ref _loaded, true);
            }
        }
    }

    X509Certificate2Collection Read(string provider)
    {
        var named = environment("SSL_CERT_FILE");
        var places = string.IsNullOrEmpty(named) ? Places : [named];
        foreach (var place in places.Where(File.Exists))
        {
            var roots = new X509Certificate2Collection();
            try
            {
                roots.ImportFromPemFile(place);
            }
            catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
            {
                throw new LlmException(LlmErrorClass.Configuration, provider,
                    $"HTTPS is not possible: the certificates in {place} cannot be read: {e.Message} Name a PEM file in SSL_CERT_FILE.", e);
            }
            if (roots.Count > 0)
            {
                return roots;
            }
        }
        throw new LlmException(LlmErrorClass.Configuration, provider,
            $"HTTPS is not possible: there are no CA certificates in {string.Join(", ", places)}. "
            + "Install the package ca-certificates, or name a PEM file in SSL_CERT_FILE.");
    }
}
