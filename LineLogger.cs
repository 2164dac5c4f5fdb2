using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Repeater;

/// <summary>Writes each event as one line, for people or as a JSON object: time (UTC), level, category, event number, message, exception.</summary>
sealed class LineLoggerProvider(TextWriter output, TimeProvider clock, LogFormat format = LogFormat.Text) : ILoggerProvider
{
    readonly Lock _gate = new();

    public ILogger CreateLogger(string categoryName) => new LineLogger(this, categoryName);

    /// <summary>The writer stays open: standard error belongs to the process.</summary>
    public void Dispose()
    {
    }

    void Write(LogLevel level, string category, int number, string message, Exception? exception)
    {
        var line = format == LogFormat.Json
            ? JsonLine(level, category, number, message, exception)
            : TextLine(level, category, number, message, exception);
        lock (_gate)
        {
            output.WriteLine(line);
            output.Flush();
        }
    }

    string JsonLine(LogLevel level, string category, int number, string message, Exception? exception)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = ReadableEncoder.Instance }))
        {
            writer.WriteStartObject();
            writer.WriteString("time", clock.GetUtcNow().UtcDateTime);
            writer.WriteString("level", NameOf(level));
            writer.WriteString("category", category);
            writer.WriteNumber("event", number);
            writer.WriteString("message", message);
            if (exception is not null)
            {
                writer.WriteString("exception", exception.ToString());
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    string TextLine(LogLevel level, string category, int number, string message, Exception? exception)
    {
        var line = new StringBuilder(160);
        line.Append($"{clock.GetUtcNow():yyyy-MM-dd'T'HH:mm:ss.fff'Z'} {NameOf(level)} {category}[{number}] ");
        AppendOneLine(line, message);
        if (exception is not null)
        {
            AppendOneLine(line.Append(' '), exception.ToString());
        }

        return line.ToString();
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
