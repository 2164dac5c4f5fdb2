using Repeater.Access;
using Repeater.Chat.Images;
using Repeater.Llm;
using Repeater.Render;

namespace Repeater.Chat;

/// <summary>What can be read again without a restart.</summary>
enum Reloadable
{
    Models,
    Presets,
    Themes,
    Nicknames,
    Certificate,
}

/// <summary>
/// Reads the owner's files again while the server runs. Each is exchanged as a whole: of a file that cannot be used, what was
/// read before stays, and the answer says why.
/// </summary>
sealed class Reloading(Settings settings, ModelCatalog models, Presets presets, Themes themes, Nicknames nicknames, ServerCertificate certificate, ILogger<Reloading> logger)
{
    static readonly Reloadable[] Everything = Enum.GetValues<Reloadable>();

    /// <summary>Null when all is well, else a sentence.</summary>
    public string? Reload(Reloadable what)
    {
        try
        {
            switch (what)
            {
                case Reloadable.Models:
                    // One written since the start counts; with none at all the built-in model goes on.
                    if ((settings.ApiInfoFilePath ?? Settings.UsualApiInfoFiles.FirstOrDefault(File.Exists)) is { } path)
                    {
                        models.Current = ApiInfo.Load(path);
                    }

                    break;
                case Reloadable.Presets:
                    // They are read when they are asked for; what can be wrong with them is told now.
                    _ = presets.Names().Select(presets.Find).Count();
                    break;
                case Reloadable.Themes:
                    themes.Current = ThemeCatalog.Load(settings.ThemeDir);
                    break;
                case Reloadable.Nicknames:
                    nicknames.Reload();
                    break;
                case Reloadable.Certificate:
                    certificate.Reload();
                    break;
            }

            Log.Reloaded(logger, what);
            return null;
        }
        catch (Exception error) when (error is ApiInfoException or FormatException or IOException or UnauthorizedAccessException)
        {
            Log.NotReloaded(logger, what, error.Message);
            return error.Message;
        }
    }

    /// <summary>Each on its own: one that cannot be read does not keep the others from it.</summary>
    /// <returns>Sentences on what could not be read.</returns>
    public IReadOnlyList<string> ReloadAll() => [.. Everything.Select(Reload).OfType<string>()];
}
