using System.Globalization;
using System.Text;
using Repeater.Llm;

namespace Repeater.Tests.Llm;

public class ErrorClassifierTests
{
    [Theory]
    // By status alone.
    [InlineData(400, "", "", "no", "BadRequest")]
    [InlineData(401, "", "", "no", "Auth")]
    [InlineData(402, "", "", "no", "Balance")]
    [InlineData(403, "", "", "no", "Auth")]
    [InlineData(404, "", "", "no", "NotFound")]
    [InlineData(405, "", "", "no", "BadRequest")]
    [InlineData(408, "", "", "no", "Timeout")]
    [InlineData(413, "", "", "no", "ContextTooLong")]
    [InlineData(422, "", "", "no", "BadRequest")]
    [InlineData(429, "", "", "no", "RateLimit")]
    [InlineData(500, "", "", "no", "Overloaded")]
    [InlineData(501, "", "", "no", "BadRequest")]
    [InlineData(502, "", "", "no", "Overloaded")]
    [InlineData(503, "", "", "no", "Overloaded")]
    [InlineData(504, "", "", "no", "Timeout")]
    [InlineData(529, "", "", "no", "Overloaded")]
    [InlineData(301, "", "", "no", "Configuration")]
    [InlineData(null, "", "", "no", "Overloaded")]
    [InlineData(null, "429", "", "no", "RateLimit")]
    [InlineData(null, "503", "", "no", "Overloaded")]
    [InlineData(null, "7", "", "no", "Overloaded")]
    // OpenAI.
    [InlineData(429, "insufficient_quota", "insufficient_quota", "You exceeded your current quota", "Balance")]
    [InlineData(429, "rate_limit_exceeded", "tokens", "Rate limit reached", "RateLimit")]
    [InlineData(400, "context_length_exceeded", "invalid_request_error", "too many", "ContextTooLong")]
    [InlineData(400, "", "invalid_request_error", "This model's maximum context length is 8192 tokens.", "ContextTooLong")]
    [InlineData(400, "unsupported_parameter", "invalid_request_error", "Unsupported parameter: 'max_tokens'", "BadRequest")]
    [InlineData(401, "invalid_api_key", "", "no", "Auth")]
    [InlineData(400, "content_filter", "", "The response was filtered due to ...", "ContentFilter")]
    // DeepSeek.
    [InlineData(400, "invalid_request_error", "invalid_request_error", "Content Exists Risk", "ContentFilter")]
    [InlineData(402, "invalid_request_error", "unknown_error", "Insufficient Balance", "Balance")]
    // Qwen.
    [InlineData(400, "data_inspection_failed", "data_inspection_failed", "Input data may contain inappropriate content.", "ContentFilter")]
    [InlineData(400, "Arrearage", "Arrearage", "Access denied, please make sure your account is in good standing.", "Balance")]
    [InlineData(400, "invalid_parameter_error", "", "Range of input length should be [1, 30720]", "ContextTooLong")]
    // Moonshot: one status, three meanings.
    [InlineData(429, "", "engine_overloaded_error", "The engine is currently overloaded", "Overloaded")]
    [InlineData(429, "", "exceeded_current_quota_error", "Your account is suspended", "Balance")]
    [InlineData(429, "", "rate_limit_reached_error", "too many", "RateLimit")]
    // Zhipu: the business code counts, not the status.
    [InlineData(429, "1113", "", "您的账户已欠费，请充值后重试", "Balance")]
    [InlineData(429, "1302", "", "并发数过高", "RateLimit")]
    [InlineData(429, "1305", "", "当前API请求过多", "Overloaded")]
    [InlineData(429, "1308", "", "已达到使用上限", "Balance")]
    [InlineData(400, "1301", "", "不安全", "ContentFilter")]
    [InlineData(400, "1261", "", "Prompt 超长", "ContextTooLong")]
    // vLLM and llama.cpp.
    [InlineData(400, "400", "BadRequestError", "This model's maximum context length is 4096 tokens.", "ContextTooLong")]
    [InlineData(400, "400", "exceed_context_size_error", "the request exceeds", "ContextTooLong")]
    [InlineData(503, "503", "unavailable_error", "Loading model", "Overloaded")]
    [InlineData(501, "501", "not_supported_error", "no", "BadRequest")]
    // What a message says does not outweigh a status that is clear.
    [InlineData(401, "", "", "quota: insufficient balance", "Auth")]
    public void A_failure_is_classified(int? status, string code, string type, string message, string expected) =>
        Assert.Equal(expected, ErrorClassifier.Classify(status, new ProviderError(message, code, type)).ToString());

    [Theory]
    [InlineData("""{"error":{"message":"m","type":"t","param":"p","code":"c"}}""", "m", "c", "t", "p")]
    [InlineData("""{"error":{"message":"m","type":null,"param":null,"code":null}}""", "m", "", "", "")]
    [InlineData("""{"error":{"code":400,"message":"m","type":"t"}}""", "m", "400", "t", "")]
    [InlineData("""{"error":{"code":"1302","message":"m"}}""", "m", "1302", "", "")]
    [InlineData("""{"error":"m"}""", "m", "", "", "")]
    [InlineData("""{"object":"error","message":"m","type":"t","code":400}""", "m", "400", "t", "")]
    [InlineData("""{"code":"c","message":"m","request_id":"r"}""", "m", "c", "", "")]
    [InlineData("""{"type":"error","error":{"type":"overloaded_error","message":"m"}}""", "m", "", "overloaded_error", "")]
    [InlineData("""[{"error":{"code":429,"message":"m","status":"x","details":[{"@type":"y"}]}}]""", "m", "429", "", "")]
    [InlineData("""{"detail":"m"}""", "m", "", "", "")]
    [InlineData("""{"detail":[{"type":"missing","loc":["body","messages",0,"name"],"msg":"m","input":{}}]}""", "m", "", "missing", "messages.0.name")]
    [InlineData("""{"object":"error","message":{"detail":[{"type":"extra_forbidden","loc":["body","stream_options"],"msg":"m"}]},"type":"t"}""",
        "m", "", "extra_forbidden", "stream_options")]
    [InlineData("""{"error":{"message":"a\n\n  b\u0000c","type":{"odd":1},"code":[1]}}""", "a b c", "", "", "")]
    [InlineData("""{"error_code":17,"error_msg":"m"}""", "m", "17", "", "")]
    [InlineData("""{"error":{"message":"half \ud83d"}}""", "half \uFFFD", "", "", "")]
    [InlineData("plain text\r\nof two lines", "plain text of two lines", "", "", "")]
    [InlineData("", "", "", "", "")]
    [InlineData("{}", "{}", "", "", "")]
    [InlineData("{\"error\":", "{\"error\":", "", "", "")]
    public void An_error_is_read_in_every_shape(string body, string message, string code, string type, string param) =>
        Assert.Equal(new ProviderError(message, code, type, param), ProviderError.FromBody(Encoding.UTF8.GetBytes(body)));

    [Fact]
    public void A_long_explanation_is_cut_between_characters()
    {
        var error = ProviderError.FromBody(Encoding.UTF8.GetBytes(new string('x', 999) + "😀😀😀"));

        Assert.Equal(new string('x', 999) + "😀…", error.Message);
    }

    [Theory]
    [InlineData("bad key my-secret-key!", "bad key [key]!")]
    [InlineData("bad key sk-abcd****wxyz.", "bad key [key]")]
    [InlineData("sk-abc", "sk-abc")]
    [InlineData("Authorization: Bearer abcdef123456, then", "Authorization: [key], then")]
    [InlineData("a task-force and sk- alone", "a task-force and sk- alone")]
    [InlineData("", "")]
    public void Keys_are_taken_out(string text, string expected) => Assert.Equal(expected, KeyRedactor.Redact(text, "my-secret-key"));

    [Fact]
    public void An_empty_key_takes_nothing_out() => Assert.Equal("text", KeyRedactor.Redact("text", ""));

    [Theory]
    [InlineData("Retry-After", "3", 3.0)]
    [InlineData("Retry-After", "0.5", 0.5)]
    [InlineData("Retry-After", "-5", 0.0)]
    [InlineData("Retry-After", "Wed, 21 Oct 2026 07:28:30 GMT", 30.0)]
    [InlineData("Retry-After", "Wed, 21 Oct 2020 07:28:30 GMT", 0.0)]
    [InlineData("Retry-After", "99999999999", 86400.0)]
    [InlineData("Retry-After", "1e400", 86400.0)]
    [InlineData("Retry-After", "NaN", null)]
    [InlineData("Retry-After", "soon", null)]
    [InlineData("retry-after-ms", "1500", 1.5)]
    [InlineData("X-Other", "3", null)]
    public void The_wait_a_provider_asks_for_is_read(string header, string value, double? seconds)
    {
        using var response = new HttpResponseMessage();
        response.Headers.TryAddWithoutValidation(header, value);
        var now = DateTimeOffset.Parse("2026-10-21T07:28:00Z", CultureInfo.InvariantCulture);

        Assert.Equal(seconds, RetryAfter.Read(response.Headers, now)?.TotalSeconds);
    }
}
