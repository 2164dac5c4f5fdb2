using System.Diagnostics;

namespace Repeater.Llm;

/// <summary>The time limits of one call as one cancellation token. A limit runs only while something is waited for.</summary>
/// <param name="limits">Of the call.</param>
/// <param name="firstTry">When the total limit began to run; null: now.</param>
/// <param name="caller">Of whoever wants the answer.</param>
sealed class Deadline(LlmLimits limits, long? firstTry, CancellationToken caller) : IDisposable
{
    // Servers that report usage do so at once; some never close the stream.
    static readonly TimeSpan AfterFinish = TimeSpan.FromSeconds(5);

    static readonly TimeSpan ErrorBody = TimeSpan.FromSeconds(10);

    readonly CancellationTokenSource _source = CancellationTokenSource.CreateLinkedTokenSource(caller);
    readonly long _start = Stopwatch.GetTimestamp();
    string _expired = "";

    public CancellationToken Token => _source.Token;

    public bool IsCancelledByCaller => caller.IsCancellationRequested;

    /// <summary>What it means when the limit that was set last runs out.</summary>
    public string Sentence => _expired;

    public void WaitForFirstToken() =>
        Wait(Remaining(limits.FirstTokenTimeout, _start), $"nothing came within {Seconds(limits.FirstTokenTimeout)} seconds.");

    public void WaitForMore() => Wait(limits.IdleTimeout, $"nothing more came for {Seconds(limits.IdleTimeout)} seconds.");

    public void WaitForEnd() => Wait(
        limits.IdleTimeout == Timeout.InfiniteTimeSpan || AfterFinish < limits.IdleTimeout ? AfterFinish : limits.IdleTimeout,
        "the end did not come.");

    public void WaitForErrorBody() => Wait(ErrorBody, "the explanation did not come.");

    /// <summary>Stops the clock while it is the consumer who takes time.</summary>
    public void Stop() => _source.CancelAfter(Timeout.InfiniteTimeSpan);

    public void Dispose() => _source.Dispose();

    void Wait(TimeSpan limit, string sentence)
    {
        var total = Remaining(limits.TotalTimeout, firstTry ?? _start);
        var isTotal = total != Timeout.InfiniteTimeSpan && (limit == Timeout.InfiniteTimeSpan || total < limit);
        _expired = isTotal ? $"the answer was not complete after {Seconds(limits.TotalTimeout)} seconds." : sentence;
        _source.CancelAfter(isTotal ? total : limit);
    }

    /// <summary>What is left of a limit.</summary>
    static TimeSpan Remaining(TimeSpan limit, long start)
    {
        if (limit == Timeout.InfiniteTimeSpan)
        {
            return limit;
        }
        var left = limit - Stopwatch.GetElapsedTime(start);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    static string Seconds(TimeSpan limit) => limit.TotalSeconds.ToString("0.###", System.Globalization.CultureInfo.InvariantCulture);
}
