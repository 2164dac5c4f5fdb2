using Repeater.Chat.Variables;

namespace Repeater.Tests.Chat.Variables;

/// <summary>The context of these tests: user u1, bot 复读机 of 2024-06-28, and 2026-11-22 15:29:26 at UTC+8.</summary>
static class Sample
{
    public static VariableContext Context => new()
    {
        UserId = "u1",
        UserName = "小明",
        ModelType = "chat",
        BotName = "复读机",
        Version = "4.1",
        Birthday = new DateOnly(2024, 6, 28),
        UtcOffset = TimeSpan.FromHours(8),
        Clock = new FixedClock(new DateTimeOffset(2026, 11, 22, 7, 29, 26, TimeSpan.Zero)),
        Random = new Random(1),
    };

    public static string Prompt(string text) => VariableTemplate.Expand(text, Context, ExpandMode.Prompt);

    public static string Message(string text) => VariableTemplate.Expand(text, Context, ExpandMode.Message);

    public static string Reply(string text) => VariableTemplate.Expand(text, Context, ExpandMode.Reply);

    /// <summary>The context at another wall clock time, written <c>2026-06-27 23:59:59</c>, in UTC.</summary>
    public static VariableContext At(string utc, DateOnly birthday) => Context with
    {
        Clock = new FixedClock(DateTimeOffset.Parse(utc + "Z", System.Globalization.CultureInfo.InvariantCulture)),
        UtcOffset = TimeSpan.Zero,
        Birthday = birthday,
    };
}
