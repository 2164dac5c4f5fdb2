using System.Text;
using System.Text.Json;
using Repeater.Llm;

namespace Repeater.Tests.Llm;

public class JsonTextTests
{
    public static TheoryData<string, string> Strings => new()
    {
        { "\"\"", "" },
        { "\"plain 你好😀\"", "plain 你好😀" },
        { """ "\"\\\/\b\f\n\r\t" """, "\"\\/\b\f\n\r\t" },
        { """ "a\u4f60\u597Db" """, "a你好b" },
        { """ "\uD83D\uDE00" """, "😀" },
        { """ "\uD83D" """, "\uD83D" },
        { """ "x\uDE00y" """, "x\uDE00y" },
        { """ "你\uD83D\n" """, "你\uD83D\n" },
    };

    [Theory, MemberData(nameof(Strings), DisableDiscoveryEnumeration = true)]
    public void Strings_are_read_as_they_are_halves_included(string json, string expected) =>
        Assert.Equal(expected, Read(Encoding.UTF8.GetBytes(json)));

    [Theory]
    [InlineData("1")]
    [InlineData("null")]
    [InlineData("true")]
    public void What_is_no_string_is_null(string json) => Assert.Null(Read(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void Bytes_that_are_not_utf8_are_replaced()
    {
        Assert.Equal("a\uFFFDb", Read([(byte)'"', (byte)'a', 0xFF, (byte)'b', (byte)'"']));
        Assert.Equal("\uFFFD\n", Read([(byte)'"', 0xE4, 0xBD, (byte)'\\', (byte)'n', (byte)'"']));
    }

    static string? Read(byte[] json)
    {
        var reader = new Utf8JsonReader(json);
        Assert.True(reader.Read());
        return reader.GetText();
    }
}
