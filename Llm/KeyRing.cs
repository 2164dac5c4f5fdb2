using System.Collections.Concurrent;

namespace Repeater.Llm;

/// <summary>The keys of all providers and how each is doing. Keys themselves are never kept longer than a call.</summary>
sealed class KeyRing(Func<string, string?> environment)
{
    // Far more than a models file names.
    const int MaxKeys = 4096;

    readonly ConcurrentDictionary<(string Host, string Model, string Variable), KeyState> _keys = new();

    /// <summary>The state of a model's key. A key whose value was changed begins anew.</summary>
    public KeyState Of(ModelInfo model, string variable)
    {
        if (_keys.Count >= MaxKeys)
        {
            _keys.Clear();
        }
        var value = string.GetHashCode(environment(variable) ?? "", StringComparison.Ordinal);
        // Limits are counted for each model at most providers.
        var place = (model.BaseUrl!.Authority, model.Id, variable);
        return _keys.AddOrUpdate(place, _ => new KeyState(value), (_, known) => known.ValueHash == value ? known : new KeyState(value));
    }
}

/// <summary>One key. Times are of a clock that only runs forward.</summary>
/// <param name="valueHash">Of the key it is about.</param>
sealed class KeyState(int valueHash)
{
    static readonly TimeSpan RefusedRest = TimeSpan.FromMinutes(10);

    static readonly TimeSpan FirstRest = TimeSpan.FromSeconds(5);

    static readonly TimeSpan LongestRest = TimeSpan.FromMinutes(5);

    readonly Lock _lock = new();
    TimeSpan _restsUntil;
    bool _isRefused;
    int _limits;
    int _calls;

    public int ValueHash => valueHash;

    /// <summary>Calls under way with it.</summary>
    public int Calls => Volatile.Read(ref _calls);

    /// <summary>When it may be used again, and whether it rests because it, or its account, was refused.</summary>
    public (TimeSpan Until, bool IsRefused) Rest
    {
        get
        {
            lock (_lock)
            {
                return (_restsUntil, _isRefused);
            }
        }
    }

    public void Begin() => Interlocked.Increment(ref _calls);

    public void End() => Interlocked.Decrement(ref _calls);

    /// <summary>Rests after a rate limit: as long as the provider asks, else longer each time in a row.</summary>
    public void Limit(TimeSpan now, TimeSpan? asked)
    {
        lock (_lock)
        {
            var rest = asked ?? TimeSpan.FromTicks(Math.Min(LongestRest.Ticks, FirstRest.Ticks << Math.Min(_limits, 8)));
            _limits++;
            _isRefused = false;
            _restsUntil = now + rest > _restsUntil ? now + rest : _restsUntil;
        }
    }

    /// <summary>Rests after a refusal of key or account. Where nothing better is left it is tried all the same.</summary>
    public void Refuse(TimeSpan now)
    {
        lock (_lock)
        {
            _isRefused = true;
            _restsUntil = now + RefusedRest;
        }
    }

    public void Succeed()
    {
        lock (_lock)
        {
            _limits = 0;
            if (_isRefused)
            {
                _isRefused = false;
                _restsUntil = TimeSpan.Zero;
            }
        }
    }
}
