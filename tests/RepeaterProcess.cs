using System.Diagnostics;
using System.Text;

namespace Repeater.Tests;

/// <summary>The program as its users start it: a process with arguments, variables and a working directory of its own.</summary>
sealed class RepeaterProcess : IDisposable
{
    /// <summary>Only a hang is stopped by it.</summary>
    static readonly TimeSpan Guard = TimeSpan.FromSeconds(60);

    readonly Process _process;
    readonly StringBuilder _error = new();

    public RepeaterProcess(string workingDirectory, IReadOnlyDictionary<string, string> environment, params string[] args)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "repeater.dll"), .. args])
        {
            WorkingDirectory = workingDirectory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var setting in Configuration.SettingsTable.All)
        {
            start.Environment.Remove(setting.Name);
        }
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }
        _process = Process.Start(start)!;
        _process.ErrorDataReceived += (_, e) =>
        {
            lock (_error)
            {
                _error.Append(e.Data is null ? "" : e.Data + "\n");
            }
        };
        _process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    public string Error
    {
        get
        {
            lock (_error)
            {
                return _error.ToString();
            }
        }
    }

    /// <summary>Lines of standard output until one contains <paramref name="last"/>, that one included.</summary>
    public async Task<string> ReadUntilAsync(string last)
    {
        var output = new StringBuilder();
        while (await _process.StandardOutput.ReadLineAsync().WaitAsync(Guard) is { } line)
        {
            output.Append(line).Append('\n');
            if (line.Contains(last, StringComparison.Ordinal))
            {
                return output.ToString();
            }
        }
        throw new InvalidOperationException($"It ended before it wrote \"{last}\":\n{output}{Error}");
    }

    /// <summary>Waits until standard error holds the text.</summary>
    public async Task WaitForErrorAsync(string part)
    {
        using var guard = new CancellationTokenSource(Guard);
        while (!Error.Contains(part, StringComparison.Ordinal))
        {
            await Task.Delay(10, guard.Token);
        }
    }

    /// <summary>Waits for the end: exit code and what is left of standard output.</summary>
    public async Task<(int Code, string Output)> EndAsync()
    {
        var output = await _process.StandardOutput.ReadToEndAsync().WaitAsync(Guard);
        await _process.WaitForExitAsync().WaitAsync(Guard);
        return (_process.ExitCode, output);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }
        _process.Dispose();
    }
}
