using System.Text.Json;

namespace Repeater.Tests.Providers;

/// <summary>One behaviour of one provider, asserted from the outside: a server, a provider that behaves so, a chat over HTTP.</summary>
/// <param name="Row">What it is about, as <see cref="Catalogue.Rows"/> has it.</param>
/// <param name="Provider">Whose behaviour it is; several may share one.</param>
/// <param name="Behaviour">What the provider does, in words that go on from its name.</param>
abstract record Scenario(string Row, string Provider, string Behaviour)
{
    /// <summary>The client rules it shows, by number.</summary>
    public int[] Rules { get; init; } = [];

    /// <summary>Settings of the server.</summary>
    public (string Name, string Value)[] Settings { get; init; } = [];

    public string Name => $"{Row}: {Provider} {Behaviour}";
}

/// <summary>The provider answers well, in a way of its own.</summary>
/// <param name="Row">As in <see cref="Scenario"/>.</param>
/// <param name="Provider">As in <see cref="Scenario"/>.</param>
/// <param name="Behaviour">As in <see cref="Scenario"/>.</param>
/// <param name="Reply">What it sends.</param>
/// <param name="Answer">Members that the chat's answer has, as JSON.</param>
sealed record AnswerScenario(string Row, string Provider, string Behaviour, FakeReply Reply, string Answer) : Scenario(Row, Provider, Behaviour);

/// <summary>The provider fails.</summary>
/// <param name="Row">As in <see cref="Scenario"/>.</param>
/// <param name="Provider">As in <see cref="Scenario"/>.</param>
/// <param name="Behaviour">As in <see cref="Scenario"/>.</param>
/// <param name="Reply">What it sends, every time it is asked.</param>
/// <param name="Status">Of the chat's answer.</param>
/// <param name="Words">That the answer's sentence has.</param>
/// <param name="Calls">2 when it is asked once more, else 1.</param>
sealed record FailureScenario(string Row, string Provider, string Behaviour, FakeReply Reply, int Status, string Words, int Calls)
    : Scenario(Row, Provider, Behaviour)
{
    /// <summary>Seconds of the answer's header, where there is one.</summary>
    public string? RetryAfter { get; init; }

    /// <summary>What is stored as an interrupted reply; null for nothing at all.</summary>
    public string? Stored { get; init; }
}

/// <summary>The provider, known by its host, is sent what it takes.</summary>
/// <param name="Row">As in <see cref="Scenario"/>.</param>
/// <param name="Provider">As in <see cref="Scenario"/>.</param>
/// <param name="Behaviour">As in <see cref="Scenario"/>.</param>
/// <param name="Url">The real address, but for HTTPS: the provider stands behind a proxy, so its host never is resolved.</param>
/// <param name="Entry">Members of the models file beside the usual ones, with a comma behind.</param>
/// <param name="Sent">Members that the request's body has, as JSON; an array is compared whole.</param>
/// <param name="NotSent">Members that it has not, also not in a message.</param>
sealed record RequestScenario(string Row, string Provider, string Behaviour, string Url, string Entry, string Sent, params string[] NotSent)
    : Scenario(Row, Provider, Behaviour)
{
    /// <summary>Where the request goes, when that is not below <see cref="Url"/>.</summary>
    public string? Address { get; init; }

    /// <summary>Of the chat; the message is <c>hi</c> where they hold none.</summary>
    public (string Name, string Value)[] Fields { get; init; } = [];

    /// <summary>The reply of an earlier turn, with reasoning before it, that broke off; null for no earlier turn.</summary>
    public string? Begun { get; init; }
}

/// <summary>The provider refuses something that others take; it is then sent otherwise, once, and so from the beginning the next time.</summary>
/// <param name="Row">As in <see cref="Scenario"/>.</param>
/// <param name="Provider">As in <see cref="Scenario"/>.</param>
/// <param name="Behaviour">As in <see cref="Scenario"/>.</param>
/// <param name="Entry">Members of the models file beside the usual ones, with a comma behind.</param>
/// <param name="IsRefused">Whether the provider refuses a body.</param>
/// <param name="Status">Of the refusal.</param>
/// <param name="Refusal">Its body.</param>
/// <param name="Fields">Of the chat.</param>
sealed record RefusalScenario(
    string Row,
    string Provider,
    string Behaviour,
    string Entry,
    Func<JsonElement, bool> IsRefused,
    int Status,
    string Refusal,
    params (string Name, string Value)[] Fields) : Scenario(Row, Provider, Behaviour)
{
    /// <summary>Whether only a longer conversation meets it: then there is an earlier turn, whose reply had reasoning.</summary>
    public bool IsLater { get; init; }
}
