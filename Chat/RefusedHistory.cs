using Repeater.Llm;

namespace Repeater.Chat;

/// <summary>Says which message a provider refuses and what to do about it: a refused message refuses every later turn too.</summary>
static class RefusedHistory
{
    /// <summary>One or two sentences; null where the failure is not about messages.</summary>
    public static string? Describe(LlmException failure, TurnContext context)
    {
        if (failure.Class is LlmErrorClass.ContextTooLong)
        {
            return "The conversation is longer than the model takes: withdraw messages, change to a new branch, or ask a model with a larger context.";
        }

        if (failure.Class is LlmErrorClass.ContentFilter)
        {
            return context.History.Count == 0
                ? "Say it in other words."
                : "The provider looks at the whole conversation: say it in other words, and if even a harmless message is refused, withdraw the last messages or change to a new branch.";
        }

        return failure is { Class: LlmErrorClass.BadRequest, RefusedMessage: { } index } ? Describe(index, context) : null;
    }

    static string? Describe(int sent, TurnContext context)
    {
        var messages = context.MessagesToSend();
        if (sent >= messages.Count)
        {
            return null;
        }

        var message = messages[sent];
        if (ReferenceEquals(message, context.NewMessage))
        {
            return "It refuses the new message, which was not stored: say it in another way.";
        }

        var index = context.History.IndexOf(message.Id);
        return index < 0
            ? "It refuses the prompt: change or delete it, or send load_prompt=false."
            : $"It refuses message {index} of the history (role {message.Role.ToString().ToLowerInvariant()}, id {message.Id}) and will refuse it every time: "
                + $"withdraw or rewrite index {index}, or change to a new branch.";
    }
}
