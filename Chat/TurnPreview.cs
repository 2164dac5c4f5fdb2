using Repeater.Llm;

namespace Repeater.Chat;

/// <summary>What a turn would send.</summary>
/// <param name="Call">To the first choice of its models.</param>
/// <param name="Branch">Where the turn would be stored.</param>
/// <param name="Context">What of the conversation is in it.</param>
/// <param name="Warnings">As the turn's answer would have them.</param>
sealed record TurnPreview(PreviewedCall Call, string Branch, SentContext Context, IReadOnlyList<string> Warnings);
