using System.Globalization;
using System.Text.Json.Serialization;

namespace Repeater.Calls;

/// <summary>A limit of what may be used, and how much of it is.</summary>
/// <param name="Scope"><c>user</c> or <c>all</c>.</param>
/// <param name="Period"><c>day</c> or <c>month</c>.</param>
/// <param name="Unit"><c>tokens</c> or <c>price</c>.</param>
/// <param name="Limit">Of <paramref name="Unit"/>.</param>
/// <param name="Used">May be above the limit by the turn that reached it.</param>
/// <param name="Ends">When it begins anew.</param>
sealed record Budget(string Scope, string Period, string Unit, double Limit, decimal Used, DateTimeOffset Ends)
{
    public bool IsSpent => (double)Used >= Limit;

    /// <summary>For whoever comes when it is spent.</summary>
    [JsonIgnore]
    public string Sentence => string.Create(
        CultureInfo.InvariantCulture,
        $"The {(Period == "day" ? "daily" : "monthly")} budget of {(Scope == "user" ? "this user" : "all users together")} is used up: {Used:0.######} of {Limit:0.######}{(Unit == "price" ? ", in the currency of the models file" : $" {Unit}")}. It begins anew at {Ends:yyyy-MM-dd HH:mm zzz}. Nothing was sent or stored.");
}

/// <summary>The limits that the settings give users each day and month. Turns that run already are let run.</summary>
sealed class Budgets(Settings settings, CallLog calls, TimeProvider clock)
{
    /// <summary>Which is used up, and how long that lasts; of several the one that lasts longest. Null: go on.</summary>
    /// <param name="userId">Null: only what holds for all together counts.</param>
    public (Budget Budget, TimeSpan Wait)? Spent(string? userId) =>
        Of(userId).Where(budget => budget.IsSpent).MaxBy(budget => budget.Ends) is { } spent ? (spent, spent.Ends - clock.GetUtcNow()) : null;

    /// <summary>The limits that hold for a user, or with null those of everybody together.</summary>
    public IReadOnlyList<Budget> Of(string? userId)
    {
        var budgets = new List<Budget>();
        var now = clock.GetUtcNow();
        if (userId is not null)
        {
            Add("user", userId, settings.BudgetUserDayTokens, settings.BudgetUserMonthTokens, settings.BudgetUserDayPrice, settings.BudgetUserMonthPrice);
        }

        Add("all", null, settings.BudgetAllDayTokens, settings.BudgetAllMonthTokens, settings.BudgetAllDayPrice, settings.BudgetAllMonthPrice);
        return budgets;

        void Add(string scope, string? user, double? dayTokens, double? monthTokens, double? dayPrice, double? monthPrice)
        {
            var (today, month) = calls.Usage.Spent(user, now);
            AddOne("day", "tokens", dayTokens, today.TotalTokens);
            AddOne("month", "tokens", monthTokens, month.TotalTokens);
            AddOne("day", "price", dayPrice, today.Price);
            AddOne("month", "price", monthPrice, month.Price);

            void AddOne(string period, string unit, double? limit, decimal used)
            {
                if (limit is { } known)
                {
                    budgets.Add(new(scope, period, unit, known, used, calls.Usage.EndOf(now, period == "month")));
                }
            }
        }
    }
}
