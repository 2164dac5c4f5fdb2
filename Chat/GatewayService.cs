using Repeater.Chat.Turns;
using Repeater.Llm;
using Repeater.Metrics;

namespace Repeater.Chat;

/// <summary>A conversation that the client keeps itself.</summary>
/// <param name="Model">Type, name or id of a model.</param>
/// <param name="Messages">Sent as they are; not empty.</param>
/// <param name="Sampling">What is not said is left to the provider.</param>
sealed record GatewayRequest(string Model, IReadOnlyList<Message> Messages, SamplingWishes Sampling);

/// <summary>Passes conversations on to models: nothing of anybody is read and nothing stored.</summary>
sealed class GatewayService(
    TurnQueue queue,
    RateLimits limits,
    ModelCatalog models,
    LlmRouter router,
    TurnJournal journal,
    ServerMetrics metrics,
    Settings settings,
    IHostApplicationLifetime lifetime,
    TimeProvider clock)
{
    /// <summary>Waits for a free place and asks. Null with the reason when the model is not asked.</summary>
    /// <param name="request">What the client asked for.</param>
    /// <param name="client">Its patience: a reply nobody waits for is ended.</param>
    public async Task<(LiveTurn? Turn, TurnRefused? Refused)> StartAsync(GatewayRequest request, CancellationToken client)
    {
        var begun = await BeginAsync(request, client);
        if (begun.Refused is { } refused)
        {
            journal.Refused(TurnJournal.OpenAi, null, refused);
        }

        return begun;
    }

    async Task<(LiveTurn? Turn, TurnRefused? Refused)> BeginAsync(GatewayRequest request, CancellationToken client)
    {
        var arrived = clock.GetTimestamp();
        if (models.Current.Find(request.Model) is not { Count: > 0 } candidates)
        {
            return (null, new TurnRefused(TurnRefusal.UnknownModelType, $"There is no model '{request.Model}'."));
        }

        if (request.Messages.All(message => message.Content.Length == 0))
        {
            return (null, new TurnRefused(TurnRefusal.NothingToAnswer, "There is nothing to answer: all messages are empty."));
        }

        if (limits.Take(null) is { } limited)
        {
            return (null, limited);
        }

        var (place, refused) = await queue.EnterAsync(null, client);
        if (place is null)
        {
            return (null, refused);
        }

        var turn = new LiveTurn(null, clock.GetUtcNow());
        journal.Begun(TurnJournal.OpenAi, turn);
        _ = RunAsync(request, candidates, turn, place, arrived, client);
        return (turn, null);
    }

    async Task RunAsync(
        GatewayRequest request, IReadOnlyList<ModelInfo> candidates, LiveTurn turn, IDisposable place, long arrived, CancellationToken client)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(client, lifetime.ApplicationStopping);
        try
        {
            Complete(await AskAsync(request, candidates, turn, arrived, stop.Token));
        }
        catch (OperationCanceledException)
        {
            Complete(new TurnRefused(TurnRefusal.Stopped, "The reply was stopped before it ended."));
        }
        catch (Exception failure)
        {
            journal.Broken(TurnJournal.OpenAi, turn, failure);
            turn.Fail(failure);
        }
        finally
        {
            place.Dispose();
            turn.Dispose();
        }

        void Complete(TurnOutcome outcome)
        {
            journal.Ended(TurnJournal.OpenAi, turn, outcome, (long)clock.GetElapsedTime(arrived).TotalMilliseconds);
            turn.Complete(outcome);
        }
    }

    async Task<TurnOutcome> AskAsync(
        GatewayRequest request, IReadOnlyList<ModelInfo> candidates, LiveTurn turn, long arrived, CancellationToken cancellation)
    {
        var reply = new Reply();
        var meter = new ReplyMeter(metrics, candidates[0]);
        LlmException? failure = null;
        try
        {
            await foreach (var delta in router.StreamAsync(Upstream(request, candidates[0]), candidates, cancellation))
            {
                reply.Add(delta);
                meter.See(delta);
                turn.Add(delta);
            }
        }
        catch (LlmException error)
        {
            failure = error;
        }
        finally
        {
            meter.End(reply, failure);
        }

        var model = reply.Answering?.Model ?? failure?.Asked?.Model ?? candidates[0];
        var time = (long)clock.GetElapsedTime(arrived).TotalMilliseconds;
        return failure is null ? Answer(model, reply, time) : UpstreamFailures.Describe(failure, model, null, isSaved: false);
    }

    LlmRequest Upstream(GatewayRequest request, ModelInfo model) => new()
    {
        Model = model,
        Messages = request.Messages,
        Temperature = request.Sampling.Temperature,
        TopP = request.Sampling.TopP,
        FrequencyPenalty = request.Sampling.FrequencyPenalty,
        PresencePenalty = request.Sampling.PresencePenalty,
        MaxTokens = request.Sampling.MaxTokens,
        MaxCompletionTokens = request.Sampling.MaxCompletionTokens,
        Stop = request.Sampling.Stop ?? [],
        Extra = request.Sampling.More,
        Stream = settings.Stream,
    };

    TurnAnswer Answer(ModelInfo model, Reply reply, long time) => new()
    {
        Content = reply.Content,
        ReasoningContent = reply.Reasoning,
        ModelName = model.Name,
        ModelType = model.Type,
        ModelId = model.Id,
        Branch = "",
        Usage = reply.Finished?.Usage,
        FinishReason = reply.Finished?.FinishReason,
        TimeMs = time,
        RenderStyle = settings.RenderStyle,
    };
}
