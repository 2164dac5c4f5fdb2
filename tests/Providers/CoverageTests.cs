namespace Repeater.Tests.Providers;

/// <summary>The catalogue has no gaps.</summary>
public class CoverageTests
{
    [Fact]
    public void Every_known_difference_of_every_provider_has_a_scenario()
    {
        var shown = Catalogue.Scenarios.Select(scenario => (scenario.Row, scenario.Provider)).ToHashSet();

        Assert.All(Catalogue.Rows, row => Assert.All(row.Providers, provider => Assert.Contains((row.Row, provider), shown)));
    }

    [Fact]
    public void Every_rule_has_scenarios() =>
        Assert.All(Enumerable.Range(1, 10), rule => Assert.Contains(Catalogue.Scenarios, scenario => scenario.Rules.Contains(rule)));

    [Fact]
    public void No_two_scenarios_have_one_name() =>
        Assert.Equal(Catalogue.Scenarios.Count, Catalogue.Scenarios.DistinctBy(scenario => scenario.Name).Count());

    [Fact]
    public void The_page_that_lists_them_is_up_to_date() => Approved.Matches("providers.md", Catalogue.Page());
}
