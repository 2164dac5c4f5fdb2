using System.Text;
using Repeater.Tests.Endpoints;
using Repeater.Tests.Llm;

namespace Repeater.Tests.Providers;

/// <summary>What is known of the providers and what a client is to do about it, and where each is shown.</summary>
static class Catalogue
{
    /// <summary>The eight that are told apart throughout.</summary>
    static readonly string[] All = ["OpenAI", "DeepSeek", "Qwen", "Moonshot", "Zhipu", "Ollama", "vLLM", "llama.cpp"];

    /// <summary>In what providers differ, and whose behaviour is known there; others may have scenarios beside these.</summary>
    public static readonly (string Row, string[] Providers)[] Rows =
    [
        ("usage in a stream", All),
        ("cached tokens", ["OpenAI", "DeepSeek", "Qwen", "Moonshot", "Zhipu", "vLLM", "llama.cpp"]),
        ("reasoning text", All),
        ("switch for thinking", [.. All, "VolcEngine", "OpenRouter"]),
        ("replay of reasoning", ["DeepSeek", "Qwen", "Moonshot", "Zhipu", "vLLM", "llama.cpp"]),
        ("token limit", [.. All, "VolcEngine"]),
        ("stream_options", [.. All, "Mistral", "Gatewayz", "Azure"]),
        ("name of a speaker", [.. All, "Mistral"]),
        ("continue a reply", [.. All, "Mistral"]),
        ("keep-alive", ["DeepSeek", "llama.cpp"]),
        ("errors", [.. All, "Mistral", "OpenRouter", "VolcEngine", "Gemini's OpenAI door"]),
        ("finish reasons", ["OpenAI", "DeepSeek", "Zhipu"]),
        ("errors inside a good stream", ["OpenAI", "DeepSeek", "Qwen", "vLLM", "llama.cpp", "OpenRouter"]),
        ("the end", ["every provider"]),
        ("base path", All),
        ("role of the prompt", ["DeepSeek"]),
        ("sampling", ["OpenAI"]),
    ];

    /// <summary>The ten rules of a client, with the tests there are of each beside the scenarios.</summary>
    public static readonly (string Rule, string[] Tests)[] Rules =
    [
        ("Event streams are read as the standard says, and an error inside one is a failure",
        [
            nameof(SseReaderTests), nameof(LlmFailureTests.An_error_inside_a_stream_is_a_failure), nameof(LlmFailureTests.An_error_with_status_200_is_a_failure_in_every_shape),
        ]),
        ("Blanks before JSON are skipped, comments keep a stream alive, and connection, first token, silence and the whole have limits of their own",
        [
            nameof(LlmFailureTests.Blank_lines_keep_an_answer_alive_that_is_not_streamed), nameof(LlmFailureTests.Comments_between_tokens_keep_a_stream_alive),
            nameof(LlmFailureTests.A_handshake_that_hangs_runs_into_the_connect_limit), nameof(LlmFailureTests.A_server_that_never_answers_times_out),
            nameof(LlmFailureTests.A_stream_that_falls_silent_times_out), nameof(LlmFailureTests.The_whole_call_has_a_limit),
        ]),
        ("A chunk without choices is legal, usage is taken from wherever it stands, the last one counts",
            [nameof(LlmClientTests.The_last_usage_counts_and_null_does_not), nameof(LlmClientTests.Usage_is_read_under_every_name)]),
        ("Reasoning is the first of reasoning_content, reasoning and a leading <think> block, never two of them",
            [nameof(ThinkSplitterTests), nameof(ReplyAssemblerTests)]),
        ("Pieces of tool calls belong together by index", [nameof(LlmClientTests.Tool_calls_are_put_together_by_index)]),
        ("An unknown finish reason passes through", [nameof(LlmClientTests.The_end_says_what_the_provider_said)]),
        ("A profile says how a provider differs, by host or by the models file; what a refusal names is sent otherwise once and remembered, never after the first token",
        [
            nameof(ApiInfoProfileTests), nameof(RefusalReaderTests), nameof(RequestWriterTests), nameof(ProviderTests),
            nameof(FallBackTests.After_the_first_token_nothing_is_tried_again),
        ]),
        ("Failures are classified; what passes is tried again, with a random part, as long as the provider asks to wait, inside one deadline",
        [
            nameof(ErrorClassifierTests), nameof(RetryHintTests), nameof(RetryPlanTests), nameof(FallBackTests), nameof(FallBackTests.Arrears_are_no_rate_limit),
        ]),
        ("Callers learn class and wait, the provider's words without keys, and whether anything was saved",
        [
            nameof(ChatUpstreamTests.A_failure_says_what_happened_and_what_was_saved), nameof(ChatUpstreamTests.A_rate_limit_keeps_its_retry_after),
            nameof(ErrorClassifierTests.Keys_are_taken_out),
        ]),
        ("Empty messages, nulls and private members are never sent, the roles are in an order the provider takes, and what would be refused is never stored",
        [
            nameof(RequestWriterTests.Empty_messages_tools_and_reasoning_are_left_out), nameof(RequestWriterTests.What_is_not_set_is_not_sent),
            nameof(ChatUpstreamTests.An_answer_without_text_is_told_and_never_stored), nameof(TurnTests.A_refused_history_is_diagnosed),
        ]),
    ];

    public static IReadOnlyList<Scenario> Scenarios { get; } =
        [.. AnswerScenarios.All, .. FailureScenarios.All, .. RequestScenarios.All, .. RefusalScenarios.All];

    /// <summary>The whole as a page to read.</summary>
    public static string Page()
    {
        var page = new StringBuilder($"# What providers do\n\n{Scenarios.Count} scenarios, each asserted over HTTP; the rules a client follows stand below.\n");
        foreach (var row in Scenarios.GroupBy(scenario => scenario.Row))
        {
            page.Append($"\n## {row.Key}\n\n| provider | what it does | rules |\n| --- | --- | --- |\n");
            foreach (var scenario in row.OrderBy(scenario => scenario.Provider, StringComparer.Ordinal))
            {
                page.Append($"| {scenario.Provider} | {scenario.Behaviour} | {string.Join(", ", scenario.Rules)} |\n");
            }
        }

        page.Append("\n## The rules\n\n| rule | scenarios | further tests |\n| --- | --- | --- |\n");
        for (var rule = 1; rule <= Rules.Length; rule++)
        {
            page.Append($"| {rule}. {Rules[rule - 1].Rule} | {Scenarios.Count(scenario => scenario.Rules.Contains(rule))} | {string.Join(", ", Rules[rule - 1].Tests)} |\n");
        }

        return page.ToString();
    }
}
