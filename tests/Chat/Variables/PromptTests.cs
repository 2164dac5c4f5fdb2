using Repeater.Chat.Variables;
using static Repeater.Tests.Chat.Variables.Sample;

namespace Repeater.Tests.Chat.Variables;

public class PromptTests
{
    const string Call = "Core.get_prompt_vp.<locals>.<lambda>()";

    [Theory]
    [InlineData("", "")]
    [InlineData("no variables: 复读机 🎉 } \\ $", "no variables: 复读机 🎉 } \\ $")]
    [InlineData("{user_id}", "u1")]
    [InlineData("{user_name}|{model_type}|{botname}|{version}|{birthday}", "小明|chat|复读机|4.1|2024.6.28")]
    [InlineData("{age}|{zodiac}|{time}", "2|巨蟹座|2026-11-22 15:29:26 UTC+08:00")]
    [InlineData("{BirthdayCountdown}", "⏳ 距离复读机生日还有：218天")]
    [InlineData("{\"user_id\"}", "u1")]
    [InlineData("{ user_id }", "u1")]
    [InlineData("{\n\tuser_id\r\n}", "u1")]
    [InlineData("{\u3000user_id\u3000}", "u1")]
    [InlineData("{user\\_id}", "u1")]
    [InlineData("{user_id a b}", "u1")]
    public void A_registered_variable_prints_its_value(string text, string expected) => Assert.Equal(expected, Prompt(text));

    [Theory]
    [InlineData("{user_id,x}", "")]
    [InlineData("{User_ID}", "")]
    [InlineData("{birthdaycountdown}", "")]
    [InlineData("a{nope}b", "ab")]
    [InlineData("{\"a\": 1}", "")]
    [InlineData("[{ }]", "[]")]
    [InlineData("[{\n\n}]", "[]")]
    [InlineData("[{''}]", "[]")]
    [InlineData("[{it's}]", "[]")]
    [InlineData("function(){ return {a:1}; }", "function(){ return ; }")]
    public void An_unknown_name_prints_nothing(string text, string expected) => Assert.Equal(expected, Prompt(text));

    [Theory]
    [InlineData("{}", "{}")]
    [InlineData("{", "{")]
    [InlineData("}{", "}{")]
    [InlineData("{user_id", "{user_id")]
    [InlineData("lone { brace", "lone { brace")]
    [InlineData("empty {} braces", "empty {} braces")]
    [InlineData("{{user_id}}", "{u1}")]
    [InlineData("{a{user_id}b}", "{au1b}")]
    [InlineData("nested {a {b} c}", "nested {a  c}")]
    [InlineData("{{}}", "{{}}")]
    public void Only_innermost_braces_are_replaced_and_only_once(string text, string expected) =>
        Assert.Equal(expected, Prompt(text));

    [Theory]
    [InlineData(@"\{x}", "{x}")]
    [InlineData(@"\{user_id}", "{user_id}")]
    [InlineData(@"\{time}", "{time}")]
    [InlineData(@"\\{user_id}", @"\u1")]
    [InlineData(@"\\\{user_id}", @"\{user_id}")]
    [InlineData(@"\\\\{user_id}", @"\\u1")]
    [InlineData(@"\\{nope}", @"\")]
    [InlineData(@"\\ {user_id}", @"\\ u1")]
    [InlineData(@"\{}", @"\{}")]
    [InlineData(@"\{{user_id}}", @"\{u1}")]
    [InlineData(@"{user_id}\{user_id}", "u1{user_id}")]
    public void Back_slashes_before_a_variable_are_halved_and_an_odd_one_escapes(string text, string expected) =>
        Assert.Equal(expected, Prompt(text));

    [Theory]
    [InlineData("a\n:::\nhi {user_id}\n:::\nb", "a\n\nhi u1\nb")]
    [InlineData("  :::x:::", "  x")]
    [InlineData("a ::: {nope} ::: b", "ab")]
    [InlineData("a ::: {user_id} {nope} ::: b", "ab")]
    [InlineData("a :::{user_id}::: \u3000\x1f\n b", "a u1b")]
    [InlineData("a :::{random 7 7}::: b", "a 7b")]
    [InlineData("a :::{nope 7 7}::: b", "ab")]
    [InlineData("a :::{user_id,x}::: b", "a b")]
    [InlineData("a :::{ nope }::: b", "a b")]
    [InlineData("a :::\\{nope}::: b", "a {nope}b")]
    [InlineData("a :::\\\\{nope}::: b", "ab")]
    [InlineData("a :::{nope ::: b} c", "ab} c")]
    [InlineData("::: x ::: ::: {user_id} ::: y", " x  u1 y")]
    [InlineData("::::::", "")]
    [InlineData("a::: b :::: c", "a b : c")]
    [InlineData("{user_id:::x:::}", "{user_idx}")]
    public void A_guarded_block_shows_when_every_variable_it_names_is_registered(string text, string expected) =>
        Assert.Equal(expected, Prompt(text));

    [Theory]
    [InlineData("a ::: b {user_id}", "a ::: b u1")]
    [InlineData("::: b", "::: b")]
    [InlineData("a ::: b ::: ::: c", "a  b ::: c")]
    [InlineData(" \n::: {user_id}", " \n \n::: u1")]
    public void A_lone_guard_mark_is_text_and_doubles_the_white_space_that_opens_the_text(string text, string expected) =>
        Assert.Equal(expected, Prompt(text));

    [Theory]
    [InlineData("[{user_id}->```yes {user_name}```]", "[yes 小明]")]
    [InlineData("[{user_id} \n -> \n ``` \n yes \n ```]", "[yes]")]
    [InlineData("[{nope} -> ```yes```]", "[]")]
    [InlineData("[{age} -> ```{age}```]", "[2]")]
    [InlineData("[{zodiac}->```z```{time}->```t```]", "[zt]")]
    [InlineData("[{user_id}->``````]", "[]")]
    [InlineData("[{user_id}->```a`b``c```d```]", "[a`b``cd```]")]
    [InlineData("[\\{user_id}->```yes```]", "[\\yes]")]
    [InlineData("{user_id}->```\\\\\\{user_id}```", "{user_id}")]
    [InlineData("{user_id}->```\\{user_id}```", "u1")]
    [InlineData("{user_id}->```::: {nope} :::```x", "  x")]
    [InlineData("[{user_id x}->```yes```]", "[u1->```yes```]")]
    [InlineData("[{ user_id }->```yes```]", "[u1->```yes```]")]
    [InlineData("[{user_id}->yes]", "[u1->yes]")]
    [InlineData("[{user_id}->```yes]", "[u1->```yes]")]
    [InlineData("[{user_id}- >```yes```]", "[u1- >```yes```]")]
    public void A_conditional_block_shows_its_text_when_its_variable_is_true(string text, string expected) =>
        Assert.Equal(expected, Prompt(text));

    [Theory]
    [InlineData("2026-06-27 00:00:00", "")]
    [InlineData("2027-06-28 00:00:00", "yes")]
    public void The_number_zero_is_false(string now, string expected)
    {
        var context = At(now, new DateOnly(2026, 6, 28));

        Assert.Equal(expected, VariableTemplate.Expand("{age}->```yes```", context, ExpandMode.Prompt));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \u3000\n")]
    public void Blank_text_is_false(string name)
    {
        var context = Context with { UserName = name };

        Assert.Equal("", VariableTemplate.Expand("{user_name}->```yes```", context, ExpandMode.Prompt));
    }

    [Theory]
    [InlineData("{random}->```yes```")]
    [InlineData("{randfloat}->```yes```")]
    [InlineData("{randchoice}->```yes```")]
    public void A_function_that_needs_arguments_is_false(string text) => Assert.Equal("", Prompt(text));

    [Theory]
    [InlineData("{random}", $"random]: {Call} missing 2 required positional arguments: 'min' and 'max'")]
    [InlineData("{random 1}", $"random]: {Call} missing 1 required positional argument: 'max'")]
    [InlineData("{random 1 2 3}", $"random]: {Call} takes 2 positional arguments but 3 were given")]
    [InlineData("{randfloat 1}", $"randfloat]: {Call} missing 1 required positional argument: 'max'")]
    [InlineData("{time x}", $"time]: {Call} takes 0 positional arguments but 1 was given")]
    [InlineData("{age 1 2}", $"age]: {Call} takes 0 positional arguments but 2 were given")]
    [InlineData("{random a 5}", "random]: invalid literal for int() with base 10: 'a'")]
    [InlineData("{random 1 2.5}", "random]: invalid literal for int() with base 10: '2.5'")]
    [InlineData("{random '' 5}", "random]: invalid literal for int() with base 10: ''")]
    [InlineData("{random 5 1}", "random]: empty range in randrange(5, 2)")]
    [InlineData("{randchoice}", "randchoice]: Cannot choose from an empty sequence")]
    [InlineData("{randfloat a 5}", "randfloat]: could not convert string to float: 'a'")]
    [InlineData("{random 9223372036854775808 5}",
        "random]: integer out of range: 9223372036854775808 is not between -9223372036854775808 and 9223372036854775807")]
    public void A_wrong_call_prints_its_error_in_place(string text, string expected) =>
        Assert.Equal($"<[PromptPV Error | {expected}>", Prompt($"<{text}>"));

    [Fact]
    public void Values_are_not_read_again()
    {
        var context = Context with { UserName = "{user_id} ::: \\{x} :::" };

        Assert.Equal("{user_id} ::: \\{x} :::", VariableTemplate.Expand("{user_name}", context, ExpandMode.Prompt));
    }

    [Fact]
    public void Values_stop_before_they_fill_the_memory()
    {
        var context = Context with { UserName = new string('x', 1_000_000) };

        var calls = string.Concat(Enumerable.Repeat("{user_name}", 1000));

        var text = VariableTemplate.Expand(calls, context, ExpandMode.Prompt);

        Assert.InRange(text.Length, 10_000_000, 20_000_000);
        Assert.EndsWith("{user_name}{user_name}", text);
    }
}
