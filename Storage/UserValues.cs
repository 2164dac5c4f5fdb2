using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Repeater.Storage;

/// <summary>A user's settings: names in the order they were first set, each with any JSON value. Never changes.</summary>
sealed class UserValues
{
    public static readonly UserValues Empty = new(
        ImmutableDictionary.Create<string, int>(StringComparer.Ordinal), ImmutableSortedDictionary<int, KeyValuePair<string, JsonElement>>.Empty, 0, 0);

    /// <summary>Roughly, of the two trees and of what a value is wrapped in.</summary>
    const int BytesPerValue = 600;

    /// <summary>A list of short numbers takes twelve bytes of index for each of them.</summary>
    public const int BytesPerByteOfJson = 8;

    readonly ImmutableDictionary<string, int> _order;
    readonly ImmutableSortedDictionary<int, KeyValuePair<string, JsonElement>> _items;
    readonly int _next;

    UserValues(ImmutableDictionary<string, int> order, ImmutableSortedDictionary<int, KeyValuePair<string, JsonElement>> items, int next, long bytes) =>
        (_order, _items, _next, Bytes) = (order, items, next, bytes);

    public IEnumerable<KeyValuePair<string, JsonElement>> Items => _items.Values;

    /// <summary>Memory, roughly.</summary>
    public long Bytes { get; }

    /// <summary>Null when the name is not set.</summary>
    public JsonElement? Find(string name) => _order.TryGetValue(name, out var place) ? _items[place].Value : null;

    /// <summary>Of a name that is there twice the last value counts.</summary>
    public UserValues With(IEnumerable<(string Name, JsonElement Value)> values)
    {
        var order = _order.ToBuilder();
        var items = _items.ToBuilder();
        var next = _next;
        var bytes = Bytes;
        foreach (var (name, value) in values)
        {
            if (order.TryGetValue(name, out var place))
            {
                bytes -= Size(items[place]);
            }
            else
            {
                order[name] = place = next++;
            }

            var item = items[place] = KeyValuePair.Create(name, value.Clone());
            bytes += Size(item);
        }

        return new(order.ToImmutable(), items.ToImmutable(), next, bytes);
    }

    public UserValues Without(string name) =>
        _order.TryGetValue(name, out var place)
            ? new(_order.Remove(name), _items.Remove(place), _next, Bytes - Size(_items[place]))
            : this;

    static long Size(KeyValuePair<string, JsonElement> item) =>
        BytesPerValue + 2L * item.Key.Length + BytesPerByteOfJson * (long)JsonMarshal.GetRawUtf8Value(item.Value).Length;
}
