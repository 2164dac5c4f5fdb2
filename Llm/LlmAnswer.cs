using System.Buffers;

namespace Repeater.Llm;

/// <summary>
/// Reads the body of a good answer into deltas. What it is, the first character tells: JSON begins with a brace and nothing in an event
/// stream does, whatever the content type says and whatever was asked for.
/// </summary>
/// <param name="body">Of the answer.</param>
/// <param name="contentType">For the error when it is something else.</param>
/// <param name="output">Where deltas go.</param>
/// <param name="deadline">Of the call.</param>
/// <param name="maxBytes">Of the body.</param>
/// <param name="now">Gives Unix nanoseconds.</param>
sealed class LlmAnswer(
    Stream body, string? contentType, List<LlmDelta> output, Deadline deadline, long maxBytes, Func<long> now) : IDisposable
{
#if DEBUG
    // Small, so that every event is cut somewhere.
    const int BufferSize = 48;
#else
    const int BufferSize = 4096;
#endif

    const int MaxEventBytes = 16 << 20;

    readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
    readonly ReplyAssembler _reply = new(output);
    readonly SseReader _events = new(MaxEventBytes);
    readonly PooledBuffer _json = new();
    readonly List<long> _chunkTimes = [];
    Kind _kind;
    long _received;

    enum Kind
    {
        Unknown,
        EventStream,
        Json,
    }

    public WireCompletion Completion { get; } = new();

    public IReadOnlyList<long> ChunkTimes => _chunkTimes;

    public bool IsStream => _kind == Kind.EventStream;

    public bool IsComplete { get; private set; }

    public long Start { get; } = now();

    public long End { get; private set; }

    /// <summary>Takes what arrives next.</summary>
    /// <exception cref="EndOfStreamException">It ended before it was complete.</exception>
    /// <exception cref="InvalidDataException">It is something else, or too much.</exception>
    /// <exception cref="ReportedErrorException">It says that it failed.</exception>
    public async ValueTask ReadAsync()
    {
        SetLimit();
        var count = 0;
        try
        {
            count = await body.ReadAsync(_buffer.AsMemory(0, BufferSize), deadline.Token);
        }
        catch (Exception e) when (Completion.FinishReason is not null && IsEnd(e))
        {
            // All that is missing is the farewell.
        }
        deadline.Stop();
        _received += count;
        if (_received > maxBytes)
        {
            throw new InvalidDataException($"it is longer than {maxBytes} bytes.");
        }
        if (count > 0)
        {
            Take(_buffer.AsSpan(0, count));
        }
        else
        {
            TakeEnd();
        }
    }

    /// <summary>Puts out what was held back, since no more will come; says whether anything was put out at all.</summary>
    public bool Abandon()
    {
        _reply.Finish();
        return _reply.HasBegun;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _events.Dispose();
        _json.Dispose();
    }

    bool IsEnd(Exception e) => e is IOException || (e is OperationCanceledException && !deadline.IsCancelledByCaller);

    void SetLimit()
    {
        if (Completion.FinishReason is not null)
        {
            deadline.WaitForEnd();
        }
        else if (_received == 0 || (IsStream && !_reply.HasBegun))
        {
            deadline.WaitForFirstToken();
        }
        else
        {
            deadline.WaitForMore();
        }
    }

    void Take(ReadOnlySpan<byte> bytes)
    {
        if (_kind == Kind.Unknown)
        {
            // Blank lines before the answer keep the connection alive.
            bytes = bytes.TrimStart(" \t\r\n"u8);
            if (bytes.IsEmpty)
            {
                return;
            }
            var first = bytes.StartsWith("\uFEFF"u8) && bytes.Length > 3 ? bytes[3..] : bytes;
            _kind = first[0] is (byte)'{' or (byte)'[' ? Kind.Json : Kind.EventStream;
            bytes = _kind == Kind.Json ? first : bytes;
        }
        if (_kind == Kind.Json)
        {
            _json.Append(bytes);
            return;
        }
        while (!IsComplete && _events.Read(ref bytes))
        {
            TakeEvent(_events.Type, _events.Data);
        }
    }

    void TakeEvent(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        data = data.Trim(" \t"u8);
        if (type.SequenceEqual("error"u8))
        {
            throw new ReportedErrorException(ProviderError.FromBody(data));
        }
        if (data.SequenceEqual("[DONE]"u8))
        {
            Complete();
        }
        else if (!data.IsEmpty)
        {
            _chunkTimes.Add(now());
            TakeJson(data);
        }
    }

    void TakeJson(ReadOnlySpan<byte> json)
    {
        Completion.Read(json);
        if (Completion.Error is { } error)
        {
            throw new ReportedErrorException(error);
        }
        _reply.Add(Completion.Reasoning, Completion.Content);
    }

    void TakeEnd()
    {
        if (_kind == Kind.Json)
        {
            TakeJson(_json.Span);
            if (!Completion.HasChoices)
            {
                throw new InvalidDataException("it is JSON, but holds no choices.");
            }
        }
        else if (IsStream && _chunkTimes.Count == 0 && contentType != "text/event-stream")
        {
            throw new InvalidDataException($"it is {contentType ?? "of no named type"}, neither JSON nor an event stream.");
        }
        else if (Completion.FinishReason is null)
        {
            throw new EndOfStreamException(
                _reply.HasBegun ? "the answer broke off without a finish reason." : "the answer ended before it began.");
        }
        Complete();
    }

    void Complete()
    {
        _reply.Finish();
        End = now();
        IsComplete = true;
    }
}
