using System.Security.Cryptography.X509Certificates;
using Repeater.Llm;

namespace Repeater.Tests.Llm;

public sealed class TrustedRootsTests : IDisposable
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();
    readonly X509Certificate2 _certificate = TestCertificate.Create("localhost");

    public void Dispose()
    {
        _folder.Delete(recursive: true);
        _certificate.Dispose();
    }

    [LinuxFact]
    public async Task A_server_with_a_trusted_certificate_is_asked()
    {
        await using var upstream = await FakeUpstream.StartAsync(_certificate);
        upstream.Default = FakeReply.Text("hi");
        using var client = NewClient(WriteBundle(_certificate));

        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => client.AskAsync(LlmTest.Request(upstream.BaseUrl)))).WaitAsync(LlmTest.HangGuard);

        Assert.All(results, result => Assert.Equal("hi", result.Failure?.Message ?? result.Content));
    }

    [Fact]
    public async Task A_server_with_another_certificate_is_not_trusted()
    {
        using var other = TestCertificate.Create("localhost");
        await using var upstream = await FakeUpstream.StartAsync(_certificate);
        using var client = NewClient(WriteBundle(other));

        var result = await client.AskAsync(LlmTest.Request(upstream.BaseUrl)).WaitAsync(LlmTest.HangGuard);

        Assert.Equal(LlmErrorClass.Network, result.Failure?.Class);
        Assert.Contains("certificate", result.Failure!.Message, StringComparison.Ordinal);
        Assert.Empty(upstream.Requests);
    }

    [Fact]
    public async Task A_trusted_certificate_of_another_host_is_not_enough()
    {
        using var other = TestCertificate.Create("other.example.com");
        await using var upstream = await FakeUpstream.StartAsync(other);
        using var client = NewClient(WriteBundle(other));

        var result = await client.AskAsync(LlmTest.Request(upstream.BaseUrl)).WaitAsync(LlmTest.HangGuard);

        Assert.Equal(LlmErrorClass.Network, result.Failure?.Class);
        Assert.Empty(upstream.Requests);
    }

    [LinuxFact]
    public async Task Missing_certificates_are_named_and_looked_for_again()
    {
        await using var upstream = await FakeUpstream.StartAsync(_certificate);
        upstream.Default = FakeReply.Text("hi");
        var bundle = Path.Combine(_folder.FullName, "bundle.pem");
        using var client = NewClient(bundle);

        var failure = (await client.AskAsync(LlmTest.Request(upstream.BaseUrl)).WaitAsync(LlmTest.HangGuard)).Failure;

        Assert.Equal(LlmErrorClass.Configuration, failure?.Class);
        Assert.Contains($"there are no CA certificates in {bundle}", failure!.ProviderMessage, StringComparison.Ordinal);
        Assert.Contains("SSL_CERT_FILE", failure.ProviderMessage, StringComparison.Ordinal);

        WriteBundle(_certificate);
        Assert.Equal("hi", (await client.AskAsync(LlmTest.Request(upstream.BaseUrl)).WaitAsync(LlmTest.HangGuard)).Content);
    }

    [LinuxFact]
    public async Task Certificates_that_are_none_are_named()
    {
        await using var upstream = await FakeUpstream.StartAsync(_certificate);
        var bundle = Path.Combine(_folder.FullName, "bundle.pem");
        File.WriteAllText(bundle, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        using var client = NewClient(bundle);

        var failure = (await client.AskAsync(LlmTest.Request(upstream.BaseUrl)).WaitAsync(LlmTest.HangGuard)).Failure;

        Assert.Equal(LlmErrorClass.Configuration, failure?.Class);
        Assert.Contains($"the certificates in {bundle} cannot be read", failure!.ProviderMessage, StringComparison.Ordinal);
    }

    static LlmClient NewClient(string bundle) => new(new LlmLimits(), name => name == "SSL_CERT_FILE" ? bundle : LlmTest.Environment(name));

    string WriteBundle(X509Certificate2 certificate)
    {
        var path = Path.Combine(_folder.FullName, "bundle.pem");
        File.WriteAllText(path, certificate.ExportCertificatePem());
        return path;
    }
}

/// <summary>A fact where certificates are looked for by ourselves.</summary>
sealed class LinuxFactAttribute : FactAttribute
{
    public LinuxFactAttribute() => Skip = OperatingSystem.IsLinux() ? null! : "the system has a certificate store of its own";
}
