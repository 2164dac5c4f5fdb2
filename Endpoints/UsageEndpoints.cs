using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Repeater.Calls;

namespace Repeater.Endpoints;

/// <summary>What was used of the models, and what still may be.</summary>
sealed class UsageEndpoints(CallLog calls, Budgets budgets, TimeProvider clock)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Map(Routes.Get, "/usage", context => ReadAsync(context, null));
        routes.Map(Routes.Get, "/usage/{user_id}", context => Routes.TryUser(context, out var user, out var refusal)
            ? ReadAsync(context, user.Raw)
            : Task.FromResult<IResult>(refusal));
    }

    async Task<IResult> ReadAsync(HttpContext context, string? userId)
    {
        var fields = await Fields.ReadAsync(context, FieldSources.Query);
        var model = fields.OptionalText("model");
        var from = fields.OptionalText("from");
        var to = fields.OptionalText("to");
        var now = clock.GetUtcNow();
        var (today, month) = calls.Usage.Spent(userId, now);
        return fields.Refusal is { } refusal ? refusal
            : from is not null && !UsageLedger.IsDay(from) ? ApiErrors.NoDay("from", from)
            : to is not null && !UsageLedger.IsDay(to) ? ApiErrors.NoDay("to", to)
            : ApiResults.Json(
                new UsageAnswer
                {
                    UserId = userId,
                    Day = calls.Usage.DayOf(now),
                    Today = today,
                    Month = month,
                    Budgets = budgets.Of(userId),
                    Usage = calls.Usage.Rows(userId, model, from ?? calls.Usage.MonthOf(now, 0), to),
                },
                ApiJson.Default.UsageAnswer);
    }
}

/// <summary>The answer of <c>/usage</c>.</summary>
sealed record UsageAnswer
{
    /// <summary>Null: everybody.</summary>
    public required string? UserId { get; init; }

    /// <summary>Which day it is.</summary>
    public required string Day { get; init; }

    public required UsageSum Today { get; init; }

    /// <summary>From the first of this month.</summary>
    public required UsageSum Month { get; init; }

    public required IReadOnlyList<Budget> Budgets { get; init; }

    /// <summary>By day, user and model; of this month where the request names no other time.</summary>
    public required IReadOnlyList<UsageRow> Usage { get; init; }
}
