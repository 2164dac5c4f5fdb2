namespace Repeater.Llm;

/// <summary>
/// What a 400 or 422 says of the form of a request: which member to drop or rename, which message is meant. Pure; providers'
/// ways to say so are in tables.
/// </summary>
static class RefusalReader
{
    // That a member is not known or not wanted, rather than that its value is wrong.
    static readonly string[] Unwanted =
    [
        "unsupported", "not support", "unrecogni", "unknown", "unexpected", "extra inputs", "extra fields", "extra_forbidden", "not permitted",
        "not allowed", "additional properties", "only the default", "deprecated", "instead", "unsupported_parameter", "unknown_parameter",
        "unsupported_value", "at the same time", "cannot both", "不支持", "未知",
    ];

    static readonly string[] Wanted = ["must be", "missing", "required", "passed back", "must include", "must contain"];

    static readonly string[] PrefixWords =
        ["prefix", "partial", "continue_final_message", "add_generation_prompt", "prefill", "got assistant", "last role", "last message"];

    static readonly string[] ThinkingWords = ["enable_thinking", "chat_template_kwargs", "reasoning_effort", "thinking"];

    /// <summary>What to change before the request is sent once more; null when the refusal names nothing that we could change.</summary>
    /// <param name="refusal">Of the request.</param>
    /// <param name="request">As it was sent.</param>
    /// <param name="known">What has been changed already.</param>
    public static Adaptation? Learn(LlmException refusal, LlmRequest request, IReadOnlyCollection<Adaptation> known)
    {
        if (refusal is not { UpstreamStatus: 400 or 422 or 501, Class: LlmErrorClass.BadRequest, Error: { } error })
        {
            return null;
        }
        var complaint = new Complaint(error);
        var learned = AboutForm(complaint, request) ?? AboutLimit(complaint, request, known) ?? AboutMessages(complaint, request)
            ?? AboutReasoning(complaint, request) ?? AboutSampling(complaint, request);
        return learned is null || known.Contains(learned) ? null : learned;
    }

    /// <summary>
    /// The index, among the request's messages, of the one the provider objects to; null when it does not say. Known ways:
    /// <c>messages[3].content</c>, <c>messages.3.name</c>, <c>messages.[3]</c>, <c>message at index 3</c>.
    /// </summary>
    public static int? RefusedMessage(ProviderError error, LlmRequest request)
    {
        var index = IndexIn(error.Param) ?? IndexIn(error.Message);
        var sent = OutgoingMessages.Of(request).List;
        return index is { } found && found < sent.Count && sent[found].Source >= 0 ? sent[found].Source : null;
    }

    static Adaptation? AboutForm(Complaint complaint, LlmRequest request)
    {
        var profile = request.Model.Profile;
        return RequestWriter.Streams(request) && profile.StreamOptions && complaint.Names("stream_options", "include_usage") ? Adaptation.NoStreamOptions
            : !RequestWriter.Streams(request) && complaint.Says("only support stream", "stream mode only", "must be streamed") ? Adaptation.OnlyStreams
            : RequestWriter.Streams(request) && complaint.Names("stream") && complaint.Says(Unwanted) ? Adaptation.NeverStreams
            : null;
    }

    static Adaptation? AboutLimit(Complaint complaint, LlmRequest request, IReadOnlyCollection<Adaptation> known) =>
        RequestWriter.TokenLimit(request) is not { } limit || !complaint.Names(limit.Name) || !complaint.Says(Unwanted) ? null
            : known.Contains(Adaptation.OtherTokenLimit) ? Adaptation.NoTokenLimit
            : Adaptation.OtherTokenLimit;

    static Adaptation? AboutMessages(Complaint complaint, LlmRequest request)
    {
        var profile = request.Model.Profile;
        var messages = OutgoingMessages.Of(request);
        var hasSystem = messages.List.Any(message => message.Role == Role.System);
        return messages.List.Any(message => message.Name is not null) && complaint.IsAboutNames ? Adaptation.NamesInContent
            : hasSystem && profile.SystemRole == SystemRole.Developer && complaint.Says("developer") ? Adaptation.NoDeveloper
            : complaint.Says("alternat") && !profile.Alternates ? Adaptation.Alternating
            : messages.Continues && complaint.Says(PrefixWords) ? Adaptation.NoPrefix
            : hasSystem && profile.SystemRole == SystemRole.System && complaint.Says("system") && complaint.Says("role") && complaint.Says(Unwanted)
                ? Adaptation.NoSystem
            : null;
    }

    static Adaptation? AboutReasoning(Complaint complaint, LlmRequest request)
    {
        var profile = request.Model.Profile;
        if (complaint.Names("reasoning_content"))
        {
            return profile.Replay != ReasoningReplay.Always && complaint.Says(Wanted) ? Adaptation.ReasoningBack : Adaptation.NoReasoning;
        }
        // Qwen's open models think only in streams.
        return !RequestWriter.Streams(request) && complaint.Says("enable_thinking must be set to false") ? Adaptation.NotThinking
            : profile is { Thinking: not null, ThinkingStyle: not ThinkingStyle.None } && complaint.Says(ThinkingWords) ? Adaptation.NoThinkingSwitch
            : null;
    }

    static Adaptation? AboutSampling(Complaint complaint, LlmRequest request)
    {
        if (!complaint.Says(Unwanted))
        {
            return null;
        }
        var sent = RequestWriter.Sampling(request).Select(number => number.Name).Append("stop").FirstOrDefault(name => complaint.Names(name));
        return sent is null || (sent == "stop" && request.Stop.Count == 0) ? null : Adaptation.Without(sent);
    }

    static int? IndexIn(string text)
    {
        for (var at = 0; (at = text.IndexOf("message", at, StringComparison.OrdinalIgnoreCase)) >= 0; at += "message".Length)
        {
            var rest = text.AsSpan(at + "message".Length).TrimStart('s').TrimStart(" ").TrimStart("at").TrimStart(" ");
            if (rest.StartsWith("index", StringComparison.OrdinalIgnoreCase))
            {
                rest = rest["index".Length..];
            }
            rest = rest.TrimStart(" .[:#'\"");
            var digits = rest.IndexOfAnyExceptInRange('0', '9');
            digits = digits < 0 ? rest.Length : digits;
            if (digits is > 0 and < 8)
            {
                return int.Parse(rest[..digits], System.Globalization.CultureInfo.InvariantCulture);
            }
        }
        return null;
    }

    /// <summary>What the provider wrote, asked in words.</summary>
    sealed class Complaint(ProviderError error)
    {
        readonly string _all = $"{error.Param} {error.Code} {error.Type} {error.Message}";

        public bool IsAboutNames => error.Param.EndsWith("name", StringComparison.Ordinal) && error.Param.StartsWith("messages", StringComparison.Ordinal)
            || (Says("messages") && Names("name")) || Says("^[a-za-z0-9_-]+$", "'name'", "\"name\"", "`name`");

        public bool Says(params ReadOnlySpan<string> words)
        {
            foreach (var word in words)
            {
                if (_all.Contains(word, StringComparison.OrdinalIgnoreCase))
                {
                    return true;
                }
            }
            return false;
        }

        /// <summary>Whether one of the members is named as a whole word.</summary>
        public bool Names(params ReadOnlySpan<string> members)
        {
            foreach (var member in members)
            {
                for (var at = 0; (at = _all.IndexOf(member, at, StringComparison.Ordinal)) >= 0; at += member.Length)
                {
                    if (!IsPart(at - 1) && !IsPart(at + member.Length))
                    {
                        return true;
                    }
                }
            }
            return false;
        }

        bool IsPart(int index) => index >= 0 && index < _all.Length && (char.IsAsciiLetterOrDigit(_all[index]) || _all[index] is '_' or '-');
    }
}
