using Repeater.Storage;

namespace Repeater.Chat;

/// <summary>
/// How many chats may begin in a minute, of each user and in all: token buckets, full at first, which hold a minute's worth.
/// </summary>
/// <param name="perUser">Chats a minute of each user; null: no limit.</param>
/// <param name="overall">Of all together; null: no limit.</param>
/// <param name="clock">Fills the buckets again.</param>
sealed class RateLimits(int? perUser, int? overall, TimeProvider clock)
{
    /// <summary>Beyond these the fuller half is forgotten, and so filled up: memory stays bounded whatever ids are sent.</summary>
    const int MostUsers = 10_000;

    readonly Dictionary<UserName, Bucket> _users = [];
    readonly Lock _lock = new();
    readonly long _origin = clock.GetTimestamp();
    Bucket _all = new(overall ?? 0, 0);

    /// <summary>Takes one chat out of the buckets; a refused one takes nothing.</summary>
    /// <param name="user">Null: only the limit on all counts.</param>
    /// <returns>Null when the chat may begin.</returns>
    public TurnRefused? Take(UserName? user)
    {
        var now = clock.GetElapsedTime(_origin).TotalMinutes;
        lock (_lock)
        {
            var all = _all.At(now, overall ?? 0);
            if (overall is { } most && all.Level < 1)
            {
                return Refuse(TurnRefusal.Overloaded, $"This server takes {Chats(most)} a minute in all; nothing was sent or stored.", all, most);
            }

            if (perUser is { } rate && user is not null)
            {
                var own = _users.TryGetValue(user, out var known) ? known.At(now, rate) : new Bucket(rate, now);
                if (own.Level < 1)
                {
                    return Refuse(TurnRefusal.TooManyRequests, $"This server takes {Chats(rate)} a minute of each user; nothing was sent or stored.", own, rate);
                }

                _users[user] = own.Less;
                Forget(now, rate);
            }

            _all = all.Less;
            return null;
        }
    }

    void Forget(double now, int rate)
    {
        if (_users.Count <= MostUsers)
        {
            return;
        }

        foreach (var (user, _) in _users.OrderByDescending(item => item.Value.At(now, rate).Level).Take(MostUsers / 2).ToArray())
        {
            _users.Remove(user);
        }
    }

    static string Chats(int count) => count == 1 ? "1 chat" : $"{count} chats";

    static TurnRefused Refuse(TurnRefusal reason, string sentence, Bucket bucket, int rate) =>
        new(reason, sentence) { RetryAfter = TimeSpan.FromMinutes((1 - bucket.Level) / rate) };

    /// <param name="Level">Chats that may begin at once.</param>
    /// <param name="Time">When it was so, in minutes.</param>
    readonly record struct Bucket(double Level, double Time)
    {
        public Bucket Less => this with { Level = Level - 1 };

        public Bucket At(double now, int rate) => new(Math.Min(rate, Level + ((now - Time) * rate)), now);
    }
}
