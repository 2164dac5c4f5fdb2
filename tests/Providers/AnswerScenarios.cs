using static Repeater.Tests.FakeReply;

namespace Repeater.Tests.Providers;

/// <summary>Good answers in every shape that providers give them.</summary>
static class AnswerScenarios
{
    const string Done = "data: [DONE]\n\n";

    const string Counted = """{"prompt_tokens":11,"completion_tokens":5,"total_tokens":16}""";

    /// <summary>The answer's members that tell a plain "hi" with these counts.</summary>
    const string HiCounted = """{"content":"hi","finish_reason":"stop","usage":{"prompt_tokens":11,"completion_tokens":5,"total_tokens":16}}""";

    const string Hi = """{"content":"hi","reasoning_content":"","finish_reason":"stop"}""";

    const string ThoughtHi = """{"content":"hi","reasoning_content":"hm","finish_reason":"stop"}""";

    static readonly string Stop = Chunk("{}", "stop");

    public static readonly AnswerScenario[] All =
    [
        new("usage in a stream", "OpenAI", "sends it in a chunk of its own without choices, the others say null",
            Events(FakeReply.Chunk("hi"), Finish(usage: Counted), Done), HiCounted) { Rules = [3] },
        new("usage in a stream", "DeepSeek", "sends it in a last chunk that has no member choices",
            Events(Content("hi"), Stop, $"data: {{\"id\":\"x\",\"usage\":{Counted}}}\n\n", Done), HiCounted) { Rules = [3] },
        new("usage in a stream", "Qwen", "sends it in the last packet",
            Events(Content("hi"), Stop, $"data: {{\"choices\":[],\"object\":\"chat.completion.chunk\",\"usage\":{Counted},\"created\":1,\"system_fingerprint\":null}}\n\n", Done), HiCounted),
        new("usage in a stream", "Moonshot", "puts it into the first choice of the finish chunk",
            Events(Content("hi"), $"data: {{\"choices\":[{{\"index\":0,\"delta\":{{}},\"finish_reason\":\"stop\",\"usage\":{Counted}}}]}}\n\n", Done), HiCounted) { Rules = [3] },
        new("usage in a stream", "Zhipu", "puts it beside the last choice, unasked",
            Events(Content("hi"), $"data: {{\"choices\":[{{\"index\":0,\"delta\":{{\"role\":\"assistant\",\"content\":\"\"}},\"finish_reason\":\"stop\"}}],\"usage\":{Counted}}}\n\n", Done), HiCounted) { Rules = [3] },
        new("usage in a stream", "Ollama", "sends it when asked",
            Events(Content("hi"), Stop, $"data: {{\"choices\":[],\"usage\":{Counted}}}\n\n", Done), HiCounted),
        new("usage in a stream", "vLLM", "reports running totals, which are not to be summed",
            Events(
                """data: {"choices":[{"index":0,"delta":{"content":"h"}}],"usage":{"prompt_tokens":11,"completion_tokens":1,"total_tokens":12}}""" + "\n\n",
                """data: {"choices":[{"index":0,"delta":{"content":"i"},"finish_reason":"stop"}],"usage":{"prompt_tokens":11,"completion_tokens":4,"total_tokens":15}}""" + "\n\n",
                $"data: {{\"choices\":[],\"usage\":{Counted}}}\n\n", Done), HiCounted) { Rules = [3] },
        new("usage in a stream", "llama.cpp", "adds timings to it",
            Events(Content("hi"), Stop, $"data: {{\"choices\":[],\"usage\":{Counted},\"timings\":{{\"prompt_n\":11,\"predicted_ms\":12.5}}}}\n\n", Done), HiCounted),
        new("usage in a stream", "any server", "reports none at all", Events(Content("hi"), Stop, Done), """{"content":"hi","usage":null}"""),

        Cached("OpenAI", "reports them in the details", """{"prompt_tokens":11,"prompt_tokens_details":{"cached_tokens":7}}""", 7),
        Cached("DeepSeek", "reports hits and misses", """{"prompt_tokens":11,"prompt_cache_hit_tokens":7,"prompt_cache_miss_tokens":4}""", 7),
        Cached("Qwen", "reports them in the details", """{"prompt_tokens":11,"prompt_tokens_details":{"cached_tokens":7,"cache_type":"implicit"}}""", 7),
        Cached("Moonshot", "reports them beside the others", """{"prompt_tokens":11,"cached_tokens":7}""", 7),
        Cached("Zhipu", "reports them in the details", """{"prompt_tokens":11,"prompt_tokens_details":{"cached_tokens":7}}""", 7),
        Cached("vLLM", "has details that are null", """{"prompt_tokens":11,"prompt_tokens_details":null}""", null),
        Cached("llama.cpp", "reports them among the timings, if at all", """{"prompt_tokens":11},"timings":{"cache_n":7}""", null),

        new("reasoning text", "OpenAI", "keeps it and says so with null", Events(Delta("""{"content":"hi","reasoning_content":null,"refusal":null}"""), Stop, Done), Hi) { Rules = [4] },
        new("reasoning text", "DeepSeek", "has reasoning_content, the other member being null",
            Events(Delta("""{"content":null,"reasoning_content":"h"}"""), Delta("""{"content":null,"reasoning_content":"m"}"""), Delta("""{"content":"hi","reasoning_content":null}"""), Stop, Done), ThoughtHi) { Rules = [4] },
        new("reasoning text", "Qwen", "has reasoning_content, the other member being empty",
            Events(Delta("""{"content":"","reasoning_content":"hm"}"""), Delta("""{"content":"hi","reasoning_content":""}"""), Stop, Done), ThoughtHi),
        new("reasoning text", "Moonshot", "has reasoning_content", Events(Delta("""{"reasoning_content":"hm"}"""), Content("hi"), Stop, Done), ThoughtHi),
        new("reasoning text", "Zhipu", "has reasoning_content", Events(Delta("""{"role":"assistant","reasoning_content":"hm"}"""), Content("hi"), Stop, Done), ThoughtHi),
        new("reasoning text", "Zhipu", "puts a <think> block into the content (GLM-Z1)", Text("<th", "ink>\nhm\n</thi", "nk>\n\nhi"), """{"content":"hi","reasoning_content":"hm\n"}""") { Rules = [4] },
        new("reasoning text", "Ollama", "has reasoning", Events(Delta("""{"role":"assistant","content":"","reasoning":"hm"}"""), Content("hi"), Stop, Done), ThoughtHi) { Rules = [4] },
        new("reasoning text", "vLLM", "has reasoning since late 2025", Events(Delta("""{"reasoning":"hm"}"""), Content("hi"), Stop, Done), ThoughtHi),
        new("reasoning text", "vLLM", "had reasoning_content before", Events(Delta("""{"reasoning_content":"hm"}"""), Content("hi"), Stop, Done), ThoughtHi),
        new("reasoning text", "llama.cpp", "has it inline with --reasoning-format none", Text("<think>hm</think>", "hi"), ThoughtHi),
        new("reasoning text", "llama.cpp", "has reasoning_content with --reasoning-format deepseek", Events(Delta("""{"reasoning_content":"hm","content":null}"""), Content("hi"), Stop, Done), ThoughtHi),
        new("reasoning text", "gateways", "send it under both names at once", Events(Delta("""{"reasoning":"hm","reasoning_content":"hm"}"""), Content("hi"), Stop, Done), ThoughtHi) { Rules = [4] },
        new("reasoning text", "gateways", "send it under its name and inline as well", Events(Delta("""{"reasoning_content":"hm"}"""), Content("<think>hm</think>hi"), Stop, Done), ThoughtHi) { Rules = [4] },

        new("keep-alive", "DeepSeek", "sends comments in a stream", WithComments("h", "i"), Hi) { Rules = [1, 2] },
        new("keep-alive", "DeepSeek", "sends blank lines before an answer that is not streamed", Json("hi"), Hi) { Rules = [2], Settings = [("STREAM", "false")] },
        new("keep-alive", "llama.cpp", "sends pings", Events(":\n\n", Content("hi"), ":\n\n", Stop, ":\n\n", Done), Hi) { Rules = [1] },

        Ended("OpenAI", "content_filter"),
        Ended("OpenAI", "length"),
        Ended("DeepSeek", "insufficient_system_resource"),
        Ended("Zhipu", "sensitive"),
        Ended("Zhipu", "network_error"),

        new("the end", "every provider", "says [DONE]", Events(Content("hi"), Stop, Done), Hi),
        new("the end", "some servers", "leave [DONE] out after a finish reason", Events(Content("hi"), Stop), Hi) { Rules = [1] },
        new("the end", "some servers", "never close the stream after a finish reason", Events(Content("hi"), Stop, Done, ": more\n\n"), Hi),

        new("bytes of a stream", "any server", "has no space behind data:", Events(Content("hi").Replace("data: ", "data:"), Stop.Replace("data: ", "data:"), "data:[DONE]\n\n"), Hi) { Rules = [1] },
        new("bytes of a stream", "any server", "spreads an event over several lines of data", Events("data: {\"choices\":\ndata: [{\"delta\":{\"content\":\"hi\"}}]}\n\n", Stop, Done), Hi) { Rules = [1] },
        new("bytes of a stream", "any server", "ends lines with CR LF", Events((Content("hi") + Stop + Done).Replace("\n", "\r\n")), Hi) { Rules = [1] },
        new("bytes of a stream", "any server", "ends lines with CR", Events((Content("hi") + Stop + Done).Replace("\n", "\r")), Hi) { Rules = [1] },
        new("bytes of a stream", "any server", "begins with a byte order mark", Events("\uFEFF" + Content("hi"), Stop, Done), Hi) { Rules = [1] },
        new("bytes of a stream", "any server", "sends every byte by itself", SplitUtf8("你好 😀"), """{"content":"你好 😀"}""") { Rules = [1] },
        new("bytes of a stream", "any server", "cuts an emoji into two escapes", Events(Delta("""{"content":"\ud83d"}"""), Delta("""{"content":"\ude00"}"""), Stop, Done), """{"content":"😀"}"""),
        new("bytes of a stream", "any server", "names and numbers its events", Events("event: message\nid: 1\nretry: 100\n" + Content("hi"), Stop, Done), Hi) { Rules = [1] },

        new("one JSON object", "any server", "answers so although a stream was asked for", Json("hi", "hm"), ThoughtHi) { Rules = [2] },
        new("one JSON object", "any server", "calls it text/plain", Raw("text/plain", Whole("hi")), Hi),
        new("one JSON object", "any server", "gives content in parts", Raw("application/json", """{"choices":[{"message":{"content":[{"type":"text","text":"h"},{"type":"text","text":"i"}]},"finish_reason":"stop"}]}"""), Hi),

        new("tool calls", "any server", "sends them in pieces, though none are offered", Events(
                Delta("""{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{\"x\""}}]}"""),
                Delta("""{"tool_calls":[{"index":0,"function":{"arguments":":1}"}}]}"""), Chunk("{}", "tool_calls"), Done),
            """{"content":"","finish_reason":"tool_calls","reply_id":null,"warnings":["The model asked for tools, which are not offered, and said nothing else: nothing was stored."]}""") { Rules = [5, 10] },
    ];

    static AnswerScenario Cached(string provider, string behaviour, string usage, int? tokens) =>
        new("cached tokens", provider, behaviour, Events(Content("hi"), Stop, $"data: {{\"choices\":[],\"usage\":{usage}}}\n\n", Done),
            $$$"""{"usage":{"prompt_tokens":11,"cached_tokens":{{{tokens?.ToString() ?? "null"}}}}}""")
        {
            Rules = [3],
        };

    static AnswerScenario Ended(string provider, string reason) =>
        new("finish reasons", provider, $"ends with {reason}", Events(Content("hi"), Chunk("{}", reason), Done), $$"""{"content":"hi","finish_reason":"{{reason}}"}""") { Rules = [6] };

    static string Content(string text) => Delta($$"""{"content":"{{text}}"}""");

    static string Delta(string delta) => Chunk(delta, null);

    static string Chunk(string delta, string? finish) =>
        $"data: {{\"choices\":[{{\"index\":0,\"delta\":{delta},\"finish_reason\":{(finish is null ? "null" : $"\"{finish}\"")}}}]}}\n\n";
}
