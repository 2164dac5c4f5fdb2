using Repeater.Chat;

namespace Repeater.Endpoints.OpenAi;

/// <summary>The body of <c>POST /v1/chat/completions</c>.</summary>
sealed record OpenAiRequest
{
    /// <summary>What the models know and this server does not: passed on as it is.</summary>
    static readonly string[] PassedOn =
    [
        "seed", "response_format", "logit_bias", "reasoning_effort", "verbosity", "thinking", "enable_thinking", "chat_template_kwargs",
        "top_k", "min_p", "repetition_penalty",
    ];

    /// <summary>What would change the answer's shape, and no answer here has: to leave it out in silence would be a lie.</summary>
    static readonly string[] Unsupported = ["tools", "functions", "logprobs", "top_logprobs", "audio", "prediction", "web_search_options"];

    /// <summary>Empty when none is named.</summary>
    public required string Model { get; init; }

    public required IReadOnlyList<Message> Messages { get; init; }

    public required Sampling Sampling { get; init; }

    public bool Stream { get; init; }

    /// <summary>A streamed answer ends with a chunk that has the tokens.</summary>
    public bool IncludeUsage { get; init; }

    /// <summary>The message a user's turn begins with: the last of the role user; null when there is none.</summary>
    public Message? LastOfUser => Messages.LastOrDefault(message => message.Role == Role.User);

    /// <returns>Null with the first fault.</returns>
    public static OpenAiRequest? Read(Fields fields, out ApiError? refusal)
    {
        if (!fields.IsJson)
        {
            refusal = ApiErrors.BadJson("is no JSON");
            return null;
        }

        var members = new OpenAiMembers(fields);
        foreach (var name in Unsupported.Where(members.IsWanted))
        {
            members.Refuse(ApiErrors.UnsupportedMember(name, $"'{name}' is not supported here: text goes in and text comes out."));
        }

        if (members.Whole("n", 1, int.MaxValue) is > 1)
        {
            members.Refuse(ApiErrors.UnsupportedMember("n", "'n' has to be 1: there is one choice."));
        }

        var stream = members.Flag(fields.Json("stream"), "stream");
        var options = members.Object("stream_options");
        var request = new OpenAiRequest
        {
            Model = members.Text("model"),
            Messages = OpenAiMessages.Read(fields.Json("messages"), members),
            Sampling = new Sampling
            {
                Temperature = members.Number("temperature", 0, 2),
                TopP = members.Number("top_p", 0, 1),
                FrequencyPenalty = members.Number("frequency_penalty", -2, 2),
                PresencePenalty = members.Number("presence_penalty", -2, 2),
                MaxTokens = members.Whole("max_tokens", 1, int.MaxValue),
                MaxCompletionTokens = members.Whole("max_completion_tokens", 1, int.MaxValue),
                Stop = members.Texts("stop"),
                More = PassedOn.Where(members.IsSent).ToDictionary(name => name, name => fields.Json(name)!.Value),
            },
            Stream = stream,
            IncludeUsage = options is { } said && said.TryGetProperty("include_usage", out var usage) && members.Flag(usage, "stream_options.include_usage"),
        };
        refusal = members.Refusal;
        return refusal is null ? request : null;
    }
}
