using Repeater.Llm;

namespace Repeater.Chat;

/// <summary>The models that can be chosen at the moment. They can be exchanged as a whole; running turns keep theirs.</summary>
sealed class ModelCatalog(ApiInfo models)
{
    volatile ApiInfo _current = models;

    public ApiInfo Current
    {
        get => _current;
        set => _current = value;
    }

    /// <summary>What clients can choose by, each once: types, then names, then ids.</summary>
    public IReadOnlyList<OfferedModel> Offered
    {
        get
        {
            var models = Current.Models;
            return [.. models.Select(model => new OfferedModel(model.Type, model.ProviderName))
                .Concat(models.Select(model => new OfferedModel(model.Name, model.ProviderName)))
                .Concat(models.Select(model => new OfferedModel(model.Id, model.ProviderName)))
                .Where(model => model.Name.Length > 0)
                .DistinctBy(model => model.Name, StringComparer.OrdinalIgnoreCase)];
        }
    }

    /// <summary>Whether a type, name or id is that of a model.</summary>
    public bool Has(string model) => Current.Find(model).Count > 0;
}

/// <param name="Name">A type, a name or an id.</param>
/// <param name="Provider">Of the first model that is meant by it.</param>
sealed record OfferedModel(string Name, string Provider);
