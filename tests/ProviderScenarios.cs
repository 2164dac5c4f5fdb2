using System.Text.Json;

namespace Repeater.Tests;

/// <summary>A refusal as a provider words it, and what a client that knows better does.</summary>
/// <param name="Entry">Members of the models file beside the usual ones, with a comma behind.</param>
/// <param name="IsRefused">Whether the provider refuses a body.</param>
/// <param name="Status">Of the refusal.</param>
/// <param name="Refusal">Its body.</param>
/// <param name="Fields">Of the chat.</param>
sealed record ProviderScenario(
    string Entry, Func<JsonElement, bool> IsRefused, int Status, string Refusal, params (string Name, string Value)[] Fields)
{
    /// <summary>Settings of the server.</summary>
    public (string Name, string Value)[] Settings { get; init; } = [];
}

/// <summary>The strictness of providers, one named scenario each, with the bodies they send.</summary>
static class ProviderScenarios
{
    public static readonly Dictionary<string, ProviderScenario> Refusals = new()
    {
        ["OpenAI's newer models refuse max_tokens"] = new("", Has("max_tokens"), 400,
            """{"error":{"message":"Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.","type":"invalid_request_error","param":"max_tokens","code":"unsupported_parameter"}}"""),
        ["older vLLM refuses max_completion_tokens"] = new("\"TokenLimit\":\"max_completion_tokens\",", Has("max_completion_tokens"), 400,
            """{"object":"error","message":"[{'type': 'extra_forbidden', 'loc': ('body', 'max_completion_tokens'), 'msg': 'Extra inputs are not permitted', 'input': 1024}]","type":"BadRequestError","param":null,"code":400}"""),
        ["Mistral refuses stream_options"] = new("\"StreamOptions\":true,", Has("stream_options"), 422,
            """{"detail":[{"type":"extra_forbidden","loc":["body","stream_options"],"msg":"Extra inputs are not permitted","input":{"include_usage":true}}]}"""),
        ["older Azure refuses stream_options"] = new("\"Profile\":\"openai\",", Has("stream_options"), 400,
            """{"error":{"message":"Unrecognized request argument supplied: stream_options","type":"invalid_request_error","param":null,"code":null}}"""),
        ["OpenAI refuses a Chinese name"] = new("\"NamePolicy\":\"as is\",", Message("name"), 400,
            """{"error":{"message":"Invalid 'messages[1].name': string does not match pattern. Expected a string that matches the pattern '^[a-zA-Z0-9_-]+$'.","type":"invalid_request_error","param":"messages[1].name","code":"invalid_value"}}""",
            ("role_name", "小明")),
        ["Mistral refuses any name"] = new("", Message("name"), 422,
            """{"object":"error","message":{"detail":[{"type":"extra_forbidden","loc":["body","messages",1,"user","name"],"msg":"Extra inputs are not permitted","input":"ming"}]},"type":"invalid_request_error","param":null,"code":null}""",
            ("role_name", "ming")),
        ["DeepSeek refuses the role developer"] = new("\"SystemRole\":\"developer\",", Role("developer"), 400,
            """{"error":{"message":"Failed to deserialize the JSON body into the target type: messages[0].role: unknown variant `developer`, expected one of `system`, `user`, `assistant`, `tool` at line 1 column 40","type":"invalid_request_error","param":null,"code":"invalid_request_error"}}"""),
        ["Gemma's template has no system role"] = new("", Role("system"), 400,
            """{"object":"error","message":"System role not supported","type":"BadRequestError","param":null,"code":400}"""),
        ["o-series refuse a temperature"] = new("", Has("temperature"), 400,
            """{"error":{"message":"Unsupported value: 'temperature' does not support 0.7 with this model. Only the default (1) value is supported.","type":"invalid_request_error","param":"temperature","code":"unsupported_value"}}"""),
        ["o-series refuse penalties"] = new("", Has("presence_penalty"), 400,
            """{"error":{"message":"Unsupported parameter: 'presence_penalty' is not supported with this model.","type":"invalid_request_error","param":"presence_penalty","code":"unsupported_parameter"}}"""),
        ["Qwen has models that only stream"] = new("", body => !body.GetProperty("stream").GetBoolean(), 400,
            """{"error":{"message":"This model only support stream mode, please enable the stream parameter to access the model. ","type":"invalid_request_error","param":null,"code":"invalid_parameter_error"}}""")
        { Settings = [("STREAM", "false")] },
        ["Qwen's open models think only in streams"] = new("", body => !Has("enable_thinking")(body) || body.GetProperty("enable_thinking").GetBoolean(), 400,
            """{"error":{"code":"invalid_parameter_error","param":null,"message":"parameter.enable_thinking must be set to false for non-streaming calls","type":"invalid_request_error"}}""")
        { Settings = [("STREAM", "false")] },
        ["a server does not know the switch for thinking"] = new("\"Thinking\":false,\"ThinkingStyle\":\"thinking\",", Has("thinking"), 400,
            """{"error":{"message":"Unrecognized request argument supplied: thinking","type":"invalid_request_error","param":null,"code":null}}"""),
    };

    /// <summary>Refusals that only a second turn can meet; the fields are the second's.</summary>
    public static readonly Dictionary<string, ProviderScenario> LaterRefusals = new()
    {
        ["DeepSeek wants reasoning back"] = new("", body => !Message("reasoning_content")(body), 400,
            """{"error":{"message":"The `reasoning_content` in the thinking mode must be passed back to the API.","type":"invalid_request_error","param":null,"code":"invalid_request_error"}}""",
            ("message", "more")),
        ["a server refuses reasoning"] = new("\"ReasoningReplay\":\"always\",", Message("reasoning_content"), 400,
            """{"error":{"message":"Unrecognized request argument supplied: messages[2].reasoning_content","type":"invalid_request_error","param":null,"code":null}}""",
            ("message", "more")),
        ["llama.cpp cannot continue while it thinks"] = new("\"Profile\":\"llama.cpp\",", EndsWithAssistant, 400,
            """{"error":{"code":400,"message":"Assistant response prefill is incompatible with enable_thinking.","type":"invalid_request_error"}}""",
            ("continue_completion", "true")),
        ["Mistral's last message is never the assistant's"] = new("\"Prefix\":\"implicit\",", EndsWithAssistant, 400,
            """{"object":"error","message":"Expected last role User or Tool (or Assistant with prefix True) for serving but got assistant","type":"invalid_request_message_order","param":null,"code":"3230"}""",
            ("continue_completion", "true")),
        ["templates want user and assistant to take turns"] = new("", HasNeighbours, 400,
            """{"object":"error","message":"Conversation roles must alternate user/assistant/user/assistant/...","type":"BadRequestError","param":null,"code":400}""",
            ("message", "more")),
    };

    public static Func<JsonElement, bool> Has(string member) => body => body.TryGetProperty(member, out _);

    static Func<JsonElement, bool> Message(string member) =>
        body => body.GetProperty("messages").EnumerateArray().Any(message => message.TryGetProperty(member, out _));

    static Func<JsonElement, bool> Role(string role) => body => Roles(body).Contains(role);

    static bool EndsWithAssistant(JsonElement body) => Roles(body)[^1] == "assistant";

    static bool HasNeighbours(JsonElement body) => Roles(body).Zip(Roles(body).Skip(1)).Any(pair => pair.First == pair.Second);

    static string?[] Roles(JsonElement body) => [.. body.GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("role").GetString())];
}
