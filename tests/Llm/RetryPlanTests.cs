using Repeater.Llm;

namespace Repeater.Tests.Llm;

public class RetryPlanTests
{
    static readonly RetryLimits Limits = new() { MaxTries = 10, Window = TimeSpan.FromSeconds(60), FirstWait = TimeSpan.FromSeconds(1), LongestWait = TimeSpan.FromSeconds(4) };

    readonly Dictionary<string, string> _environment = new() { ["A"] = "key-a", ["B"] = "key-b" };
    readonly KeyRing _keys;

    public RetryPlanTests() => _keys = new KeyRing(name => _environment.GetValueOrDefault(name));

    [Fact]
    public void Waits_double_up_to_a_bound_and_stay_inside_the_window()
    {
        var plan = Plan(Model("m"));
        var now = TimeSpan.FromHours(1);
        var waits = new List<double>();
        while (true)
        {
            var (choice, wait) = plan.Next(now);
            if (choice is null && wait == TimeSpan.Zero)
            {
                break;
            }
            if (choice is null)
            {
                waits.Add(wait.TotalSeconds);
                now += wait;
                continue;
            }
            plan.Begin(choice);
            plan.Fail(choice, Failure(LlmErrorClass.Overloaded), now);
        }

        Assert.Equal([1, 2, 4, 4, 4, 4, 4, 4, 4], waits);
        Assert.Equal(10, plan.Tries);
    }

    [Fact]
    public void A_wait_that_is_asked_for_is_kept_also_by_other_turns()
    {
        var model = Model("m", "A");
        var (first, second) = (Plan(model), Plan(model));
        Fail(first, LlmErrorClass.RateLimit, At(0), TimeSpan.FromSeconds(7));

        Assert.Equal((null, TimeSpan.FromSeconds(6)), second.Next(At(1)));
        Assert.NotNull(second.Next(At(7)).Choice);
    }

    [Fact]
    public void Limits_in_a_row_make_a_key_rest_longer_and_a_success_ends_that()
    {
        var key = _keys.Of(Model("m", "A"), "A");
        var rests = new List<double>();
        for (var i = 0; i < 8; i++)
        {
            key.Limit(At(1000 * i), null);
            rests.Add((key.Rest.Until - At(1000 * i)).TotalSeconds);
        }
        key.Succeed();
        key.Limit(At(9000), null);

        Assert.Equal([5, 10, 20, 40, 80, 160, 300, 300], rests);
        Assert.Equal(At(9005), key.Rest.Until);
    }

    [Fact]
    public void A_key_that_was_changed_begins_anew()
    {
        var model = Model("m", "A");
        Fail(Plan(model), LlmErrorClass.RateLimit, At(0), TimeSpan.FromDays(1));
        Assert.Null(Plan(model).Next(At(1)).Choice);

        _environment["A"] = "another";

        Assert.NotNull(Plan(model).Next(At(1)).Choice);
    }

    [Fact]
    public void Another_model_is_asked_at_once_and_the_first_again_when_its_wait_is_over()
    {
        var plan = Plan(Model("m1"), Model("m2"));

        Assert.Equal("m1", Fail(plan, LlmErrorClass.Overloaded, At(0)));
        Assert.Equal("m2", Fail(plan, LlmErrorClass.Overloaded, At(0.1)));
        Assert.Equal((null, TimeSpan.FromSeconds(0.5)), plan.Next(At(0.5)));
        Assert.Equal("m1", plan.Next(At(1)).Choice?.Model.Id);
    }

    [Fact]
    public void A_failure_that_waiting_mends_is_told_before_one_it_does_not()
    {
        var plan = Plan(Model("m1"), Model("m2"), Model("m3"));
        Fail(plan, LlmErrorClass.NotFound, At(0));
        Fail(plan, LlmErrorClass.RateLimit, At(0), TimeSpan.FromHours(1));
        Fail(plan, LlmErrorClass.Auth, At(0));

        Assert.Equal(default, plan.Next(At(0)));
        Assert.Equal(LlmErrorClass.RateLimit, plan.Failure?.Class);
    }

    [Fact]
    public void A_key_that_is_not_set_costs_no_try()
    {
        var plan = Plan(Model("m", "A", "B"));
        Fail(plan, LlmErrorClass.Configuration, At(0));

        Assert.Equal((2, 0), (plan.Next(At(0)).Choice?.Slot, plan.Tries));
    }

    RetryPlan Plan(params ModelInfo[] models) => new(models, _keys, Limits, () => 1);

    static string Fail(RetryPlan plan, LlmErrorClass failure, TimeSpan now, TimeSpan? asked = null)
    {
        var choice = plan.Next(now).Choice!;
        plan.Begin(choice);
        choice.Key?.End();
        plan.Fail(choice, Failure(failure, asked), now);
        return choice.Model.Id;
    }

    static TimeSpan At(double seconds) => TimeSpan.FromSeconds(10_000 + seconds);

    static LlmException Failure(LlmErrorClass failure, TimeSpan? asked = null) => new(failure, "Tester", "no") { RetryAfter = asked };

    static ModelInfo Model(string id, params string[] keys) => LlmTest.Model(new("http://x/v1")) with { Id = id, ApiKeyVariables = keys };
}
