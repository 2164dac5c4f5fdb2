namespace Repeater.Tests.Providers;

/// <summary>What is sent to a provider that is known by its host, or named by <c>Profile</c> where its host tells nothing.</summary>
static class RequestScenarios
{
    const string OpenAI = "http://api.openai.com/v1";
    const string DeepSeek = "http://api.deepseek.com/v1";
    const string Qwen = "http://dashscope.aliyuncs.com/compatible-mode/v1";
    const string Moonshot = "http://api.moonshot.cn/v1";
    const string Zhipu = "http://open.bigmodel.cn/api/paas/v4";
    const string VolcEngine = "http://ark.cn-beijing.volces.com/api/v3";
    const string Mistral = "http://api.mistral.ai/v1";
    const string OpenRouter = "http://openrouter.ai/api/v1";
    const string Ollama = "http://ollama.invalid:11434/v1";
    const string Local = "http://local.invalid:8000/v1";

    const string VLlm = "\"Profile\":\"vllm\",";
    const string LlamaCpp = "\"Profile\":\"llama.cpp\",";
    const string Off = "\"Thinking\":false,";
    const string On = "\"Thinking\":true,";

    const string Usage = """{"stream":true,"stream_options":{"include_usage":true}}""";
    const string NoUsage = """{"stream":true}""";
    const string MaxTokens = """{"max_tokens":1024}""";
    const string MaxCompletionTokens = """{"max_completion_tokens":1024}""";

    static readonly (string, string)[] Continue = [("continue_completion", "true")];

    public static readonly RequestScenario[] All =
    [
        Tokens("OpenAI", OpenAI, "", MaxCompletionTokens),
        Tokens("DeepSeek", DeepSeek, "", MaxTokens),
        Tokens("Qwen", Qwen, "", MaxTokens),
        Tokens("Moonshot", Moonshot, "", MaxCompletionTokens),
        Tokens("Zhipu", Zhipu, "", MaxTokens),
        Tokens("Ollama", Ollama, "", MaxTokens),
        Tokens("vLLM", Local, VLlm, MaxTokens),
        Tokens("llama.cpp", Local, LlamaCpp, MaxTokens),
        new("token limit", "VolcEngine", "refuses the pair, so the owner's own keeps ours away", VolcEngine, "\"ExtraBody\":{\"max_completion_tokens\":512},", """{"max_completion_tokens":512}""", "max_tokens") { Rules = [7, 10] },

        new("stream_options", "OpenAI", "is asked for usage", OpenAI, "", Usage) { Rules = [7] },
        new("stream_options", "DeepSeek", "is asked for usage", DeepSeek, "", Usage),
        new("stream_options", "Qwen", "is asked for usage", Qwen, "", Usage),
        new("stream_options", "Ollama", "is asked for usage", Ollama, "", Usage),
        new("stream_options", "vLLM", "is asked for usage", Local, VLlm, Usage),
        new("stream_options", "llama.cpp", "is asked for usage", Local, LlamaCpp, Usage),
        new("stream_options", "Moonshot", "reports usage unasked", Moonshot, "", NoUsage, "stream_options"),
        new("stream_options", "Zhipu", "reports usage unasked", Zhipu, "", NoUsage, "stream_options"),
        new("stream_options", "Mistral", "refuses to be asked", Mistral, "", NoUsage, "stream_options"),
        new("stream_options", "an unknown server", "is not asked", Local, "", NoUsage, "stream_options") { Rules = [7] },
        new("stream_options", "any server", "is not asked where nothing is streamed", OpenAI, "", """{"stream":false}""", "stream_options") { Settings = [("STREAM", "false")] },

        Switch("OpenAI", OpenAI, Off, """{"reasoning_effort":"none"}""", "thinking"),
        Switch("DeepSeek", DeepSeek, Off, """{"thinking":{"type":"disabled"}}""", "reasoning_effort"),
        Switch("DeepSeek", DeepSeek, On + "\"ExtraBody\":{\"reasoning_effort\":\"high\"},", """{"thinking":{"type":"enabled"},"reasoning_effort":"high"}""", "enable_thinking"),
        Switch("Qwen", Qwen, Off, """{"enable_thinking":false}""", "thinking"),
        Switch("Qwen", Qwen, On + "\"Streaming\":\"always\",", """{"enable_thinking":true,"stream":true}""", "thinking"),
        Switch("Moonshot", Moonshot, Off, """{"thinking":{"type":"disabled"}}""", "enable_thinking"),
        Switch("Zhipu", Zhipu, Off, """{"thinking":{"type":"disabled"}}""", "enable_thinking"),
        Switch("VolcEngine", VolcEngine, Off, """{"thinking":{"type":"disabled"}}""", "enable_thinking"),
        Switch("OpenRouter", OpenRouter, Off, """{"reasoning_effort":"none"}""", "thinking"),
        Switch("Ollama", Ollama, Off, """{"reasoning_effort":"none"}""", "think"),
        Switch("vLLM", Local, VLlm + Off, """{"chat_template_kwargs":{"enable_thinking":false}}""", "thinking"),
        Switch("llama.cpp", Local, LlamaCpp + Off, """{"chat_template_kwargs":{"enable_thinking":false}}""", "thinking"),
        new("switch for thinking", "every provider", "decides itself where the entry says nothing", DeepSeek, "", """{"model":"m"}""", "thinking", "reasoning_effort", "enable_thinking"),

        Named("OpenAI", "accepts names of ASCII letters", OpenAI, "ming-1", """{"role":"user","name":"ming-1","content":"hi"}"""),
        Named("OpenAI", "is sent a Chinese name in the content", OpenAI, "小明", """{"role":"user","content":"[小明] hi"}""", "name"),
        Named("OpenAI", "is sent the first 64 characters of a long name", OpenAI, new string('a', 70), $$"""{"role":"user","name":"{{new string('a', 64)}}","content":"hi"}"""),
        Named("DeepSeek", "accepts any name", DeepSeek, "小明", """{"role":"user","name":"小明","content":"hi"}"""),
        Named("Qwen", "is sent a Chinese name in the content", Qwen, "小明", """{"role":"user","content":"[小明] hi"}""", "name"),
        Named("Zhipu", "is sent a Chinese name in the content", Zhipu, "小明", """{"role":"user","content":"[小明] hi"}""", "name"),
        Named("Ollama", "does not list names", Ollama, "ming", """{"role":"user","content":"[ming] hi"}""", "name"),
        Named("vLLM", "leaves names out of its templates", Local, "ming", """{"role":"user","content":"[ming] hi"}""", "name") with { Entry = VLlm },
        Named("llama.cpp", "ignores names", Local, "ming", """{"role":"user","content":"[ming] hi"}""", "name") with { Entry = LlamaCpp },
        Named("Mistral", "refuses names", Mistral, "ming", """{"role":"user","content":"[ming] hi"}""", "name"),
        Named("Moonshot", "takes names of ASCII letters", Moonshot, "ming", """{"role":"user","name":"ming","content":"hi"}"""),

        Continued("OpenAI", "cannot, so it is asked in words", OpenAI, "", """{"role":"assistant","content":"half"},{"role":"user"}""", "", "prefix", "partial", "reasoning_content"),
        Continued("DeepSeek", "does at its beta address, the reasoning going along", DeepSeek, "\"PrefixURL\":\"http://api.deepseek.com/beta\",", """{"role":"assistant","content":"half","reasoning_content":"hm","prefix":true}""", "") with
        {
            Address = "http://api.deepseek.com/beta/chat/completions",
        },
        Continued("Qwen", "does with partial", Qwen, "", """{"role":"assistant","content":"half","partial":true}""", "", "reasoning_content"),
        Continued("Moonshot", "does with partial", Moonshot, "", """{"role":"assistant","content":"half","partial":true}""", "", "reasoning_content"),
        Continued("Zhipu", "is asked in words", Zhipu, "", """{"role":"assistant","content":"half"},{"role":"user"}""", "", "prefix", "partial"),
        Continued("Ollama", "continues a last message of the assistant", Ollama, "", """{"role":"assistant","content":"half"}""", "", "prefix", "partial"),
        Continued("vLLM", "does with a member of the request", Local, VLlm, """{"role":"assistant","content":"half"}""", ""","continue_final_message":true,"add_generation_prompt":false""", "prefix", "partial"),
        Continued("llama.cpp", "continues a last message of the assistant", Local, LlamaCpp, """{"role":"assistant","content":"half"}""", "", "prefix", "partial"),
        Continued("Mistral", "does with prefix", Mistral, "", """{"role":"assistant","content":"half","prefix":true}""", "", "reasoning_content"),

        Replayed("DeepSeek", "ignores it without tools, so it is not sent", DeepSeek, "", "", "reasoning_content"),
        Replayed("Qwen", "does without", Qwen, "", "", "reasoning_content"),
        Replayed("Moonshot", "does without", Moonshot, "", "", "reasoning_content"),
        Replayed("Zhipu", "does without", Zhipu, "", "", "reasoning_content"),
        Replayed("vLLM", "has templates that want it, as the entry may say", Local, VLlm + "\"ReasoningReplay\":\"always\",", ",\"reasoning_content\":\"hm\""),
        Replayed("llama.cpp", "has templates that want it, as the entry may say", Local, LlamaCpp + "\"ReasoningReplay\":\"always\",", ",\"reasoning_content\":\"hm\""),

        At("OpenAI", OpenAI), At("DeepSeek", DeepSeek), At("DeepSeek", "http://api.deepseek.com"), At("Qwen", Qwen), At("Moonshot", Moonshot), At("Zhipu", Zhipu + "/"),
        At("Ollama", Ollama), At("vLLM", Local), At("llama.cpp", Local),

        new("messages", "every provider", "gets no nulls and nothing of ours", DeepSeek, "",
            """{"messages":[{"role":"user","content":"hi"},{"role":"assistant","content":"half"},{"role":"user","content":"more"}]}""", "id", "role_name", "created", "interrupted", "reasoning_content", "prefix", "name") { Rules = [10], Begun = "half", Fields = [("message", "more")] },
        new("headers and body", "any server", "gets what its entry adds", Local, "\"ExtraBody\":{\"seed\":7,\"temperature\":null},\"Omit\":[\"top_p\"],", """{"seed":7}""", "temperature", "top_p") { Rules = [7] },
    ];

    static RequestScenario Tokens(string provider, string url, string entry, string sent) =>
        new("token limit", provider, $"is sent {sent.Split('"')[1]} alone", url, entry, sent, sent == MaxTokens ? "max_completion_tokens" : "max_tokens") { Rules = [7, 10] };

    static RequestScenario Switch(string provider, string url, string entry, string sent, string notSent) =>
        new("switch for thinking", provider, $"is sent {sent}", url, entry, sent, notSent) { Rules = [7] };

    static RequestScenario Named(string provider, string behaviour, string url, string name, string messages, params string[] notSent) =>
        new("name of a speaker", provider, behaviour, url, "", $$"""{"messages":[{{messages}}]}""", notSent) { Rules = [7], Fields = [("role_name", name)] };

    static RequestScenario Continued(string provider, string behaviour, string url, string entry, string messages, string more, params string[] notSent) =>
        new("continue a reply", provider, behaviour, url, entry, $$"""{"messages":[{"role":"user","content":"hi"},{{messages}}]{{more}}}""", notSent) { Rules = [7, 10], Fields = Continue, Begun = "half" };

    static RequestScenario Replayed(string provider, string behaviour, string url, string entry, string reasoning, params string[] notSent) =>
        new("replay of reasoning", provider, behaviour, url, entry,
            $$"""{"messages":[{"role":"user","content":"hi"},{"role":"assistant","content":"half"{{reasoning}}},{"role":"user","content":"more"}]}""", notSent)
        {
            Rules = [7],
            Begun = "half",
            Fields = [("message", "more")],
        };

    static RequestScenario At(string provider, string url) =>
        new("base path", provider, $"is asked below {url}", url, "", """{"model":"m"}""") { Address = $"{url.TrimEnd('/')}/chat/completions" };
}
