using Repeater.Chat.Variables;
using static Repeater.Tests.Chat.Variables.Sample;

namespace Repeater.Tests.Chat.Variables;

public class CalendarVariableTests
{
    const string Today = "🎉 今天是复读机生日，Happy Birthday!";

    [Theory]
    [InlineData(8, "2026-11-22 15:29:26 UTC+08:00")]
    [InlineData(0, "2026-11-22 07:29:26 UTC")]
    [InlineData(5.5, "2026-11-22 12:59:26 UTC+05:30")]
    [InlineData(-3.5, "2026-11-22 03:59:26 UTC-03:30")]
    [InlineData(-8, "2026-11-21 23:29:26 UTC-08:00")]
    [InlineData(23.99, "2026-11-23 07:28:50 UTC+23:59:24")]
    [InlineData(-0.00001, "2026-11-22 07:29:25 UTC-00:00:00.036000")]
    public void Time_is_the_users_and_names_the_zone(double hours, string expected) =>
        Assert.Equal(expected, Expand("{time}", Context with { UtcOffset = TimeSpan.FromHours(hours) }));

    [Theory]
    [InlineData("2026-06-28 00:00:00", Today)]
    [InlineData("2026-06-28 23:59:59", Today)]
    [InlineData("2026-06-29 00:00:00", "⏳ 距离复读机生日还有：364天")]
    [InlineData("2026-06-27 23:59:58", "⏳ 距离复读机生日还有：1天")]
    [InlineData("2026-06-27 18:00:00", "⏳ 距离复读机生日还有：1天")]
    [InlineData("2026-06-27 00:00:00", "⏳ 距离复读机生日还有：1天")]
    [InlineData("2026-06-26 23:59:59", "⏳ 距离复读机生日还有：2天")]
    [InlineData("2026-06-26 00:00:00", "⏳ 距离复读机生日还有：2天")]
    [InlineData("2027-07-01 12:00:00", "⏳ 距离复读机生日还有：363天")]
    public void The_countdown_counts_a_begun_day(string now, string expected) =>
        Assert.Equal(expected, Expand("{BirthdayCountdown}", At(now, new DateOnly(2024, 6, 28))));

    [Theory]
    [InlineData("2027-02-28 12:00:00", "⏳ 距离复读机生日还有：1天", "2")]
    [InlineData("2027-03-01 12:00:00", Today, "3")]
    [InlineData("2028-02-28 12:00:00", "⏳ 距离复读机生日还有：1天", "3")]
    [InlineData("2028-02-29 12:00:00", Today, "4")]
    [InlineData("2028-03-01 00:00:00", "⏳ 距离复读机生日还有：365天", "4")]
    public void A_birthday_on_the_leap_day_is_the_first_of_March_in_common_years(string now, string countdown, string age)
    {
        var context = At(now, new DateOnly(2024, 2, 29));

        Assert.Equal((countdown, age), (Expand("{BirthdayCountdown}", context), Expand("{age}", context)));
    }

    [Theory]
    [InlineData(8, Today, "2")]
    [InlineData(-8, "⏳ 距离复读机生日还有：1天", "1")]
    public void Countdown_and_age_use_the_users_time_zone(double hours, string countdown, string age)
    {
        var context = At("2026-06-27 20:00:00", new DateOnly(2024, 6, 28)) with { UtcOffset = TimeSpan.FromHours(hours) };

        Assert.Equal((countdown, age), (Expand("{BirthdayCountdown}", context), Expand("{age}", context)));
    }

    [Theory]
    [InlineData("2024-06-28 00:00:00", "0")]
    [InlineData("2025-06-27 23:59:59", "0")]
    [InlineData("2025-06-28 00:00:00", "1")]
    [InlineData("2020-01-01 00:00:00", "0")]
    public void Age_is_in_full_years_and_never_negative(string now, string expected) =>
        Assert.Equal(expected, Expand("{age}", At(now, new DateOnly(2024, 6, 28))));

    [Theory]
    [InlineData(1, 19, "摩羯座")]
    [InlineData(1, 20, "水瓶座")]
    [InlineData(2, 18, "水瓶座")]
    [InlineData(2, 19, "双鱼座")]
    [InlineData(2, 29, "双鱼座")]
    [InlineData(3, 20, "双鱼座")]
    [InlineData(3, 21, "白羊座")]
    [InlineData(4, 19, "白羊座")]
    [InlineData(4, 20, "金牛座")]
    [InlineData(5, 20, "金牛座")]
    [InlineData(5, 21, "双子座")]
    [InlineData(6, 21, "双子座")]
    [InlineData(6, 22, "巨蟹座")]
    [InlineData(7, 22, "巨蟹座")]
    [InlineData(7, 23, "狮子座")]
    [InlineData(8, 22, "狮子座")]
    [InlineData(8, 23, "处女座")]
    [InlineData(9, 22, "处女座")]
    [InlineData(9, 23, "天秤座")]
    [InlineData(10, 23, "天秤座")]
    [InlineData(10, 24, "天蝎座")]
    [InlineData(11, 22, "天蝎座")]
    [InlineData(11, 23, "射手座")]
    [InlineData(12, 21, "射手座")]
    [InlineData(12, 22, "摩羯座")]
    [InlineData(12, 31, "摩羯座")]
    public void Each_sign_starts_on_its_day(int month, int day, string sign) =>
        Assert.Equal(sign, Expand("{zodiac}", Context with { Birthday = new DateOnly(2024, month, day) }));

    static string Expand(string text, VariableContext context) => VariableTemplate.Expand(text, context, ExpandMode.Prompt);
}
