using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Repeater.Storage;

namespace Repeater.Endpoints;

/// <summary>What was done to a branch, taking it back, and forgetting it.</summary>
sealed class HistoryEndpoints<TState>(BranchStore<TState> store, string path)
    where TState : class
{
    const int MostOperations = 1000;
    const int UsualOperations = 50;

    public void Map(IEndpointRouteBuilder routes)
    {
        var prefix = $"/userdata/{path}";
        routes.Map(Routes.Get, $"{prefix}/operations/{{user_id}}", List);
        routes.Map(Routes.Post, $"{prefix}/undo/{{user_id}}", Undo);
        routes.Map(Routes.Post, $"{prefix}/redo/{{user_id}}", Redo);
        routes.Map(Routes.Post, $"{prefix}/restore/{{user_id}}", Restore);
        routes.Map(Routes.Post, $"{prefix}/clear/{{user_id}}", Clear);
        routes.Map(Routes.Post, $"{prefix}/purge/{{user_id}}", Purge);
    }

    /// <summary>The last ones first; <c>before</c> an operation that was shown goes on.</summary>
    async Task<IResult> List(HttpContext context)
    {
        var (request, refusal) = await BranchRequest.ReadAsync(context, store);
        if (request is null)
        {
            return refusal!;
        }

        var limit = request.Fields.OptionalInt("limit") ?? UsualOperations;
        var before = request.Fields.OptionalInt("before");
        return request.Fields.Refusal is { } invalid ? invalid
            : limit is < 1 or > MostOperations ? ApiErrors.OutOfRange("limit", 1, MostOperations, limit)
            : ApiResults.Json(OperationList.Of(request.Branch, await store.HistoryAsync(request.User, request.Branch), before, limit), ApiJson.Default.OperationList);
    }

    Task<IResult> Undo(HttpContext context) =>
        StepAsync(context, (request, steps, expected) => store.UndoAsync(request.User, request.Branch, steps, expected, request.Key));

    Task<IResult> Redo(HttpContext context) =>
        StepAsync(context, (request, steps, expected) => store.RedoAsync(request.User, request.Branch, steps, expected, request.Key));

    async Task<IResult> Restore(HttpContext context)
    {
        var (request, refusal) = await BranchRequest.ReadAsync(context, store);
        if (request is null)
        {
            return refusal!;
        }

        var number = request.Fields.RequiredInt("operation");
        var expected = request.Fields.OptionalInt("expected_operation");
        return request.Fields.Refusal is { } invalid
            ? invalid
            : SteerAnswer.Result(request.Branch, await store.RestoreAsync(request.User, request.Branch, number, expected, request.Key));
    }

    async Task<IResult> Clear(HttpContext context)
    {
        var (request, refusal) = await BranchRequest.ReadAsync(context, store);
        if (request is null)
        {
            return refusal!;
        }

        return await store.ApplyOnceAsync(request.User, request.Branch, request.Key, _ => new Clear()) is { } done
            ? SteerAnswer.Result(request.Branch, new Steered { Branch = done.Branch, History = done.History ?? await store.HistoryAsync(request.User, request.Branch) })
            : ApiErrors.KeyUsedOtherwise;
    }

    async Task<IResult> Purge(HttpContext context)
    {
        var (request, refusal) = await BranchRequest.ReadAsync(context, store);
        if (request is null)
        {
            return refusal!;
        }

        var isConfirmed = request.Fields.Bool("confirm", false);
        if (request.Fields.Refusal is { } invalid)
        {
            return invalid;
        }

        if (!isConfirmed)
        {
            return ApiErrors.ConfirmPurge;
        }

        return await store.PurgeAsync(request.User, request.Branch, request.Key) is { } left
            ? ApiResults.Json(PurgeAnswer.Of(request.Branch, left), ApiJson.Default.PurgeAnswer)
            : ApiErrors.KeyUsedOtherwise;
    }

    async Task<IResult> StepAsync(HttpContext context, Func<BranchRequest, int, int?, Task<Steered>> step)
    {
        var (request, refusal) = await BranchRequest.ReadAsync(context, store);
        if (request is null)
        {
            return refusal!;
        }

        var steps = request.Fields.OptionalInt("steps") ?? 1;
        var expected = request.Fields.OptionalInt("expected_operation");
        return request.Fields.Refusal is { } invalid ? invalid
            : steps is < 1 or > BranchHistory.MostSteps ? ApiErrors.OutOfRange("steps", 1, BranchHistory.MostSteps, steps)
            : SteerAnswer.Result(request.Branch, await step(request, steps, expected));
    }
}
