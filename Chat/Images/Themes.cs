using Repeater.Render;

namespace Repeater.Chat.Images;

/// <summary>The themes that can be chosen at the moment. They can be exchanged as a whole; what is being drawn keeps its own.</summary>
sealed class Themes(ThemeCatalog catalog)
{
    volatile ThemeCatalog _current = catalog;

    public ThemeCatalog Current
    {
        get => _current;
        set => _current = value;
    }
}
