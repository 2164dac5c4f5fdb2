using Repeater.Llm;

namespace Repeater.Chat;

/// <param name="What">The provider, or the model that was asked.</param>
/// <param name="IsOk">It answered as it should.</param>
/// <param name="Sentence">What it said, or why nothing came.</param>
sealed record ProbedProvider(string What, bool IsOk, string Sentence);

/// <summary>Tries the providers of a models file, for whoever wants to know before a user does.</summary>
sealed class ProviderProbe(ApiInfo models, Func<string, string?> environment) : IDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    readonly LlmClient _client = new(
        new LlmLimits { ConnectTimeout = TimeSpan.FromSeconds(10), FirstTokenTimeout = Patience, IdleTimeout = Patience, TotalTimeout = Patience }, environment);

    /// <exception cref="FormatException">The models file cannot be used; the sentence says why.</exception>
    public static ProviderProbe Load(string path, Func<string, string?> environment)
    {
        try
        {
            return new(ApiInfo.Load(path), environment);
        }
        catch (ApiInfoException error)
        {
            throw new FormatException(error.Message, error);
        }
    }

    public int Count => models.Models.Count;

    /// <summary>Names of the variables that hold no key, with the models that want them.</summary>
    public IReadOnlyList<(string Variable, IReadOnlyList<string> Models)> MissingKeys() => [.. models.Models
        .SelectMany(model => model.ApiKeyVariables, (model, variable) => (variable, model.Name))
        .Where(item => string.IsNullOrEmpty(environment(item.variable)))
        .GroupBy(item => item.variable, (variable, items) => (variable, (IReadOnlyList<string>)[.. items.Select(item => item.Name)]))];

    /// <summary>Asks each provider for the list of its models, which is free.</summary>
    public async Task<IReadOnlyList<ProbedProvider>> ListAsync(CancellationToken cancel)
    {
        var probed = new List<ProbedProvider>();
        foreach (var model in models.Models.Where(model => !model.IsParrot).DistinctBy(model => (model.BaseUrl, model.ApiKeyVariables is [var first, ..] ? first : "")))
        {
            probed.Add(await ListAsync(model, cancel));
        }

        return probed;
    }

    /// <summary>Has each model say a word, which costs a few tokens.</summary>
    public async Task<IReadOnlyList<ProbedProvider>> CallAsync(CancellationToken cancel)
    {
        var router = new LlmRouter(_client, new KeyRing(environment), new RetryLimits { MaxTries = 1, Window = Patience }, TimeProvider.System);
        var probed = new List<ProbedProvider>();
        foreach (var model in models.Models)
        {
            var what = $"{model.ProviderName}, {model.Id}";
            try
            {
                var request = new LlmRequest { Model = model, Messages = [new Message { Role = Role.User, Content = "Say ok." }], MaxTokens = 16, MaxCompletionTokens = 16 };
                await foreach (var _ in router.StreamAsync(request, [model], cancel))
                {
                }

                probed.Add(new(what, true, "answers."));
            }
            catch (LlmException error)
            {
                probed.Add(new(what, false, error.Message));
            }
        }

        return probed;
    }

    public void Dispose() => _client.Dispose();

    async Task<ProbedProvider> ListAsync(ModelInfo model, CancellationToken cancel)
    {
        var what = $"{model.ProviderName}, {model.BaseUrl!.Host}";
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(Patience);
        try
        {
            return await _client.ListModelsAsync(model, limit.Token) switch
            {
                401 or 403 => new(what, false, $"refuses the key of {string.Join(", ", model.ApiKeyVariables)}. Look it up, and whether it may use the API."),
                >= 500 and var status => new(what, false, $"answers {status}: it is out of order at the moment."),
                >= 300 and < 400 and var status => new(what, false, $"answers {status}: its address in the models file is probably wrong."),
                404 or 405 => new(what, true, "is reached. It has no list of models, so the key was not tried; --call does."),
                >= 400 and var status => new(what, false, $"answers {status}."),
                _ => new(what, true, "is reached and takes the key."),
            };
        }
        catch (LlmException error)
        {
            return new(what, false, error.Message);
        }
        catch (HttpRequestException error)
        {
            return new(what, false, $"is not reached: {(error.InnerException ?? error).Message}");
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new(what, false, $"did not answer within {Patience.TotalSeconds:0} seconds.");
        }
    }
}
