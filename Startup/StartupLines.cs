using System.Net;

namespace Repeater.Startup;

/// <summary>What a server that has just started says about itself. Lines go to standard output, warnings to standard error.</summary>
sealed record StartupLines
{
    /// <summary>As the server reports them: <c>http://127.0.0.1:8080</c>, <c>http://[::]:8080</c>; the port is the real one.</summary>
    public required IReadOnlyList<string> Addresses { get; init; }

    /// <summary>Absolute.</summary>
    public required string DataFolder { get; init; }

    /// <summary>In the order of their file. Empty: the built-in parrot answers.</summary>
    public required IReadOnlyList<StartupModel> Models { get; init; }

    /// <summary>Where the models come from; null when there is no file.</summary>
    public required string? ModelsFile { get; init; }

    public required bool HasAccessToken { get; init; }

    /// <summary>An admin key that was made at this start, to be shown this once; null: there was one already.</summary>
    public string? NewAdminKey { get; init; }

    /// <summary>Further sentences on what is missing and what to do, such as a provider without its key.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    public IReadOnlyList<string> Lines()
    {
        var lines = new List<string> { $"Repeater {BuildInfo.Describe()}" };
        Add(lines, "address", Addresses.Select(Readable));
        Add(lines, "data", [DataFolder]);
        Add(lines, "models", Models.Count > 0
            ? [.. Models.Select(model => $"{model.Type}: {model.Name}"), $"from {ModelsFile}"]
            : [
                "none configured, so the built-in parrot answers: it repeats what it is told",
                "For a real model write ./config/apiconfig.json (README, \"A first chat\") or name",
                "another file with API_INFO_FILE_PATH, then start again.",
            ]);
        Add(lines, "admin key", NewAdminKey is null ? [] : [NewAdminKey]);
        Add(lines, "missing", Missing);
        if (Models.Count == 0 && !HasAccessToken && Addresses.Count > 0)
        {
            Add(lines, "try it", [$"curl -d message=hello {Near(Addresses[0])}/chat/completion/me"]);
        }
        return lines;
    }

    public IReadOnlyList<string> Warnings() =>
        HasAccessToken || Addresses.All(IsLoopback)
            ? []
            :
            [
                "Everybody who can reach this address can read and change all data. "
                + "Set ACCESS_TOKEN, or HOST=127.0.0.1 to serve this machine only.",
            ];

    static void Add(List<string> lines, string label, IEnumerable<string> texts)
    {
        foreach (var text in texts)
        {
            lines.Add($"  {label,-9} {text}");
            label = "";
        }
    }

    static bool IsLoopback(string address) => HostOf(address) is { } host
        && (host == "localhost" || (IPAddress.TryParse(host, out var ip) && IPAddress.IsLoopback(ip)));

    static bool IsAny(string address) => HostOf(address) is "0.0.0.0" or "[::]";

    /// <summary>An address of this machine that a browser understands.</summary>
    static string Near(string address) => IsAny(address)
        ? new UriBuilder(address) { Host = "127.0.0.1" }.Uri.GetLeftPart(UriPartial.Authority)
        : address;

    static string Readable(string address) =>
        IsAny(address) ? $"{Near(address)} and every other address of this machine" : address;

    static string? HostOf(string address) => Uri.TryCreate(address, UriKind.Absolute, out var uri) ? uri.Host : null;
}

/// <summary>A model as clients choose it, by type, and as its provider calls it.</summary>
sealed record StartupModel(string Type, string Name);
