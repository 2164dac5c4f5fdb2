using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Repeater.Storage;

namespace Repeater.Endpoints;

/// <summary>One thing that was done to a branch.</summary>
/// <param name="Operation">Its number, from 1 in the order it was done.</param>
/// <param name="Op">What sort, as in the branch's file.</param>
/// <param name="At">When.</param>
/// <param name="InEffect">Whether the branch as it is now is made of it.</param>
/// <param name="Change">What changed, a few words.</param>
/// <param name="MessageIds">The messages it is about, the first ones of many.</param>
/// <param name="ModelId">The model that answered.</param>
sealed record OperationView(
    int Operation,
    string Op,
    DateTimeOffset At,
    bool InEffect,
    string Change,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IEnumerable<string>? MessageIds,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ModelId)
{
    const int MostIds = 50;
    const int LongestText = 60;

    public static OperationView Of(BranchHistory history, int number, bool inEffect)
    {
        var operation = history[number].Operation;
        var (op, change, ids, turn) = Describe(operation);
        return new(number, op, operation.At, inEffect, change, ids?.Take(MostIds), turn?.ModelId);
    }

    static (string Op, string Change, IEnumerable<string>? Ids, TurnReceipt? Turn) Describe(BranchOperation operation) => operation switch
    {
        AppendMessages append => ("append", Messages(append.Messages), Ids(append.Messages), append.Turn),
        RewriteMessage rewrite => ("rewrite", rewrite.Content is { } text ? Short(text) : "reasoning_content", [rewrite.Id], rewrite.Turn),
        WithdrawMessages withdraw => ("withdraw", Count(withdraw.Ids.Count, "message"), withdraw.Ids, null),
        InsertMessages insert => ("insert", Messages(insert.Messages), Ids(insert.Messages), null),
        ReplaceMessages replace => ("replace", Count(replace.Messages.Count, "message") + From(replace.Source), Ids(replace.Messages), null),
        SetPrompt set => ("set_prompt", Short(set.Text) + From(set.Source), null, null),
        SetValue set => ("set", $"{Short(set.Name)} = {Short(set.Value.GetRawText())}", null, null),
        SetValues set => ("set_values", Short(set.Values.GetRawText()), null, null),
        RemoveValue remove => ("remove", Short(remove.Name), null, null),
        ReplaceValues replace => ("replace_values", Short(replace.Values.GetRawText()) + From(replace.Source), null, null),
        Clear => ("clear", "", null, null),
        Undo undo => ("undo", Count(undo.Steps ?? 1, "operation"), null, null),
        Redo redo => ("redo", Count(redo.Steps ?? 1, "operation"), null, null),
        Restore restore => ("restore", $"as after operation {restore.To}", null, null),
        Undelete => ("undelete", "", null, null),
        ImportBegin => ("import_begin", "", null, null),
        ImportEnd end => ("import", $"from {Short(end.From)}", null, null),
        Renamed renamed => ("rename", $"from '{Short(renamed.From)}'", null, null),
        _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, null),
    };

    static string Messages(IReadOnlyList<StoredMessage> messages) =>
        string.Join(", ", messages.Take(2).Select(message => $"{message.Role}: {Short(message.Content)}")) + (messages.Count > 2 ? $" and {messages.Count - 2} more" : "");

    static IEnumerable<string> Ids(IEnumerable<StoredMessage> messages) => messages.Select(message => message.Id);

    static string Count(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";

    static string From(string? source) => source is null ? "" : $" (from {source})";

    static string Short(string text) => Snippet.Start(text, LongestText);
}

/// <summary>What was done to a branch, the last first.</summary>
sealed record OperationList(string Branch, int Current, bool CanUndo, bool CanRedo, IReadOnlyList<OperationView> Operations)
{
    public static OperationList Of(BranchName branch, BranchHistory history, int? before, int limit)
    {
        var inEffect = history.InEffect().ToHashSet();
        var last = Math.Clamp((before ?? history.Count + 1) - 1, 0, history.Count);
        var numbers = Enumerable.Range(0, Math.Min(limit, last)).Select(back => last - back);
        return new(
            branch.Raw,
            history.Current,
            history.CanUndo,
            history.CanRedo,
            [.. numbers.Select(number => OperationView.Of(history, number, inEffect.Contains(number)))]);
    }
}

/// <summary>What an undo, redo or restore did.</summary>
/// <param name="Branch">Which branch.</param>
/// <param name="Operation">The number of what was done, which is an operation too; null where the branch is deleted again.</param>
/// <param name="Changed">The operations that were taken back or done again, in that order.</param>
/// <param name="CanUndo">Whether there is more to undo.</param>
/// <param name="CanRedo">Whether there is something to redo.</param>
/// <param name="Deleted">Whether the branch is in the trash now.</param>
sealed record SteerAnswer(string Branch, int? Operation, IReadOnlyList<OperationView> Changed, bool CanUndo, bool CanRedo, bool Deleted)
{
    public static IResult Result(BranchName branch, Steered steered)
    {
        branch = steered.Branch ?? branch;
        if (steered.Refusal is { } refusal)
        {
            return ApiErrors.Of(refusal, branch, steered.History);
        }

        if (steered.History is not { } history)
        {
            return Json(new(branch.Raw, null, [], CanUndo: true, CanRedo: false, Deleted: true));
        }

        var inEffect = history[history.Count].Operation is Redo;
        OperationView[] changed = [.. history.Moved().Select(number => OperationView.Of(history, number, inEffect))];
        return Json(new(branch.Raw, history.Count, changed, history.CanUndo, history.CanRedo, Deleted: false));
    }

    static JsonResult<SteerAnswer> Json(SteerAnswer answer) => ApiResults.Json(answer, ApiJson.Default.SteerAnswer);
}

/// <summary>What a purge left behind.</summary>
/// <param name="Branch">Which branch.</param>
/// <param name="Purged">Always true.</param>
/// <param name="Left">The Python backend's file of the branch, which is never changed: what it holds is still there.</param>
sealed record PurgeAnswer(
    string Branch, bool Purged, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Left)
{
    public static PurgeAnswer Of(BranchName branch, string left) => new(branch.Raw, true, left.Length > 0 ? Path.GetFileName(left) : null);
}
