namespace Repeater.Llm;

/// <summary>The first key of a model, read anew for each request so that a changed one works without a restart.</summary>
static class ApiKey
{
    /// <summary>The key; empty for a model that needs none.</summary>
    /// <exception cref="LlmException">It is not set, or cannot be sent.</exception>
    public static string Read(ModelInfo model, Func<string, string?> environment)
    {
        if (model.ApiKeyVariables is not [var variable, ..])
        {
            return "";
        }
        var key = environment(variable)?.Trim();
        if (string.IsNullOrEmpty(key))
        {
            throw new LlmException(LlmErrorClass.Configuration, model.ProviderName,
                $"no API key: set the environment variable {variable}.");
        }
        if (key.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            throw new LlmException(LlmErrorClass.Configuration, model.ProviderName,
                $"the API key in {variable} has a character that no key can have: a space, a line break or a non-ASCII one.");
        }
        return key;
    }
}
