using System.ComponentModel;
using System.Diagnostics;

namespace Repeater.Commands.Service;

/// <summary>A program of the system that manages services.</summary>
static class SystemTool
{
    /// <exception cref="ServiceException">It is not there, or failed: with what it said.</exception>
    public static async Task RunAsync(string program, params string[] arguments)
    {
        var (code, said) = await TryAsync(program, arguments);
        if (code != 0)
        {
            throw new ServiceException($"\"{program} {string.Join(' ', arguments)}\" failed ({code}): {said}");
        }
    }

    /// <returns>Its exit code, and what it said.</returns>
    public static async Task<(int Code, string Said)> TryAsync(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var error = process.StandardError.ReadToEndAsync();
            var output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            return (process.ExitCode, $"{await error} {output}".Trim());
        }
        catch (Win32Exception missing)
        {
            throw new ServiceException($"{program} cannot be started: {missing.Message}");
        }
    }
}
