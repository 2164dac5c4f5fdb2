using System.Text;
using Repeater.Endpoints;
using static Repeater.Tests.Endpoints.RequestReader;

namespace Repeater.Tests.Endpoints;

public class MultipartTests
{
    const string Type = "multipart/form-data; boundary=b";
    const string TwoFields = "--b\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\none\r\n"
        + "--b\r\nContent-Disposition: form-data; name=\"y\"\r\n\r\ntwo\r\n--b--\r\n";

    [Fact]
    public async Task Each_part_is_a_field()
    {
        var fields = await ReadAsync(Type, TwoFields);

        Assert.Equal(("one", "two"), (fields.RequiredText("x"), fields.RequiredText("y")));
        Assert.Null(fields.Refusal);
    }

    [Fact]
    public async Task What_the_standard_client_writes_is_read()
    {
        using var content = new MultipartFormDataContent { { new StringContent("你好\r\n--"), "message" }, { new StringContent(""), "role" } };

        var fields = await ReadAsync(content.Headers.ContentType!.ToString(), await content.ReadAsByteArrayAsync());

        Assert.Equal("你好\r\n--", fields.RequiredText("message"));
        Assert.Equal("user", fields.Text("role", "user"));
    }

    [Fact]
    public async Task A_file_counts_as_the_text_it_holds()
    {
        var fields = await ReadAsync(
            Type, "--b\r\nContent-Type: text/plain\r\ncontent-disposition: form-data; filename=\"a;b.txt\"; name=\"prompt\"\r\n\r\nhi\r\n--b--");

        Assert.Equal("hi", fields.RequiredText("prompt"));
    }

    [Theory]
    [InlineData("form-data; name=x")]
    [InlineData("form-data; name=x ; other=1")]
    [InlineData("form-data; NAME = \"x\"")]
    [InlineData("form-data; filename=\"a\\\"; name=\\\"z\"; name=\"x\"")]
    [InlineData("form-data;name=\"x\";name=\"y\"")]
    public async Task The_name_is_found_among_the_parameters(string disposition)
    {
        var fields = await ReadAsync(Type, $"--b\r\nContent-Disposition: {disposition}\r\n\r\n1\r\n--b--");

        Assert.Equal("1", fields.RequiredText("x"));
    }

    [Fact]
    public async Task Quotes_and_any_characters_may_stand_in_a_name()
    {
        var fields = await ReadAsync(Type, "--b\r\nContent-Disposition: form-data; name=\"a\\\"你\"\r\n\r\n1\r\n--b--");

        Assert.Equal("1", fields.RequiredText("a\"你"));
    }

    [Fact]
    public async Task Text_before_the_first_and_after_the_last_boundary_is_ignored()
    {
        var fields = await ReadAsync(Type, "preamble\r\n" + TwoFields + "epilogue --b");

        Assert.Equal("two", fields.RequiredText("y"));
        Assert.Null(fields.Refusal);
    }

    [Fact]
    public async Task A_longer_word_that_begins_like_the_boundary_is_content()
    {
        var fields = await ReadAsync(Type, "--b\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\n1\r\n--bc\r\n2\r\n--b \t\r\n\r\n--b--");

        // The part after the padded boundary has no name.
        Assert.Equal(
            new ApiError(400, "The request body is not valid multipart/form-data: it ends inside the header of a part."), fields.Refusal);
        fields = await ReadAsync(Type, "--b\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\n1\r\n--bc\r\n2\r\n--b--");
        Assert.Equal("1\r\n--bc\r\n2", fields.RequiredText("x"));
    }

    [Fact]
    public async Task Bytes_that_are_no_utf8_become_replacement_characters()
    {
        var fields = await ReadAsync(Type, [.. "--b\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\n"u8, 0xFF, 0, .. "\r\n--b--"u8]);

        Assert.Equal("\uFFFD\0", fields.RequiredText("x"));
    }

    [Theory]
    [InlineData("multipart/form-data", "x", "its content type needs a boundary of 1 to 70 characters")]
    [InlineData("multipart/form-data; boundary=", "x", "its content type needs a boundary of 1 to 70 characters")]
    [InlineData(Type, "x", "it ends before its closing boundary")]
    [InlineData(Type, "--b", "it ends before its closing boundary")]
    [InlineData(Type, "--b\r\n", "it ends inside the header of a part")]
    [InlineData(Type, "--b\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\n1", "it ends before its closing boundary")]
    [InlineData(Type, "--b\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\n1\r\n--b", "it ends before its closing boundary")]
    [InlineData(Type, "--b\r\nContent-Type: text/plain\r\n\r\n1\r\n--b--", "a part has no Content-Disposition header with a name")]
    [InlineData(Type, "--b\r\nContent-Disposition: form-data\r\n\r\n1\r\n--b--", "a part has no Content-Disposition header with a name")]
    public async Task A_broken_body_is_refused_with_the_reason(string type, string body, string reason)
    {
        var fields = await ReadAsync(type, body);

        Assert.Equal(new ApiError(400, $"The request body is not valid multipart/form-data: {reason}."), fields.Refusal);
    }

    [Fact]
    public async Task Every_truncation_of_a_good_body_is_refused()
    {
        var closed = TwoFields.IndexOf("--b--", StringComparison.Ordinal) + "--b--".Length;
        for (var length = 1; length < closed; length++)
        {
            var fields = await ReadAsync(Type, TwoFields[..length]);

            Assert.Equal(400, fields.Refusal?.Status);
        }
    }

    [Fact]
    public async Task A_header_without_end_is_refused()
    {
        var fields = await ReadAsync(Type, "--b\r\nX: " + new string('x', 20_000));

        Assert.Equal(
            new ApiError(400, "The request body is not valid multipart/form-data: the header of a part is longer than 16384 bytes."),
            fields.Refusal);
    }

    [Fact]
    public async Task More_than_a_thousand_parts_are_refused()
    {
        var body = new StringBuilder();
        for (var part = 0; part <= 1000; part++)
        {
            body.Append($"--b\r\nContent-Disposition: form-data; name=\"x{part}\"\r\n\r\n1\r\n");
        }

        var fields = await ReadAsync(Type, body.Append("--b--").ToString());

        Assert.Equal(ApiErrors.TooManyFields(1000), fields.Refusal);
    }
}
