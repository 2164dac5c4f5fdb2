using Repeater.Commands.Terminal;
using static Repeater.Tests.Commands.FakeTerminal;

namespace Repeater.Tests.Commands;

/// <summary>Writing in a terminal, and what it looks like.</summary>
public class LineEditorTests
{
    static readonly ConsoleKeyInfo Enter = Type("\r")[0];

    [Theory]
    [InlineData(40)]
    [InlineData(80)]
    public void Chinese_and_emoji_are_wrapped_by_their_width_and_the_cursor_stands_behind_them(int width)
    {
        var text = string.Concat(Enumerable.Repeat("你好，世界😀", 12));
        var terminal = new FakeTerminal(width, 20, [.. Type(text), Key(ConsoleKey.LeftArrow), .. Type("x"), Enter]);

        var entered = new LineEditor(terminal).Read("> ");

        Assert.Equal((InputEnd.Sent, text[..^2] + "x😀"), (entered.End, entered.Text));
        Assert.Equal($"> {text[..^2]}x😀", string.Concat(terminal.Rows));
        Assert.All(terminal.Rows, row => Assert.InRange(Repeater.Commands.DisplayWidth.Of(row), 0, width));
        Assert.Equal(terminal.Rows.Count - 1, terminal.Cursor.Row);
    }

    [Theory]
    [InlineData("👨‍👩‍👧a")]
    [InlineData("👍🏽a")]
    [InlineData("é́a")]
    [InlineData("🇨🇳a")]
    public void What_a_reader_takes_for_one_character_is_removed_as_one(string text)
    {
        var terminal = new FakeTerminal(20, 10, [.. Type(text), Key(ConsoleKey.LeftArrow), Key(ConsoleKey.Backspace), Enter]);

        Assert.Equal("a", new LineEditor(terminal).Read("> ").Text);
    }

    [Fact]
    public void Several_lines_are_written_with_alt_enter_ctrl_j_or_a_backslash()
    {
        var terminal = new FakeTerminal(
            40, 10,
            [.. Type("one"), Key(ConsoleKey.Enter, alt: true), .. Type("two"), Key(ConsoleKey.J, control: true), .. Type("three\\\rfour\r")]);

        Assert.Equal("one\ntwo\nthree\nfour", new LineEditor(terminal).Read("你> ").Text);
        Assert.Equal(["你> one", "    two", "    three", "    four", ""], terminal.Rows);
    }

    [Fact]
    public void A_pasted_line_break_does_not_send()
    {
        var terminal = new FakeTerminal(40, 10, Type("one\rtwo\r")) { Pasted = 7 };

        Assert.Equal("one\ntwo", new LineEditor(terminal).Read("> ").Text);
    }

    [Fact]
    public void Up_and_down_bring_back_what_was_sent_and_what_was_being_written()
    {
        var up = Key(ConsoleKey.UpArrow);
        var down = Key(ConsoleKey.DownArrow);
        var terminal = new FakeTerminal(40, 10, [.. Type("draft"), up, up, up, Enter, .. Type("draft"), up, up, down, down, Enter]);
        var editor = new LineEditor(terminal);
        editor.Remember("first");
        editor.Remember("second");

        Assert.Equal("first", editor.Read("> ").Text);
        Assert.Equal("draft", editor.Read("> ").Text);
    }

    [Fact]
    public void Up_goes_through_the_lines_of_a_text_first()
    {
        var terminal = new FakeTerminal(40, 10, [.. Type("你好"), Key(ConsoleKey.Enter, alt: true), .. Type("abcd"), Key(ConsoleKey.UpArrow), .. Type("!"), Enter]);

        Assert.Equal("你好!\nabcd", new LineEditor(terminal).Read("> ").Text);
    }

    [Fact]
    public void Words_and_lines_are_removed_by_the_usual_keys()
    {
        var control = (ConsoleKey key) => Key(key, control: true);
        var terminal = new FakeTerminal(
            40, 10, [.. Type("one two three"), control(ConsoleKey.W), control(ConsoleKey.A), .. Type("0 "), control(ConsoleKey.RightArrow), control(ConsoleKey.K), Enter]);

        Assert.Equal("0 one", new LineEditor(terminal).Read("> ").Text);
    }

    [Fact]
    public void Ctrl_c_throws_away_and_ctrl_d_closes()
    {
        var editor = new LineEditor(new FakeTerminal(40, 10, [.. Type("x"), Key(ConsoleKey.C, control: true), Key(ConsoleKey.D, control: true)]));

        Assert.Equal(new Entered(InputEnd.Cancelled, "x"), editor.Read("> "));
        Assert.Equal(InputEnd.Closed, editor.Read("> ").End);
    }

    [Fact]
    public void A_text_longer_than_the_window_shows_the_part_around_the_cursor()
    {
        var terminal = new FakeTerminal(10, 5, [.. Type(new string('a', 100) + "end"), Key(ConsoleKey.LeftArrow), Key(ConsoleKey.RightArrow), Enter]);

        new LineEditor(terminal).Read("> ");

        Assert.Equal(5, terminal.Rows.Count);
        Assert.EndsWith("end", terminal.Rows[3]);
    }
}
