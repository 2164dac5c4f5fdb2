namespace Repeater.Llm;

/// <summary>
/// Which model and key to try next, for one reply. Models in file order; of a model the key with the fewest calls under way. Pure but
/// for the states of keys, which all replies share: the caller tells the time and does the waiting.
/// </summary>
/// <param name="models">Not empty.</param>
/// <param name="keys">Shared.</param>
/// <param name="limits">Of trying.</param>
/// <param name="random">From 0 to 1.</param>
sealed class RetryPlan(IReadOnlyList<ModelInfo> models, KeyRing keys, RetryLimits limits, Func<double> random)
{
    readonly List<Choice> _choices = [.. models.SelectMany(model => ChoicesOf(model, keys))];
    readonly Dictionary<ModelInfo, int> _failures = new(ReferenceEqualityComparer.Instance);
    TimeSpan _start;
    bool _isOver;

    /// <summary>Calls so far.</summary>
    public int Tries { get; private set; }

    /// <summary>What to tell when nothing is left to be tried: what waiting would mend before what it would not.</summary>
    public LlmException? Failure { get; private set; }

    /// <summary>The choice to try at once; or how long to wait before asking again; or neither, when it is over.</summary>
    public (Choice? Choice, TimeSpan Wait) Next(TimeSpan now)
    {
        _start = Tries == 0 && _start == TimeSpan.Zero ? now : _start;
        if (_isOver || Tries >= limits.MaxTries || now - _start > limits.Window)
        {
            return default;
        }
        var open = _choices.Where(choice => !choice.IsOut).ToList();
        var ready = FirstReady(open, choice => ReadyAt(choice) <= now) ?? FirstReady(open, choice => choice.Key?.Rest.IsRefused == true);
        if (ready is not null)
        {
            return (ready, default);
        }
        if (open.Count == 0)
        {
            return default;
        }
        var wait = open.Min(ReadyAt) - now;
        if (now + wait - _start <= limits.Window)
        {
            return (null, wait);
        }
        Failure ??= Resting(open[0].Model, wait);
        return default;
    }

    public void Begin(Choice choice)
    {
        Tries++;
        choice.Key?.Begin();
    }

    /// <summary>The same is called once more, because a refusal said what to leave out.</summary>
    public void Repeat() => Tries++;

    /// <summary>The answer has begun.</summary>
    public static void Succeed(Choice choice) => choice.Key?.Succeed();

    /// <summary>Draws the conclusions.</summary>
    public void Fail(Choice choice, LlmException failure, TimeSpan now)
    {
        Failure = Failure is null || (Mends(failure) && !Mends(Failure)) || ReferenceEquals(choice.Model, models[0]) ? failure : Failure;
        switch (failure.Class)
        {
            case LlmErrorClass.RateLimit when choice.Key is not null:
                choice.Key.Limit(now, failure.RetryAfter);
                break;
            case LlmErrorClass.RateLimit or LlmErrorClass.Overloaded or LlmErrorClass.Network or LlmErrorClass.Interrupted:
            case LlmErrorClass.Timeout when failure.UpstreamStatus is >= 400:
                Postpone(choice.Model, now, failure.RetryAfter);
                break;
            case LlmErrorClass.Auth or LlmErrorClass.Balance:
                choice.Key?.Refuse(now);
                choice.IsOut = true;
                break;
            case LlmErrorClass.Configuration:
                // A key that is not set: no call was made.
                Tries -= failure.UpstreamStatus is null ? 1 : 0;
                choice.IsOut = true;
                break;
            case LlmErrorClass.BadRequest or LlmErrorClass.ContentFilter:
                _isOver = true;
                break;
            default:
                GiveUp(choice.Model);
                break;
        }
    }

    /// <summary>Whether the same may go well a little later.</summary>
    static bool Mends(LlmException failure) =>
        failure.Class is LlmErrorClass.RateLimit or LlmErrorClass.Overloaded or LlmErrorClass.Network or LlmErrorClass.Timeout;

    static LlmException Resting(ModelInfo model, TimeSpan wait) =>
        new(LlmErrorClass.RateLimit, model.ProviderName, "every key of this model rests after a rate limit.")
        {
            RetryAfter = wait,
            Asked = new LlmAnswering(model, 0, 0),
        };

    static IEnumerable<Choice> ChoicesOf(ModelInfo model, KeyRing keys) => model.ApiKeyVariables.Count == 0
        ? [new Choice(model, "", 0, null)]
        : model.ApiKeyVariables.Select((variable, index) => new Choice(model, variable, index + 1, keys.Of(model, variable)));

    static TimeSpan ReadyAt(Choice choice) => choice.Key is { } key && key.Rest.Until > choice.NotBefore ? key.Rest.Until : choice.NotBefore;

    static Choice? FirstReady(List<Choice> choices, Func<Choice, bool> isReady)
    {
        Choice? best = null;
        foreach (var choice in choices.Where(isReady))
        {
            if (best is null || (ReferenceEquals(best.Model, choice.Model) && choice.Key?.Calls < best.Key?.Calls))
            {
                best = choice;
            }
        }
        return best;
    }

    void Postpone(ModelInfo model, TimeSpan now, TimeSpan? asked)
    {
        var failures = _failures.GetValueOrDefault(model);
        _failures[model] = failures + 1;
        var own = TimeSpan.FromTicks(Math.Min(limits.LongestWait.Ticks, limits.FirstWait.Ticks << Math.Min(failures, 20)));
        var wait = asked > own ? asked.Value * (1 + (0.1 * random())) : own * (0.5 + (0.5 * random()));
        foreach (var choice in _choices.Where(choice => ReferenceEquals(choice.Model, model)))
        {
            choice.NotBefore = now + wait;
        }
    }

    void GiveUp(ModelInfo model)
    {
        foreach (var choice in _choices.Where(choice => ReferenceEquals(choice.Model, model)))
        {
            choice.IsOut = true;
        }
    }

    /// <summary>A model with one of its keys.</summary>
    /// <param name="model">To ask.</param>
    /// <param name="variable">That holds the key; empty for none.</param>
    /// <param name="slot">The number of the key, from 1; 0 for none.</param>
    /// <param name="key">How the key is doing; null for none.</param>
    public sealed class Choice(ModelInfo model, string variable, int slot, KeyState? key)
    {
        public ModelInfo Model => model;

        public int Slot => slot;

        public KeyState? Key => key;

        /// <summary>Nothing more is to be expected of it for this reply.</summary>
        public bool IsOut { get; set; }

        public TimeSpan NotBefore { get; set; }

        /// <summary>The model as a call needs it: with this key alone.</summary>
        public ModelInfo ForCall => variable.Length == 0 ? model : model with { ApiKeyVariables = [variable] };
    }
}
