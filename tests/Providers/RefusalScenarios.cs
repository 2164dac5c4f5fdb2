using System.Text.Json;

namespace Repeater.Tests.Providers;

/// <summary>The strictness of providers with the bodies they send: what is refused is sent otherwise.</summary>
static class RefusalScenarios
{
    static readonly (string, string)[] More = [("message", "more")];

    static readonly (string, string)[] Continue = [("continue_completion", "true")];

    static readonly (string, string)[] NoStream = [("STREAM", "false")];

    public static readonly RefusalScenario[] All =
    [
        new("token limit", "OpenAI", "refuses max_tokens with its newer models", "", Has("max_tokens"), 400,
            """{"error":{"message":"Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.","type":"invalid_request_error","param":"max_tokens","code":"unsupported_parameter"}}""") { Rules = [7] },
        new("token limit", "vLLM", "refused max_completion_tokens in older builds", "\"TokenLimit\":\"max_completion_tokens\",", Has("max_completion_tokens"), 400,
            """{"object":"error","message":"[{'type': 'extra_forbidden', 'loc': ('body', 'max_completion_tokens'), 'msg': 'Extra inputs are not permitted', 'input': 1024}]","type":"BadRequestError","param":null,"code":400}""") { Rules = [7] },

        new("stream_options", "Mistral", "refuses it", "\"StreamOptions\":true,", Has("stream_options"), 422,
            """{"detail":[{"type":"extra_forbidden","loc":["body","stream_options"],"msg":"Extra inputs are not permitted","input":{"include_usage":true}}]}""") { Rules = [7] },
        new("stream_options", "Azure", "refused it in older versions", "\"Profile\":\"openai\",", Has("stream_options"), 400,
            """{"error":{"message":"Unrecognized request argument supplied: stream_options","type":"invalid_request_error","param":null,"code":null}}""") { Rules = [7] },
        new("stream_options", "Ollama", "refuses it in some builds", "\"Profile\":\"ollama\",", Has("stream_options"), 400,
            """{"error":{"message":"json: unknown field \"stream_options\"","type":"invalid_request_error","param":null,"code":null}}""") { Rules = [7] },
        new("stream_options", "Gatewayz", "refuses it", "\"StreamOptions\":true,", Has("stream_options"), 422,
            """{"detail":[{"type":"extra_forbidden","loc":["body","stream_options"],"msg":"Extra inputs are not permitted","input":{"include_usage":true},"url":"https://errors.pydantic.dev/2.11/v/extra_forbidden"}]}""") { Rules = [7] },

        new("name of a speaker", "OpenAI", "refuses a Chinese one", "\"NamePolicy\":\"as is\",", Message("name"), 400,
            """{"error":{"message":"Invalid 'messages[1].name': string does not match pattern. Expected a string that matches the pattern '^[a-zA-Z0-9_-]+$'.","type":"invalid_request_error","param":"messages[1].name","code":"invalid_value"}}""",
            ("role_name", "小明")) { Rules = [7] },
        new("name of a speaker", "Mistral", "refuses any", "", Message("name"), 422,
            """{"object":"error","message":{"detail":[{"type":"extra_forbidden","loc":["body","messages",1,"user","name"],"msg":"Extra inputs are not permitted","input":"ming"}]},"type":"invalid_request_error","param":null,"code":null}""",
            ("role_name", "ming")) { Rules = [7] },

        new("role of the prompt", "DeepSeek", "refuses developer", "\"SystemRole\":\"developer\",", Role("developer"), 400,
            """{"error":{"message":"Failed to deserialize the JSON body into the target type: messages[0].role: unknown variant `developer`, expected one of `system`, `user`, `assistant`, `tool` at line 1 column 40","type":"invalid_request_error","param":null,"code":"invalid_request_error"}}""") { Rules = [7] },
        new("role of the prompt", "vLLM", "serves Gemma, whose template has no system role", "", Role("system"), 400,
            """{"object":"error","message":"System role not supported","type":"BadRequestError","param":null,"code":400}""") { Rules = [7, 10] },
        new("order of the roles", "vLLM", "serves models whose templates want user and assistant to take turns", "", HasNeighbours, 400,
            """{"object":"error","message":"Conversation roles must alternate user/assistant/user/assistant/...","type":"BadRequestError","param":null,"code":400}""",
            More) { Rules = [7, 10], IsLater = true },

        new("sampling", "OpenAI", "refuses a temperature with the o-series", "", Has("temperature"), 400,
            """{"error":{"message":"Unsupported value: 'temperature' does not support 0.7 with this model. Only the default (1) value is supported.","type":"invalid_request_error","param":"temperature","code":"unsupported_value"}}""") { Rules = [7] },
        new("sampling", "OpenAI", "refuses penalties with the o-series", "", Has("presence_penalty"), 400,
            """{"error":{"message":"Unsupported parameter: 'presence_penalty' is not supported with this model.","type":"invalid_request_error","param":"presence_penalty","code":"unsupported_parameter"}}""") { Rules = [7] },

        new("switch for thinking", "Qwen", "has models that only stream", "", body => !body.GetProperty("stream").GetBoolean(), 400,
            """{"error":{"message":"This model only support stream mode, please enable the stream parameter to access the model. ","type":"invalid_request_error","param":null,"code":"invalid_parameter_error"}}""")
        { Settings = NoStream },
        new("switch for thinking", "Qwen", "has open models that think only in streams", "", body => !Has("enable_thinking")(body) || body.GetProperty("enable_thinking").GetBoolean(), 400,
            """{"error":{"code":"invalid_parameter_error","param":null,"message":"parameter.enable_thinking must be set to false for non-streaming calls","type":"invalid_request_error"}}""")
        { Settings = NoStream },
        new("switch for thinking", "some servers", "do not know it", "\"Thinking\":false,\"ThinkingStyle\":\"thinking\",", Has("thinking"), 400,
            """{"error":{"message":"Unrecognized request argument supplied: thinking","type":"invalid_request_error","param":null,"code":null}}""") { Rules = [7] },
        new("switch for thinking", "OpenAI", "has models that always think", "\"Profile\":\"openai\",\"Thinking\":false,", Has("reasoning_effort"), 400,
            """{"error":{"message":"Unsupported value: 'reasoning_effort' does not support 'none' with this model. Supported values are: 'low', 'medium', and 'high'.","type":"invalid_request_error","param":"reasoning_effort","code":"unsupported_value"}}""") { Rules = [7] },

        new("replay of reasoning", "DeepSeek", "wants it back", "", body => !Message("reasoning_content")(body), 400,
            """{"error":{"message":"The `reasoning_content` in the thinking mode must be passed back to the API.","type":"invalid_request_error","param":null,"code":"invalid_request_error"}}""",
            More) { Rules = [7], IsLater = true },
        new("replay of reasoning", "Moonshot", "wants it back", "\"Profile\":\"moonshot\",", body => !Message("reasoning_content")(body), 400,
            """{"error":{"message":"thinking is enabled but reasoning_content is missing in assistant tool call message at index 1","type":"invalid_request_error"}}""",
            More) { IsLater = true },
        new("replay of reasoning", "some servers", "refuse it", "\"ReasoningReplay\":\"always\",", Message("reasoning_content"), 400,
            """{"error":{"message":"Unrecognized request argument supplied: messages[2].reasoning_content","type":"invalid_request_error","param":null,"code":null}}""",
            More) { Rules = [7], IsLater = true },

        new("continue a reply", "llama.cpp", "cannot while it thinks", "\"Profile\":\"llama.cpp\",", EndsWithAssistant, 400,
            """{"error":{"code":400,"message":"Assistant response prefill is incompatible with enable_thinking.","type":"invalid_request_error"}}""",
            Continue) { Rules = [7], IsLater = true },
        new("continue a reply", "Qwen", "cannot while it thinks", "\"Profile\":\"qwen\",", Message("partial"), 400,
            """{"error":{"message":"The partial mode is not supported when enable_thinking is true.","type":"invalid_request_error","param":null,"code":"invalid_parameter_error"}}""",
            Continue) { Rules = [7], IsLater = true },
        new("continue a reply", "Mistral", "wants the last message to be the user's", "\"Prefix\":\"implicit\",", EndsWithAssistant, 400,
            """{"object":"error","message":"Expected last role User or Tool (or Assistant with prefix True) for serving but got assistant","type":"invalid_request_message_order","param":null,"code":"3230"}""",
            Continue) { Rules = [7], IsLater = true },
        new("continue a reply", "vLLM", "did not know how in older builds", "\"Profile\":\"vllm\",", Has("continue_final_message"), 400,
            """{"object":"error","message":"[{'type': 'extra_forbidden', 'loc': ('body', 'continue_final_message'), 'msg': 'Extra inputs are not permitted', 'input': True}]","type":"BadRequestError","param":null,"code":400}""",
            Continue) { Rules = [7], IsLater = true },
    ];

    public static Func<JsonElement, bool> Has(string member) => body => body.TryGetProperty(member, out _);

    static Func<JsonElement, bool> Message(string member) =>
        body => body.GetProperty("messages").EnumerateArray().Any(message => message.TryGetProperty(member, out _));

    static Func<JsonElement, bool> Role(string role) => body => Roles(body).Contains(role);

    static bool EndsWithAssistant(JsonElement body) => Roles(body)[^1] == "assistant";

    static bool HasNeighbours(JsonElement body) => Roles(body).Zip(Roles(body).Skip(1)).Any(pair => pair.First == pair.Second);

    static string?[] Roles(JsonElement body) => [.. body.GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("role").GetString())];
}
