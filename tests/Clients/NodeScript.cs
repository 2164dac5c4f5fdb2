using System.Diagnostics;
using System.Text.Json;

namespace Repeater.Tests.Clients;

/// <summary>Runs a script of this folder with Node.</summary>
static class NodeScript
{
    /// <summary>Only a hang is stopped by it.</summary>
    static readonly TimeSpan Guard = TimeSpan.FromSeconds(60);

    public static string Folder { get; } = Path.Combine(Repository.Root, "tests", "Clients");

    /// <summary>What it printed; anything on standard error fails the test.</summary>
    public static async Task<JsonElement> RunAsync(string script, params string[] args)
    {
        using var process = Process.Start(new ProcessStartInfo("node", [Path.Combine(Folder, script), .. args])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync();
            var error = process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync().WaitAsync(Guard);
            Assert.Equal("", await error);
            return JsonDocument.Parse(await output).RootElement;
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }
}
