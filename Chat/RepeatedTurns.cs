using Repeater.Storage;

namespace Repeater.Chat;

/// <summary>
/// Turns that were run before for the same Idempotency-Key. What was stored of one says what it answered: the model is not
/// asked again. A turn that stored nothing is a new one every time.
/// </summary>
sealed class RepeatedTurns(UserStore store, TurnPreparation preparation)
{
    /// <summary>
    /// What the first turn with the key ended with; null when there is no key, or it is new. To be asked inside the user's turn,
    /// so that the first one is over.
    /// </summary>
    /// <exception cref="StorageException">It cannot be found out.</exception>
    public async Task<TurnOutcome?> FindAsync(ChatRequest request)
    {
        if (request.Key is not { } key || await store.Contexts.FindByKeyAsync(request.User, key.Key) is not { } first)
        {
            return null;
        }

        var turn = first.Request != key.Request ? null : first.Operation switch
        {
            AppendMessages append => append.Turn,
            RewriteMessage rewrite => rewrite.Turn,
            _ => null,
        };
        return turn is null ? new TurnRefused(TurnRefusal.KeyUsedOtherwise, "")
            : turn.Failure is not null ? UpstreamFailures.Describe(turn)
            : Answer(request, first, turn, await preparation.PreferencesAsync(request.User));
    }

    static TurnAnswer Answer(ChatRequest request, AppliedOperation<Conversation> first, TurnReceipt turn, UserPreferences preferences)
    {
        var said = Said(first);
        return new TurnAnswer
        {
            Content = said.Content,
            ReasoningContent = said.Reasoning,
            ModelName = turn.ModelName,
            ModelType = turn.ModelType,
            ModelId = turn.ModelId,
            MessageId = said.MessageId,
            ReplyId = said.ReplyId,
            Branch = first.Branch.Raw,
            Usage = turn.Usage,
            FinishReason = turn.FinishReason,
            Interrupted = said.Interrupted,
            KeySlot = turn.KeySlot,
            Tries = turn.Tries,
            Context = turn.Context,
            TimeMs = turn.TimeMs,
            RenderStyle = preferences.RenderStyle,
            Warnings = request is { Role: Role.Tool, Message.Length: > 0 }
                ? [.. preferences.Warnings, TurnRecorder.DroppedMessage]
                : preferences.Warnings,
        };
    }

    /// <summary>The reply; of one that was continued what was new.</summary>
    static (string? MessageId, string ReplyId, string Content, string Reasoning, bool Interrupted) Said(AppliedOperation<Conversation> first)
    {
        if (first.Operation is RewriteMessage rewrite)
        {
            var before = first.Before[first.Before.IndexOf(rewrite.Id)];
            return (null, rewrite.Id, rewrite.Content![before.Content.Length..], rewrite.ReasoningContent![before.ReasoningContent.Length..],
                rewrite.Interrupted == true);
        }

        var messages = ((AppendMessages)first.Operation!).Messages;
        var reply = messages[^1];
        return (messages.Count > 1 ? messages[0].Id : null, reply.Id, reply.Content, reply.ReasoningContent ?? "", reply.Interrupted == true);
    }
}
