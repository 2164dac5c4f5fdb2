using System.Net.Http.Headers;
using System.Text.Json;

namespace Repeater.Llm;

/// <summary>One call: request, answer, limits, and what any failure of it is called.</summary>
/// <param name="request">What is asked.</param>
/// <param name="output">Where deltas go.</param>
/// <param name="limits">Of the call.</param>
/// <param name="now">Gives Unix nanoseconds.</param>
/// <param name="caller">Of whoever wants the answer.</param>
sealed class LlmCall(LlmRequest request, List<LlmDelta> output, LlmLimits limits, Func<long> now, CancellationToken caller) : IDisposable
{
    const int MaxErrorBytes = 64 << 10;

    readonly Deadline _deadline = new(limits, request.FirstTry, caller);
    readonly Uri _address = RequestWriter.Address(request);
    readonly long _start = now();
    string _key = "";
    HttpResponseMessage? _response;
    LlmAnswer? _answer;
    LlmException? _failure;

    /// <summary>Sends the request and waits for the headers of a good answer.</summary>
    public async Task SendAsync(HttpClient http, TrustedRoots roots, Func<string, string?> environment)
    {
        try
        {
            _key = ApiKey.Read(request.Model, environment);
            if (_address.Scheme == Uri.UriSchemeHttps)
            {
                roots.Load(request.Model.ProviderName);
            }
            _deadline.WaitForFirstToken();
            using var message = NewMessage();
            _response = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, _deadline.Token);
            if (!_response.IsSuccessStatusCode)
            {
                throw await RefusalAsync(_response);
            }
            var body = await _response.Content.ReadAsStreamAsync(_deadline.Token);
            var type = _response.Content.Headers.ContentType?.MediaType;
            _answer = new LlmAnswer(body, type, output, _deadline, limits.MaxResponseBytes, now);
        }
        catch (Exception e) when (Explain(e) is { } failure)
        {
            throw failure;
        }
    }

    /// <summary>Puts out at least one more delta; false when the last one has been put out.</summary>
    public async ValueTask<bool> ReadAsync()
    {
        if (_failure is not null)
        {
            throw _failure;
        }
        try
        {
            if (_answer!.IsComplete)
            {
                return false;
            }
            while (output.Count == 0 && !_answer.IsComplete)
            {
                await _answer.ReadAsync();
            }
            if (_answer.IsComplete)
            {
                output.Add(Finished(_answer));
            }
        }
        catch (Exception e) when (Explain(e) is { } failure)
        {
            _failure = failure;
            if (output.Count == 0)
            {
                throw failure;
            }
        }
        return true;
    }

    public void Dispose()
    {
        _answer?.Dispose();
        _response?.Dispose();
        _deadline.Dispose();
    }

    /// <summary>What every request to a model's provider carries, its key too.</summary>
    internal static void AddHeaders(HttpRequestMessage message, ModelInfo model, string key)
    {
        message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        message.Headers.UserAgent.Add(new ProductInfoHeaderValue("repeater", BuildInfo.Version));
        foreach (var (name, value) in model.Headers)
        {
            message.Headers.Remove(name);
            message.Headers.TryAddWithoutValidation(name, value);
        }
        if (key.Length > 0 && model.KeyHeader is { } header)
        {
            message.Headers.TryAddWithoutValidation(header, key);
        }
        else if (key.Length > 0)
        {
            message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }
    }

    HttpRequestMessage NewMessage()
    {
        var message = new HttpRequestMessage(HttpMethod.Post, _address) { Content = new RequestContent(request) };
        AddHeaders(message, request.Model, _key);
        return message;
    }

    LlmFinished Finished(LlmAnswer answer) => new()
    {
        FinishReason = answer.Completion.FinishReason,
        Usage = answer.Completion.Usage,
        UpstreamId = answer.Completion.Id,
        Created = answer.Completion.Created,
        ToolCalls = answer.Completion.ToolCalls,
        RequestUrl = WithoutSecrets(_address),
        RequestStart = _start,
        RequestEnd = answer.IsStream ? answer.Start : answer.End,
        StreamStart = answer.IsStream ? answer.Start : 0,
        StreamEnd = answer.IsStream ? answer.End : 0,
        ChunkTimes = answer.ChunkTimes,
    };

    /// <summary>What a status other than success means.</summary>
    async Task<LlmException> RefusalAsync(HttpResponseMessage response)
    {
        _deadline.WaitForErrorBody();
        var error = await ReadErrorAsync(response);
        var status = (int)response.StatusCode;
        var sentence = status is >= 300 and < 400
            ? $"the server redirects to {(response.Headers.Location is { } target ? WithoutSecrets(target) : "nowhere")}; "
                + "redirects are not followed, so that the key stays here. Write the right URL into the models file."
            : error.Message.Length > 0 ? error.Message : response.ReasonPhrase ?? "no explanation";
        return new LlmException(ErrorClassifier.Classify(status, error), request.Model.ProviderName, Redact(sentence))
        {
            UpstreamStatus = status,
            RetryAfter = RetryAfter.Read(response.Headers, DateTimeOffset.UnixEpoch.AddTicks(now() / TimeSpan.NanosecondsPerTick))
                ?? error.RetryAfter,
            Error = error with { Message = Redact(error.Message) },
        };
    }

    /// <summary>The explanation as far as it arrives; a refusal stays one without it.</summary>
    async Task<ProviderError> ReadErrorAsync(HttpResponseMessage response)
    {
        using var body = new PooledBuffer();
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(_deadline.Token);
            while (body.Count < MaxErrorBytes && await stream.ReadAsync(body.GetMemory(1024), _deadline.Token) is > 0 and var count)
            {
                body.Advance(count);
            }
        }
        catch (Exception e) when (e is IOException || (e is OperationCanceledException && !_deadline.IsCancelledByCaller))
        {
        }
        return ProviderError.FromBody(body.Span);
    }

    /// <summary>The failure as callers know it; null for what is no failure of the call: cancellation, and bugs of ours.</summary>
    LlmException? Explain(Exception e) => e switch
    {
        LlmException failure => failure,
        OperationCanceledException when _deadline.IsCancelledByCaller => null,
        OperationCanceledException => Failure(LlmErrorClass.Timeout, _deadline.Token.IsCancellationRequested
            ? _deadline.Sentence
            : $"no connection to {_address.Authority} within {limits.ConnectTimeout.TotalSeconds} seconds.", e),
        HttpRequestException failure => Failure(ClassOf(failure.HttpRequestError), Describe(failure), e),
        ReportedErrorException reported => Failure(ErrorClassifier.Classify(null, reported.Error), reported.Message, e, reported.Error),
        EndOfStreamException => Failure(LlmErrorClass.Interrupted, e.Message, e),
        JsonException or InvalidDataException => Failure(LlmErrorClass.BadResponse, $"the answer cannot be understood: {e.Message}", e),
        IOException => Failure(LlmErrorClass.Interrupted, $"the answer broke off: {e.Message}", e),
        _ => null,
    };

    LlmException Failure(LlmErrorClass errorClass, string sentence, Exception inner, ProviderError? error = null)
    {
        // What was held back is part of the answer and comes before the failure.
        var hasBegun = _answer?.Abandon() ?? false;
        return new LlmException(errorClass, request.Model.ProviderName, Redact(sentence), inner)
        {
            UpstreamStatus = (int?)_response?.StatusCode,
            AfterFirstToken = hasBegun,
            RetryAfter = error?.RetryAfter,
            Error = error is null ? null : error with { Message = Redact(error.Message) },
        };
    }

    string Describe(HttpRequestException failure)
    {
        // Of TLS the outer message says only that it failed.
        var reason = failure is { HttpRequestError: HttpRequestError.SecureConnectionError, InnerException: { } inner } ? inner : failure;
        return $"no answer from {_address.Authority}: {reason.Message}";
    }

    static LlmErrorClass ClassOf(HttpRequestError error) => error switch
    {
        HttpRequestError.InvalidResponse or HttpRequestError.HttpProtocolError or HttpRequestError.ConfigurationLimitExceeded
            or HttpRequestError.VersionNegotiationError => LlmErrorClass.BadResponse,
        _ => LlmErrorClass.Network,
    };

    /// <summary>An address without user name, password and query.</summary>
    static string WithoutSecrets(Uri address) => address.IsAbsoluteUri
        ? address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped)
        : address.OriginalString.Split('?')[0];

    string Redact(string text) => KeyRedactor.Redact(text, _key);
}
