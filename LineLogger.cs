using System.Text;

namespace Repeater;

/// <summary>Writes each event as one line of text: time (UTC), level, category, event number, message, exception.</summary>
sealed class LineLoggerProvider(TextWriter output, TimeProvider clock) : ILoggerProvider
{
    readonly Lock _gate = new();

    public ILogger CreateLogger(string categoryName) => new LineLogger(this, categoryName);

    /// <summary>The writer stays open: standard error belongs to the process.</summary>
    public void Dispose()
    {
    }

    void Write(LogLevel level, string category, int number, string message, Exception? exception)
    {
        var line = new StringBuilder(160);
        line.Append($"{clock.GetUtcNow():yyyy-MM-dd'T'HH:mm:ss.fff'Z'} {NameOf(level)} {category}[{number}] ");
        AppendOneLine(line, message);
        if (exception is not null)
        {
            AppendOneLine(line.Append(' '), exception.ToString());
        }
        lock (_gate)
        {
            output.WriteLine(line.ToString());
            output.Flush();
        }
    }

    /// <summary>What a user or a model wrote must not be able to start a line, or colour a terminal, of its own.</summary>
    static void AppendOneLine(StringBuilder line, string text)
    {
        foreach (var character in text)
        {
            _ = character switch
            {
                '\n' => line.Append("\\n"),
                '\r' => line,
                '\u2028' or '\u2029' => line.Append(' '),
                _ when char.IsControl(character) => line.Append($"\\x{(int)character:x2}"),
                _ => line.Append(character),
            };
        }
    }

    static string NameOf(LogLevel level) => level switch
    {
        LogLevel.Trace => "trace",
        LogLevel.Debug => "debug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        LogLevel.Error => "error",
        _ => "fatal",
    };

    sealed class LineLogger(LineLoggerProvider owner, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            owner.Write(logLevel, category, eventId.Id, formatter(state, exception), exception);
    }
}
