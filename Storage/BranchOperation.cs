using System.Text.Json;
using System.Text.Json.Serialization;

namespace Repeater.Storage;

/// <summary>
/// One line of a branch file behind the header: what was done to the branch. The names on disk are these attributes;
/// they are never renamed, and a new operation means that older versions refuse the file instead of guessing.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "op")]
[JsonDerivedType(typeof(AppendMessages), "append")]
[JsonDerivedType(typeof(RewriteMessage), "rewrite")]
[JsonDerivedType(typeof(WithdrawMessages), "withdraw")]
[JsonDerivedType(typeof(InsertMessages), "insert")]
[JsonDerivedType(typeof(ReplaceMessages), "replace")]
[JsonDerivedType(typeof(SetPrompt), "set_prompt")]
[JsonDerivedType(typeof(SetValue), "set")]
[JsonDerivedType(typeof(SetValues), "set_values")]
[JsonDerivedType(typeof(RemoveValue), "remove")]
[JsonDerivedType(typeof(ReplaceValues), "replace_values")]
[JsonDerivedType(typeof(Clear), "clear")]
[JsonDerivedType(typeof(Undo), "undo")]
[JsonDerivedType(typeof(Redo), "redo")]
[JsonDerivedType(typeof(Restore), "restore")]
[JsonDerivedType(typeof(Undelete), "undelete")]
[JsonDerivedType(typeof(Renamed), "rename")]
[JsonDerivedType(typeof(ImportBegin), "import_begin")]
[JsonDerivedType(typeof(ImportEnd), "import")]
abstract record BranchOperation
{
    /// <summary>When it was done; storage fills it in.</summary>
    [JsonPropertyOrder(-2)]
    public DateTimeOffset At { get; init; }

    /// <summary>The client's Idempotency-Key.</summary>
    [JsonPropertyOrder(-1)]
    public string? Key { get; init; }

    /// <summary>A hash of what was asked for with <see cref="Key"/>: another request with the same key is refused.</summary>
    [JsonPropertyOrder(-1)]
    public string? Request { get; init; }

    /// <summary>Only read: <see cref="BranchFile"/> puts it behind everything else.</summary>
    [JsonPropertyName("crc")]
    public string? Checksum { get; init; }
}

/// <summary>A whole turn, or messages put in by hand, at the end.</summary>
sealed record AppendMessages : BranchOperation
{
    public required IReadOnlyList<StoredMessage> Messages { get; init; }

    public TurnReceipt? Turn { get; init; }
}

/// <summary>New text for one message; a member that is null stays as it was.</summary>
sealed record RewriteMessage : BranchOperation
{
    public required string Id { get; init; }

    public string? Content { get; init; }

    public string? ReasoningContent { get; init; }

    public bool? Interrupted { get; init; }

    public TurnReceipt? Turn { get; init; }
}

sealed record WithdrawMessages : BranchOperation
{
    public required IReadOnlyList<string> Ids { get; init; }
}

/// <summary>Messages between those that are there.</summary>
sealed record InsertMessages : BranchOperation
{
    public required IReadOnlyList<StoredMessage> Messages { get; init; }

    /// <summary>The message that stands behind the new ones.</summary>
    public required string Before { get; init; }
}

sealed record ReplaceMessages : BranchOperation
{
    public required IReadOnlyList<StoredMessage> Messages { get; init; }

    /// <summary>The file these came from, when they were taken over from one. Where the branch begins so, that is not undone.</summary>
    public string? Source { get; init; }
}

sealed record SetPrompt : BranchOperation
{
    public required string Text { get; init; }

    public string? Source { get; init; }
}

sealed record SetValue : BranchOperation
{
    public required string Name { get; init; }

    public required JsonElement Value { get; init; }
}

/// <summary>Sets every member of an object; other values stay.</summary>
sealed record SetValues : BranchOperation
{
    public required JsonElement Values { get; init; }
}

sealed record RemoveValue : BranchOperation
{
    public required string Name { get; init; }
}

sealed record ReplaceValues : BranchOperation
{
    public required JsonElement Values { get; init; }

    public string? Source { get; init; }
}

/// <summary>Empties the branch, whatever its kind.</summary>
sealed record Clear : BranchOperation;

/// <summary>Takes the last operations back; the operations themselves stay. See <see cref="BranchHistory"/>.</summary>
sealed record Undo : BranchOperation
{
    /// <summary>How many; null is one.</summary>
    public int? Steps { get; init; }
}

/// <summary>Does again what was undone last. Only while nothing else was done since.</summary>
sealed record Redo : BranchOperation
{
    /// <inheritdoc cref="Undo.Steps"/>
    public int? Steps { get; init; }
}

/// <summary>The state after an earlier operation is the branch's again.</summary>
sealed record Restore : BranchOperation
{
    /// <summary>The operation's number, from 1 in the order of the lines; 0 is the empty branch.</summary>
    public required int To { get; init; }
}

/// <summary>The branch was deleted and brought back from the trash; nothing in it changed.</summary>
sealed record Undelete : BranchOperation
{
    /// <summary>The deletion's Idempotency-Key, which stood in the file that this one took the place of.</summary>
    public string? DeletionKey { get; init; }

    public string? DeletionRequest { get; init; }
}

/// <summary>The branch had another name until then; nothing in it changed.</summary>
sealed record Renamed : BranchOperation
{
    public required string From { get; init; }
}

/// <summary>The operations of an imported branch follow, up to <see cref="ImportEnd"/>: they begin with the empty branch.</summary>
sealed record ImportBegin : BranchOperation;

/// <summary>Their state is the branch's: one operation, which undo takes back as one.</summary>
sealed record ImportEnd : BranchOperation
{
    /// <summary>The file they came from.</summary>
    public required string From { get; init; }
}

/// <summary>A message as a line holds it.</summary>
sealed record StoredMessage
{
    public required string Id { get; init; }

    public required string Role { get; init; }

    public required string Content { get; init; }

    public string? Name { get; init; }

    public string? ReasoningContent { get; init; }

    /// <summary>True for a reply that the model did not finish.</summary>
    public bool? Interrupted { get; init; }

    /// <summary>What other programs stored with the message: apart, so that no name of theirs is taken for one of ours.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Extra { get; init; }
}

/// <summary>How a turn came about: what its answer said besides the text.</summary>
sealed record TurnReceipt
{
    public required string ModelName { get; init; }

    public required string ModelType { get; init; }

    public required string ModelId { get; init; }

    public string? FinishReason { get; init; }

    public Usage? Usage { get; init; }

    public long TimeMs { get; init; }

    /// <summary>Which of the model's keys was used, from 1; 0 when it needs none.</summary>
    public int? KeySlot { get; init; }

    /// <summary>Calls that were made for the reply.</summary>
    public int? Tries { get; init; }

    /// <summary>What the model was sent.</summary>
    public SentContext? Context { get; init; }

    /// <summary>The class of what cut the reply off; null for one that ended as it should.</summary>
    public string? Failure { get; init; }

    /// <summary>The sentence about it.</summary>
    public string? Error { get; init; }
}

/// <summary>The first line of a branch file.</summary>
sealed record BranchHeader
{
    public const int CurrentVersion = 1;

    [JsonPropertyName("repeater")]
    public required int Version { get; init; }

    public required string Kind { get; init; }

    public required string Branch { get; init; }

    /// <summary>The user id as the client that caused the file sent it.</summary>
    public required string User { get; init; }

    public required DateTimeOffset Created { get; init; }

    /// <summary>The branch this one was copied from, and how many of its messages.</summary>
    public string? Parent { get; init; }

    public int? ParentLength { get; init; }

    /// <summary>True where the branch was deleted, and something has to say so: an older file beside this one, or a key.</summary>
    public bool? Deleted { get; init; }

    /// <summary>The Idempotency-Key of the deletion.</summary>
    public string? Key { get; init; }

    /// <inheritdoc cref="BranchOperation.Request"/>
    public string? Request { get; init; }

    /// <inheritdoc cref="BranchOperation.Checksum"/>
    [JsonPropertyName("crc")]
    public string? Checksum { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowOutOfOrderMetadataProperties = true,
    RespectNullableAnnotations = true,
    MaxDepth = BranchFile.DeepestLine)]
[JsonSerializable(typeof(BranchHeader))]
[JsonSerializable(typeof(BranchOperation))]
sealed partial class StorageJson : JsonSerializerContext;
