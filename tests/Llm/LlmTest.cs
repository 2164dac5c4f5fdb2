using Repeater.Llm;

namespace Repeater.Tests.Llm;

/// <summary>What tests of the client share.</summary>
static class LlmTest
{
    public const string KeyVariable = "TEST_KEY";
    public const string Key = "sk-test-0123456789";

    /// <summary>Long enough for any machine: a test that reaches it hangs.</summary>
    public static readonly TimeSpan HangGuard = TimeSpan.FromSeconds(60);

    public static LlmClient NewClient(LlmLimits? limits = null) => new(limits ?? new LlmLimits(), Environment);

    public static string? Environment(string name) => name == KeyVariable ? Key : null;

    public static ModelInfo Model(Uri baseUrl, ProviderProfile? profile = null) => new()
    {
        Name = "Test",
        Id = "test-1",
        Type = "chat",
        ProviderName = "Tester",
        BaseUrl = baseUrl,
        ApiKeyVariables = [KeyVariable],
        Profile = profile ?? ProviderProfile.Generic,
    };

    public static LlmRequest Request(Uri baseUrl) => new()
    {
        Model = Model(baseUrl),
        Messages = [new() { Role = Role.User, Content = "hi" }],
    };

    /// <summary>Reads to the end or to the failure.</summary>
    public static async Task<LlmResult> AskAsync(this LlmClient client, LlmRequest request)
    {
        var result = new LlmResult();
        try
        {
            await foreach (var delta in client.StreamAsync(request).WithCancellation(CancellationToken.None))
            {
                result.Deltas.Add(delta);
            }
        }
        catch (LlmException failure)
        {
            result.Failure = failure;
        }
        return result;
    }

    /// <summary>Asks a new client once.</summary>
    public static async Task<LlmResult> AskAsync(LlmRequest request, LlmLimits? limits = null)
    {
        using var client = NewClient(limits);
        return await client.AskAsync(request).WaitAsync(HangGuard);
    }
}

/// <summary>What came of a call.</summary>
sealed class LlmResult
{
    public List<LlmDelta> Deltas { get; } = [];

    public LlmException? Failure { get; set; }

    public string Reasoning => string.Concat(Deltas.OfType<ReasoningDelta>().Select(delta => delta.Text));

    public string Content => string.Concat(Deltas.OfType<ContentDelta>().Select(delta => delta.Text));

    /// <summary>The last delta, which must be the end of a good answer.</summary>
    public LlmFinished Finished => Failure is null ? Assert.IsType<LlmFinished>(Deltas[^1]) : throw Failure;
}
