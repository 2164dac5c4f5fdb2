using System.Text.Json;

namespace Repeater.Tests.Documents;

/// <summary>What stands in the place of English texts; without a file they stand for themselves.</summary>
sealed class Translation
{
    readonly Dictionary<string, string>? _texts;
    readonly HashSet<string> _asked = [];

    public Translation(string? file = null)
    {
        if (file is not null)
        {
            using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, file)));
            _texts = document.RootElement.EnumerateObject().ToDictionary(text => text.Name, text => text.Value.GetString()!);
        }
    }

    /// <summary>The text itself where it has no translation.</summary>
    public string this[string english]
    {
        get
        {
            _asked.Add(english);
            return _texts?.GetValueOrDefault(english) ?? english;
        }
    }

    /// <summary>Texts that were asked for and are not in the file.</summary>
    public IEnumerable<string> Missing => _texts is null ? [] : _asked.Except(_texts.Keys);

    /// <summary>Texts of the file that were not asked for.</summary>
    public IEnumerable<string> Unused => _texts is null ? [] : _texts.Keys.Except(_asked);
}
