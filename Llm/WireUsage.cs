using System.Text.Json;

namespace Repeater.Llm;

/// <summary>Token counts under the names the providers have for them.</summary>
static class WireUsage
{
    /// <summary>The value of the member whose name the reader stands on; null when it reports nothing.</summary>
    public static Usage? Read(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return null;
        }
        var usage = Nothing;
        while (reader.NextMember())
        {
            if (reader.ValueTextEquals("prompt_tokens"u8))
            {
                usage = usage with { PromptTokens = reader.ReadInteger() };
            }
            else if (reader.ValueTextEquals("completion_tokens"u8))
            {
                usage = usage with { CompletionTokens = reader.ReadInteger() };
            }
            else if (reader.ValueTextEquals("total_tokens"u8))
            {
                usage = usage with { TotalTokens = reader.ReadInteger() };
            }
            else if (reader.ValueTextEquals("prompt_cache_hit_tokens"u8) || reader.ValueTextEquals("cached_tokens"u8))
            {
                usage = usage with { CachedTokens = reader.ReadInteger() ?? usage.CachedTokens };
            }
            else if (reader.ValueTextEquals("prompt_tokens_details"u8))
            {
                usage = usage with { CachedTokens = ReadDetail(ref reader, "cached_tokens"u8) ?? usage.CachedTokens };
            }
            else if (reader.ValueTextEquals("completion_tokens_details"u8))
            {
                usage = usage with { ReasoningTokens = ReadDetail(ref reader, "reasoning_tokens"u8) };
            }
            else
            {
                reader.Skip();
            }
        }
        return usage == Nothing ? null : usage;
    }

    static readonly Usage Nothing = new();

    static long? ReadDetail(ref Utf8JsonReader reader, ReadOnlySpan<byte> name)
    {
        reader.Read();
        long? value = null;
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            while (reader.NextMember())
            {
                if (reader.ValueTextEquals(name))
                {
                    value = reader.ReadInteger();
                }
                else
                {
                    reader.Skip();
                }
            }
        }
        reader.Skip();
        return value;
    }
}
