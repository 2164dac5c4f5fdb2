using System.Text;

namespace Repeater.Metrics;

/// <summary>Names as logs and metrics spell them: <c>RateLimit</c> is <c>rate_limit</c>.</summary>
static class SnakeCase
{
    public static string Of<T>(T value)
        where T : struct, Enum => Of(value.ToString());

    public static string Of(string name)
    {
        var text = new StringBuilder(name.Length + 4);
        foreach (var letter in name)
        {
            if (char.IsAsciiLetterUpper(letter) && text.Length > 0)
            {
                text.Append('_');
            }

            text.Append(char.ToLowerInvariant(letter));
        }

        return text.ToString();
    }
}
