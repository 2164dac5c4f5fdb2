using System.Text;
using static Repeater.Tests.FakeReply;

namespace Repeater.Tests.Providers;

/// <summary>What providers answer when something is wrong, and what becomes of the chat.</summary>
static class FailureScenarios
{
    // What is not tried again is refused at once; what is, is asked twice, as the tests allow.
    const int Once = 1;
    const int Again = 2;

    static readonly string Half = Chunk("half");

    public static readonly FailureScenario[] All =
    [
        .. Errors.Select(error => new FailureScenario("errors", error.Provider, error.Behaviour, Status(error.Status, error.Body), error.Expected, error.Words, error.Calls) { Rules = [8, 9] }),

        new("errors", "OpenAI", "limits the rate and says when to come back in a header", Status(429, """{"error":{"message":"Slow down","type":"requests","code":"rate_limit_exceeded"}}""", ("Retry-After", "90")), 429, "Slow down", Once) { Rules = [8, 9], RetryAfter = "90" },
        new("errors", "any server", "gives a date to come back at", Status(429, "{}", ("Retry-After", "Fri, 31 Dec 2100 23:59:59 GMT")), 429, "answered 429", Once) { Rules = [8], RetryAfter = "86400" },
        new("errors", "Gemini's OpenAI door", "says in the body when to come back, and has an array around it", Status(429, """[{"error":{"code":429,"message":"You exceeded your rate","status":"RESOURCE_EXHAUSTED","details":[{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"95s"}]}}]"""), 429, "You exceeded your rate", Once) { Rules = [8, 9], RetryAfter = "95" },
        new("errors", "a proxy before the provider", "answers with a web page", Status(502, "<html><head><title>502 Bad Gateway</title></head></html>"), 503, "a web page named \"502 Bad Gateway\"", Again) { Rules = [8] },
        new("errors", "a captive portal", "answers 200 with a web page", Garbage(), 502, "neither JSON nor an event stream", Once) { Rules = [8] },
        new("errors", "any server", "redirects elsewhere, where the key must not go", Status(307, "", ("Location", "http://elsewhere.invalid/v1?key=1")), 502, "redirects to http://elsewhere.invalid/v1;", Once) { Rules = [8] },

        new("errors inside a good stream", "vLLM", "sends data with an error, then [DONE]", ErrorInStream("", """{"object":"error","message":"EngineCore died","type":"InternalServerError","param":null,"code":500}"""), 503, "EngineCore died", Again) { Rules = [1, 8] },
        new("errors inside a good stream", "vLLM", "says in a stream that the request is bad", ErrorInStream("", """{"message":"bad logit_bias","type":"BadRequestError","code":400}"""), 400, "bad logit_bias", Once) { Rules = [1, 8] },
        new("errors inside a good stream", "llama.cpp", "sends a field named error", Events("error: {\"code\":500,\"message\":\"decode failed\",\"type\":\"server_error\"}\n\n"), 503, "decode failed", Again) { Rules = [1, 8] },
        new("errors inside a good stream", "llama.cpp", "sends an event named error", Events("event: error\ndata: {\"message\":\"decode failed\"}\n\n"), 503, "decode failed", Again) { Rules = [1, 8] },
        new("errors inside a good stream", "OpenRouter", "sends an error beside empty choices", Events("data: {\"id\":\"x\",\"error\":{\"code\":502,\"message\":\"Provider disconnected\"},\"choices\":[]}\n\n"), 503, "Provider disconnected", Again) { Rules = [1, 3, 8] },
        new("errors inside a good stream", "gateways", "send the error as a mere string", Events("data: {\"error\":\"upstream exploded\"}\n\n"), 503, "upstream exploded", Again) { Rules = [1, 8] },
        new("errors inside a good stream", "Zhipu", "limits the rate in a stream", ErrorInStream("", """{"code":"1302","message":"您的账户已达到速率限制"}"""), 429, "速率限制", Again) { Rules = [8] },
        new("errors inside a good stream", "OpenAI", "fails after the first token", ErrorInStream("half", """{"message":"The server had an error","type":"server_error"}"""), 503, "The server had an error", Once) { Rules = [7, 9], Stored = "half" },
        new("errors inside a good stream", "DeepSeek", "fails after the first token", ErrorInStream("half"), 503, "the model crashed", Once) { Stored = "half" },
        new("errors inside a good stream", "Qwen", "finds its own reply improper", ErrorInStream("half", """{"code":"data_inspection_failed","message":"Output data may contain inappropriate content.","type":"data_inspection_failed"}"""), 400, "inappropriate content", Once) { Rules = [8], Stored = "half" },

        new("the end", "every provider", "breaks off after the first token without a finish reason", EndAfter("half"), 502, "broke off without a finish reason", Once) { Rules = [1, 8], Stored = "half" },
        new("the end", "every provider", "says [DONE] without a word", Events("data: {\"choices\":[]}\n\n"), 502, "ended before it began", Again) { Rules = [3] },
        new("the end", "every provider", "loses the connection after the first token", CutAfter("half"), 502, "broke off", Once) { Rules = [8], Stored = "half" },
        new("keep-alive", "DeepSeek", "closes the connection when it could not begin in time", CutAfter(), 502, "", Again) { Rules = [8] },
        new("keep-alive", "DeepSeek", "closes after comments when it could not begin in time", Events(": keep-alive\n\n", ": keep-alive\n\n"), 502, "ended before it began", Again) { Rules = [1, 8] },
        new("keep-alive", "any server", "sends comments for ever", OnlyComments(TimeSpan.FromMilliseconds(50)), 504, "nothing came within 1 seconds", Once) { Rules = [2] },
        new("time", "any server", "never answers", Hang(), 504, "nothing came within 1 seconds", Once) { Rules = [2, 8] },
        new("time", "any server", "falls silent in the middle", Hang("half"), 504, "nothing more came for 1 seconds", Once) { Rules = [2, 8], Stored = "half" },
        new("time", "any server", "says half and then that it is alive, for ever", Raw("text/event-stream", TimeSpan.FromMilliseconds(100), [.. Enumerable.Repeat(": alive\n\n", 100).Prepend(Half).Select(Encoding.UTF8.GetBytes)]), 504, "not complete after 2 seconds", Once) { Rules = [2], Settings = [("LLM_TOTAL_TIMEOUT", "2")], Stored = "half" },
        new("bytes of a stream", "any server", "goes on with what is no JSON", Events(Half, "data: {\"choices\":[{\n\n"), 502, "cannot be understood", Once) { Stored = "half" },
    ];

    /// <summary>Answers with an error status. Last: the status of the chat's answer, words of its sentence, the calls.</summary>
    static IEnumerable<(string Provider, string Behaviour, int Status, string Body, int Expected, string Words, int Calls)> Errors =>
    [
        ("OpenAI", "refuses the key", 401, """{"error":{"message":"Incorrect API key provided: sk-proj-0123456789abcdef. You can find your API key at https://platform.openai.com/account/api-keys.","type":"invalid_request_error","param":null,"code":"invalid_api_key"}}""", 502, "Incorrect API key provided: [key]", Once),
        ("OpenAI", "limits the rate and says in words when to come back", 429, """{"error":{"message":"Rate limit reached for gpt-4o. Please try again in 20ms.","type":"tokens","param":null,"code":"rate_limit_exceeded"}}""", 429, "Rate limit reached", Again),
        ("OpenAI", "has no quota left, with the status of a rate limit", 429, """{"error":{"message":"You exceeded your current quota, please check your plan and billing details.","type":"insufficient_quota","param":null,"code":"insufficient_quota"}}""", 502, "exceeded your current quota", Once),
        ("OpenAI", "finds the conversation too long", 400, """{"error":{"message":"This model's maximum context length is 128000 tokens.","type":"invalid_request_error","param":"messages","code":"context_length_exceeded"}}""", 400, "withdraw messages", Once),
        ("OpenAI", "filters the content", 400, """{"error":{"message":"The response was filtered","type":null,"param":"prompt","code":"content_filter"}}""", 400, "Say it in other words.", Once),
        ("OpenAI", "knows no such model", 404, """{"error":{"message":"The model `m` does not exist or you do not have access to it.","type":"invalid_request_error","param":null,"code":"model_not_found"}}""", 502, "does not exist", Once),
        ("DeepSeek", "has no balance left", 402, """{"error":{"message":"Insufficient Balance","type":"unknown_error","param":null,"code":"invalid_request_error"}}""", 502, "Insufficient Balance", Once),
        ("DeepSeek", "finds a parameter wrong", 422, """{"error":{"message":"Invalid max_tokens value, the valid range of max_tokens is [1, 8192]","type":"invalid_request_error","param":null,"code":"invalid_request_error"}}""", 400, "the valid range of max_tokens", Once),
        ("DeepSeek", "is overloaded", 503, """{"error":{"message":"Service is too busy","type":"service_unavailable_error","param":null,"code":"service_unavailable"}}""", 503, "too busy", Again),
        ("DeepSeek", "finds the content risky", 400, """{"error":{"message":"Content Exists Risk","type":"invalid_request_error","param":null,"code":"invalid_request_error"}}""", 400, "Say it in other words.", Once),
        ("Qwen", "finds the content improper and adds ids", 400, """{"error":{"message":"Input data may contain inappropriate content.","type":"data_inspection_failed","param":null,"code":"data_inspection_failed"},"id":"chatcmpl-1","request_id":"r-1"}""", 400, "Say it in other words.", Once),
        ("Qwen", "is not paid", 400, """{"error":{"message":"Access denied, please make sure your account is in good standing.","type":"Arrearage","param":null,"code":"Arrearage"},"request_id":"r-1"}""", 502, "in good standing", Once),
        ("Qwen", "limits the rate", 429, """{"error":{"message":"Requests rate limit exceeded, please try again later.","type":"limit_requests","param":null,"code":"limit_requests"},"request_id":"r-1"}""", 429, "rate limit", Again),
        ("Qwen", "finds the conversation too long", 400, """{"error":{"code":"invalid_parameter_error","param":null,"message":"Range of input length should be [1, 129024]","type":"invalid_request_error"}}""", 400, "withdraw messages", Once),
        ("Moonshot", "refuses empty content", 400, """{"error":{"message":"Invalid request: message at position 1 with role 'assistant' must not be empty","type":"invalid_request_error"}}""", 400, "must not be empty", Once),
        ("Moonshot", "is overloaded, with the status of a rate limit", 429, """{"error":{"message":"The engine is currently overloaded, please try again later","type":"engine_overloaded_error"}}""", 503, "overloaded", Again),
        ("Moonshot", "is not paid, with the status of a rate limit", 429, """{"error":{"message":"Your account is suspended, please check your plan and billing details","type":"exceeded_current_quota_error"}}""", 502, "suspended", Once),
        ("Zhipu", "limits the rate (1302)", 429, """{"error":{"code":"1302","message":"您当前使用该 API 的并发数过高，请降低并发"}}""", 429, "并发数过高", Again),
        ("Zhipu", "is overloaded (1305)", 429, """{"error":{"code":"1305","message":"当前 API 请求过多，请稍后重试"}}""", 503, "请求过多", Again),
        ("Zhipu", "is overloaded (1312)", 429, """{"error":{"code":"1312","message":"该模型当前访问量过大，请您稍后再试"}}""", 503, "访问量过大", Again),
        ("Zhipu", "is not paid (1113), with the status of a rate limit", 429, """{"error":{"code":"1113","message":"您的账户已欠费，请充值后重试"}}""", 502, "欠费", Once),
        ("Zhipu", "has given its quota (1308), with the status of a rate limit", 429, """{"error":{"code":"1308","message":"已达到 5 小时的使用上限"}}""", 502, "使用上限", Once),
        ("Zhipu", "has given its quota (1310), with the status of a rate limit", 429, """{"error":{"code":"1310","message":"已达到每周的使用上限"}}""", 502, "使用上限", Once),
        ("Zhipu", "finds the content sensitive (1301)", 400, """{"error":{"code":"1301","message":"系统检测到输入或生成内容可能包含不安全或敏感内容"},"contentFilter":[{"role":"user","level":1}]}""", 400, "Say it in other words.", Once),
        ("Zhipu", "finds the conversation too long (1261)", 400, """{"error":{"code":"1261","message":"Prompt 超长"}}""", 400, "withdraw messages", Once),
        ("Ollama", "has not pulled the model", 404, """{"error":{"message":"model \"m\" not found, try pulling it first","type":"api_error","param":null,"code":null}}""", 502, "try pulling it first", Once),
        ("Ollama", "says it with a mere string", 500, """{"error":"llama runner process has terminated"}""", 503, "llama runner process has terminated", Again),
        ("vLLM", "has no object around the error", 400, """{"object":"error","message":"This model's maximum context length is 4096 tokens. However, you requested 5000 tokens.","type":"BadRequestError","param":null,"code":400}""", 400, "withdraw messages", Once),
        ("vLLM", "knows no such model", 404, """{"object":"error","message":"The model `m` does not exist.","type":"NotFoundError","param":null,"code":404}""", 502, "does not exist", Once),
        ("llama.cpp", "is still loading, the code being a number", 503, """{"error":{"code":503,"message":"Loading model","type":"unavailable_error"}}""", 503, "Loading model", Again),
        ("llama.cpp", "cannot do something (501)", 501, """{"error":{"code":501,"message":"This server does not support this","type":"not_supported_error"}}""", 400, "does not support", Once),
        ("llama.cpp", "finds the conversation too long", 400, """{"error":{"code":400,"message":"the request exceeds the available context size, try increasing it","type":"exceed_context_size_error","n_prompt_tokens":5000,"n_ctx":4096}}""", 400, "withdraw messages", Once),
        ("Mistral", "complains as FastAPI does", 422, """{"object":"error","message":{"detail":[{"type":"less_than_equal","loc":["body","top_p"],"msg":"Input should be less than or equal to 1","input":2}]},"type":"invalid_request_error","param":null,"code":null}""", 400, "less than or equal to 1", Once),
        ("OpenRouter", "is not paid", 402, """{"error":{"code":402,"message":"Insufficient credits. Add more using https://openrouter.ai/settings/credits"}}""", 502, "Insufficient credits", Once),
        ("VolcEngine", "is not paid", 403, """{"error":{"code":"AccountOverdueError","message":"The request failed because your account has an overdue balance.","param":"","type":"Forbidden"}}""", 502, "overdue balance", Once),
    ];
}
