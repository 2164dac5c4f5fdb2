using Repeater.Storage;

namespace Repeater.Chat;

/// <summary>One chat request: what to say, to which model, and what to do with the answer.</summary>
sealed record ChatRequest
{
    public required UserName User { get; init; }

    /// <summary>Empty asks for an answer to the history as it is.</summary>
    public string Message { get; init; } = "";

    /// <summary>How the client calls the user; may be mapped to a nickname.</summary>
    public string UserName { get; init; } = "";

    public Role Role { get; init; } = Role.User;

    /// <summary>Stored and sent as the message's name.</summary>
    public string? RoleName { get; init; }

    /// <summary>Null: the user's own setting, else the server's default.</summary>
    public string? ModelType { get; init; }

    public bool LoadPrompt { get; init; } = true;

    public bool SaveContext { get; init; } = true;

    /// <summary>Whose prompt, preset and history to read instead of the user's own.</summary>
    public UserName? Reference { get; init; }

    /// <summary>The last reply is continued instead of a message answered.</summary>
    public bool ContinueCompletion { get; init; }

    /// <summary>Before the user's own settings.</summary>
    public Sampling Sampling { get; init; } = Sampling.None;

    /// <summary>A request with the same one in the last day is not a new turn.</summary>
    public RequestKey? Key { get; init; }
}
