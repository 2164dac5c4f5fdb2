using System.Buffers;
using System.Text;
using System.Text.Json;
using Repeater.Llm;

namespace Repeater.Tests.Llm;

public class RequestWriterTests
{
    static readonly Uri Address = new("https://api.example.com/v1");

    static readonly LlmRequest Plain = LlmTest.Request(Address);

    static readonly Message[] Unfinished =
    [
        new() { Role = Role.User, Content = "tell" },
        new() { Role = Role.Assistant, Content = "Once upon", Name = "bot", ReasoningContent = "think" },
    ];

    [Fact]
    public void What_is_not_set_is_not_sent() =>
        AssertJson("""{"model":"test-1","messages":[{"role":"user","content":"hi"}],"stream":true}""", Plain);

    [Fact]
    public void What_is_set_is_sent() => AssertJson(
        """
        {"model":"test-1","messages":[{"role":"user","content":"hi"}],"stream":false,"temperature":0.7,"top_p":0.9,
         "frequency_penalty":-1,"presence_penalty":0,"max_tokens":10,"stop":["END","停"]}
        """,
        Plain with
        {
            Stream = false,
            Temperature = 0.7,
            TopP = 0.9,
            FrequencyPenalty = -1,
            PresencePenalty = 0,
            MaxTokens = 10,
            Stop = ["END", "停"],
        });

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void Numbers_that_are_not_finite_are_not_sent(double number) =>
        AssertJson("""{"model":"test-1","messages":[{"role":"user","content":"hi"}],"stream":true}""", Plain with { Temperature = number, TopP = number });

    [Theory]
    [InlineData(false, 1, 2, """ "max_tokens":1 """)]
    [InlineData(false, null, 2, """ "max_tokens":2 """)]
    [InlineData(true, 1, 2, """ "max_completion_tokens":2 """)]
    [InlineData(true, 1, null, """ "max_completion_tokens":1 """)]
    public void One_token_limit_is_sent_under_the_name_the_provider_knows(bool completion, int? max, int? maxCompletion, string member)
    {
        var field = completion ? TokenLimitField.MaxCompletionTokens : TokenLimitField.MaxTokens;
        var request = With(new ProviderProfile { TokenLimit = field }) with { MaxTokens = max, MaxCompletionTokens = maxCompletion };

        AssertJson($$"""{"model":"test-1","messages":[{"role":"user","content":"hi"}],"stream":true,{{member}}}""", request);
    }

    [Fact]
    public void Usage_is_asked_for_only_in_a_stream()
    {
        var request = With(new ProviderProfile { StreamOptions = true });

        AssertJson("""{"model":"test-1","messages":[{"role":"user","content":"hi"}],"stream":true,"stream_options":{"include_usage":true}}""", request);
        AssertJson("""{"model":"test-1","messages":[{"role":"user","content":"hi"}],"stream":false}""", request with { Stream = false });
    }

    [Fact]
    public void Empty_messages_tools_and_reasoning_are_left_out() => AssertJson(
        """
        {"model":"test-1","stream":true,"messages":[
          {"role":"system","content":"be kind"},{"role":"user","content":" "},{"role":"assistant","content":"yes"},{"role":"user","content":"go on"}]}
        """,
        Plain with
        {
            Messages =
            [
                new() { Id = "m1", Role = Role.System, Content = "be kind" },
                new() { Role = Role.User, Content = " " },
                new() { Role = Role.Assistant, Content = "yes", ReasoningContent = "hm" },
                new() { Role = Role.Assistant, Content = "", ReasoningContent = "only thought" },
                new() { Role = Role.Tool, Content = "result" },
                new() { Role = Role.User, Content = "" },
                new() { Role = Role.User, Content = "go on" },
            ],
        });

    [Fact]
    public void Text_is_readable_and_half_surrogates_are_mended()
    {
        var request = Plain with { Messages = [new() { Role = Role.User, Content = "你好😀 <\"\\\n\u0001> \uD83D" }] };

        Assert.Contains("\"你好😀 <\\\"\\\\\\n\\u0001> \uFFFD\"", Write(request), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AsIs", "小明", "小明", "hi")]
    [InlineData("AsIs", "a b", "a b", "hi")]
    [InlineData("Sanitised", "Tom-1_x", "Tom-1_x", "hi")]
    [InlineData("Sanitised", "Tom Lee!", "Tom_Lee", "hi")]
    [InlineData("Sanitised", "🦊Tom", "Tom", "hi")]
    [InlineData("Sanitised", "小明", null, "[小明] hi")]
    [InlineData("Sanitised", "小明1", null, "[小明1] hi")]
    [InlineData("Sanitised", "🦊", null, "[🦊] hi")]
    [InlineData("Sanitised", "___", "___", "hi")]
    [InlineData("Strip", "Tom", null, "hi")]
    [InlineData("FoldIntoContent", "Tom", null, "[Tom] hi")]
    [InlineData("FoldIntoContent", "a]\n[b", null, "[a   b] hi")]
    [InlineData("AsIs", "", null, "hi")]
    [InlineData("FoldIntoContent", "  ", null, "hi")]
    public void A_name_is_sent_as_the_provider_takes_it(string policy, string name, string? sent, string content)
    {
        var request = With(new ProviderProfile { Names = Enum.Parse<NamePolicy>(policy) }) with
        {
            Messages = [new() { Role = Role.User, Content = "hi", Name = name }],
        };

        var message = JsonDocument.Parse(Write(request)).RootElement.GetProperty("messages")[0];

        Assert.Equal(sent, message.TryGetProperty("name", out var value) ? value.GetString() : null);
        Assert.Equal(content, message.GetProperty("content").GetString());
    }

    [Fact]
    public void A_sanitised_name_has_64_characters_at_most()
    {
        var request = Plain with { Messages = [new() { Role = Role.User, Content = "hi", Name = new string('x', 100) }] };

        Assert.Contains($"\"name\":\"{new string('x', 64)}\"", Write(request), StringComparison.Ordinal);
    }

    [Fact]
    public void Only_users_content_takes_a_name_in()
    {
        var request = With(new ProviderProfile { Names = NamePolicy.FoldIntoContent }) with
        {
            Messages = [new() { Role = Role.Assistant, Content = "yes", Name = "bot" }, new() { Role = Role.User, Content = "hi" }],
        };

        AssertJson("""{"model":"test-1","stream":true,"messages":[{"role":"assistant","content":"yes"},{"role":"user","content":"hi"}]}""", request);
    }

    [Theory]
    [InlineData("Prefix", ""","prefix":true}]""")]
    [InlineData("Partial", ""","partial":true}]""")]
    [InlineData("Implicit", """}]""")]
    [InlineData("ContinueFinalMessage", """}],"continue_final_message":true,"add_generation_prompt":false""")]
    public void A_continuation_uses_the_mechanism_of_the_provider(string style, string end)
    {
        var request = With(new ProviderProfile { Prefix = Enum.Parse<PrefixStyle>(style) }) with { Messages = Unfinished, ContinueLast = true };

        AssertJson(
            $$"""{"model":"test-1","stream":true,"messages":[{"role":"user","content":"tell"},{"role":"assistant","content":"Once upon"{{end}}}""",
            request);
    }

    [Theory]
    [InlineData("Once upon", "Continue your last reply")]
    [InlineData("Once 上", "请从你上一条回复")]
    [InlineData("むかし", "请从你上一条回复")]
    public void Without_a_mechanism_the_model_is_asked_in_the_language_of_the_reply(string unfinished, string beginning)
    {
        Message[] messages = [Unfinished[0], new() { Role = Role.Assistant, Content = unfinished }, new() { Role = Role.User, Content = "" }];

        var sent = JsonDocument.Parse(Write(Plain with { Messages = messages, ContinueLast = true })).RootElement.GetProperty("messages");

        Assert.Equal(3, sent.GetArrayLength());
        Assert.Equal("user", sent[2].GetProperty("role").GetString());
        Assert.StartsWith(beginning, sent[2].GetProperty("content").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Where_there_is_nothing_to_continue_the_request_is_an_ordinary_one()
    {
        var request = With(new ProviderProfile { Prefix = PrefixStyle.Partial, PrefixBaseUrl = new("https://beta.example.com") });
        var started = request with { Messages = [Unfinished[0], new() { Role = Role.Assistant, Content = "" }], ContinueLast = true };

        AssertJson("""{"model":"test-1","stream":true,"messages":[{"role":"user","content":"tell"}]}""", started);
        Assert.Equal("https://api.example.com/v1/chat/completions", RequestWriter.Address(started).ToString());
    }

    [Theory]
    [InlineData("https://api.example.com/v1", "https://api.example.com/v1/chat/completions")]
    [InlineData("https://api.example.com/v1/", "https://api.example.com/v1/chat/completions")]
    [InlineData("http://localhost:8080", "http://localhost:8080/chat/completions")]
    [InlineData("https://x.example.com/openai/d?api-version=1", "https://x.example.com/openai/d/chat/completions?api-version=1")]
    [InlineData("https://api.example.com/a%20b/v1", "https://api.example.com/a%20b/v1/chat/completions")]
    public void The_address_is_below_the_base_address(string baseUrl, string expected) =>
        Assert.Equal(expected, RequestWriter.Address(LlmTest.Request(new Uri(baseUrl))).AbsoluteUri);

    [Theory]
    [InlineData("https://api.openai.com/v1", "MaxCompletionTokens", true, "Sanitised", "None")]
    [InlineData("https://API.DeepSeek.com", "MaxTokens", true, "AsIs", "Prefix")]
    [InlineData("https://dashscope.aliyuncs.com/compatible-mode/v1", "MaxTokens", true, "Sanitised", "Partial")]
    [InlineData("https://api.moonshot.cn/v1", "MaxCompletionTokens", false, "Sanitised", "Partial")]
    [InlineData("https://open.bigmodel.cn/api/paas/v4/", "MaxTokens", false, "Sanitised", "None")]
    [InlineData("https://api.mistral.ai/v1", "MaxTokens", false, "FoldIntoContent", "Prefix")]
    [InlineData("http://127.0.0.1:11434/v1", "MaxTokens", true, "FoldIntoContent", "Implicit")]
    [InlineData("https://api.example.com/v1", "MaxTokens", false, "Sanitised", "None")]
    [InlineData("https://evil-api.openai.com.example.com/v1", "MaxTokens", false, "Sanitised", "None")]
    public void The_host_tells_the_profile(string url, string tokens, bool streamOptions, string names, string prefix)
    {
        var profile = KnownProviders.At(new Uri(url));

        Assert.Equal(
            (tokens, streamOptions, names, prefix),
            (profile.TokenLimit.ToString(), profile.StreamOptions, profile.Names.ToString(), profile.Prefix.ToString()));
    }

    [Fact]
    public void DeepSeek_continues_at_its_beta_address()
    {
        var model = Plain.Model with { BaseUrl = new("https://api.deepseek.com/v1"), Profile = KnownProviders.At(new("https://api.deepseek.com/v1")) };
        var request = Plain with { Model = model, Messages = Unfinished, ContinueLast = true };

        Assert.Equal("https://api.deepseek.com/beta/chat/completions", RequestWriter.Address(request).ToString());
        Assert.Equal("https://api.deepseek.com/v1/chat/completions", RequestWriter.Address(request with { ContinueLast = false }).ToString());
    }

    [Fact]
    public void Twenty_thousand_messages_are_written_whole()
    {
        var messages = Enumerable.Range(0, 20_000).Select(i => new Message { Role = (i & 1) == 0 ? Role.User : Role.Assistant, Content = $"第{i}条消息：{new string('好', 50)}" });

        var sent = JsonDocument.Parse(Write(Plain with { Messages = [.. messages] })).RootElement.GetProperty("messages");

        Assert.Equal(20_000, sent.GetArrayLength());
        Assert.StartsWith("第19999条", sent[19_999].GetProperty("content").GetString(), StringComparison.Ordinal);
    }

    static LlmRequest With(ProviderProfile profile) => Plain with { Model = LlmTest.Model(Address, profile) };

    static string Write(LlmRequest request)
    {
        var buffer = new ArrayBufferWriter<byte>();
        RequestWriter.Write(request, buffer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    static void AssertJson(string expected, LlmRequest request)
    {
        var actual = Write(request);
        Assert.True(
            JsonElement.DeepEquals(JsonDocument.Parse(expected).RootElement, JsonDocument.Parse(actual).RootElement),
            $"expected {expected}\nactual   {actual}");
    }
}
