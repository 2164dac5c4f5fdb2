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
        return context.Request is { ContinueCompletion: true, Reference: null }
            ? await ContinueAsync(context, reply, receipt, warnings)
            : await AppendAsync(context, reply, receipt, warnings);
    }

    async Task<RecordedTurn> AppendAsync(TurnContext context, Reply reply, TurnReceipt receipt, List<string> warnings)
    {
        var message = context.NewMessage is null ? null : ContextKind.Stored(context.NewMessage);
        var answer = Stored(reply);
        StoredMessage[] messages = message is null ? [answer] : [message, answer];
        await store.Contexts.ApplyAsync(context.Request.User, context.Branch, _ => Keyed(context, new AppendMessages { Messages = messages, Turn = receipt }));
        return new RecordedTurn { MessageId = message?.Id, ReplyId = answer.Id, Warnings = warnings };
    }

    /// <summary>The stored reply grows; where it was withdrawn meanwhile, what came is a reply of its own.</summary>
    async Task<RecordedTurn> ContinueAsync(TurnContext context, Reply reply, TurnReceipt receipt, List<string> warnings)
    {
        var begun = context.History.Last!.Id;
        var answer = Stored(reply);
        var isThere = false;
        await store.Contexts.ApplyAsync(context.Request.User, context.Branch, now =>
        {
            var index = now.IndexOf(begun);
            isThere = index >= 0;
            return Keyed(context, isThere
                ? new RewriteMessage
                {
                    Id = begun,
                    Content = now[index].Content + reply.Content,
                    ReasoningContent = now[index].ReasoningContent + reply.Reasoning,
                    Interrupted = reply.Finished is null,
                    Turn = receipt,
                }
                : new AppendMessages { Messages = [answer], Turn = receipt });
        });
        return new RecordedTurn { ReplyId = isThere ? begun : answer.Id, Warnings = warnings };
    }

    static BranchOperation Keyed(TurnContext context, BranchOperation operation) =>
        operation with { Key = context.Request.Key?.Key, Request = context.Request.Key?.Request };

    static StoredMessage Stored(Reply reply) => ContextKind.Stored(new Message
    {
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
