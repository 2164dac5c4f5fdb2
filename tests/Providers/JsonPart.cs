using System.Text.Json;

namespace Repeater.Tests.Providers;

/// <summary>Compares JSON with what is wanted of it.</summary>
static class JsonPart
{
    /// <summary>
    /// Fails the test when something wanted is missing or different. An object may have more members than wanted; an array may not have
    /// more items.
    /// </summary>
    public static void AssertIn(JsonElement actual, string wanted)
    {
        using var document = JsonDocument.Parse(wanted);
        var difference = Difference(document.RootElement, actual, "");
        Assert.True(difference is null, $"{difference} in {actual.GetRawText()}");
    }

    /// <summary>Whether an object of this name is a member, of the object itself or of one inside it.</summary>
    public static bool Mentions(JsonElement json, string member) => json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject().Any(inner => inner.Name == member || Mentions(inner.Value, member)),
        JsonValueKind.Array => json.EnumerateArray().Any(item => Mentions(item, member)),
        _ => false,
    };

    static string? Difference(JsonElement wanted, JsonElement actual, string path) => (wanted.ValueKind, actual.ValueKind) switch
    {
        (JsonValueKind.Object, JsonValueKind.Object) => wanted.EnumerateObject()
            .Select(member => actual.TryGetProperty(member.Name, out var value)
                ? Difference(member.Value, value, $"{path}.{member.Name}")
                : $"{path}.{member.Name} is missing")
            .FirstOrDefault(found => found is not null),
        (JsonValueKind.Array, JsonValueKind.Array) when wanted.GetArrayLength() == actual.GetArrayLength() => wanted.EnumerateArray()
            .Zip(actual.EnumerateArray())
            .Select((pair, index) => Difference(pair.First, pair.Second, $"{path}[{index}]"))
            .FirstOrDefault(found => found is not null),
        _ => JsonElement.DeepEquals(wanted, actual) ? null : $"{path} should be {wanted.GetRawText()}",
    };
}
