namespace Repeater.Tests.Storage;

/// <summary>
/// What a user's data has to be, in plain lists. Of each context branch it knows the state after every line of its file, so
/// that it also knows what a shortened file has to say.
/// </summary>
sealed class StoreModel
{
    readonly string[]? _imported;
    readonly Dictionary<string, List<string[]>> _branches = [];
    readonly HashSet<string> _deleted = [];

    /// <param name="imported">What the branch <c>default</c> held when it came from the Python backend; null when it did not.</param>
    public StoreModel(string[]? imported) => _imported = imported;

    public string Current { get; set; } = "default";

    public string Prompt { get; set; } = "";

    public List<(string Name, int Value)> Values { get; } = [];

    /// <summary>Files of ours that are there.</summary>
    public IEnumerable<string> Written => _branches.Keys;

    public IEnumerable<string> Listed =>
        _branches.Where(branch => branch.Value.Count > 1 || !_deleted.Contains(branch.Key)).Select(branch => branch.Key)
            .Union(_imported is not null && !_branches.ContainsKey("default") ? ["default"] : [])
            .Order(StringComparer.Ordinal);

    public string[] this[string branch] =>
        _branches.TryGetValue(branch, out var states) ? states[^1] : branch == "default" && _imported is not null ? _imported : [];

    public void Apply(string branch, Func<string[], string[]> change)
    {
        var after = change(this[branch]);
        if (!_branches.TryGetValue(branch, out var states))
        {
            _branches[branch] = states = branch == "default" && _imported is not null ? [[], _imported] : [[]];
        }

        states.Add(after);
    }

    public void Delete(string branch)
    {
        _branches.Remove(branch);
        if (branch == "default" && _imported is not null)
        {
            _deleted.Add(branch);
            _branches[branch] = [[]];
        }
    }

    /// <summary>Only so many lines behind the header are left.</summary>
    public void Shorten(string branch, int lines) => _branches[branch].RemoveRange(lines + 1, _branches[branch].Count - lines - 1);

    public void Set(string name, int value)
    {
        var index = Values.FindIndex(item => item.Name == name);
        if (index < 0)
        {
            Values.Add((name, value));
        }
        else
        {
            Values[index] = (name, value);
        }
    }
}
