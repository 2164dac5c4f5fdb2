using System.Text.Json;

namespace Repeater.Storage;

/// <summary>A user's settings: names in the order they were first set, each with any JSON value.</summary>
sealed class UserValues
{
    public static readonly UserValues Empty = new([]);

    readonly List<KeyValuePair<string, JsonElement>> _items;

    UserValues(List<KeyValuePair<string, JsonElement>> items) => _items = items;

    public IReadOnlyList<KeyValuePair<string, JsonElement>> Items => _items;

    /// <summary>Of a JSON object; of a name that stands in it twice the last value counts.</summary>
    public static UserValues Of(JsonElement values)
    {
        var order = new Dictionary<string, int>(StringComparer.Ordinal);
        var items = new List<KeyValuePair<string, JsonElement>>();
        foreach (var member in values.EnumerateObject())
        {
            var item = KeyValuePair.Create(member.Name, member.Value.Clone());
            if (order.TryAdd(member.Name, items.Count))
            {
                items.Add(item);
            }
            else
            {
                items[order[member.Name]] = item;
            }
        }

        return new(items);
    }

    /// <summary>Null when the name is not set.</summary>
    public JsonElement? Find(string name)
    {
        var index = IndexOf(name);
        return index < 0 ? null : _items[index].Value;
    }

    public UserValues With(string name, JsonElement value)
    {
        var items = _items.ToList();
        var index = IndexOf(name);
        var item = KeyValuePair.Create(name, value.Clone());
        if (index < 0)
        {
            items.Add(item);
        }
        else
        {
            items[index] = item;
        }

        return new(items);
    }

    public UserValues Without(string name) => new([.. _items.Where(item => item.Key != name)]);

    int IndexOf(string name) => _items.FindIndex(item => item.Key == name);
}

/// <summary>Settings of users.</summary>
sealed class ConfigKind() : BranchKind<UserValues>("config", "UserConfig_UserData")
{
    const int BytesPerValue = 200;

    public override UserValues Empty => UserValues.Empty;

    public override UserValues Apply(UserValues state, BranchOperation operation) => operation switch
    {
        SetValue set => state.With(set.Name, set.Value),
        SetValues set => set.Values.EnumerateObject().Aggregate(state, (all, member) => all.With(member.Name, member.Value)),
        RemoveValue remove => state.Without(remove.Name),
        ReplaceValues replace => UserValues.Of(replace.Values),
        Clear => Empty,
        _ => throw Foreign(operation),
    };

    public override long Size(UserValues state) => BytesPerValue * state.Items.Count;

    public override BranchOperation FromPython(byte[] bytes, string source) =>
        new ReplaceValues { Values = PythonData.ReadValues(bytes), Source = source };
}
