using Repeater.Chat.Variables;
using static Repeater.Tests.Chat.Variables.Sample;

namespace Repeater.Tests.Chat.Variables;

/// <summary>Sizes at which anything quadratic takes minutes; the time limit is far above what linear work needs.</summary>
public class HostileTextTests
{
    static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    public static TheoryData<string, int> Patterns => new()
    {
        { "\\", 1_000_000 },
        { "{", 1_000_000 },
        { "}", 1_000_000 },
        { "{{a}", 100_000 },
        { "\\{", 500_000 },
        { "{a", 500_000 },
        { ":", 1_000_000 },
        { "::: ", 300_000 },
        { " ::: {user_id} ::: ", 40_000 },
        { ":::{nope ", 100_000 },
        { "{a}->", 100_000 },
        { "{user_id} -> ", 40_000 },
        { "{user_id}->```", 80_000 },
        { "{user_id}->``` ", 80_000 },
        { "{user_id}" + "          ", 80_000 },
        { "{'", 500_000 },
        { "{\"a\\", 300_000 },
        { "{random 1 ' 5}", 40_000 },
        { "{time}", 60_000 },
        { "{random x}", 40_000 },
        { " ", 1_000_000 },
        { "\n", 1_000_000 },
        { "`{user_id}", 100_000 },
        { "` `` {user_id} ``` ", 60_000 },
        { "\\`", 500_000 },
        { "> ", 500_000 },
        { "- ", 500_000 },
        { "* * {user_id}\n", 70_000 },
        { "- - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - -x\n\n", 10_000 },
        { "1. a\n  ", 140_000 },
        { "```\n", 250_000 },
        { "\t", 1_000_000 },
        { "> > > > {user_id}\nx\n", 50_000 },
        { "\r", 1_000_000 },
    };

    [Theory]
    [MemberData(nameof(Patterns))]
    public async Task Any_pattern_costs_linear_time(string pattern, int count)
    {
        var text = string.Concat(Enumerable.Repeat(pattern, count));
        foreach (var (before, after) in new[] { ("", ""), ("{user_id} `x ", " {user_id}") })
        {
            foreach (var mode in Enum.GetValues<ExpandMode>())
            {
                var expansion = Task.Run(() => VariableTemplate.Expand(before + text + after, Context, mode));
                Assert.NotNull(await expansion.WaitAsync(Limit));
            }
        }
        Assert.NotNull(await Task.Run(() => BlankLines.Squeeze(text)).WaitAsync(Limit));
    }

    [Fact]
    public async Task A_white_space_run_before_every_mark_is_read_once()
    {
        var spaces = new string(' ', 1_000_000);
        var text = $"{spaces}:::{spaces}{{user_id}}{spaces}->";

        var expanded = await Task.Run(() => VariableTemplate.Expand(text, Context, ExpandMode.Message)).WaitAsync(Limit);

        Assert.Equal(text.Replace("{user_id}", "u1"), expanded);
    }

    [Theory]
    [InlineData(nameof(ExpandMode.Prompt))]
    [InlineData(nameof(ExpandMode.Message))]
    public async Task A_run_of_back_slashes_is_counted_once(string modeName)
    {
        var mode = Enum.Parse<ExpandMode>(modeName);
        var text = new string('\\', 1_000_001) + "{user_id}";

        var expanded = await Task.Run(() => VariableTemplate.Expand($":::{text}:::", Context, mode)).WaitAsync(Limit);

        var halved = new string('\\', 500_000) + "{user_id}";
        Assert.Equal(mode == ExpandMode.Prompt ? halved : $":::{halved}:::", expanded);
    }

    [Fact]
    public async Task A_list_of_words_as_long_as_the_text_is_split_in_linear_time()
    {
        var text = "{randchoice " + string.Concat(Enumerable.Repeat("a 'b c' \"d\\\"\" ", 100_000)) + "}";

        var expanded = await Task.Run(() => VariableTemplate.Expand(text, Context, ExpandMode.Prompt)).WaitAsync(Limit);

        Assert.True(expanded is "a" or "b c" or "d\"", expanded);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Random_text_never_fails(int seed)
    {
        string[] pieces =
        [
            "{", "}", "\\", ":::", "```", "->", "`", "'", "\"", " ", "\n", "\t", "user_id", "random", "randfloat",
            "randchoice", "1", "1e999", "-", "_", ">", "#", "~~~", "复", "\ud83c", "\udf89", "\0", "\u2028", "{time}",
            "{random 1 2}",
        ];
        var random = new Random(seed);
        for (var round = 0; round < 3_000; round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => pieces[random.Next(pieces.Length)]));
            foreach (var mode in Enum.GetValues<ExpandMode>())
            {
                Assert.NotNull(VariableTemplate.Expand(text, Context, mode));
            }
        }
    }
}
