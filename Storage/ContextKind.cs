using System.Security.Cryptography;

namespace Repeater.Storage;

/// <summary>Conversations.</summary>
sealed class ContextKind() : BranchKind<Conversation>("context", "Context_UserData")
{
    const string IdLetters = "0123456789abcdefghjkmnpqrstvwxyz";

    public override Conversation Empty => Conversation.Empty;

    /// <summary>A new message id: twelve letters and digits, never one that was used before.</summary>
    public static string NewId() => RandomNumberGenerator.GetString(IdLetters, 12);

    public static StoredMessage Stored(Message message) => new()
    {
        Id = message.Id.Length > 0 ? message.Id : NewId(),
        Role = RoleName(message.Role),
        Content = message.Content,
        Name = message.Name,
        ReasoningContent = message.ReasoningContent.Length > 0 ? message.ReasoningContent : null,
        Interrupted = message.Interrupted ? true : null,
        Extra = message.Extra?.ToDictionary(),
    };

    public static string RoleName(Role role) => role switch
    {
        Role.System => "system",
        Role.User => "user",
        Role.Assistant => "assistant",
        Role.Tool => "tool",
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, null),
    };

    /// <summary>Null for a word that is no role.</summary>
    public static Role? RoleOf(string name) => name switch
    {
        "system" => Role.System,
        "user" => Role.User,
        "assistant" => Role.Assistant,
        "tool" => Role.Tool,
        _ => null,
    };

    public override Conversation Apply(Conversation state, BranchOperation operation) => operation switch
    {
        AppendMessages append => state.Append(Loaded(append.Messages)),
        RewriteMessage rewrite => Rewrite(state, rewrite),
        InsertMessages insert => Insert(state, insert),
        WithdrawMessages withdraw => state.Without(withdraw.Ids),
        ReplaceMessages replace => Conversation.Of(Loaded(replace.Messages)),
        Clear => Empty,
        _ => throw Foreign(operation),
    };

    public override long Size(Conversation state) => state.Bytes;

    public override BranchOperation FromPython(byte[] bytes, string source) =>
        new ReplaceMessages { Messages = PythonData.ReadMessages(bytes), Source = source };

    public override BranchOperation Snapshot(Conversation state, string source) =>
        new ReplaceMessages { Messages = [.. state.Messages.Select(Stored)], Source = source };

    public override int Length(Conversation state) => state.Count;

    static Conversation Insert(Conversation state, InsertMessages insert)
    {
        var index = state.IndexOf(insert.Before);
        return index < 0
            ? throw new ArgumentException($"there is no message '{insert.Before}' to put others before.")
            : state.Insert(index, Loaded(insert.Messages));
    }

    static Conversation Rewrite(Conversation state, RewriteMessage rewrite)
    {
        var index = state.IndexOf(rewrite.Id);
        if (index < 0)
        {
            throw new ArgumentException($"there is no message '{rewrite.Id}' to rewrite.");
        }

        var message = state[index];
        return state.Rewrite(index, message with
        {
            Content = rewrite.Content ?? message.Content,
            ReasoningContent = rewrite.ReasoningContent ?? message.ReasoningContent,
            Interrupted = rewrite.Interrupted ?? message.Interrupted,
        });
    }

    /// <summary>Null among them can only come from a line edited by hand.</summary>
    static Message[] Loaded(IReadOnlyList<StoredMessage?> messages) =>
        [.. messages.Select(message => Loaded(message ?? throw new ArgumentException("a message is null.")))];

    static Message Loaded(StoredMessage message) => new()
    {
        Id = message.Id,
        Role = RoleOf(message.Role) ?? throw new ArgumentException($"'{message.Role}' is no role."),
        Content = message.Content,
        Name = message.Name,
        ReasoningContent = message.ReasoningContent ?? "",
        Interrupted = message.Interrupted ?? false,
        Extra = message.Extra,
    };
}
