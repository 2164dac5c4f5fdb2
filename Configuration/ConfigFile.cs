using System.Text;
using System.Text.Json;

namespace Repeater.Configuration;

/// <summary>
/// A settings file as the later Python backend has it:
/// <c>[{"name": "server.port", "values": [{"system": "linux", "type": "int", "value": 8080}]}]</c>.
/// Of entries of one name the first counts; of its values the first whose <c>system</c> is absent, <c>*</c>, <c>all</c> or this
/// one (<c>linux</c>, <c>windows</c>, <c>darwin</c>, any case: the original matched lower case only and shipped <c>Linux</c>).
/// <c>type</c> must be a known one; what a value may be is the setting's own rule, so only <c>json</c>, JSON in a string,
/// is converted.
/// </summary>
static class ConfigFile
{
    static readonly string[] Types = ["auto", "int", "float", "str", "bool", "list", "dict", "json", "path", "other"];

    public static string System { get; } =
        OperatingSystem.IsWindows() ? "windows" : OperatingSystem.IsMacOS() ? "darwin" : "linux";

    /// <summary>The items for <paramref name="system"/> in the file's order; names are unique in any case.</summary>
    /// <exception cref="FormatException">The message names the line and says what is wrong.</exception>
    public static IReadOnlyList<ConfigItem> Parse(ReadOnlySpan<byte> json, string system)
    {
        var reader = new Reader(json, system);
        try
        {
            return reader.ReadItems();
        }
        catch (JsonException e)
        {
            // What follows the first sentence speaks of reader options and repeats the position.
            var cause = e.Message.Split(". ")[0];
            cause = cause.Contains("depth to be zero", StringComparison.Ordinal) ? "it ends in the middle" : Printable.Line(cause);
            throw new FormatException($"line {e.LineNumber + 1}: not JSON: {cause}", e);
        }
        // GetString on half a surrogate pair.
        catch (InvalidOperationException e)
        {
            throw new FormatException($"line {reader.Line}: the text has half of a surrogate pair", e);
        }
    }

    ref struct Reader(ReadOnlySpan<byte> json, string system)
    {
        readonly ReadOnlySpan<byte> _json = json;
        readonly string _system = system;
        Utf8JsonReader _reader = new(json);
        int _counted;
        int _line = 1;

        /// <summary>Of the token just read.</summary>
        public int Line
        {
            get
            {
                var start = (int)_reader.TokenStartIndex;
                _line += _json[_counted..start].Count((byte)'\n');
                _counted = start;
                return _line;
            }
        }

        public List<ConfigItem> ReadItems()
        {
            var items = new List<ConfigItem>();
            var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
            _reader.Read();
            Expect(JsonTokenType.StartArray, "the file", """an array of objects such as {"name": "port", "values": [{"value": 8080}]}""");
            while (NextElement())
            {
                var line = Line;
                Expect(JsonTokenType.StartObject, "an item", "an object with \"name\" and \"values\"");
                var (name, value) = ReadItem(line);
                if (names.Add(name) && value is { } chosen)
                {
                    items.Add(new(name, chosen.Line, chosen.Text));
                }
            }
            _reader.Read();
            return items;
        }

        (string Name, (string? Text, int Line)? Value) ReadItem(int line)
        {
            string? name = null;
            (string?, int)? value = null;
            var hasValues = false;
            while (NextMember() is { } member)
            {
                switch (member)
                {
                    case "name":
                        Expect(JsonTokenType.String, "\"name\"", "a text");
                        name = _reader.GetString();
                        break;
                    case "values":
                        Expect(JsonTokenType.StartArray, "\"values\"", "an array of objects with \"value\"");
                        value = ReadValues();
                        hasValues = true;
                        break;
                    default:
                        _reader.Skip();
                        break;
                }
            }
            return name is null ? throw Wrong(line, "the item has no \"name\"")
                : !hasValues ? throw Wrong(line, $"the item {Printable.Quote(name)} has no \"values\"")
                : (name, value);
        }

        (string?, int)? ReadValues()
        {
            (string?, int)? first = null;
            while (NextElement())
            {
                var line = Line;
                Expect(JsonTokenType.StartObject, "an element of \"values\"", "an object with \"value\"");
                var matches = true;
                string? type = null;
                (string? Text, int Line)? value = null;
                while (NextMember() is { } member)
                {
                    switch (member)
                    {
                        case "value":
                            var valueLine = Line;
                            value = (ReadText(), valueLine);
                            break;
                        case "type":
                            Expect(JsonTokenType.String, "\"type\"", "a text");
                            type = _reader.GetString();
                            break;
                        case "system" when _reader.TokenType != JsonTokenType.Null:
                            Expect(JsonTokenType.String, "\"system\"", "a text");
                            var named = _reader.GetString()!.ToLowerInvariant();
                            matches = named is "*" or "all" || named == _system;
                            break;
                        default:
                            _reader.Skip();
                            break;
                    }
                }
                if (type is not null && !Types.Contains(type, StringComparer.OrdinalIgnoreCase))
                {
                    throw Wrong(line, $"\"type\" is {Printable.Quote(type)}, but must be one of {string.Join(", ", Types)}");
                }
                if (value is not { } found)
                {
                    throw Wrong(line, "the element of \"values\" has no \"value\"");
                }
                if (matches && first is null)
                {
                    var isJson = "json".Equals(type, StringComparison.OrdinalIgnoreCase);
                    first = (isJson ? FromJson(found.Text, found.Line) : found.Text, found.Line);
                }
            }
            return first;
        }

        /// <summary>A string without its quotes, null as null, anything else as it stands.</summary>
        string? ReadText()
        {
            switch (_reader.TokenType)
            {
                case JsonTokenType.Null:
                    return null;
                case JsonTokenType.String:
                    return _reader.GetString();
                default:
                    var start = (int)_reader.TokenStartIndex;
                    _reader.Skip();
                    return Encoding.UTF8.GetString(_json[start..(int)_reader.BytesConsumed]);
            }
        }

        readonly string? FromJson(string? text, int line)
        {
            try
            {
                var inner = new Reader(Encoding.UTF8.GetBytes(text ?? "null"), _system);
                inner._reader.Read();
                var value = inner.ReadText();
                inner._reader.Read();
                return value;
            }
            catch (JsonException)
            {
                throw Wrong(line, $"\"type\" is \"json\", but {Printable.Quote(text ?? "")} is not JSON");
            }
        }

        bool NextElement() => _reader.Read() && _reader.TokenType != JsonTokenType.EndArray;

        /// <summary>The name of the next member, the reader then being on its value; null at the end of the object.</summary>
        string? NextMember()
        {
            _reader.Read();
            if (_reader.TokenType == JsonTokenType.EndObject)
            {
                return null;
            }
            var name = _reader.GetString();
            _reader.Read();
            return name;
        }

        void Expect(JsonTokenType type, string what, string form)
        {
            if (_reader.TokenType != type)
            {
                throw Wrong(Line, $"{what} must be {form}");
            }
        }

        static FormatException Wrong(int line, string problem) => new($"line {line}: {problem}");
    }
}

/// <summary>An item, its value as text (null for JSON's null) and the line where that stands, from 1.</summary>
sealed record ConfigItem(string Name, int Line, string? Value);
