using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Repeater.Llm;

/// <summary>
/// Gets a reply from whichever of several models answers: the first in file order that can, with a key that is not resting, again
/// where that is worth it, all inside one deadline. As soon as the reply has begun it is that model's, for better or worse.
/// </summary>
sealed class LlmRouter(LlmClient client, KeyRing keys, RetryLimits limits, TimeProvider clock)
{
    readonly LearnedProfiles _learned = new();
    readonly long _origin = clock.GetTimestamp();

    /// <summary>
    /// Yields an <see cref="LlmAnswering"/> as soon as a reply has begun, then what <see cref="LlmClient.StreamAsync"/> yields.
    /// </summary>
    /// <param name="request">What is asked; its model is replaced.</param>
    /// <param name="models">To be asked, the first choice first; not empty.</param>
    /// <param name="cancellationToken">Of whoever wants the answer.</param>
    /// <exception cref="LlmException">No model answered, or the reply broke off; it says which model was tried last and how often.</exception>
    /// <exception cref="OperationCanceledException">By <paramref name="cancellationToken"/>.</exception>
    public async IAsyncEnumerable<LlmDelta> StreamAsync(
        LlmRequest request, IReadOnlyList<ModelInfo> models, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var plan = new RetryPlan(models, keys, limits, Random.Shared.NextDouble);
        request = request with { FirstTry = Stopwatch.GetTimestamp() };
        while (true)
        {
            var choice = await ChooseAsync(plan, cancellationToken);
            var learned = new List<Adaptation>();
            plan.Begin(choice);
            try
            {
                while (true)
                {
                    var call = request with { Model = LearnedProfiles.Apply(_learned.Apply(choice.ForCall), learned) };
                    await using var answer = client.StreamAsync(call, cancellationToken).GetAsyncEnumerator(cancellationToken);
                    var (hasMore, failure) = await MoveAsync(answer);
                    if (failure is { AfterFirstToken: false } && RefusalReader.Learn(failure, call, learned) is { } adaptation)
                    {
                        learned.Add(adaptation);
                        plan.Repeat();
                        continue;
                    }
                    if (failure is not null)
                    {
                        plan.Fail(choice, Describe(failure, call, choice, plan.Tries), Now);
                        break;
                    }
                    RetryPlan.Succeed(choice);
                    learned.ForEach(adaptation => _learned.Remember(choice.Model, adaptation));
                    yield return new LlmAnswering(choice.Model, choice.Slot, plan.Tries)
                    {
                        LeftOut = LeftOut.Of(request with { Model = choice.ForCall }, call),
                    };
                    while (hasMore)
                    {
                        yield return answer.Current;
                        (hasMore, failure) = await MoveAsync(answer);
                    }
                    if (failure is not null)
                    {
                        throw Describe(failure, call, choice, plan.Tries);
                    }
                    yield break;
                }
            }
            finally
            {
                choice.Key?.End();
            }
        }
    }

    /// <summary>The call that <see cref="StreamAsync"/> would begin with, in the dialect learned so far.</summary>
    public PreviewedCall Preview(LlmRequest request) => PreviewedCall.Of(request with { Model = _learned.Apply(request.Model) });

    TimeSpan Now => clock.GetElapsedTime(_origin);

    async Task<RetryPlan.Choice> ChooseAsync(RetryPlan plan, CancellationToken cancellationToken)
    {
        while (true)
        {
            var (choice, wait) = plan.Next(Now);
            if (choice is not null)
            {
                return choice;
            }
            if (wait <= TimeSpan.Zero)
            {
                throw plan.Failure!;
            }
            await Task.Delay(wait, clock, cancellationToken);
        }
    }

    static async ValueTask<(bool HasMore, LlmException? Failure)> MoveAsync(IAsyncEnumerator<LlmDelta> answer)
    {
        try
        {
            return (await answer.MoveNextAsync(), null);
        }
        catch (LlmException failure)
        {
            return (false, failure);
        }
    }

    static LlmException Describe(LlmException failure, LlmRequest call, RetryPlan.Choice choice, int tries) => failure.At(
        new LlmAnswering(choice.Model, choice.Slot, tries),
        failure is { Class: LlmErrorClass.BadRequest, Error: { } error } ? RefusalReader.RefusedMessage(error, call) : null);
}
