namespace Repeater.Storage;

/// <summary>What makes a repeated request known: the client's Idempotency-Key, and a hash of everything it asked for.</summary>
sealed record RequestKey(string Key, string Request);
