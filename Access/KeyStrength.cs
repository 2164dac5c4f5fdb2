namespace Repeater.Access;

/// <summary>The rule for keys that a person chose: the original's.</summary>
static class KeyStrength
{
    const int FewestCharacters = 16;
    const int FewestDistinct = 6;
    const double LeastEntropy = 3.5;

    public const string Rule =
        "at least 16 characters of visible ASCII, 6 of them different, and not too regular (3.5 bits of entropy for each); "
        + "\"openssl rand -base64 24\" makes one";

    public static bool IsStrong(string key) =>
        key.Length >= FewestCharacters
        && key.All(c => c is > ' ' and <= '~')
        && key.Distinct().Count() >= FewestDistinct
        && EntropyOf(key) >= LeastEntropy;

    /// <summary>Bits for each character, by how often each occurs in the text.</summary>
    static double EntropyOf(string text) => text
        .CountBy(c => c)
        .Select(letter => (double)letter.Value / text.Length)
        .Sum(share => -share * Math.Log2(share));
}
