using System.Text;

namespace Repeater.Llm;

/// <summary>A message in the form it is sent.</summary>
/// <param name="Role">Who speaks.</param>
/// <param name="Name">Null: not sent.</param>
/// <param name="Content">Never empty.</param>
/// <param name="Reasoning">Empty: not sent.</param>
/// <param name="Source">The index of the message of the request that it comes from, the first of several; -1 for one of ours.</param>
readonly record struct OutgoingMessage(Role Role, string? Name, string Content, string Reasoning, int Source);

/// <summary>The messages of a request as a provider takes them: without what it refuses, in an order that it accepts.</summary>
sealed class OutgoingMessages
{
    const string Gap = "\n\n";

    OutgoingMessages(IReadOnlyList<OutgoingMessage> list, bool continues) => (List, Continues) = (list, continues);

    public IReadOnlyList<OutgoingMessage> List { get; }

    /// <summary>Whether the last message is the assistant's and to be continued by the provider's own mechanism.</summary>
    public bool Continues { get; }

    public static OutgoingMessages Of(LlmRequest request)
    {
        var profile = request.Model.Profile;
        var continued = Continued(request);
        var list = new Joiner(request.Messages.Count + 1, profile.Alternates);
        var prompt = new StringBuilder();
        for (var index = 0; index < request.Messages.Count; index++)
        {
            var message = request.Messages[index];
            if (!IsSent(message))
            {
                continue;
            }
            if (message.Role == Role.System && profile.SystemRole == SystemRole.User)
            {
                prompt.Append(message.Content).Append(Gap);
                continue;
            }
            var outgoing = Form(message, index, ReferenceEquals(message, continued), profile);
            if (message.Role == Role.User && prompt.Length > 0)
            {
                outgoing = outgoing with { Content = prompt.Append(outgoing.Content).ToString() };
                prompt.Clear();
            }
            list.Add(outgoing);
        }
        if (prompt.Length > 0)
        {
            list.Add(new OutgoingMessage(Role.User, null, prompt.ToString(0, prompt.Length - Gap.Length), "", -1));
        }
        if (continued is not null && profile.Prefix == PrefixStyle.None)
        {
            list.Add(new OutgoingMessage(Role.User, null, ContinueInstruction.For(continued.Content), "", -1));
        }
        return new OutgoingMessages(list.ToList(), continued is not null && profile.Prefix != PrefixStyle.None);
    }

    /// <summary>The last message that is sent, when it is the assistant's and the reply is to continue it.</summary>
    public static Message? Continued(LlmRequest request) =>
        request.ContinueLast && request.Messages.LastOrDefault(IsSent) is { Role: Role.Assistant } last ? last : null;

    static bool IsSent(Message message) => message.Content.Length > 0 && message.Role != Role.Tool;

    static OutgoingMessage Form(Message message, int index, bool isContinued, ProviderProfile profile)
    {
        // No name on what is to be continued: Moonshot would take it as the beginning.
        var (name, content) = isContinued ? (null, message.Content) : SpeakerName.Apply(NamesOf(profile), message);
        var replays = message.Role == Role.Assistant && (profile.Replay == ReasoningReplay.Always
            || (profile.Replay == ReasoningReplay.Continuation && isContinued && profile.Prefix == PrefixStyle.Prefix));
        return new OutgoingMessage(message.Role, name, content, replays ? message.ReasoningContent : "", index);
    }

    /// <summary>One message has one name: where messages are joined, names go into the content.</summary>
    static NamePolicy NamesOf(ProviderProfile profile) =>
        profile.Alternates && profile.Names != NamePolicy.Strip ? NamePolicy.FoldIntoContent : profile.Names;

    /// <summary>Puts neighbours of one role together where that is asked for.</summary>
    sealed class Joiner(int capacity, bool joins)
    {
        readonly List<OutgoingMessage> _list = new(capacity);
        readonly StringBuilder _content = new();

        public void Add(OutgoingMessage message)
        {
            if (!joins || _list.Count == 0 || _list[^1].Role != message.Role)
            {
                Close();
                _list.Add(message);
                return;
            }
            if (_content.Length == 0)
            {
                _content.Append(_list[^1].Content);
            }
            _content.Append(Gap).Append(message.Content);
        }

        public List<OutgoingMessage> ToList()
        {
            Close();
            return _list;
        }

        void Close()
        {
            if (_content.Length > 0)
            {
                _list[^1] = _list[^1] with { Content = _content.ToString() };
                _content.Clear();
            }
        }
    }
}
