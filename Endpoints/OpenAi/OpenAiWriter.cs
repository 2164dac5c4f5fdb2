using System.Text.Json;
using Repeater.Chat;

namespace Repeater.Endpoints.OpenAi;

/// <summary>What all parts of one answer have in common.</summary>
/// <param name="Id">Of the completion.</param>
/// <param name="Created">Unix seconds.</param>
/// <param name="Model">The provider's id of who answers.</param>
readonly record struct CompletionHead(string Id, long Created, string Model);

/// <summary>Writes answers in the shapes of OpenAI's API. Pure: no request, no clock.</summary>
static class OpenAiWriter
{
    public static void Completion(Utf8JsonWriter json, CompletionHead head, TurnAnswer answer)
    {
        Begin(json, head, "chat.completion");
        json.WriteStartArray("choices"u8);
        json.WriteStartObject();
        json.WriteNumber("index"u8, 0);
        json.WriteStartObject("message"u8);
        json.WriteString("role"u8, "assistant"u8);
        json.WriteString("content"u8, answer.Content);
        if (answer.ReasoningContent.Length > 0)
        {
            json.WriteString("reasoning_content"u8, answer.ReasoningContent);
        }

        json.WriteNull("refusal"u8);
        json.WriteEndObject();
        json.WriteNull("logprobs"u8);
        json.WriteString("finish_reason"u8, FinishReason(answer));
        json.WriteEndObject();
        json.WriteEndArray();
        if (answer.Usage is { } usage)
        {
            Tokens(json, usage);
        }

        Ours(json, answer);
        json.WriteEndObject();
    }

    /// <summary>The first chunk alone says who speaks.</summary>
    public static void RoleChunk(Utf8JsonWriter json, CompletionHead head, bool hasUsage) => Chunk(json, head, null, hasUsage, null, delta =>
    {
        delta.WriteString("role"u8, "assistant"u8);
        delta.WriteString("content"u8, ""u8);
    });

    public static void TextChunk(Utf8JsonWriter json, CompletionHead head, bool hasUsage, bool isReasoning, string text) =>
        Chunk(json, head, null, hasUsage, null, delta => delta.WriteString(isReasoning ? "reasoning_content"u8 : "content"u8, text));

    public static void FinishChunk(Utf8JsonWriter json, CompletionHead head, bool hasUsage, TurnAnswer answer) =>
        Chunk(json, head, FinishReason(answer), hasUsage, answer, _ => { });

    /// <summary>After the finish chunk, without choices.</summary>
    public static void UsageChunk(Utf8JsonWriter json, CompletionHead head, Usage usage)
    {
        Begin(json, head, "chat.completion.chunk");
        json.WriteStartArray("choices"u8);
        json.WriteEndArray();
        Tokens(json, usage);
        json.WriteEndObject();
    }

    public static void Models(Utf8JsonWriter json, IReadOnlyList<OfferedModel> models)
    {
        json.WriteStartObject();
        json.WriteString("object"u8, "list"u8);
        json.WriteStartArray("data"u8);
        foreach (var model in models)
        {
            Model(json, model);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static void Model(Utf8JsonWriter json, OfferedModel model)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, model.Name);
        json.WriteString("object"u8, "model"u8);
        // Nobody says when; the member is required.
        json.WriteNumber("created"u8, 0);
        json.WriteString("owned_by"u8, model.Provider);
        json.WriteEndObject();
    }

    static void Chunk(Utf8JsonWriter json, CompletionHead head, string? finish, bool hasUsage, TurnAnswer? end, Action<Utf8JsonWriter> delta)
    {
        Begin(json, head, "chat.completion.chunk");
        json.WriteStartArray("choices"u8);
        json.WriteStartObject();
        json.WriteNumber("index"u8, 0);
        json.WriteStartObject("delta"u8);
        delta(json);
        json.WriteEndObject();
        json.WriteNull("logprobs"u8);
        json.WriteString("finish_reason"u8, finish);
        json.WriteEndObject();
        json.WriteEndArray();
        if (hasUsage)
        {
            json.WriteNull("usage"u8);
        }

        if (end is not null)
        {
            Ours(json, end);
        }

        json.WriteEndObject();
    }

    static void Begin(Utf8JsonWriter json, CompletionHead head, string type)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, head.Id);
        json.WriteString("object"u8, type);
        json.WriteNumber("created"u8, head.Created);
        json.WriteString("model"u8, head.Model);
    }

    static void Tokens(Utf8JsonWriter json, Usage usage)
    {
        json.WriteStartObject("usage"u8);
        json.WriteNumber("prompt_tokens"u8, usage.PromptTokens ?? 0);
        json.WriteNumber("completion_tokens"u8, usage.CompletionTokens ?? 0);
        json.WriteNumber("total_tokens"u8, usage.TotalTokens ?? (usage.PromptTokens ?? 0) + (usage.CompletionTokens ?? 0));
        if (usage.CachedTokens is { } cached)
        {
            json.WriteStartObject("prompt_tokens_details"u8);
            json.WriteNumber("cached_tokens"u8, cached);
            json.WriteEndObject();
        }

        if (usage.ReasoningTokens is { } reasoning)
        {
            json.WriteStartObject("completion_tokens_details"u8);
            json.WriteNumber("reasoning_tokens"u8, reasoning);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    /// <summary>What a stored turn has beside: under one name that no client of that API knows.</summary>
    static void Ours(Utf8JsonWriter json, TurnAnswer answer)
    {
        if (answer.Branch.Length == 0)
        {
            return;
        }

        json.WriteStartObject("repeater"u8);
        json.WriteString("message_id"u8, answer.MessageId);
        json.WriteString("reply_id"u8, answer.ReplyId);
        json.WriteString("branch"u8, answer.Branch);
        json.WriteStartArray("warnings"u8);
        foreach (var warning in answer.Warnings)
        {
            json.WriteStringValue(warning);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Clients refuse words that the API does not have; a reply that was stopped is as incomplete as one that was too long.</summary>
    static string FinishReason(TurnAnswer answer) => answer switch
    {
        { Interrupted: true } or { FinishReason: "length" or "max_tokens" } => "length",
        { FinishReason: "content_filter" } => "content_filter",
        _ => "stop",
    };
}
