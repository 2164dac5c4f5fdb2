using static Repeater.Tests.Chat.Variables.Sample;

namespace Repeater.Tests.Chat.Variables;

public class MessageModeTests
{
    [Theory]
    [InlineData("{nope}")]
    [InlineData("{\"a\": 1, \"b\": {\"c\": [1, 2]}}")]
    [InlineData("{ \"age\" : 3, \"version\" : \"1.0\" }")]
    [InlineData("{ \"time\" : 5 }")]
    [InlineData("var x = new { version = 3, age = 4 }; struct { int random; }")]
    [InlineData("{random = 3}")]
    [InlineData("{random}, {random 1}, {random 5 1}, {time x}, {user_id a b}, {randchoice}")]
    [InlineData("function(){ return {a:1}; }")]
    [InlineData("printf(\"\\\\{%d}\\n\", x);")]
    [InlineData(@"\frac{a}{b} = \\{x\\} \\\{y} \left\{ z \right\}")]
    [InlineData(@"C:\{guid}\\{nope}\new folder\{0}")]
    [InlineData(@"\\server\share\{3F2504E0-4F89-11D3-9A0C-0305E82C3301}\file")]
    [InlineData(@"\{random 1}")]
    [InlineData("lone { brace, empty {} braces, { }, }{")]
    [InlineData(" ::: lone")]
    [InlineData("a ::: {nope} and {user_id} \\{user_id} ::: b")]
    [InlineData("::: tip\nA container.\n:::\n\nnext")]
    [InlineData("dplyr:::foo(x); base:::bar(y)")]
    [InlineData("{x} -> ```js\nlet a = {b: 1};\n``` and more")]
    [InlineData("{x} -> ```{user_id")]
    [InlineData("\ud83c half {\udf89} surrogates")]
    public void What_is_not_a_variable_survives_byte_for_byte(string text) => Assert.Equal(text, Message(text));

    [Theory]
    [InlineData("> {time}\n\nhi", "> 2026-11-22 15:29:26 UTC+08:00\n\nhi")]
    [InlineData("{ user_id }{\"user_name\"}", "u1小明")]
    [InlineData("{random 7 7} {randfloat 1 1} {randchoice 'a b'}", "7 1.0 a b")]
    [InlineData("{{user_id}}", "{u1}")]
    [InlineData("\\{time}", "{time}")]
    [InlineData("\\\\{user_id}", "\\u1")]
    [InlineData("\\{random 1 2}", "{random 1 2}")]
    [InlineData("{\"a\": \"{user_id}\"}", "{\"a\": \"u1\"}")]
    [InlineData("a ::: {user_id} {x y} ::: b", "a ::: {user_id} {x y} ::: b")]
    [InlineData("a ::: {user_id} { x } ::: b", "a  u1 { x } b")]
    [InlineData("a ::: text { user_id } ::: b", "a ::: text u1 ::: b")]
    [InlineData("{user_id} -> ``` yes {x} ```", "yes {x}")]
    [InlineData("{random} -> ```yes```", "")]
    public void What_is_a_variable_expands_as_in_a_prompt(string text, string expected) =>
        Assert.Equal(expected, Message(text));
}
