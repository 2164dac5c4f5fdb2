using Repeater.Render.Layout;

namespace Repeater.Tests.Render.Layout;

public class TableSolverTests
{
    static float[]? Solve(float available, params (float Least, float Most)[] columns) =>
        TableSolver.Solve([.. columns.Select(c => new ColumnNeed(c.Least, c.Most))], available);

    [Fact]
    public void Columns_that_fit_are_as_wide_as_they_like() => Assert.Equal([50f, 60], Solve(200, (20, 50), (20, 60))!);

    [Fact]
    public void A_table_that_nearly_fills_the_width_fills_it() => Assert.Equal(200, Solve(200, (20, 90), (20, 90))!.Sum(), 0.01f);

    [Fact]
    public void A_short_column_is_not_starved_by_a_long_one()
    {
        var widths = Solve(200, (20, 60), (20, 1000))!;

        Assert.Equal(200, widths.Sum(), 0.01f);
        Assert.Equal(60, widths[0], 0.01f);
    }

    [Fact]
    public void Two_long_columns_share_by_less_than_what_they_lack()
    {
        var widths = Solve(320, (20, 220), (20, 820))!;

        Assert.Equal(320, widths.Sum(), 0.01f);
        Assert.Equal(2, (widths[1] - 20) / (widths[0] - 20), 0.01f);
    }

    [Fact]
    public void What_a_satisfied_column_does_not_need_goes_to_the_others() =>
        Assert.Equal([22f, 178], Solve(200, (20, 22), (20, 900))!);

    [Fact]
    public void Less_than_the_least_is_refused() => Assert.Null(Solve(39, (20, 50), (20, 60)));

    [Fact]
    public void Exactly_the_least_is_enough() => Assert.Equal([20f, 20], Solve(40, (20, 50), (20, 60))!);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Shares_are_never_more_than_there_is_nor_outside_what_is_asked(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 500; round++)
        {
            var columns = Enumerable.Range(0, random.Next(1, 12)).Select(_ =>
            {
                var least = random.Next(1, 100);
                return new ColumnNeed(least, least + random.Next(0, 400));
            }).ToList();
            var available = random.Next(50, 1200);
            if (TableSolver.Solve(columns, available) is { } widths)
            {
                Assert.True(widths.Sum() <= available + 0.1f, $"{widths.Sum()} of {available}");
                Assert.All(widths.Zip(columns), p => Assert.True(p.First >= p.Second.Least - 0.01f));
            }
            else
            {
                Assert.True(columns.Sum(c => c.Least) > available);
            }
        }
    }
}
