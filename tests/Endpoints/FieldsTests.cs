using Repeater.Endpoints;
using static Repeater.Tests.Endpoints.RequestReader;

namespace Repeater.Tests.Endpoints;

public class FieldsTests
{
    [Fact]
    public async Task A_form_gives_its_texts_numbers_and_truth_values()
    {
        var fields = await ReadAsync(Form, "message=hi&index=3&load_prompt=off");

        Assert.Equal("hi", fields.RequiredText("message"));
        Assert.Equal(3, fields.RequiredInt("index"));
        Assert.False(fields.Bool("load_prompt", true));
        Assert.Null(fields.Refusal);
    }

    [Fact]
    public async Task What_is_not_sent_has_the_default()
    {
        var fields = await ReadAsync(Form, "");

        Assert.Equal("user", fields.Text("role", "user"));
        Assert.Null(fields.OptionalText("model_type"));
        Assert.Null(fields.OptionalInt("timeout"));
        Assert.Null(fields.OptionalBool("stream"));
        Assert.True(fields.Bool("load_prompt", true));
        Assert.Null(fields.Json("user_info"));
        Assert.False(fields.Has("role"));
        Assert.Null(fields.Refusal);
    }

    [Theory]
    [InlineData(Form, "message=&role=&load_prompt=&model_type=")]
    [InlineData(Form, "message&role&load_prompt&model_type")]
    [InlineData(Json, """{"message":"","role":"","load_prompt":"","model_type":""}""")]
    public async Task An_empty_value_is_the_default_where_there_is_one_and_text_elsewhere(string type, string body)
    {
        var fields = await ReadAsync(type, body);

        Assert.Equal("", fields.RequiredText("message"));
        Assert.Equal("user", fields.Text("role", "user"));
        Assert.True(fields.Bool("load_prompt", true));
        Assert.Equal("", fields.OptionalText("model_type"));
        Assert.True(fields.Has("message"));
        Assert.Null(fields.Refusal);
    }

    [Theory]
    [InlineData(Form, "index=")]
    [InlineData(Json, """{"index":""}""")]
    public async Task An_empty_number_is_refused_even_where_it_is_optional(string type, string body)
    {
        var fields = await ReadAsync(type, body);

        Assert.Null(fields.OptionalInt("index"));
        Assert.Equal(
            """{"detail":[{"type":"int_parsing","loc":["body","index"],"msg":"Input should be a valid integer, unable to parse string as an integer","input":""}]}""",
            await BodyAsync(fields.Refusal));
    }

    [Theory]
    [InlineData(Form, "x=1&x=2")]
    [InlineData(Json, """{"x":"1","x":"2"}""")]
    public async Task A_repeated_name_means_its_last_value(string type, string body)
    {
        var fields = await ReadAsync(type, body);

        Assert.Equal("2", fields.RequiredText("x"));
    }

    [Theory]
    [InlineData("7", 7)]
    [InlineData("+7", 7)]
    [InlineData("-7", -7)]
    [InlineData(" \t7\n", 7)]
    [InlineData("007", 7)]
    [InlineData("1.0", 1)]
    [InlineData("1.", 1)]
    [InlineData("1_000", 1000)]
    [InlineData("2147483648", int.MaxValue)]
    [InlineData("-99999999999999999999999999", int.MinValue)]
    public async Task Whole_numbers_are_read_as_the_original_reads_them(string sent, int expected)
    {
        var fields = await ReadAsync(Form, "index=" + Uri.EscapeDataString(sent));

        Assert.Equal(expected, fields.RequiredInt("index"));
        Assert.Null(fields.Refusal);
    }

    [Theory]
    [InlineData("abc")]
    [InlineData("1.5")]
    [InlineData("1e3")]
    [InlineData("--1")]
    [InlineData("-")]
    [InlineData(".0")]
    [InlineData("1__0")]
    [InlineData("_1")]
    [InlineData("1_")]
    [InlineData("1 2")]
    [InlineData("0x10")]
    [InlineData("\u0663")]
    public async Task What_is_no_whole_number_is_refused_with_what_was_sent(string sent)
    {
        var fields = await ReadAsync(Form, "index=" + Uri.EscapeDataString(sent));

        Assert.Equal(0, fields.RequiredInt("index"));
        Assert.Equal(
            (422, $$"""{"detail":[{"type":"int_parsing","loc":["body","index"],"msg":"Input should be a valid integer, unable to parse string as an integer","input":"{{sent}}"}]}"""),
            await AnswerAsync(fields.Refusal));
    }

    [Theory]
    [InlineData(true, "true", "TRUE", "1", "on", "yes", "T", "y")]
    [InlineData(false, "false", "False", "0", "OFF", "no", "f", "N")]
    public async Task Each_word_for_a_truth_value_is_read_in_any_case(bool expected, params string[] words)
    {
        foreach (var word in words)
        {
            var fields = await ReadAsync(Form, "save_context=" + word);

            Assert.Equal(expected, fields.Bool("save_context", !expected));
            Assert.Equal(expected, fields.OptionalBool("save_context"));
            Assert.Null(fields.Refusal);
        }
    }

    [Theory]
    [InlineData("maybe")]
    [InlineData(" true")]
    [InlineData("2")]
    [InlineData("真")]
    public async Task Another_word_for_a_truth_value_is_refused_with_what_was_sent(string sent)
    {
        var fields = await ReadAsync(Form, "load_prompt=" + Uri.EscapeDataString(sent));

        fields.Bool("load_prompt", true);

        Assert.Equal(
            (422, $$"""{"detail":[{"type":"bool_parsing","loc":["body","load_prompt"],"msg":"Input should be a valid boolean, unable to interpret input","input":"{{sent}}"}]}"""),
            await AnswerAsync(fields.Refusal));
    }

    [Fact]
    public async Task Faults_are_reported_together_in_the_order_asked()
    {
        var fields = await ReadAsync(Form, "load_prompt=maybe");

        fields.RequiredInt("index");
        fields.Bool("load_prompt", true);
        fields.RequiredText("content");

        Assert.Equal(
            """{"detail":[{"type":"missing","loc":["body","index"],"msg":"Field required","input":null},"""
            + """{"type":"bool_parsing","loc":["body","load_prompt"],"msg":"Input should be a valid boolean, unable to interpret input","input":"maybe"},"""
            + """{"type":"missing","loc":["body","content"],"msg":"Field required","input":null}]}""",
            await BodyAsync(fields.Refusal));
    }

    [Theory]
    [InlineData("new_branch_id=q", "new_branch_id=b", "b")]
    [InlineData("new_branch_id=q", "", "q")]
    [InlineData("new_branch_id=q&new_branch_id=r", "other=1", "r")]
    [InlineData("new_branch_id=%E4%BD%A0+1", "", "你 1")]
    [InlineData("new_branch_id=", "", "")]
    public async Task The_body_wins_over_the_query(string query, string body, string expected)
    {
        var fields = await ReadAsync(Form, body, "?" + query, FieldSources.Body | FieldSources.Query);

        Assert.Equal(expected, fields.RequiredText("new_branch_id"));
    }

    [Theory]
    [InlineData(FieldSources.Query, null, "query")]
    [InlineData(FieldSources.Body, null, "body")]
    [InlineData(FieldSources.Body | FieldSources.Query, null, "body")]
    [InlineData(FieldSources.Body | FieldSources.Query, FieldSources.Query, "query")]
    public async Task A_missing_field_is_reported_where_the_route_says_it_belongs(object sources, object? missingFrom, string expected)
    {
        var fields = await ReadAsync(Form, "", "?x=1", (FieldSources)sources);

        fields.RequiredText("new_branch_id", (FieldSources?)missingFrom);

        Assert.Equal(
            $$"""{"detail":[{"type":"missing","loc":["{{expected}}","new_branch_id"],"msg":"Field required","input":null}]}""",
            await BodyAsync(fields.Refusal));
    }

    [Fact]
    public async Task A_source_that_is_not_asked_for_is_ignored()
    {
        var ofQuery = await ReadAsync(Form, "x=body", "?y=query", FieldSources.Query);
        var ofBody = await ReadAsync(Form, "x=body", "?y=query", FieldSources.Body);

        Assert.Equal((false, true), (ofQuery.Has("x"), ofQuery.Has("y")));
        Assert.Equal((true, false), (ofBody.Has("x"), ofBody.Has("y")));
    }

    [Fact]
    public async Task What_broke_the_body_is_reported_instead_of_missing_fields()
    {
        var fields = await ReadAsync(Json, "{");

        fields.RequiredInt("index");

        Assert.Equal(400, fields.Refusal?.Status);
    }
}
