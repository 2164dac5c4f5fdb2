using System.Diagnostics;

namespace Repeater.Commands;

/// <summary>One line on a terminal that says how far long work has come; nothing where nobody watches.</summary>
sealed class Progress(Surroundings surroundings)
{
    static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    readonly Stopwatch _sinceShown = Stopwatch.StartNew();
    int _shown;

    public void Show(string text)
    {
        if (surroundings.ShowsProgress && _sinceShown.Elapsed >= Interval)
        {
            _sinceShown.Restart();
            Clear();
            surroundings.Error.Write(text);
            _shown = DisplayWidth.Of(text);
        }
    }

    /// <summary>Before anything else is written.</summary>
    public void Clear()
    {
        if (_shown > 0)
        {
            surroundings.Error.Write($"\r{new string(' ', _shown)}\r");
            _shown = 0;
        }
    }
}
