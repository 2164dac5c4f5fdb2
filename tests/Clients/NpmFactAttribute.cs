using System.ComponentModel;
using System.Diagnostics;

namespace Repeater.Tests.Clients;

/// <summary>A test with OpenAI's client for Node: skipped, and counted so, where Node or the package cannot be had.</summary>
sealed class NpmFactAttribute : FactAttribute
{
    static readonly Lazy<string?> Reason = new(FindReason);

    public NpmFactAttribute() => Skip = Reason.Value;

    /// <summary>The build brings the package in the version of the lock file.</summary>
    static string? FindReason()
    {
        if (!Directory.Exists(Path.Combine(NodeScript.Folder, "node_modules", "openai")))
        {
            return "npm could not bring the package 'openai' when the tests were built.";
        }

        try
        {
            using var node = Process.Start(new ProcessStartInfo("node", "--version") { RedirectStandardOutput = true })!;
            node.WaitForExit();
            return node.ExitCode == 0 ? null : "node does not run here.";
        }
        catch (Win32Exception)
        {
            return "There is no node here.";
        }
    }
}
