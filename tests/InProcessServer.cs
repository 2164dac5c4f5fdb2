using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;

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

    public static async Task<InProcessServer> StartAsync(AppParts parts, IReadOnlyDictionary<string, string> settings)
    {
        var log = new LogWriter();
        var app = App.Build(
            SettingsOf(settings),
            parts with { Environment = settings.GetValueOrDefault, Logging = new LineLoggerProvider(log, parts.Clock) });
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

    static Settings SettingsOf(IReadOnlyDictionary<string, string> values)
    {
        var settings = new Settings();
        foreach (var (name, value) in values)
        {
            settings = name switch
            {
                "HOST" => settings with { Host = value },
                "PORT" => settings with { Port = int.Parse(value, CultureInfo.InvariantCulture) },
                "MAX_BODY_BYTES" => settings with { MaxBodyBytes = long.Parse(value, CultureInfo.InvariantCulture) },
                "USER_DATA_DIR" => settings with { UserDataDir = value },
                "API_INFO_FILE_PATH" => settings with { ApiInfoFilePath = value },
                "QUEUE_TIMEOUT" => settings with { QueueTimeout = TimeSpan.FromSeconds(double.Parse(value, CultureInfo.InvariantCulture)) },
                "LLM_FIRST_TOKEN_TIMEOUT" => settings with { LlmFirstTokenTimeout = TimeSpan.FromSeconds(1) },
                "LLM_IDLE_TIMEOUT" => settings with { LlmIdleTimeout = TimeSpan.FromSeconds(1) },
                "EXPAND_REPLY" => settings with { ExpandReply = false },
                "BOT_NAME" => settings with { BotName = value },
                "CHAT_ERRORS_AS_REPLY" => settings with { ChatErrorsAsReply = true },
                "DEFAULT_PROMPT_DIR" => settings with { PresetDir = value },
                "USER_NICKNAME_MAPPING_FILE_PATH" => settings with { NicknameFilePath = value },
                "MAX_CONCURRENCY" => settings with { MaxConcurrency = 2 },
                // A variable of another kind, such as a provider's key.
                _ => settings,
            };
        }
        return settings;
    }

    sealed class LogWriter : TextWriter
    {
        readonly ConcurrentQueue<string> _lines = new();

        public IEnumerable<string> Lines => _lines;

        public override Encoding Encoding => Encoding.UTF8;

        public override void WriteLine(string? value) => _lines.Enqueue(value ?? "");
    }
}
