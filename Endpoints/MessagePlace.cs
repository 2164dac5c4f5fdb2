using Repeater.Storage;

namespace Repeater.Endpoints;

/// <summary>Which message a request means: by its id, or by its place, perhaps with the id that is expected there.</summary>
sealed record MessagePlace(string? Id, int Index, string? ExpectedId)
{
    /// <summary>Asks for the place when no id was sent.</summary>
    public static MessagePlace Read(Fields fields, string idName = "id", string indexName = "index", string expectedName = "expected_id")
    {
        var id = NullIfEmpty(fields.OptionalText(idName));
        return new(id, id is null ? fields.RequiredInt(indexName) : 0, NullIfEmpty(fields.OptionalText(expectedName)));
    }

    public static bool IsRange(Fields fields) => fields.Has("from_id") || fields.Has("from_index");

    /// <summary>A conversation up to a message (<c>message_id</c> or <c>index</c>), or all of it where none is named.</summary>
    public static Cut<Conversation> ReadCut(Fields fields)
    {
        if (!fields.Has("message_id") && !fields.Has("index"))
        {
            return conversation => (conversation, null);
        }

        var place = Read(fields, "message_id");
        return conversation => place.Find(conversation, out var index) is { } refusal ? (null, refusal) : (conversation.First(index + 1), null);
    }

    /// <summary>Null when nothing was expected, or it is so.</summary>
    public static ApiError? RefusalOfLast(Conversation conversation, string? expectedId) =>
        string.IsNullOrEmpty(expectedId) || conversation.Last?.Id == expectedId ? null : ApiErrors.LastMessageMoved(conversation.Last?.Id, expectedId);

    /// <returns>Null with the place, or why there is none.</returns>
    public ApiError? Find(Conversation conversation, out int index)
    {
        index = Id is null ? Index : conversation.IndexOf(Id);
        return Id is not null && index < 0 ? ApiErrors.MessageNotFound(Id)
            : index < 0 || index >= conversation.Count ? ApiErrors.IndexOutOfRange
            : ExpectedId is not null && conversation[index].Id != ExpectedId ? ApiErrors.MessageMoved(index, conversation[index].Id, ExpectedId)
            : null;
    }

    static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
