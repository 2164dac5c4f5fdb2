using Repeater.Chat;
using Repeater.Storage;

namespace Repeater.Tests.Chat;

public class RateLimitsTests
{
    static readonly UserName Ann = UserName.TryParse("ann", out _)!;

    readonly ManualClock _clock = new();

    [Fact]
    public void A_bucket_holds_a_minutes_worth_and_fills_evenly()
    {
        var limits = new RateLimits(60, null, _clock);
        Assert.All(Enumerable.Range(0, 60), _ => Assert.Null(limits.Take(Ann)));

        Assert.Equal(TimeSpan.FromSeconds(1), limits.Take(Ann)?.RetryAfter);
        _clock.Now += TimeSpan.FromSeconds(1.5);
        Assert.Null(limits.Take(Ann));
        Assert.Equal(0.5, limits.Take(Ann)!.RetryAfter!.Value.TotalSeconds, 6);
        _clock.Now += TimeSpan.FromHours(1);
        Assert.Equal(60, Enumerable.Range(0, 70).Count(_ => limits.Take(Ann) is null));
    }

    [Fact]
    public void What_is_refused_for_the_user_takes_nothing_from_all()
    {
        var limits = new RateLimits(1, 2, _clock);
        Assert.Null(limits.Take(Ann));
        Assert.Equal(TurnRefusal.TooManyRequests, limits.Take(Ann)?.Reason);

        Assert.Null(limits.Take(null));
        Assert.Equal(TurnRefusal.Overloaded, limits.Take(null)?.Reason);
    }

    [Fact]
    public void Many_users_do_not_free_one_who_has_just_used_up_the_limit()
    {
        var limits = new RateLimits(2, null, _clock);
        Assert.Null(limits.Take(Ann));
        Assert.Null(limits.Take(Ann));

        Assert.All(Enumerable.Range(0, 25_000), i => Assert.Null(limits.Take(UserName.TryParse($"u{i}", out _)!)));

        Assert.NotNull(limits.Take(Ann));
    }

    [Fact]
    public void Without_limits_nothing_is_refused()
    {
        var limits = new RateLimits(null, null, _clock);

        Assert.All(Enumerable.Range(0, 1000), _ => Assert.Null(limits.Take(Ann)));
    }

    sealed class ManualClock : TimeProvider
    {
        public TimeSpan Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }
}
