using System.Net;

namespace Repeater.Access;

/// <summary>
/// Wrong keys by the address they came from: the first few cost nothing, then each makes the address wait twice as long as the
/// one before. Bounded: when very many addresses try, those are forgotten first that tried longest ago.
/// </summary>
sealed class FailedTries(TimeProvider clock)
{
    const int Free = 5;
    const int MostAddresses = 10_000;

    static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1);
    static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);
    static readonly TimeSpan Forgotten = TimeSpan.FromMinutes(15);

    readonly Lock _lock = new();
    readonly Dictionary<IPAddress, Tries> _addresses = [];

    /// <summary>How long the address has to wait before it is listened to; null: it is listened to now.</summary>
    public TimeSpan? Wait(IPAddress? address)
    {
        lock (_lock)
        {
            var wait = _addresses.TryGetValue(Group(address), out var tries) ? tries.Until - clock.GetUtcNow() : TimeSpan.Zero;
            return wait > TimeSpan.Zero ? wait : null;
        }
    }

    public void Add(IPAddress? address)
    {
        var now = clock.GetUtcNow();
        var group = Group(address);
        lock (_lock)
        {
            var count = _addresses.TryGetValue(group, out var before) && now - before.Last < Forgotten ? before.Count + 1 : 1;
            if (_addresses.Count >= MostAddresses && before is null)
            {
                _addresses.Remove(_addresses.MinBy(each => each.Value.Last).Key);
            }

            _addresses[group] = new Tries(count, now, now + WaitAfter(count));
        }
    }

    /// <summary>The right key was sent.</summary>
    public void Clear(IPAddress? address)
    {
        lock (_lock)
        {
            _addresses.Remove(Group(address));
        }
    }

    static TimeSpan WaitAfter(int count) => count <= Free ? TimeSpan.Zero
        : count - Free > 10 ? LongestWait
        : FirstWait * (1 << (count - Free - 1)) is var wait && wait < LongestWait ? wait : LongestWait;

    /// <summary>One customer of an IPv6 provider has a whole /64.</summary>
    static IPAddress Group(IPAddress? address)
    {
        if (address is null)
        {
            return IPAddress.None;
        }

        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        Span<byte> bytes = stackalloc byte[16];
        if (!address.TryWriteBytes(bytes, out var length) || length < bytes.Length)
        {
            return address;
        }

        bytes[8..].Clear();
        return new IPAddress(bytes);
    }

    sealed record Tries(int Count, DateTimeOffset Last, DateTimeOffset Until);
}
