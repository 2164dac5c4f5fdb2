using System.Globalization;

namespace Repeater.Chat.Variables;

/// <summary>
/// Time, and what follows from the bot's birthday, all on the user's wall clock. A birthday on Feb 29 is Mar 1 in common
/// years.
/// </summary>
static class CalendarVariables
{
    /// <summary>First day of each sign as month × 100 + day. What comes before the first belongs to the last.</summary>
    static readonly (int Start, string Sign)[] Signs =
    [
        (120, "水瓶座"), (219, "双鱼座"), (321, "白羊座"), (420, "金牛座"),
        (521, "双子座"), (622, "巨蟹座"), (723, "狮子座"), (823, "处女座"),
        (923, "天秤座"), (1024, "天蝎座"), (1123, "射手座"), (1222, "摩羯座"),
    ];

    public static string Date(DateOnly date) => $"{date.Year}.{date.Month}.{date.Day}";

    public static VariableValue Time(VariableContext context)
    {
        var now = context.LocalNow.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        return VariableValue.Of($"{now} {ZoneName(context.UtcOffset)}");
    }

    /// <summary>Full years; 0 before the birthday.</summary>
    public static VariableValue Age(VariableContext context)
    {
        var today = DateOnly.FromDateTime(context.LocalNow);
        var years = today.Year - context.Birthday.Year;
        return VariableValue.Of(Math.Max(0, today < InYear(context.Birthday, today.Year) ? years - 1 : years));
    }

    public static VariableValue Zodiac(VariableContext context)
    {
        var day = (context.Birthday.Month * 100) + context.Birthday.Day;
        return VariableValue.Of(Signs.LastOrDefault(sign => sign.Start <= day, Signs[^1]).Sign);
    }

    public static VariableValue BirthdayCountdown(VariableContext context)
    {
        var now = context.LocalNow;
        var today = DateOnly.FromDateTime(now);
        var next = InYear(context.Birthday, today.Year);
        if (next == today)
        {
            return VariableValue.Of($"🎉 今天是{context.BotName}生日，Happy Birthday!");
        }
        if (next < today)
        {
            next = InYear(context.Birthday, today.Year + 1);
        }

        // A begun day counts from its first whole second on.
        var left = next.ToDateTime(TimeOnly.MinValue) - now;
        var days = left.Days + (left - TimeSpan.FromDays(left.Days) >= TimeSpan.FromSeconds(1) ? 1 : 0);
        return VariableValue.Of($"⏳ 距离{context.BotName}生日还有：{days}天");
    }

    static DateOnly InYear(DateOnly birthday, int year) =>
        birthday is { Month: 2, Day: 29 } && !DateTime.IsLeapYear(year)
            ? new DateOnly(year, 3, 1)
            : new DateOnly(year, birthday.Month, birthday.Day);

    /// <summary>A fixed offset's name in Python: <c>UTC</c>, <c>UTC-03:30</c>, seconds and microseconds if there are any.</summary>
    static string ZoneName(TimeSpan offset)
    {
        if (offset == TimeSpan.Zero)
        {
            return "UTC";
        }
        var size = offset.Duration();
        var format = size.Ticks % TimeSpan.TicksPerMinute == 0 ? @"hh\:mm"
            : size.Ticks % TimeSpan.TicksPerSecond == 0 ? @"hh\:mm\:ss"
            : @"hh\:mm\:ss\.ffffff";
        return $"UTC{(offset < TimeSpan.Zero ? '-' : '+')}{size.ToString(format, CultureInfo.InvariantCulture)}";
    }
}
