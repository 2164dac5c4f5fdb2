using System.Text;
using System.Text.Json;
using Repeater.Endpoints;
using static Repeater.Tests.Endpoints.RequestReader;

namespace Repeater.Tests.Endpoints;

public class JsonFieldsTests
{
    [Fact]
    public async Task A_json_body_carries_the_same_names_with_its_own_types()
    {
        var fields = await ReadAsync(Json, """{"message":"hi","index":3,"timeout":2.0,"load_prompt":false,"other":[1]}""");

        Assert.True(fields.IsJson);
        Assert.Equal("hi", fields.RequiredText("message"));
        Assert.Equal(3, fields.RequiredInt("index"));
        Assert.Equal(2, fields.OptionalInt("timeout"));
        Assert.False(fields.Bool("load_prompt", true));
        Assert.Null(fields.Refusal);
    }

    [Fact]
    public async Task Strings_in_json_are_read_like_a_form()
    {
        var fields = await ReadAsync(Json, """{"index":" 3 ","load_prompt":"no"}""");

        Assert.Equal(3, fields.RequiredInt("index"));
        Assert.False(fields.Bool("load_prompt", true));
    }

    [Theory]
    [InlineData("0.70", "0.70")]
    [InlineData("-1e3", "-1e3")]
    [InlineData("true", "true")]
    public async Task A_number_or_truth_value_where_text_is_asked_is_its_own_text(string sent, string expected)
    {
        var fields = await ReadAsync(Json, $$"""{"value":{{sent}}}""");

        Assert.Equal(expected, fields.RequiredText("value"));
    }

    [Fact]
    public async Task Null_counts_as_not_sent()
    {
        var fields = await ReadAsync(Json, """{"role":null,"index":null,"load_prompt":null,"value":null}""");

        Assert.Equal("user", fields.Text("role", "user"));
        Assert.Null(fields.OptionalInt("index"));
        Assert.True(fields.Bool("load_prompt", true));
        Assert.Null(fields.Refusal);
        fields.RequiredText("value");
        Assert.Equal(
            """{"detail":[{"type":"missing","loc":["body","value"],"msg":"Field required","input":null}]}""",
            await BodyAsync(fields.Refusal));
    }

    [Fact]
    public async Task Null_can_still_be_told_from_absence()
    {
        var fields = await ReadAsync(Json, """{"value":null}""");

        Assert.True(fields.Has("value"));
        Assert.Equal(JsonValueKind.Null, fields.Json("value")?.ValueKind);
    }

    [Fact]
    public async Task An_object_is_handed_out_as_it_stands()
    {
        var fields = await ReadAsync(Json, """{"user_info":{"username":"小明","age":1.50}}""");

        Assert.Equal("""{"username":"小明","age":1.50}""", fields.Json("user_info")?.GetRawText());
    }

    [Fact]
    public async Task A_string_in_json_is_not_parsed_again()
    {
        var fields = await ReadAsync(Json, """{"value":"{}"}""");

        Assert.Equal(JsonValueKind.String, fields.Json("value")?.ValueKind);
    }

    [Fact]
    public async Task In_a_form_the_text_is_the_json()
    {
        var fields = await ReadAsync(Form, "config=" + Uri.EscapeDataString("""{"temperature":0.7}"""));

        Assert.False(fields.IsJson);
        Assert.Equal("""{"temperature":0.7}""", fields.Json("config")?.GetRawText());
    }

    [Fact]
    public async Task In_a_form_a_text_that_is_no_json_is_refused()
    {
        var fields = await ReadAsync(Form, "config=hello");

        Assert.Null(fields.Json("config"));
        Assert.Equal(
            (422, """{"detail":[{"type":"json_invalid","loc":["body","config"],"msg":"Invalid JSON: the text is not valid JSON: see line 1, byte 1","input":"hello"}]}"""),
            await AnswerAsync(fields.Refusal));
    }

    [Theory]
    [InlineData("1.5", "int_from_float", "Input should be a valid integer, got a number with a fractional part")]
    [InlineData("true", "int_type", "Input should be a valid integer")]
    [InlineData("[1]", "int_type", "Input should be a valid integer")]
    [InlineData("{\"a\":\"你\"}", "int_type", "Input should be a valid integer")]
    public async Task Json_that_is_no_whole_number_is_refused_with_what_was_sent(string sent, string type, string message)
    {
        var fields = await ReadAsync(Json, $$"""{"index":{{sent}}}""");

        fields.RequiredInt("index");

        Assert.Equal(
            $$"""{"detail":[{"type":"{{type}}","loc":["body","index"],"msg":"{{message}}","input":{{sent}}}]}""",
            await BodyAsync(fields.Refusal));
    }

    [Theory]
    [InlineData("99999999999", int.MaxValue)]
    [InlineData("-1e300", int.MinValue)]
    [InlineData("1e999", int.MaxValue)]
    public async Task A_number_beyond_all_lists_is_the_nearest_that_fits(string sent, int expected)
    {
        var fields = await ReadAsync(Json, $$"""{"index":{{sent}}}""");

        Assert.Equal(expected, fields.RequiredInt("index"));
    }

    [Theory]
    [InlineData("1", true)]
    [InlineData("0", false)]
    public async Task One_and_zero_are_truth_values(string sent, bool expected)
    {
        var fields = await ReadAsync(Json, $$"""{"stream":{{sent}}}""");

        Assert.Equal(expected, fields.OptionalBool("stream"));
    }

    [Theory]
    [InlineData("2", "bool_parsing", "Input should be a valid boolean, unable to interpret input")]
    [InlineData("[]", "bool_type", "Input should be a valid boolean")]
    public async Task Json_that_is_no_truth_value_is_refused(string sent, string type, string message)
    {
        var fields = await ReadAsync(Json, $$"""{"stream":{{sent}}}""");

        fields.Bool("stream", true);

        Assert.Equal(
            $$"""{"detail":[{"type":"{{type}}","loc":["body","stream"],"msg":"{{message}}","input":{{sent}}}]}""",
            await BodyAsync(fields.Refusal));
    }

    [Fact]
    public async Task An_object_where_text_is_asked_is_refused()
    {
        var fields = await ReadAsync(Json, """{"message":{}}""");

        fields.Text("message", "");

        Assert.Equal(
            """{"detail":[{"type":"string_type","loc":["body","message"],"msg":"Input should be a valid string","input":{}}]}""",
            await BodyAsync(fields.Refusal));
    }

    [Theory]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("application/vnd.bot+json")]
    [InlineData("text/plain;charset=UTF-8")]
    [InlineData(Form)]
    [InlineData(null)]
    public async Task Json_is_read_whatever_the_header_forgot_to_say(string? type)
    {
        var fields = await ReadAsync(type, """ {"message":"a=1&b=2"}""");

        Assert.Equal("a=1&b=2", fields.RequiredText("message"));
    }

    [Theory]
    [InlineData("{", "The request body is not valid JSON: see line 1, byte 2. Send one JSON object in UTF-8.")]
    [InlineData("{\n\"a\": tru}", "The request body is not valid JSON: see line 2, byte 9. Send one JSON object in UTF-8.")]
    [InlineData("{} {}", "The request body is not valid JSON: see line 1, byte 4. Send one JSON object in UTF-8.")]
    [InlineData("{\"a\":1,}", "The request body is not valid JSON: see line 1, byte 8. Send one JSON object in UTF-8.")]
    [InlineData("[1]", "The request body is JSON but no object. Send one JSON object in UTF-8.")]
    [InlineData("null", "The request body is JSON but no object. Send one JSON object in UTF-8.")]
    [InlineData("x=1", "The request body is not valid JSON: see line 1, byte 1. Send one JSON object in UTF-8.")]
    public async Task A_body_that_is_no_json_object_is_refused_with_the_place(string body, string expected)
    {
        var fields = await ReadAsync(Json, body);

        Assert.Equal(new ApiError(400, expected), fields.Refusal);
    }

    [Fact]
    public async Task Json_in_another_encoding_is_refused_rather_than_stored_as_nonsense()
    {
        var fields = await ReadAsync(Json, [.. "{\"message\":\""u8, 0xC4, 0xE3, .. "\"}"u8]);

        Assert.Equal(
            new ApiError(400, "The request body is JSON in another encoding than UTF-8. Send one JSON object in UTF-8."), fields.Refusal);
    }

    [Fact]
    public async Task A_deep_nest_is_refused()
    {
        var fields = await ReadAsync(Json, "{\"a\":" + new string('[', 100_000) + new string(']', 100_000) + "}");

        Assert.Equal(400, fields.Refusal?.Status);
    }

    [Fact]
    public async Task A_byte_order_mark_is_skipped()
    {
        var fields = await ReadAsync(Json, [.. Encoding.UTF8.Preamble, .. "{\"a\":\"b\"}"u8]);

        Assert.Equal("b", fields.RequiredText("a"));
    }

    [Theory]
    [InlineData("""\ud83d""", "\uFFFD")]
    [InlineData("""\uDE00 b""", "\uFFFD b")]
    [InlineData("""\ud83d\ud83d\ude00""", "\uFFFD😀")]
    [InlineData("""\ud83d\ude00""", "😀")]
    [InlineData("""\ud83d\n""", "\uFFFD\n")]
    [InlineData("""\\ud83d""", """\ud83d""")]
    [InlineData("""\\\ud83d""", "\\\uFFFD")]
    public async Task Half_surrogates_become_replacement_characters(string escaped, string expected)
    {
        var fields = await ReadAsync(Json, $$$"""{"message":"{{{escaped}}}","{{{escaped}}}":1}""");

        Assert.Equal(expected, fields.RequiredText("message"));
        Assert.True(fields.Has(expected));
    }

    [Theory]
    [InlineData("\\")]
    [InlineData("\\u")]
    [InlineData("\\ud83")]
    [InlineData("\\ud83d\\")]
    public async Task A_body_that_ends_inside_an_escape_is_refused(string end)
    {
        var fields = await ReadAsync(Json, "{\"a\":\"" + end);

        Assert.Equal(400, fields.Refusal?.Status);
    }
}
