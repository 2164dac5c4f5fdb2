using System.Text.Json;

namespace Repeater.Llm;

/// <summary>
/// What the JSON of an answer has said so far: the chunks of a stream, or the one object of an answer that is not streamed. A member of
/// an unexpected kind counts as absent; only what is no JSON at all is an error.
/// </summary>
sealed class WireCompletion
{
    readonly WireToolCalls _toolCalls = new();

    public string? Id { get; private set; }

    /// <summary>Unix seconds; 0 when unknown.</summary>
    public long Created { get; private set; }

    public string? FinishReason { get; private set; }

    /// <summary>The last one reported: providers that report often report running totals.</summary>
    public Usage? Usage { get; private set; }

    public IReadOnlyList<ToolCall> ToolCalls => _toolCalls.ToList();

    /// <summary>What the object read last added to the reasoning; null when nothing.</summary>
    public string? Reasoning { get; private set; }

    /// <summary>What the object read last added to the content; null when nothing.</summary>
    public string? Content { get; private set; }

    /// <summary>The error the object read last consists of; null when it is an answer.</summary>
    public ProviderError? Error { get; private set; }

    /// <summary>Whether any object so far had choices.</summary>
    public bool HasChoices { get; private set; }

    /// <exception cref="JsonException">This is no JSON object.</exception>
    public void Read(ReadOnlySpan<byte> json)
    {
        try
        {
            ReadObject(json);
        }
        catch (InvalidOperationException error)
        {
            throw new JsonException("a name in it is no text", error);
        }
    }

    void ReadObject(ReadOnlySpan<byte> json)
    {
        Reasoning = Content = null;
        Error = null;
        var reader = new Utf8JsonReader(json);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            Error = ProviderError.Read(json) ?? throw new JsonException("this is no JSON object");
            return;
        }
        var (isAnswer, saysError) = (false, false);
        while (reader.NextMember())
        {
            if (reader.ValueTextEquals("choices"u8))
            {
                isAnswer = true;
                ReadChoices(ref reader);
            }
            else if (reader.ValueTextEquals("id"u8))
            {
                reader.Read();
                Id ??= reader.GetText();
                reader.Skip();
            }
            else if (reader.ValueTextEquals("created"u8))
            {
                Created = reader.ReadInteger() is > 0 and var created ? created : Created;
            }
            else if (reader.ValueTextEquals("usage"u8))
            {
                Usage = WireUsage.Read(ref reader) ?? Usage;
            }
            else
            {
                saysError |= reader.ValueTextEquals("error"u8);
                reader.Skip();
            }
        }
        if (reader.Read())
        {
            throw new JsonException("more than one JSON value");
        }
        if (saysError || !isAnswer)
        {
            Error = ProviderError.Read(json, onlyErrorMember: isAnswer);
        }
    }

    void ReadChoices(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return;
        }
        // One choice is all we ever ask for.
        for (var first = true; reader.Read() && reader.TokenType != JsonTokenType.EndArray; first = false)
        {
            if (first && reader.TokenType == JsonTokenType.StartObject)
            {
                HasChoices = true;
                ReadChoice(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    void ReadChoice(ref Utf8JsonReader reader)
    {
        while (reader.NextMember())
        {
            if (reader.ValueTextEquals("delta"u8) || reader.ValueTextEquals("message"u8))
            {
                ReadMessage(ref reader);
            }
            else if (reader.ValueTextEquals("finish_reason"u8))
            {
                reader.Read();
                FinishReason = reader.GetText() is { Length: > 0 } reason ? reason : FinishReason;
                reader.Skip();
            }
            else if (reader.ValueTextEquals("usage"u8))
            {
                // Moonshot's place for it.
                Usage = WireUsage.Read(ref reader) ?? Usage;
            }
            else
            {
                reader.Skip();
            }
        }
    }

    void ReadMessage(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }
        string? secondReasoning = null;
        string? refusal = null;
        while (reader.NextMember())
        {
            if (reader.ValueTextEquals("content"u8))
            {
                Content = ReadContent(ref reader) ?? Content;
            }
            else if (reader.ValueTextEquals("reasoning_content"u8))
            {
                Reasoning = ReadContent(ref reader) ?? Reasoning;
            }
            else if (reader.ValueTextEquals("reasoning"u8))
            {
                secondReasoning = ReadContent(ref reader);
            }
            else if (reader.ValueTextEquals("refusal"u8))
            {
                refusal = ReadContent(ref reader);
            }
            else if (reader.ValueTextEquals("tool_calls"u8))
            {
                _toolCalls.Read(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }
        Reasoning ??= secondReasoning;
        Content ??= refusal;
    }

    /// <summary>A string, or the joined text parts of an array; null when empty.</summary>
    static string? ReadContent(ref Utf8JsonReader reader)
    {
        reader.Read();
        var text = reader.GetText();
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                text += ReadPart(ref reader);
            }
        }
        reader.Skip();
        return string.IsNullOrEmpty(text) ? null : text;
    }

    static string? ReadPart(ref Utf8JsonReader reader)
    {
        string? text = null;
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            while (reader.NextMember())
            {
                if (reader.ValueTextEquals("text"u8))
                {
                    reader.Read();
                    text = reader.GetText();
                }
                reader.Skip();
            }
        }
        reader.Skip();
        return text;
    }
}
