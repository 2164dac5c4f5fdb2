using System.Text;
using System.Text.Json;

namespace Repeater.Llm;

/// <summary>
/// Tool calls that arrive in pieces: the index says which call a piece belongs to, id and name come once, arguments are joined.
/// </summary>
sealed class WireToolCalls
{
    // More than anybody offers; the search below stays short whatever a server sends.
    const int MaxCalls = 128;

    readonly List<Call> _calls = [];

    public IReadOnlyList<ToolCall> ToList() => [.. _calls.Select(call => new ToolCall(call.Id, call.Name, call.Arguments.ToString()))];

    /// <summary>Takes the value of the member <c>tool_calls</c>, whose name the reader stands on.</summary>
    public void Read(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            for (var position = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; position++)
            {
                ReadPiece(ref reader, position);
            }
        }
        reader.Skip();
    }

    void ReadPiece(ref Utf8JsonReader reader, long index)
    {
        var piece = new Call();
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            while (reader.NextMember())
            {
                if (reader.ValueTextEquals("index"u8))
                {
                    index = reader.ReadInteger() ?? index;
                }
                else if (reader.ValueTextEquals("function"u8))
                {
                    ReadFunction(ref reader, piece);
                }
                else if (reader.ValueTextEquals("id"u8))
                {
                    reader.Read();
                    piece.Id = reader.GetText() ?? "";
                }
                reader.Skip();
            }
            Add(index, piece);
        }
        reader.Skip();
    }

    static void ReadFunction(ref Utf8JsonReader reader, Call piece)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            while (reader.NextMember())
            {
                if (reader.ValueTextEquals("name"u8))
                {
                    reader.Read();
                    piece.Name = reader.GetText() ?? "";
                }
                else if (reader.ValueTextEquals("arguments"u8))
                {
                    reader.Read();
                    piece.Arguments.Append(reader.GetText());
                }
                reader.Skip();
            }
        }
    }

    void Add(long index, Call piece)
    {
        piece.Index = index;
        if (_calls.FindLast(call => call.Index == index) is not { } call)
        {
            if (_calls.Count < MaxCalls)
            {
                _calls.Add(piece);
            }
            return;
        }
        call.Id = piece.Id.Length > 0 ? piece.Id : call.Id;
        call.Name = piece.Name.Length > 0 ? piece.Name : call.Name;
        call.Arguments.Append(piece.Arguments);
    }

    sealed class Call
    {
        public long Index { get; set; }

        public string Id { get; set; } = "";

        public string Name { get; set; } = "";

        public StringBuilder Arguments { get; } = new();
    }
}
