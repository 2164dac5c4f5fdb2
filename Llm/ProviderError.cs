using System.Text;
using System.Text.Json;

namespace Repeater.Llm;

/// <summary>What a provider says went wrong, whichever way it says it. Empty: not said.</summary>
/// <param name="Message">One line.</param>
/// <param name="Code">Text or number, such as <c>insufficient_quota</c> or <c>1302</c>.</param>
/// <param name="Type">Such as <c>invalid_request_error</c>.</param>
/// <param name="Param">The member of the request it objects to.</param>
sealed record ProviderError(string Message, string Code = "", string Type = "", string Param = "")
{
    const int MaxLength = 1000;

    /// <summary>The wait it asks for in the body, by a member of its own or in words; null when it asks for none.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The body of an answer with an error status, JSON or not.</summary>
    public static ProviderError FromBody(ReadOnlySpan<byte> body)
    {
        try
        {
            if (Read(body) is { } error)
            {
                return error;
            }
        }
        // The second is half a surrogate pair in a member's name.
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
        }
        var text = Encoding.UTF8.GetString(body);
        var message = OnOneLine(text.TrimStart().StartsWith('<') ? DescribeHtml(text) : text);
        return new ProviderError(message) { RetryAfter = RetryHint.Read(message) };
    }

    /// <summary>
    /// The error that a JSON text describes; null when it describes none. Known shapes: <c>{"error": {…}}</c>, <c>{"error": "…"}</c>,
    /// the same without <c>error</c> around it, FastAPI's <c>detail</c>, Mistral's <c>message.detail</c>, any of them in an array.
    /// </summary>
    /// <param name="json">One JSON value.</param>
    /// <param name="onlyErrorMember">Look at <c>error</c> only: the rest is an answer.</param>
    /// <exception cref="JsonException">This is no JSON.</exception>
    public static ProviderError? Read(ReadOnlySpan<byte> json, bool onlyErrorMember = false)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        var parts = new Parts();
        if (onlyErrorMember)
        {
            while (reader.NextMember())
            {
                var isError = reader.ValueTextEquals("error"u8);
                reader.Read();
                if (isError)
                {
                    parts.Take(ref reader);
                }
                reader.Skip();
            }
        }
        else
        {
            parts.Take(ref reader);
        }
        return parts.ToError();
    }

    /// <summary>Text from outside as one line of bounded length.</summary>
    public static string OnOneLine(string text)
    {
        var line = new StringBuilder(Math.Min(text.Length, MaxLength));
        foreach (var rune in text.EnumerateRunes())
        {
            if (line.Length >= MaxLength)
            {
                line.Append('…');
                break;
            }
            if (!Rune.IsControl(rune) && !Rune.IsWhiteSpace(rune))
            {
                line.Append(rune);
            }
            else if (line.Length > 0 && line[^1] != ' ')
            {
                line.Append(' ');
            }
        }
        return line.ToString().TrimEnd();
    }

    /// <summary>Proxies explain themselves to people with browsers.</summary>
    static string DescribeHtml(string page)
    {
        var start = page.IndexOf("<title>", StringComparison.OrdinalIgnoreCase) + "<title>".Length;
        var end = page.IndexOf("</title>", StringComparison.OrdinalIgnoreCase);
        return end > start && start >= "<title>".Length ? $"a web page named \"{page[start..end].Trim()}\"" : "a web page";
    }

    /// <summary>The first of each kind that is found, outside in.</summary>
    ref struct Parts
    {
        string? _message;
        string? _code;
        string? _type;
        string? _param;
        TimeSpan? _wait;

        /// <summary>Takes what the value the reader stands on says, and leaves the reader on its end.</summary>
        public void Take(ref Utf8JsonReader reader)
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.String:
                    Keep(ref _message, reader.GetText());
                    break;
                case JsonTokenType.StartObject:
                    while (reader.NextMember())
                    {
                        TakeMember(ref reader);
                    }
                    break;
                case JsonTokenType.StartArray:
                    while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                    {
                        Take(ref reader);
                    }
                    break;
                default:
                    break;
            }
        }

        public readonly ProviderError? ToError() =>
            _message is null && _code is null or "0" or "200"
                ? null
                : new ProviderError(OnOneLine(_message ?? ""), _code ?? "", _type ?? "", _param ?? "") { RetryAfter = _wait ?? RetryHint.Read(_message ?? "") };

        void TakeMember(ref Utf8JsonReader reader)
        {
            if (reader.ValueTextEquals("code"u8) || reader.ValueTextEquals("error_code"u8))
            {
                reader.Read();
                Keep(ref _code, reader.TokenType == JsonTokenType.Number ? Encoding.ASCII.GetString(reader.ValueSpan) : reader.GetText());
                reader.Skip();
            }
            else if (reader.ValueTextEquals("type"u8))
            {
                reader.Read();
                // Says only that this is an error; which one stands inside.
                Keep(ref _type, reader.GetText() is "error" ? null : reader.GetText());
                reader.Skip();
            }
            else if (reader.ValueTextEquals("param"u8))
            {
                reader.Read();
                Keep(ref _param, reader.GetText());
                reader.Skip();
            }
            else if (reader.ValueTextEquals("loc"u8))
            {
                reader.Read();
                Keep(ref _param, Location(ref reader));
            }
            else if (IsMessage(ref reader))
            {
                reader.Read();
                Take(ref reader);
            }
            else if (reader.ValueTextEquals("retry_after"u8) || reader.ValueTextEquals("retryDelay"u8))
            {
                reader.Read();
                _wait ??= ReadWait(ref reader);
                reader.Skip();
            }
            else
            {
                reader.Skip();
            }
        }

        /// <summary>Seconds as a number, or a duration such as <c>"13s"</c>.</summary>
        static TimeSpan? ReadWait(ref Utf8JsonReader reader) =>
            reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out var seconds) ? Llm.RetryAfter.Bounded(seconds)
                : RetryHint.Read($"wait {reader.GetText()}");

        static bool IsMessage(ref Utf8JsonReader reader) =>
            reader.ValueTextEquals("message"u8) || reader.ValueTextEquals("error"u8) || reader.ValueTextEquals("detail"u8)
            || reader.ValueTextEquals("msg"u8) || reader.ValueTextEquals("errors"u8) || reader.ValueTextEquals("details"u8)
            || reader.ValueTextEquals("error_msg"u8) || reader.ValueTextEquals("error_message"u8);

        /// <summary><c>["body","messages",0,"name"]</c> as <c>messages.0.name</c>.</summary>
        static string? Location(ref Utf8JsonReader reader)
        {
            string? location = null;
            if (reader.TokenType == JsonTokenType.StartArray)
            {
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    var step = reader.TokenType == JsonTokenType.Number ? Encoding.ASCII.GetString(reader.ValueSpan) : reader.GetText();
                    location = location is null or "body" ? step : $"{location}.{step}";
                    reader.Skip();
                }
            }
            reader.Skip();
            return location;
        }

        static void Keep(ref string? part, string? text)
        {
            if (string.IsNullOrEmpty(part) && !string.IsNullOrEmpty(text))
            {
                part = text;
            }
        }
    }
}

/// <summary>A provider reports an error in the middle of an answer.</summary>
sealed class ReportedErrorException(ProviderError error) : Exception(error.Message)
{
    public ProviderError Error => error;
}
