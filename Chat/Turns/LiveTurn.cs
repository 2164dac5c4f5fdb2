using System.Security.Cryptography;
using System.Text;
using Repeater.Llm;
using Repeater.Storage;

namespace Repeater.Chat.Turns;

/// <summary>A part of a reply as it came.</summary>
/// <param name="IsReasoning">What the model thinks, not what it says.</param>
/// <param name="Text">Never empty, never half a character.</param>
/// <param name="End">Where the next part begins.</param>
sealed record LivePiece(bool IsReasoning, string Text, long End);

/// <summary>Who answers, with which of its keys, and after how many calls in all.</summary>
sealed record BegunReply(string ModelName, string ModelType, string ModelId, int KeySlot, int Tries);

/// <summary>
/// A turn under way. Its reply stands here once, however many read it and however slowly: a reader has a position and no queue, so
/// the model's stream never waits for anybody.
/// </summary>
sealed class LiveTurn(UserName? user, DateTimeOffset started) : IDisposable
{
    const string IdLetters = "0123456789abcdefghjkmnpqrstvwxyz";

    /// <summary>What a reader that has fallen behind gets at once, in UTF-16 units.</summary>
    const int LongestPiece = 16 << 10;

    readonly Lock _lock = new();
    readonly StringBuilder _text = new();
    readonly List<(int Start, bool IsReasoning)> _runs = [];
    readonly CancellationTokenSource _stop = new();
    readonly TaskCompletionSource<TurnOutcome> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    TaskCompletionSource? _changed;

    /// <summary>One that did not begin, for whoever expected it.</summary>
    public static LiveTurn Refused(UserName user, TurnRefused reason)
    {
        var turn = new LiveTurn(user, default);
        turn.Complete(reason);
        turn.Dispose();
        return turn;
    }

    /// <summary>Names the turn to clients; not to be guessed.</summary>
    public string Id { get; } = RandomNumberGenerator.GetString(IdLetters, 20);

    /// <summary>Null: nobody's, so that nothing is stored.</summary>
    public UserName? User => user;

    /// <summary>Where it will be stored, as the owner spells it; empty until that is known.</summary>
    public string Branch { get; set; } = "";

    public DateTimeOffset Started => started;

    /// <summary>Null until a reply has begun.</summary>
    public BegunReply? Begun { get; private set; }

    /// <summary>Completes when everything is stored, with the failure of the store too.</summary>
    public Task<TurnOutcome> Outcome => _outcome.Task;

    /// <summary>Cancelled by <see cref="Stop"/>.</summary>
    public CancellationToken Stopping => _stop.Token;

    /// <summary>How much of the reply is there, reasoning included, in UTF-16 units.</summary>
    public long Length
    {
        get
        {
            lock (_lock)
            {
                return _text.Length;
            }
        }
    }

    /// <summary>What has come, in two.</summary>
    public (string Reasoning, string Content) Text
    {
        get
        {
            var texts = new StringBuilder[] { new(), new() };
            lock (_lock)
            {
                for (var run = 0; run < _runs.Count; run++)
                {
                    var (start, isReasoning) = _runs[run];
                    var end = run + 1 < _runs.Count ? _runs[run + 1].Start : _text.Length;
                    texts[isReasoning ? 0 : 1].Append(_text, start, end - start);
                }
            }

            return (texts[0].ToString(), texts[1].ToString());
        }
    }

    /// <summary>Ends the reply where it is; what has come is kept as interrupted.</summary>
    public void Stop()
    {
        try
        {
            _stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has ended by itself.
        }
    }

    public void Add(LlmDelta delta)
    {
        switch (delta)
        {
            case LlmAnswering answering:
                Begun = new(answering.Model.Name, answering.Model.Type, answering.Model.Id, answering.KeySlot, answering.Tries);
                break;
            case ReasoningDelta reasoning:
                Append(true, reasoning.Text);
                break;
            case ContentDelta content:
                Append(false, content.Text);
                break;
        }
    }

    public void Complete(TurnOutcome outcome)
    {
        _outcome.TrySetResult(outcome);
        Wake();
    }

    public void Fail(Exception failure)
    {
        _outcome.TrySetException(failure);
        // Whoever waits is told; that nobody does is no crash.
        _ = _outcome.Task.Exception;
        Wake();
    }

    /// <summary>Waits for what comes after a position; null when the turn has ended and all was read.</summary>
    /// <param name="from">The <see cref="LivePiece.End"/> of the part before; 0 begins at the beginning.</param>
    /// <param name="cancellation">Of the reader alone.</param>
    public async ValueTask<LivePiece?> ReadAsync(long from, CancellationToken cancellation)
    {
        if (!await HasMoreAsync(from, cancellation))
        {
            return null;
        }

        lock (_lock)
        {
            return Slice((int)from);
        }
    }

    /// <summary>Waits until something comes after a position; false when the turn has ended and nothing will.</summary>
    public async ValueTask<bool> HasMoreAsync(long from, CancellationToken cancellation)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (from < _text.Length || _outcome.Task.IsCompleted)
                {
                    return from < _text.Length;
                }

                _changed ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellation);
        }
    }

    public void Dispose() => _stop.Dispose();

    void Append(bool isReasoning, string text)
    {
        lock (_lock)
        {
            if (_runs.Count == 0 || _runs[^1].IsReasoning != isReasoning)
            {
                _runs.Add((_text.Length, isReasoning));
            }

            _text.Append(text);
        }

        Wake();
    }

    void Wake()
    {
        TaskCompletionSource? changed;
        lock (_lock)
        {
            changed = _changed;
            _changed = null;
        }

        changed?.TrySetResult();
    }

    LivePiece Slice(int from)
    {
        var run = RunAt(from);
        var end = Math.Min(run + 1 < _runs.Count ? _runs[run + 1].Start : _text.Length, from + LongestPiece);
        from -= from > 0 && char.IsLowSurrogate(_text[from]) && char.IsHighSurrogate(_text[from - 1]) ? 1 : 0;
        end += end < _text.Length && char.IsLowSurrogate(_text[end]) && char.IsHighSurrogate(_text[end - 1]) ? 1 : 0;
        return new LivePiece(_runs[run].IsReasoning, _text.ToString(from, end - from), end);
    }

    int RunAt(int position)
    {
        // Readers are nearly always at the end; models that switch to and fro all the time are not to slow the others down.
        var (low, high) = (0, _runs.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = _runs[middle].Start <= position ? (middle, high) : (low, middle - 1);
        }

        return low;
    }
}
