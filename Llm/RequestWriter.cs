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
        var messages = OutgoingMessages.Of(request);
        var streams = Streams(request);
        using var json = new Utf8JsonWriter(output, Options);

        json.WriteStartObject();
        json.WriteString("model"u8, request.Model.Id);
        WriteMessages(json, messages, profile);
        json.WriteBoolean("stream"u8, streams);
        if (streams && profile.StreamOptions && Takes(request.Model, "stream_options"))
        {
            json.WriteStartObject("stream_options"u8);
            json.WriteBoolean("include_usage"u8, true);
            json.WriteEndObject();
        }
        foreach (var (name, value) in Sampling(request))
        {
            json.WriteNumber(name, value);
        }
        if (TokenLimit(request) is { } limit)
        {
            json.WriteNumber(limit.Name, limit.Value);
        }
        WriteStop(json, request);
        WriteThinking(json, request);
        if (messages.Continues && profile.Prefix == PrefixStyle.ContinueFinalMessage)
        {
            json.WriteBoolean("continue_final_message"u8, true);
            json.WriteBoolean("add_generation_prompt"u8, false);
        }
        foreach (var (name, value) in request.Extra)
        {
            if (Takes(request.Model, name))
            {
                json.WritePropertyName(name);
                value.WriteTo(json);
            }
        }
        foreach (var (name, value) in request.Model.ExtraBody)
        {
            if (value.ValueKind != JsonValueKind.Null)
            {
                json.WritePropertyName(name);
                value.WriteTo(json);
            }
        }
        json.WriteEndObject();
    }

    /// <summary>Where the request goes; a continuation may have an address of its own.</summary>
    public static Uri Address(LlmRequest request)
    {
        var profile = request.Model.Profile;
        var continues = profile.Prefix != PrefixStyle.None && OutgoingMessages.Continued(request) is not null;
        var address = new UriBuilder(continues && profile.PrefixBaseUrl is { } prefix ? prefix : request.Model.BaseUrl!);
        address.Path = $"{address.Path.TrimEnd('/')}/chat/completions";
        return address.Uri;
    }

    public static bool Streams(LlmRequest request) => request.Model.Profile.Streaming switch
    {
        Streaming.Always => true,
        Streaming.Never => false,
        _ => request.Stream,
    };

    /// <summary>The sampling numbers that are sent.</summary>
    public static IEnumerable<(string Name, double Value)> Sampling(LlmRequest request)
    {
        (string Name, double? Value)[] all =
        [
            ("temperature", request.Temperature), ("top_p", request.TopP),
            ("frequency_penalty", request.FrequencyPenalty), ("presence_penalty", request.PresencePenalty),
        ];
        foreach (var (name, value) in all)
        {
            if (value is { } number && double.IsFinite(number) && Takes(request.Model, name))
            {
                yield return (name, number);
            }
        }
    }

    /// <summary>The one limit that is sent; null when none is.</summary>
    public static (string Name, int Value)? TokenLimit(LlmRequest request)
    {
        var (name, value) = request.Model.Profile.TokenLimit switch
        {
            TokenLimitField.MaxTokens => ("max_tokens", request.MaxTokens ?? request.MaxCompletionTokens),
            TokenLimitField.MaxCompletionTokens => ("max_completion_tokens", request.MaxCompletionTokens ?? request.MaxTokens),
            _ => ("", null),
        };
        // The pair is refused by some providers, so either one of the owner's keeps ours away.
        return value is { } limit && Takes(request.Model, "max_tokens") && Takes(request.Model, "max_completion_tokens") ? (name, limit) : null;
    }

    /// <summary>The texts that end a reply, as far as they are sent.</summary>
    public static IReadOnlyList<string> Stops(LlmRequest request) => Takes(request.Model, "stop") ? request.Stop : [];

    static bool Takes(ModelInfo model, string member) => !model.ExtraBody.ContainsKey(member) && !model.Profile.Omit.Contains(member);

    /// <summary>As <see cref="Takes"/>, and the request does not say it itself.</summary>
    static bool Adds(LlmRequest request, string member) => Takes(request.Model, member) && !request.Extra.ContainsKey(member);

    static void WriteMessages(Utf8JsonWriter json, OutgoingMessages messages, ProviderProfile profile)
    {
        json.WriteStartArray("messages"u8);
        for (var i = 0; i < messages.List.Count; i++)
        {
            var message = messages.List[i];
            json.WriteStartObject();
            json.WriteString("role"u8, RoleName(message.Role, profile));
            if (message.Name is not null)
            {
                json.WriteString("name"u8, message.Name);
            }
            json.WriteString("content"u8, message.Content);
            if (message.Reasoning.Length > 0)
            {
                json.WriteString("reasoning_content"u8, message.Reasoning);
            }
            if (messages.Continues && i == messages.List.Count - 1)
            {
                WritePrefixMark(json, profile.Prefix);
            }
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    static void WritePrefixMark(Utf8JsonWriter json, PrefixStyle style)
    {
        if (style == PrefixStyle.Prefix)
        {
            json.WriteBoolean("prefix"u8, true);
        }
        else if (style == PrefixStyle.Partial)
        {
            json.WriteBoolean("partial"u8, true);
        }
    }

    static void WriteStop(Utf8JsonWriter json, LlmRequest request)
    {
        if (Stops(request) is { Count: > 0 } stops)
        {
            json.WriteStartArray("stop"u8);
            foreach (var stop in stops)
            {
                json.WriteStringValue(stop);
            }
            json.WriteEndArray();
        }
    }

    static void WriteThinking(Utf8JsonWriter json, LlmRequest request)
    {
        var model = request.Model;
        if (model.Profile.Thinking is not { } thinks)
        {
            return;
        }
        switch (model.Profile.ThinkingStyle)
        {
            case ThinkingStyle.ThinkingType when Adds(request, "thinking"):
                json.WriteStartObject("thinking"u8);
                json.WriteString("type"u8, thinks ? "enabled"u8 : "disabled"u8);
                json.WriteEndObject();
                break;
            case ThinkingStyle.EnableThinking when Adds(request, "enable_thinking"):
                json.WriteBoolean("enable_thinking"u8, thinks);
                break;
            case ThinkingStyle.ChatTemplate when Adds(request, "chat_template_kwargs"):
                json.WriteStartObject("chat_template_kwargs"u8);
                json.WriteBoolean("enable_thinking"u8, thinks);
                json.WriteEndObject();
                break;
            case ThinkingStyle.ReasoningEffort when !thinks && Adds(request, "reasoning_effort"):
                json.WriteString("reasoning_effort"u8, "none"u8);
                break;
            default:
                break;
        }
    }

    static ReadOnlySpan<byte> RoleName(Role role, ProviderProfile profile) => role switch
    {
        Role.System => profile.SystemRole == SystemRole.Developer ? "developer"u8 : "system"u8,
        Role.User => "user"u8,
        _ => "assistant"u8,
    };
}
