using System.Buffers;
using System.Text;
using System.Text.Json;
using Repeater.Metrics;

namespace Repeater;

/// <summary>
/// Writes each event as one line: time (UTC), level, the event's name (of the framework's events the category) and its text, or a JSON object of
/// these and the event's fields.
/// </summary>
sealed class LineLoggerProvider(TextWriter output, TimeProvider clock, LogFormat format = LogFormat.Text) : ILoggerProvider
{
    const string Template = "{OriginalFormat}";

    readonly Lock _gate = new();

    public ILogger CreateLogger(string categoryName) => new LineLogger(this, categoryName);

    /// <summary>The writer stays open: standard error belongs to the process.</summary>
    public void Dispose()
    {
    }

    void Write(LogLevel level, string name, string message, object? state, Exception? exception)
    {
        var line = format == LogFormat.Json
            ? JsonLine(level, name, message, state, exception)
            : TextLine(level, name, message, exception);
        try
        {
            lock (_gate)
            {
                output.WriteLine(line);
                output.Flush();
            }
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            // The terminal is closed, the disk behind it is full: no turn is to end by that.
        }
    }

    string JsonLine(LogLevel level, string name, string message, object? state, Exception? exception)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = ReadableEncoder.Instance }))
        {
            writer.WriteStartObject();
            writer.WriteString("time", clock.GetUtcNow().UtcDateTime);
            writer.WriteString("level", NameOf(level));
            writer.WriteString("event", name);
            writer.WriteString("message", message);
            foreach (var (field, value) in state as IReadOnlyList<KeyValuePair<string, object?>> ?? [])
            {
                if (field != Template)
                {
                    WriteField(writer, SnakeCase.Of(field), value);
                }
            }

            if (exception is not null)
            {
                writer.WriteString("exception", exception.ToString());
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    static void WriteField(Utf8JsonWriter writer, string name, object? value)
    {
        switch (value)
        {
            case null:
                writer.WriteNull(name);
                break;
            case int or long:
                writer.WriteNumber(name, Convert.ToInt64(value, null));
                break;
            case double number when double.IsFinite(number):
                writer.WriteNumber(name, number);
                break;
            default:
                writer.WriteString(name, value.ToString());
                break;
        }
    }

    string TextLine(LogLevel level, string name, string message, Exception? exception)
    {
        var line = new StringBuilder(160);
        line.Append($"{clock.GetUtcNow():yyyy-MM-dd'T'HH:mm:ss.fff'Z'} {NameOf(level)} {name} ");
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
            // Names of ours have a dot; the framework's are of no help without their category.
            owner.Write(logLevel, eventId.Name is { } name && name.Contains('.') ? name : category, formatter(state, exception), state, exception);
    }
}
