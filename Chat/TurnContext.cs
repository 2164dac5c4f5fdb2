using Repeater.Chat.Variables;
using Repeater.Storage;

namespace Repeater.Chat;

/// <summary>What a turn starts from, read once: later changes of branches and settings do not reach it.</summary>
sealed record TurnContext
{
    public required ChatRequest Request { get; init; }

    /// <summary>Where the turn will be stored, whatever is current by then.</summary>
    public required BranchName Branch { get; init; }

    public required UserPreferences Preferences { get; init; }

    /// <summary>The request's wishes before the user's.</summary>
    public Sampling Sampling => Request.Sampling.Over(Preferences.Sampling);

    /// <summary>As the caller or the setting spells it.</summary>
    public required string ModelType { get; init; }

    /// <summary>After the nickname mapping.</summary>
    public required string UserName { get; init; }

    public required VariableContext Variables { get; init; }

    /// <summary>Expanded; empty when there is none or none is wanted.</summary>
    public required string Prompt { get; init; }

    public required Conversation History { get; init; }

    /// <summary>What the user says, as it is sent and stored; null when nothing is.</summary>
    public required Message? NewMessage { get; init; }

    /// <summary>How many of the oldest messages of the history are not sent.</summary>
    public required int LeftOut { get; init; }

    /// <summary>A tool's message without the call it answers: every provider refuses such a history for ever.</summary>
    public bool DropsMessage => Request is { Role: Role.Tool, Message.Length: > 0 };

    public SentContext Sent => ContextWindow.Describe(MessagesToSend(), LeftOut);

    public List<Message> MessagesToSend()
    {
        var messages = new List<Message>(History.Count - LeftOut + 2);
        if (Prompt.Length > 0)
        {
            messages.Add(new Message { Role = Role.System, Content = Prompt });
        }

        messages.AddRange(History.Messages.Skip(LeftOut));
        if (NewMessage is not null)
        {
            messages.Add(NewMessage);
        }

        return messages;
    }
}

/// <summary>Reads everything a turn starts from.</summary>
sealed class TurnPreparation(UserStore store, Presets presets, Nicknames nicknames, Settings settings, TimeProvider clock)
{
    public async Task<TurnContext> ReadAsync(ChatRequest request)
    {
        var user = request.User;
        var source = request.Reference ?? user;
        var values = await ReadCurrentAsync(store.Configs, user);
        var preferences = UserPreferences.Of(values, settings);
        var sourcePreset = source == user
            ? preferences.Preset
            : UserPreferences.Of(await ReadCurrentAsync(store.Configs, source), settings).Preset;
        var modelType = string.IsNullOrEmpty(request.ModelType) ? preferences.ModelType : request.ModelType;
        var userName = nicknames.Map(request.UserName, user.Raw);
        var variables = Variables(user.Raw, userName, modelType, preferences.UtcOffset);
        var prompt = request.LoadPrompt ? await PromptAsync(source, sourcePreset, variables) : "";
        var history = preferences.LoadMemory || request.ContinueCompletion
            ? await ReadCurrentAsync(store.Contexts, source)
            : Conversation.Empty;
        var message = NewMessage(request, userName, variables);
        return new TurnContext
        {
            Request = request,
            Branch = await store.Contexts.CurrentAsync(user),
            Preferences = preferences,
            ModelType = modelType,
            UserName = userName,
            Variables = variables,
            Prompt = prompt,
            History = history,
            NewMessage = message,
            LeftOut = LeftOutOf(preferences.Window, prompt, history, message),
        };
    }

    /// <summary>The variables of a user's texts outside a turn.</summary>
    public async Task<VariableContext> VariablesAsync(UserName user, string userName, string modelType)
    {
        var preferences = await PreferencesAsync(user);
        return Variables(user.Raw, userName, modelType, preferences.UtcOffset);
    }

    public async Task<UserPreferences> PreferencesAsync(UserName user) =>
        UserPreferences.Of(await ReadCurrentAsync(store.Configs, user), settings);

    VariableContext Variables(string userId, string userName, string modelType, TimeSpan utcOffset) => new()
    {
        UserId = userId,
        UserName = userName,
        ModelType = modelType,
        BotName = settings.BotName,
        Version = settings.Version,
        Birthday = settings.Birthday,
        UtcOffset = utcOffset,
        Clock = clock,
        Random = Random.Shared,
    };

    static Message? NewMessage(ChatRequest request, string userName, VariableContext variables)
    {
        var content = request.Role == Role.Tool
            ? ""
            : BlankLines.Squeeze(VariableTemplate.Expand(request.Message, variables, ExpandMode.Message));
        return content.Length == 0 ? null : new Message
        {
            Role = request.Role,
            Content = content,
            Name = NameOf(request, userName),
        };
    }

    static int LeftOutOf(ContextWindow window, string prompt, Conversation history, Message? message)
    {
        var always = message is null ? [] : new List<Message> { message };
        if (prompt.Length > 0)
        {
            always.Add(new Message { Role = Role.System, Content = prompt });
        }

        return window.FirstSent(history.Messages, always, keepsLast: message is null);
    }

    /// <summary>In somebody else's conversation a message says who speaks.</summary>
    static string? NameOf(ChatRequest request, string userName) =>
        !string.IsNullOrEmpty(request.RoleName) ? request.RoleName
        : request.Reference is not null && userName.Length > 0 ? userName
        : null;

    async Task<string> PromptAsync(UserName source, string preset, VariableContext variables)
    {
        var own = await ReadCurrentAsync(store.Prompts, source);
        var text = own.Length > 0 ? own : presets.Find(preset) ?? "";
        return BlankLines.Squeeze(VariableTemplate.Expand(text, variables, ExpandMode.Prompt));
    }

    static async ValueTask<T> ReadCurrentAsync<T>(BranchStore<T> store, UserName user)
        where T : class =>
        await store.ReadAsync(user, await store.CurrentAsync(user));
}
