using System.Buffers;
using System.Text.Json;

namespace Repeater.Llm;

/// <summary>Writes the body of <c>POST …/chat/completions</c> in the provider's dialect. Pure: no clock, no network, no state.</summary>
static class RequestWriter
{
    static readonly JsonWriterOptions Options = new() { Encoder = ReadableEncoder.Instance, SkipValidation = true };


    public static void Write(LlmRequest request, IBufferWriter<byte> output)
    {
        var profile = request.Model.Profile;
        var continued = request.ContinueLast ? ContinuedMessage(request.Messages) : null;
        using var json = new Utf8JsonWriter(output, Options);

        json.WriteStartObject();
        json.WriteString("model"u8, request.Model.Id);
        WriteMessages(json, request.Messages, profile, continued);
        json.WriteBoolean("stream"u8, request.Stream);
        if (request.Stream && profile.StreamOptions)
        {
            json.WriteStartObject("stream_options"u8);
            json.WriteBoolean("include_usage"u8, true);
            json.WriteEndObject();
        }
        WriteNumber(json, "temperature"u8, request.Temperature);
        WriteNumber(json, "top_p"u8, request.TopP);
        WriteNumber(json, "frequency_penalty"u8, request.FrequencyPenalty);
        WriteNumber(json, "presence_penalty"u8, request.PresencePenalty);
        WriteTokenLimit(json, request, profile.TokenLimit);
        if (request.Stop.Count > 0)
        {
            json.WriteStartArray("stop"u8);
            foreach (var stop in request.Stop)
            {
                json.WriteStringValue(stop);
            }
            json.WriteEndArray();
        }
        if (continued is not null && profile.Prefix == PrefixStyle.ContinueFinalMessage)
        {
            json.WriteBoolean("continue_final_message"u8, true);
            json.WriteBoolean("add_generation_prompt"u8, false);
        }
        json.WriteEndObject();
    }

    /// <summary>Where the request goes; a continuation may have an address of its own.</summary>
    public static Uri Address(LlmRequest request)
    {
        var continues = request.ContinueLast && ContinuedMessage(request.Messages) is not null;
        var address = new UriBuilder(continues && request.Model.Profile.PrefixBaseUrl is { } prefix ? prefix : request.Model.BaseUrl!);
        address.Path = $"{address.Path.TrimEnd('/')}/chat/completions";
        return address.Uri;
    }

    /// <summary>The last message that is sent, when it is the assistant's: what a continuation continues.</summary>
    static Message? ContinuedMessage(IReadOnlyList<Message> messages) =>
        messages.LastOrDefault(IsSent) is { Role: Role.Assistant } last ? last : null;

    static bool IsSent(Message message) => message.Content.Length > 0 && message.Role != Role.Tool;

    static void WriteMessages(Utf8JsonWriter json, IReadOnlyList<Message> messages, ProviderProfile profile, Message? continued)
    {
        json.WriteStartArray("messages"u8);
        foreach (var message in messages)
        {
            if (!IsSent(message))
            {
                continue;
            }
            json.WriteStartObject();
            json.WriteString("role"u8, RoleName(message.Role));
            if (ReferenceEquals(message, continued))
            {
                // No name: Moonshot would take it as the beginning of what is to be continued.
                json.WriteString("content"u8, message.Content);
                WritePrefixMark(json, profile.Prefix);
            }
            else
            {
                WriteNameAndContent(json, message, profile.Names);
            }
            json.WriteEndObject();
        }
        if (continued is not null && profile.Prefix == PrefixStyle.None)
        {
            json.WriteStartObject();
            json.WriteString("role"u8, RoleName(Role.User));
            json.WriteString("content"u8, ContinueInstruction.For(continued.Content));
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    static void WritePrefixMark(Utf8JsonWriter json, PrefixStyle style)
    {
        if (style == PrefixStyle.DeepSeekPrefix)
        {
            json.WriteBoolean("prefix"u8, true);
        }
        else if (style == PrefixStyle.Partial)
        {
            json.WriteBoolean("partial"u8, true);
        }
    }

    static void WriteNameAndContent(Utf8JsonWriter json, Message message, NamePolicy policy)
    {
        var sent = SpeakerName.Apply(policy, message);
        if (sent.Name is not null)
        {
            json.WriteString("name"u8, sent.Name);
        }
        json.WriteString("content"u8, sent.Content);
    }

    static void WriteNumber(Utf8JsonWriter json, ReadOnlySpan<byte> name, double? value)
    {
        if (value is { } number && double.IsFinite(number))
        {
            json.WriteNumber(name, number);
        }
    }

    static void WriteTokenLimit(Utf8JsonWriter json, LlmRequest request, TokenLimitField field)
    {
        var (name, value) = field == TokenLimitField.MaxTokens
            ? ("max_tokens", request.MaxTokens ?? request.MaxCompletionTokens)
            : ("max_completion_tokens", request.MaxCompletionTokens ?? request.MaxTokens);
        if (value is { } limit)
        {
            json.WriteNumber(name, limit);
        }
    }

    static ReadOnlySpan<byte> RoleName(Role role) => role switch
    {
        Role.System => "system"u8,
        Role.User => "user"u8,
        _ => "assistant"u8,
    };
}
