namespace Repeater.Llm;

/// <summary>What kind of failure a provider reports. Pure; what is known of the providers stands in tables.</summary>
static class ErrorClassifier
{
    /// <param name="status">HTTP status of the answer; null for an error inside a stream.</param>
    /// <param name="error">What the provider says.</param>
    public static LlmErrorClass Classify(int? status, ProviderError error) =>
        ByName(error.Code) ?? ByName(error.Type) ?? ByWords(status, error.Message) ?? ByStatus(status ?? StatusIn(error.Code));

    /// <summary>A numeric code that is an HTTP status; llama.cpp and older vLLM send those.</summary>
    static int? StatusIn(string code) => int.TryParse(code, out var number) && number is >= 400 and < 600 ? number : null;

    static LlmErrorClass? ByName(string name)
    {
        foreach (var (errorClass, names) in Names)
        {
            if (names.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                return errorClass;
            }
        }
        return null;
    }

    /// <summary>What many providers say in words only. Not asked of a status that is clear in itself.</summary>
    static LlmErrorClass? ByWords(int? status, string message)
    {
        if (status is 401 or 402 or 404)
        {
            return null;
        }
        foreach (var (errorClass, phrases) in Phrases)
        {
            if (phrases.Any(phrase => message.Contains(phrase, StringComparison.OrdinalIgnoreCase)))
            {
                return errorClass;
            }
        }
        return null;
    }

    static LlmErrorClass ByStatus(int? status) => status switch
    {
        >= 300 and < 400 => LlmErrorClass.Configuration,
        401 or 403 => LlmErrorClass.Auth,
        402 => LlmErrorClass.Balance,
        404 => LlmErrorClass.NotFound,
        408 or 504 or 524 => LlmErrorClass.Timeout,
        413 => LlmErrorClass.ContextTooLong,
        429 => LlmErrorClass.RateLimit,
        501 => LlmErrorClass.BadRequest,
        >= 400 and < 500 => LlmErrorClass.BadRequest,
        // Also an error inside a stream that says nothing about itself: the request had been accepted.
        _ => LlmErrorClass.Overloaded,
    };

    // Values of "code" or "type". Four digits are Zhipu's.
    static readonly (LlmErrorClass Class, string[] Names)[] Names =
    [
        (LlmErrorClass.Balance,
        [
            "1113", "1308", "1310", "insufficient_quota", "insufficient_balance", "exceeded_current_quota_error", "Arrearage",
            "AllocationQuota.FreeTierOnly", "billing_not_active", "billing_hard_limit_reached",
        ]),
        (LlmErrorClass.ContentFilter,
        [
            "1301", "content_filter", "content_policy_violation", "data_inspection_failed", "DataInspectionFailed",
            "ResponsibleAIPolicyViolation",
        ]),
        (LlmErrorClass.ContextTooLong, ["1261", "context_length_exceeded", "exceed_context_size_error", "string_above_max_length"]),
        (LlmErrorClass.Overloaded,
        [
            "1305", "1312", "engine_overloaded_error", "overloaded_error", "server_overloaded", "insufficient_system_resource",
            "ServiceUnavailable", "ModelServiceFailed",
        ]),
        (LlmErrorClass.RateLimit,
        [
            "1302", "rate_limit_exceeded", "rate_limit_reached_error", "rate_limit_error", "Throttling", "Throttling.RateQuota",
            "Throttling.BurstRate", "Throttling.AllocationQuota",
        ]),
        (LlmErrorClass.Auth, ["invalid_api_key", "InvalidApiKey", "authentication_error", "permission_error", "invalid_authentication_error"]),
        (LlmErrorClass.NotFound, ["model_not_found", "ModelNotFound", "not_found_error", "resource_not_found_error"]),
        (LlmErrorClass.Timeout, ["timeout", "RequestTimeOut"]),
    ];

    static readonly (LlmErrorClass Class, string[] Phrases)[] Phrases =
    [
        (LlmErrorClass.Balance,
            ["insufficient balance", "insufficient_quota", "exceeded your current quota", "in arrears", "余额不足", "欠费"]),
        (LlmErrorClass.ContextTooLong,
        [
            "maximum context length", "context length exceeded", "context window", "available context size", "prompt is too long",
            "input is too long", "range of input length should be", "too many input tokens", "prompt 超长",
        ]),
        (LlmErrorClass.ContentFilter,
            ["content management policy", "inappropriate content", "content exists risk", "considered high risk", "敏感内容", "不安全或敏感"]),
    ];
}
