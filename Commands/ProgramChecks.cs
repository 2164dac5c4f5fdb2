using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Repeater.Access;
using Repeater.Chat;
using Repeater.Render;
using Repeater.Render.Drawing;
using Repeater.Startup;

namespace Repeater.Commands;

/// <summary>Whether the parts of the program work with what the settings name.</summary>
static class ProgramChecks
{
    static readonly TimeSpan SoonExpired = TimeSpan.FromDays(14);

    /// <summary>Loads the native library and the fonts by drawing with them.</summary>
    public static Diagnosis Drawing()
    {
        try
        {
            var theme = ThemeCatalog.Load("").Find("light")!;
            var page = MarkdownRenderer.Render("# Repeater 复读机 😀\n\n`code` and $x^2$", new RenderOptions { Theme = theme, Scale = 1 })[0];
            return new("drawing", Health.Good, $"works: a page of {page.Width} x {page.Height} pixels was drawn, with its Chinese and emoji fonts.");
        }
        catch (Exception error) when (error is RenderingUnavailableException or IOException or FormatException)
        {
            return new("drawing", Health.Bad, $"{error.Message} Everything else works; replies stay text.");
        }
    }

    public static IEnumerable<Diagnosis> Certificate(Settings settings, DateTimeOffset now)
    {
        if (settings.TlsCertFile is not { } file)
        {
            yield break;
        }

        Diagnosis found;
        try
        {
            _ = new ServerCertificate(settings);
            using var certificate = X509CertificateLoader.LoadCertificateFromFile(file);
            DateTimeOffset from = certificate.NotBefore, end = certificate.NotAfter;
            found = now < from ? new("certificate", Health.Bad, $"{file} is valid from {from:u} on: wait, or look at the clock.")
                : now > end ? new("certificate", Health.Bad, $"{file} expired at {end:u}. Renew it; SIGHUP or /admin/reload/certificate takes it over.")
                : end - now < SoonExpired ? new("certificate", Health.Odd, $"{file} expires at {end:u}. Renew it soon.")
                : new("certificate", Health.Good, $"{file} is valid until {end:u}.");
        }
        catch (Exception error) when (error is FormatException or CryptographicException or IOException)
        {
            found = new("certificate", Health.Bad, error.Message);
        }

        yield return found;
    }

    public static IEnumerable<Diagnosis> Access(Settings settings)
    {
        if (settings.Host is not ("127.0.0.1" or "::1" or "localhost") && settings.AccessToken is null)
        {
            yield return new("access", Health.Odd, $"HOST is {settings.Host} and ACCESS_TOKEN is not set: everybody who reaches it can read and change all data. Set ACCESS_TOKEN.");
        }
    }

    public static async Task<IReadOnlyList<Diagnosis>> ModelsAsync(
        Settings settings, Func<string, string?> environment, bool providers, bool call, CancellationToken cancel)
    {
        if (settings.ApiInfoFilePath is not { } path)
        {
            return [new("models", Health.Odd, "no provider is configured, so the built-in parrot answers. For a real model write ./config/apiconfig.json (README, \"A first chat\").")];
        }

        try
        {
            using var probe = ProviderProbe.Load(path, environment);
            var found = new List<Diagnosis> { probe.Count > 0 ? new("models", Health.Good, $"{path} names {probe.Count} models.") : new("models", Health.Bad, $"{path} names no model.") };
            found.AddRange(probe.MissingKeys().Select(missing =>
                new Diagnosis("models", Health.Bad, $"{missing.Variable}, the key of {string.Join(", ", missing.Models)}, is not set. Set it in the environment or in .env.")));
            var probed = providers ? await probe.ListAsync(cancel) : [];
            found.AddRange(probed.Concat(call ? await probe.CallAsync(cancel) : [])
                .Select(item => new Diagnosis("provider", item.IsOk ? Health.Good : Health.Bad, $"{item.What}: {item.Sentence}")));
            return found;
        }
        catch (FormatException error)
        {
            return [new("models", Health.Bad, error.Message)];
        }
    }
}
