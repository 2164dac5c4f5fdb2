using Repeater.Llm;
using Repeater.Storage;

namespace Repeater.Chat;

/// <summary>What became of a turn's messages.</summary>
sealed record RecordedTurn
{
    /// <summary>Null when there was no message, or nothing was stored.</summary>
    public string? MessageId { get; init; }

    public string? ReplyId { get; init; }

    public IReadOnlyList<string> Warnings { get; init; } = [];
}

/// <summary>Stores turns: a message and its reply in one operation, in the branch the turn started from.</summary>
sealed class TurnRecorder(UserStore store)
{
    public const string DroppedMessage = "A message of the role tool answers no tool call here: it was neither sent nor stored.";

    /// <exception cref="StorageException">Nothing was stored.</exception>
    public async Task<RecordedTurn> RecordAsync(TurnContext context, ModelInfo model, Reply reply, LlmException? failure, long timeMs)
    {
        var warnings = new List<string>();
        if (context.DropsMessage)
        {
            warnings.Add(DroppedMessage);
        }

        // Providers refuse a history with such a reply in it, every time.
        if (string.IsNullOrWhiteSpace(reply.Content))
        {
            warnings.Add(reply switch
            {
                { Finished: null } => "The reply ended before any text came: nothing was stored.",
                { Finished.ToolCalls.Count: > 0 } => "The model asked for tools, which are not offered, and said nothing else: nothing was stored.",
                _ => "The model answered without any text: nothing was stored.",
            });
            return new RecordedTurn { Warnings = warnings };
        }

        if (!context.Request.SaveContext)
        {
            return new RecordedTurn { Warnings = warnings };
        }

        var receipt = Receipt(context, model, reply, failure, timeMs);
        return Continues(context)
            ? await ContinueAsync(context, reply, receipt, warnings)
            : await AppendAsync(context, reply, receipt, warnings);
    }

    /// <summary>
    /// What is to be stored of a turn of which no more will come: the reply as an interrupted one. Null when that has no text, or
    /// nothing is to be stored.
    /// </summary>
    public static ReplyDraft? Draft(TurnContext context, ModelInfo model, Reply reply, LlmException end, long timeMs)
    {
        if (string.IsNullOrWhiteSpace(reply.Content) || !context.Request.SaveContext)
        {
            return null;
        }

        var receipt = Receipt(context, model, reply, end, timeMs);
        BranchOperation operation = Continues(context) ? Grow(context.History.Last!, reply, receipt) : Append(context, reply, receipt);
        return new ReplyDraft(context.Request.User, context.Branch, Keyed(context, operation));
    }

    /// <summary>Stores a draft that an earlier server left; false when its turn was stored after all, or is gone.</summary>
    /// <exception cref="StorageException">Nothing was stored.</exception>
    public async Task<bool> RecoverAsync(ReplyDraft draft)
    {
        var isStored = false;
        await store.Contexts.ApplyAsync(draft.User, draft.Branch, now =>
        {
            isStored = draft.Operation switch
            {
                AppendMessages append => now.IndexOf(append.Messages[^1].Id) < 0,
                RewriteMessage rewrite => now.IndexOf(rewrite.Id) is >= 0 and var index
                    && now[index].Content.Length < rewrite.Content?.Length
                    && rewrite.Content.StartsWith(now[index].Content, StringComparison.Ordinal),
                _ => false,
            };
            return isStored ? draft.Operation : null;
        });
        return isStored;
    }

    async Task<RecordedTurn> AppendAsync(TurnContext context, Reply reply, TurnReceipt receipt, List<string> warnings)
    {
        var operation = Append(context, reply, receipt);
        await store.Contexts.ApplyAsync(context.Request.User, context.Branch, _ => Keyed(context, operation));
        return new RecordedTurn
        {
            MessageId = operation.Messages.Count > 1 ? operation.Messages[0].Id : null,
            ReplyId = reply.Id,
            Warnings = warnings,
        };
    }

    /// <summary>The stored reply grows; where it was withdrawn meanwhile, what came is a reply of its own.</summary>
    async Task<RecordedTurn> ContinueAsync(TurnContext context, Reply reply, TurnReceipt receipt, List<string> warnings)
    {
        var begun = context.History.Last!.Id;
        var isThere = false;
        await store.Contexts.ApplyAsync(context.Request.User, context.Branch, now =>
        {
            var index = now.IndexOf(begun);
            isThere = index >= 0;
            return Keyed(context, isThere ? Grow(now[index], reply, receipt) : new AppendMessages { Messages = [Stored(reply)], Turn = receipt });
        });
        return new RecordedTurn { ReplyId = isThere ? begun : reply.Id, Warnings = warnings };
    }

    static bool Continues(TurnContext context) => context.Request is { ContinueCompletion: true, Reference: null };

    static AppendMessages Append(TurnContext context, Reply reply, TurnReceipt receipt) => new()
    {
        Messages = context.NewMessage is null ? [Stored(reply)] : [ContextKind.Stored(context.NewMessage), Stored(reply)],
        Turn = receipt,
    };

    static RewriteMessage Grow(Message begun, Reply reply, TurnReceipt receipt) => new()
    {
        Id = begun.Id,
        Content = begun.Content + reply.Content,
        ReasoningContent = begun.ReasoningContent + reply.Reasoning,
        Interrupted = reply.Finished is null,
        Turn = receipt,
    };

    static BranchOperation Keyed(TurnContext context, BranchOperation operation) =>
        operation with { Key = context.Request.Key?.Key, Request = context.Request.Key?.Request };

    static StoredMessage Stored(Reply reply) => ContextKind.Stored(new Message
    {
        Id = reply.Id,
        Role = Role.Assistant,
        Content = reply.Content,
        ReasoningContent = reply.Reasoning,
        Interrupted = reply.Finished is null,
    });

    static TurnReceipt Receipt(TurnContext context, ModelInfo model, Reply reply, LlmException? failure, long timeMs) => new()
    {
        ModelName = model.Name,
        ModelType = model.Type,
        ModelId = model.Id,
        FinishReason = reply.Finished?.FinishReason,
        Usage = reply.Finished?.Usage,
        TimeMs = timeMs,
        KeySlot = reply.Answering?.KeySlot,
        Tries = reply.Answering?.Tries,
        Context = context.Sent,
        Failure = failure is null ? null : UpstreamFailures.Classify(failure.Class).ToString(),
        Error = failure?.Message,
    };
}
