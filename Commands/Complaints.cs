using Repeater.Configuration;

namespace Repeater.Commands;

/// <summary>What was wrong or odd with the settings, one line each.</summary>
static class Complaints
{
    /// <summary>True when the settings cannot be used.</summary>
    public static async Task<bool> WriteAsync(SettingsResult read, TextWriter error)
    {
        foreach (var warning in read.Warnings)
        {
            await error.WriteLineAsync($"warning: {warning}");
        }
        foreach (var sentence in read.Errors)
        {
            await error.WriteLineAsync($"error: {sentence}");
        }
        return read.Errors.Count > 0;
    }
}
