using System.CommandLine;
using Repeater.Access;
using Repeater.Storage;

namespace Repeater.Commands;

/// <summary>Shows and changes the admin key. A running server uses a new one at once.</summary>
static class KeyCommand
{
    public static Command Make(Surroundings surroundings, Func<ParseResult, Settings?> settings)
    {
        var show = new Command("show", "Print the admin key.");
        show.SetAction(result => (int)(settings(result) is { } known ? Show(known, surroundings) : ExitCode.BadSetting));
        var regenerate = new Command("regenerate", "Make a new admin key and print it. The one before is worth nothing from then on.");
        regenerate.SetAction(result => (int)(settings(result) is { } known ? Regenerate(known, surroundings, isShown: true) : ExitCode.BadSetting));
        return new Command("key", "Show or change the key of the /admin routes.") { show, regenerate };
    }

    /// <summary>Makes a new key whatever was there, and prints it, or how to see it.</summary>
    public static ExitCode Regenerate(Settings settings, Surroundings surroundings, bool isShown) => Guarded(surroundings, () =>
    {
        var key = KeyOf(settings).Regenerate();
        surroundings.Output.WriteLine(isShown ? key : "A new admin key was made; \"repeater key show\" shows it.");
    });

    static ExitCode Show(Settings settings, Surroundings surroundings) => Guarded(surroundings, () =>
    {
        var key = KeyOf(settings);
        key.Ensure();
        surroundings.Output.WriteLine(key.Current);
    });

    static AdminKey KeyOf(Settings settings) => new(StorageRoot.OwnFolderOf(settings.UserDataDir), settings.AdminApiKey);

    static ExitCode Guarded(Surroundings surroundings, Action action)
    {
        try
        {
            action();
            return ExitCode.Ok;
        }
        catch (AccessFileException error)
        {
            surroundings.Error.WriteLine($"error: {error.Message}");
            return ExitCode.DataFolder;
        }
    }
}
