using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Repeater.Llm;

/// <summary>What was learned of providers while the server runs, so that no request is refused twice for the same reason.</summary>
sealed class LearnedProfiles
{
    // Far more than a models file names; only a file that is exchanged again and again gets here.
    const int MaxPlaces = 4096;

    readonly ConcurrentDictionary<string, ImmutableList<Adaptation>> _places = new(StringComparer.Ordinal);

    /// <summary>The model with the profile that has proved right so far.</summary>
    public ModelInfo Apply(ModelInfo model)
    {
        foreach (var place in (ReadOnlySpan<string>)[Place(model, false), Place(model, true)])
        {
            if (_places.TryGetValue(place, out var adaptations))
            {
                model = Apply(model, adaptations);
            }
        }
        return model;
    }

    public static ModelInfo Apply(ModelInfo model, IEnumerable<Adaptation> adaptations) =>
        model with { Profile = adaptations.Aggregate(model.Profile, (profile, adaptation) => adaptation.Apply(profile)) };

    public void Remember(ModelInfo model, Adaptation adaptation)
    {
        if (_places.Count >= MaxPlaces)
        {
            _places.Clear();
        }
        _places.AddOrUpdate(
            Place(model, adaptation.IsOfModel),
            _ => [adaptation],
            (_, known) => known.Contains(adaptation) ? known : known.Add(adaptation));
    }

    static string Place(ModelInfo model, bool ofModel) => ofModel ? $"{model.BaseUrl} {model.Id}" : $"{model.BaseUrl}";
}
