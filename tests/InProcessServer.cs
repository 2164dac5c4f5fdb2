using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Repeater.Configuration;

namespace Repeater.Tests;

/// <summary>The server in the test process: quick to start, its parts replaceable.</summary>
sealed class InProcessServer : IRunningServer
{
    readonly WebApplication _app;
    readonly LogWriter _log;

    InProcessServer(WebApplication app, LogWriter log)
    {
        _app = app;
        _log = log;
    }

    public Uri Address => new(_app.Urls.First());

    public IEnumerable<string> LogLines => _log.Lines;

    public static async Task<InProcessServer> StartAsync(AppParts parts, string folder, IReadOnlyDictionary<string, string> settings)
    {
        var log = new LogWriter();
        var result = Read(folder, settings);
        var app = App.Build(
            result.Settings,
            parts with { Environment = result.Environment, Logging = new LineLoggerProvider(log, parts.Clock) });
        await app.StartAsync();
        return new(app, log);
    }

    public async ValueTask DisposeAsync()
    {
        // Requests a test has left hanging need not be waited for.
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    static SettingsResult Read(string folder, IReadOnlyDictionary<string, string> values)
    {
        var result = SettingsReader.Read(new() { Environment = values.GetValueOrDefault, WorkingDirectory = folder });
        Assert.Empty(result.Errors);
        return result;
    }

    sealed class LogWriter : TextWriter
    {
        readonly ConcurrentQueue<string> _lines = new();

        public IEnumerable<string> Lines => _lines;

        public override Encoding Encoding => Encoding.UTF8;

        public override void WriteLine(string? value) => _lines.Enqueue(value ?? "");
    }
}
