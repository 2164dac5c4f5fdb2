using Repeater.Endpoints;
using static Repeater.Tests.Endpoints.RequestReader;

namespace Repeater.Tests.Endpoints;

public class RequestBodyTests
{
    [Theory]
    [InlineData("a+b%2Bc", "a b+c")]
    [InlineData("%E4%BD%A0%E5%A5%BD%F0%9F%98%80", "你好😀")]
    [InlineData("你好😀", "你好😀")]
    [InlineData("%4", "%4")]
    [InlineData("%", "%")]
    [InlineData("%zz%4x", "%zz%4x")]
    [InlineData("100%25%2541", "100%%41")]
    [InlineData("a%FFb", "a\uFFFDb")]
    [InlineData("%E4%BD", "\uFFFD")]
    [InlineData("%ED%A0%80", "\uFFFD\uFFFD\uFFFD")]
    [InlineData("a%00b", "a\0b")]
    [InlineData("%E2%80%AEabc", "\u202Eabc")]
    [InlineData("a=b=c", "a=b=c")]
    [InlineData("a;b", "a;b")]
    public async Task Urlencoded_text_is_decoded_once_as_utf8(string sent, string expected)
    {
        var fields = await ReadAsync(Form, "x=" + sent);

        Assert.Equal(expected, fields.RequiredText("x"));
    }

    [Fact]
    public async Task Raw_bytes_that_are_no_utf8_become_replacement_characters()
    {
        var fields = await ReadAsync(Form, [.. "x=a"u8, 0xFF, 0xE4, 0xBD, .. "b"u8]);

        Assert.Equal("a\uFFFD\uFFFDb", fields.RequiredText("x"));
    }

    [Fact]
    public async Task A_long_value_is_decoded_whole()
    {
        var text = string.Concat(Enumerable.Repeat("你好 ", 2000));

        var fields = await ReadAsync(Form, "x=" + Uri.EscapeDataString(text));

        Assert.Equal(text, fields.RequiredText("x"));
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("UTF8")]
    [InlineData("\"utf-8\"")]
    [InlineData("us-ascii")]
    public async Task Utf8_by_any_of_its_names_is_read(string charset)
    {
        var fields = await ReadAsync($"{Form}; charset={charset}", "x=1");

        Assert.Equal("1", fields.RequiredText("x"));
    }

    [Fact]
    public async Task Another_charset_is_refused_by_name()
    {
        var fields = await ReadAsync($"{Form}; charset=gbk", "x=1");

        Assert.Equal((415, """{"detail":"Charset 'gbk' is not supported: send UTF-8."}"""), await AnswerAsync(fields.Refusal));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("text/plain")]
    [InlineData("application/octet-stream")]
    [InlineData("nonsense")]
    public async Task Any_other_content_is_the_empty_form(string? type)
    {
        var fields = await ReadAsync(type, "x=1");

        Assert.False(fields.Has("x"));
        Assert.Null(fields.Refusal);
    }

    [Fact]
    public async Task More_than_a_thousand_fields_are_refused()
    {
        var many = string.Join('&', Enumerable.Repeat("x=1", 1001));

        var body = await ReadAsync(Form, many);
        var query = await ReadAsync(Form, "", "?" + many, FieldSources.Query);
        var json = await ReadAsync(Json, "{" + string.Join(',', Enumerable.Range(0, 1001).Select(n => $"\"x{n}\":1")) + "}");

        Assert.All([body, query, json], fields => Assert.Equal(
            new ApiError(400, "Too many fields. Maximum number of fields is 1000."), fields.Refusal));
    }
}
