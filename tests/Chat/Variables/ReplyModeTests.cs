using static Repeater.Tests.Chat.Variables.Sample;

namespace Repeater.Tests.Chat.Variables;

public class ReplyModeTests
{
    [Theory]
    [InlineData("现在是 {time}。", "现在是 2026-11-22 15:29:26 UTC+08:00。")]
    [InlineData("**{user_name}**你好，v{version}", "**小明**你好，v4.1")]
    [InlineData("{user_id}{user_name}{user_id}", "u1小明u1")]
    [InlineData("- {age}\n> {zodiac}\n\n# {birthday}\n| {botname} |", "- 2\n> 巨蟹座\n\n# 2024.6.28\n| 复读机 |")]
    public void A_known_plain_variable_expands(string text, string expected) => Assert.Equal(expected, Reply(text));

    [Theory]
    [InlineData("{nope} {} { {\"a\": 1} { user_id } {user_id x} {\"user_id\"}")]
    [InlineData("{random} {random 1 2} {randchoice a}")]
    [InlineData("::: {nope} ::: ::: x :::")]
    [InlineData("{user_id -> ```yes```")]
    [InlineData(@"\{time} \\\{time}")]
    [InlineData(@"$v = \frac{\text{distance}}{\text{time}}$, $x_{time}^{age}$, \sqrt{age}, \frac{1}{time}")]
    [InlineData("`${time}` and ${time} and {{time}}")]
    public void Everything_else_stays_byte_for_byte(string text) => Assert.Equal(text, Reply(text));

    [Fact]
    public void A_back_slash_is_never_taken_away() => Assert.Equal(@"\\u1 \{x} \u1", Reply(@"\\{user_id} \{x} \u1"));

    [Fact]
    public void Neither_guarded_nor_conditional_blocks_are_known() =>
        Assert.Equal("::: u1 ::: u1 -> ```yes```", Reply("::: {user_id} ::: {user_id} -> ```yes```"));

    [Theory]
    [InlineData("`{user_id}`")]
    [InlineData("``a ` {user_id}``")]
    [InlineData("`a\n{user_id}`")]
    [InlineData(@"\\`{user_id}`")]
    [InlineData("```\n{user_id}\n```")]
    [InlineData("```csharp\n$\"x {user_id}\"\n\n{user_id}")]
    [InlineData("~~~\n```\n{user_id}\n~~~~")]
    [InlineData("text\n````\n```\n{user_id}\n````")]
    [InlineData("    {user_id}")]
    [InlineData("text\n\n\t{user_id}\n\n    {user_id}")]
    [InlineData("# head\n    {user_id}")]
    [InlineData("head\n---\n    {user_id}")]
    [InlineData("> ```\n> {user_id}\n> ```")]
    [InlineData(">     {user_id}")]
    [InlineData("- a\n\n      {user_id}")]
    [InlineData("1. a\n   ```\n   {user_id}\n\n   {user_id}\n   ```")]
    [InlineData("- a\n  - b\n\n    ```\n    {user_id}\n    ```")]
    [InlineData("-     {user_id}")]
    public void Code_is_left_alone(string text) => Assert.Equal(text, Reply(text));

    [Theory]
    [InlineData("$x = {time} + {age}$")]
    [InlineData("$$\n{time} \\over {age}\n$$")]
    [InlineData("\\( {age} \\) \\[\\sqrt[3]{time}\\]")]
    [InlineData("> \\begin{align}\r\n> {age} &= \\operatorname*{time}\r\n> \\end{align}")]
    public void Formulas_are_left_alone(string text) => Assert.Equal(text, Reply(text));

    [Theory]
    [InlineData("$5 {user_id} $6")]
    [InlineData("`$a` {user_id} `=b$`")]
    [InlineData("\\$x={user_id}$")]
    public void Dollars_that_open_no_formula_keep_nothing_from_expanding(string text) =>
        Assert.Equal(text.Replace("{user_id}", "u1"), Reply(text));

    [Theory]
    [InlineData("` {user_id}")]
    [InlineData("`a` {user_id} `b`")]
    [InlineData("`` {user_id} `")]
    [InlineData("\\`{user_id}`")]
    [InlineData("`a\n\n{user_id}`")]
    [InlineData("# `a\n{user_id}`")]
    [InlineData("```\ncode\n```\n{user_id}")]
    [InlineData("``` not ` a fence\n{user_id}\n\n")]
    [InlineData("> ```\n> code\n\n{user_id}")]
    [InlineData("text\n    {user_id}")]
    [InlineData("> text\n    {user_id}")]
    [InlineData("- a\n\n    {user_id}")]
    [InlineData("- a\n    - {user_id}")]
    [InlineData("1. a\n\n   {user_id}\n2. b")]
    [InlineData("text\n2. b\n\n   {user_id}")]
    [InlineData("===\n    {user_id}")]
    public void What_only_looks_like_code_is_text(string text) => Assert.Equal(text.Replace("{user_id}", "u1"), Reply(text));
}
