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
}
