using System.Text;
using Repeater.Llm;

namespace Repeater.Tests.Llm;

public class ThinkSplitterTests
{
    [Theory]
    [InlineData("plain", "", "plain")]
    [InlineData("", "", "")]
    [InlineData("<think>why</think>because", "why", "because")]
    [InlineData("<think>\nwhy\n</think>\n\nbecause\n", "why\n", "because\n")]
    [InlineData(" \n<think>why</think>because", "why", "because")]
    [InlineData("<think>\n\n</think>\n\nbecause", "", "because")]
    [InlineData("<think></think>", "", "")]
    [InlineData("<think>never closed", "never closed", "")]
    [InlineData("<think>a < b </thin> c</think>d", "a < b </thin> c", "d")]
    [InlineData("<think>a</think>b</think>c", "a", "b</think>c")]
    [InlineData("<think>a</think><think>b</think>c", "a", "<think>b</think>c")]
    [InlineData("<think>a</thi", "a</thi", "")]
    [InlineData("<thi", "", "<thi")]
    [InlineData("<thinking>a</thinking>", "", "<thinking>a</thinking>")]
    [InlineData("the tag <think> is text here</think>", "", "the tag <think> is text here</think>")]
    [InlineData("  leading blanks stay", "", "  leading blanks stay")]
    [InlineData("</think>first", "", "</think>first")]
    [InlineData("<think>想😀</think>好", "想😀", "好")]
    public void A_leading_block_is_reasoning_however_it_is_cut(string text, string reasoning, string content)
    {
        for (var size = 1; size <= text.Length + 1; size++)
        {
            Assert.Equal((reasoning, content), Split(text, size));
        }
    }

    [Fact]
    public void Text_is_held_back_only_while_it_may_be_a_tag()
    {
        var splitter = new ThinkSplitter();

        Assert.Equal(("", ""), splitter.Push("<think>"));
        Assert.Equal(("a", ""), splitter.Push("a</"));
        Assert.Equal(("</b", ""), splitter.Push("b"));
        Assert.Equal(("", "x"), splitter.Push("</think>x"));
        Assert.Equal(("", "</"), splitter.Push("</"));
    }

    [Fact]
    public void Endless_blanks_are_not_waited_out()
    {
        var (reasoning, content) = Split(new string('\n', 100_000) + "<think>", 1);

        Assert.Equal(("", 100_007), (reasoning, content.Length));
    }

    static (string Reasoning, string Content) Split(string text, int size)
    {
        var splitter = new ThinkSplitter();
        var (reasoning, content) = (new StringBuilder(), new StringBuilder());
        foreach (var piece in text.Chunk(size).Select(chars => splitter.Push(new string(chars))).Append(("", "")))
        {
            reasoning.Append(piece.Item1);
            content.Append(piece.Item2);
        }
        var rest = splitter.Finish();
        return (reasoning.Append(rest.Reasoning).ToString(), content.Append(rest.Content).ToString());
    }
}
