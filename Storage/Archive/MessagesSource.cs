namespace Repeater.Storage.Archive;

/// <summary>A list of messages that becomes one new branch of conversations.</summary>
sealed class MessagesSource(byte[] json, string shown, string branch, DateTimeOffset moment) : ImportSource
{
    public override IEnumerable<SourceUser> Users() =>
        [new([new(BranchFormat.All[0], "", branch, SourceFormat.Messages, shown, moment, () => json)])];
}
