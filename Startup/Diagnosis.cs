namespace Repeater.Startup;

enum Health
{
    Good,

    /// <summary>It works, and perhaps not as it is meant.</summary>
    Odd,
    Bad,
}

/// <param name="What">A word.</param>
/// <param name="Health">How it is.</param>
/// <param name="Sentence">What was found; of what is not well, what to do.</param>
sealed record Diagnosis(string What, Health Health, string Sentence);
