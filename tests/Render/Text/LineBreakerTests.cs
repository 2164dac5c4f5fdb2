using System.Globalization;
using System.IO.Compression;
using System.Text;
using Repeater.Render.Text;

namespace Repeater.Tests.Render.Text;

public class LineBreakerTests
{
    [Fact]
    public void Every_case_of_LineBreakTest_of_unicode_15_passes()
    {
        using var file = new StreamReader(new GZipStream(File.OpenRead(TestFiles.Data("LineBreakTest-15.0.txt.gz")), CompressionMode.Decompress));
        var cases = 0;
        var failures = new List<string>();
        while (file.ReadLine() is { } line)
        {
            var marks = line.Split('#')[0].Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
            if (marks.Length == 0)
            {
                continue;
            }

            cases++;
            var text = new StringBuilder();
            var expected = new StringBuilder();
            for (var i = 1; i < marks.Length; i += 2)
            {
                expected.Append(text.Length == 0 ? "" : marks[i - 1]);
                text.Append(new Rune(int.Parse(marks[i], NumberStyles.HexNumber, CultureInfo.InvariantCulture)));
            }

            if (Marks(text.ToString(), chinese: false) != expected.ToString())
            {
                failures.Add(line);
            }
        }

        Assert.Empty(failures);
        Assert.Equal(7654, cases);
    }

    [Theory]
    [InlineData("他说：“你好”，我笑。", "他|说：|“你|好”，|我|笑。")]
    [InlineData("say “hi” now", "say |“hi” |now")]
    [InlineData("他——我……们", "他|——|我……|们")]
    [InlineData("增长25%了，约100℃", "增|长|25%|了，|约|100℃")]
    [InlineData("价格￥100或$5", "价|格|￥100|或|$5")]
    [InlineData("コーヒーとキャット", "コー|ヒー|と|キャッ|ト")]
    [InlineData("《红楼梦》（上）！", "《红|楼|梦》|（上）！")]
    [InlineData("列奥·达·芬奇，三～五", "列|奥·|达·|芬|奇，|三～|五")]
    [InlineData("用C#和.NET写", "用|C#|和|.NET|写")]
    [InlineData("https://a.com/b?c=d", "https://|a.com/|b?|c=d")]
    [InlineData("well-known and/or", "well-|known |and/|or")]
    [InlineData("run -c x --nologo -1", "run |-c |x |--nologo |-1")]
    [InlineData("用-o指定，北京-上海，A - B", "用|-o|指|定，|北|京-|上|海，|A |- |B")]
    [InlineData("👨‍👩‍👧好👍🏽的🇨🇳🇯🇵", "👨‍👩‍👧|好|👍🏽|的|🇨🇳|🇯🇵")]
    public void Chinese_text_breaks_where_a_typesetter_would(string text, string expected) =>
        Assert.Equal(expected, Insert(text, LineBreaker.FindBreaks(text, chinese: true)));

    [Fact]
    public void A_new_line_is_a_mandatory_break_and_the_text_begins_with_none()
    {
        var breaks = LineBreaker.FindBreaks("a\nb", chinese: true);

        Assert.Equal([LineBreak.Forbidden, LineBreak.Forbidden, LineBreak.Mandatory], breaks);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\ud83d")]
    [InlineData("a\udc00\ud800b")]
    public void Broken_surrogates_are_no_error(string text) =>
        Assert.Equal(text.Length, LineBreaker.FindBreaks(text, chinese: true).Length);

    static string Insert(string text, LineBreak[] breaks) =>
        string.Concat(text.Select((c, i) => breaks[i] == LineBreak.Forbidden ? c.ToString() : "|" + c));

    static string Marks(string text, bool chinese)
    {
        var breaks = LineBreaker.FindBreaks(text, chinese);
        var marks = new StringBuilder();
        for (var at = 0; at < text.Length;)
        {
            marks.Append(at == 0 ? "" : breaks[at] == LineBreak.Forbidden ? "×" : "÷");
            at += Rune.GetRuneAt(text, at).Utf16SequenceLength;
        }

        return marks.ToString();
    }
}
