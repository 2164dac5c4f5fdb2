using System.Text;
using System.Text.Json;
using Repeater.Storage;

namespace Repeater.Tests.Storage;

/// <summary>The file format: what stands in a file, and what becomes of every kind of file that is not as it should be.</summary>
public sealed class BranchFileTests : IDisposable
{
    const string Header = """{"repeater":1,"kind":"context","branch":"default","user":"u","created":"2026-03-04T05:06:07+00:00","crc":"d22f759a"}""";

    static readonly DateTimeOffset At = new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);

    readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, string> Lines()
    {
        var lines = new TheoryData<string, string>();
        foreach (var (operation, line) in Operations())
        {
            lines.Add(operation.GetType().Name, line);
        }

        return lines;
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public void Every_operation_is_one_line_and_is_read_back_as_it_was(string name, string line)
    {
        var operation = Operations().Single(item => item.Line == line).Operation;

        Assert.Equal(line + "\n", Encoding.UTF8.GetString(BranchFile.Line(operation)));
        var content = Parse($"{Header}\n{line}\n");
        Assert.Equal(operation.GetType(), content.Operations.Single().Operation.GetType());
        Assert.Equal(line + "\n", Encoding.UTF8.GetString(BranchFile.Line(content.Operations.Single().Operation with { Checksum = null })));
        Assert.StartsWith(name, operation.ToString());
    }

    [Fact]
    public void Every_operation_there_is_has_its_line_here()
    {
        var known = typeof(BranchOperation).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(BranchOperation)));

        Assert.Equal(known.Select(type => type.Name).Order(), Operations().Select(item => item.Operation.GetType().Name).Distinct().Order());
    }

    [Fact]
    public void The_header_says_what_the_file_is()
    {
        var header = new BranchHeader { Version = 1, Kind = "context", Branch = "default", User = "u", Created = At };

        Assert.Equal(Header + "\n", Encoding.UTF8.GetString(BranchFile.Line(header)));
        Assert.Equal(header, Parse(Header + "\n").Header with { Checksum = null });
    }

    [Fact]
    public void A_file_cut_at_any_byte_keeps_its_whole_lines_and_nothing_else()
    {
        var lines = Operations().Select(item => item.Line).ToArray();
        var whole = Encoding.UTF8.GetBytes(string.Join('\n', [Header, .. lines]) + "\n");
        var headerEnd = Encoding.UTF8.GetByteCount(Header);

        for (var length = headerEnd; length <= whole.Length; length++)
        {
            var content = BranchFile.Parse(whole.AsSpan(0, length), "f");

            // A line counts as soon as nothing but its line break is missing.
            var expected = whole.AsSpan(0, length).Count((byte)'\n') - 1 + (length == whole.Length || whole[length] == '\n' ? 1 : 0);
            expected = Math.Max(0, length == whole.Length ? lines.Length : expected);
            Assert.Equal(expected, content.Operations.Count);
            Assert.Equal(length, content.Length + content.TornTail.Length);
            Assert.Equal(whole[..length], whole[..(int)content.Length].Concat(content.TornTail));
        }
    }

    [Fact]
    public void A_file_cut_inside_its_header_is_damaged_and_not_empty()
    {
        for (var length = 0; length < Encoding.UTF8.GetByteCount(Header); length++)
        {
            var error = Assert.Throws<StorageException>(() => Parse(Header[..length]));

            Assert.Equal(StorageFailure.Damaged, error.Failure);
            Assert.StartsWith("f, line 1: ", error.Message);
        }
    }

    [Fact]
    public void Without_receipts_everything_else_is_read_the_same()
    {
        var file = string.Join('\n', [Header, .. Operations().Select(item => item.Line)]) + "\n";

        var fast = BranchFile.Parse(Encoding.UTF8.GetBytes(file), "f", withTurns: false);

        Assert.Equal(Describe(Parse(file)).Split('\n').Select(WithoutTurn), Describe(fast).Split('\n').Select(WithoutTurn));
        Assert.Null(Assert.IsType<AppendMessages>(fast.Operations[1].Operation).Turn);
        Assert.Equal("k 1", fast.Operations[0].Operation.Key);

        static string WithoutTurn(string line) =>
            line.Contains("\"append\"") && line.Contains(",\"turn\"") ? line[..line.IndexOf(",\"turn\"", StringComparison.Ordinal)] : line.Split(",\"crc\"")[0];
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Every_single_bit_that_flips_is_noticed_or_changes_nothing(bool withTurns)
    {
        var whole = Encoding.UTF8.GetBytes(string.Join('\n', [Header, .. Operations().Select(item => item.Line)]) + "\n");
        var expected = Describe(BranchFile.Parse(whole, "f", withTurns));

        for (var bit = 0; bit < whole.Length * 8; bit++)
        {
            var bytes = whole.ToArray();
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));

            try
            {
                Assert.Equal(expected, Describe(BranchFile.Parse(bytes, "f", withTurns)));
            }
            catch (StorageException error)
            {
                Assert.Equal(StorageFailure.Damaged, error.Failure);
                Assert.Matches("^f, line [0-9]+: ", error.Message);
            }
        }
    }

    [Theory]
    [InlineData("\r\n")]
    [InlineData(" \t\n")]
    [InlineData("\n\n")]
    public void Other_line_ends_and_white_space_change_nothing(string end)
    {
        var content = Parse(string.Join(end, [Header, .. Operations().Select(item => item.Line)]) + end);

        Assert.Equal(Operations().Count, content.Operations.Count);
        Assert.Empty(content.TornTail);
        Assert.All(content.Operations, item => Assert.NotNull(item.Operation.Checksum));
    }

    [Fact]
    public void Damage_is_noticed_with_other_line_ends_too()
    {
        var error = Assert.Throws<StorageException>(() => Parse($"{Header}\r\n{Operations()[0].Line.Replace("hi", "ho")}\r\n"));

        Assert.Equal("f, line 2: the checksum does not fit: the line was damaged, or changed by hand without removing its crc.", error.Message);
    }

    [Fact]
    public void A_byte_order_mark_is_no_part_of_the_header()
    {
        var content = Parse("\uFEFF" + Header + "\n" + Operations()[0].Line + "\n");

        Assert.Equal(Encoding.UTF8.GetByteCount(Header) + Encoding.UTF8.GetByteCount(Operations()[0].Line) + 5, content.Length);
    }

    [Theory]
    [InlineData("""{"op":"clear","at":"2026-03-04T05:06:07+00:00"}""")]
    [InlineData("""  {  "at" : "2026-03-04T05:06:07Z", "op" : "clear" }  """)]
    public void A_line_written_by_hand_needs_no_checksum(string line)
    {
        Assert.IsType<Clear>(Parse($"{Header}\n{line}\n").Operations.Single().Operation);
        var last = Parse($"{Header}\n{line}");
        Assert.IsType<Clear>(last.Operations.Single().Operation);
        Assert.True(last.LacksLineBreak);
    }

    [Theory]
    [InlineData("""{"op":"clear","at":"2026-03-04T05:06:07+00:00","crc":"00000000"}""", "the checksum does not fit: the line was damaged, or changed by hand without removing its crc.")]
    [InlineData("""{"op":"clear","crc":"00000000","at":"2026-03-04T05:06:07+00:00"}""", "the crc is damaged, or not the last member as it has to be.")]
    [InlineData("""{"op":"clear","at":"2026-03-04T05:06:07+00:00","crc":"0000000g"}""", "the crc is damaged, or not the last member as it has to be.")]
    [InlineData("""{"op":"undo_all","at":"2026-03-04T05:06:07+00:00"}""", "this version does not know the operation 'undo_all': a newer one wrote it.")]
    [InlineData("""{"op":"clear","at":"2026-03-04T05:06:07+00:00","note":"x"}""", "the line cannot be read (")]
    [InlineData("""{"op":"append","messages":[{"id":"a","role":"user"}]}""", "the line cannot be read (")]
    [InlineData("""{"op":"append","messages":[{"id":"a","role":"user","content":null}]}""", "the line cannot be read (")]
    [InlineData("""{"op":"append"}""", "the line cannot be read (")]
    [InlineData("""{"at":"2026-03-04T05:06:07+00:00"}""", "the line cannot be read (")]
    [InlineData("null", "the line is null.")]
    [InlineData("[]", "the line cannot be read (")]
    [InlineData("hello", "the line cannot be read (")]
    [InlineData("{\"op\":\"clear\"", "the line cannot be read (")]
    [InlineData("\0\0\0\0", "the line cannot be read (")]
    public void A_bad_line_is_named(string line, string sentence)
    {
        var error = Assert.Throws<StorageException>(() => Parse($"{Header}\n{Operations()[0].Line}\n{line}\n{Operations()[0].Line}\n"));

        Assert.Equal(StorageFailure.Damaged, error.Failure);
        Assert.StartsWith($"f, line 3: {sentence}", error.Message);
    }

    [Theory]
    [InlineData("""{"repeater":2,"kind":"context","more":1}""", "f, line 1: the file has format 2, this version reads format 1.")]
    [InlineData("""{"op":"clear","at":"2026-03-04T05:06:07+00:00"}""", "f, line 1: the line cannot be read (")]
    [InlineData("", "f, line 1: the file is empty: it does not even say what it is.")]
    [InlineData("\uFEFF", "f, line 1: the file is empty: it does not even say what it is.")]
    [InlineData("\n \n", "f, line 1: the file is empty: it does not even say what it is.")]
    [InlineData("\0\0\0", "f, line 1: the line cannot be read (")]
    public void A_bad_header_is_named(string file, string sentence)
    {
        Assert.StartsWith(sentence, Assert.Throws<StorageException>(() => Parse(file)).Message);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{\"op\":\"app")]
    [InlineData("{\"op\":\"append\",\"at\":")]
    [InlineData("{\"op\":\"append\",\"messages\":[{\"id\":\"a\",\"content\":\"你")]
    [InlineData("\0\0\0\0\0\0\0\0")]
    [InlineData("{\"op\":\"app\0\0\0\0\0\0\0")]
    public void The_start_of_a_line_at_the_end_is_torn(string tail)
    {
        var whole = $"{Header}\n{Operations()[0].Line}\n";

        var content = Parse(whole + tail);

        Assert.Equal(tail, Encoding.UTF8.GetString(content.TornTail));
        Assert.Equal(Encoding.UTF8.GetByteCount(whole), content.Length);
        Assert.Single(content.Operations);
    }

    [Theory]
    [InlineData("hello")]
    [InlineData("{\"op\":\"clear\"}x")]
    [InlineData("{\"op\";")]
    [InlineData("7")]
    [InlineData("{\"op\":\"clear\",\"at\":\"2026-03-04T05:06:07+00:00\",\"crc\":\"00000000\"}")]
    public void What_cannot_be_the_start_of_a_line_is_damage_also_at_the_end(string tail)
    {
        var error = Assert.Throws<StorageException>(() => Parse($"{Header}\n{Operations()[0].Line}\n{tail}"));

        Assert.Equal(StorageFailure.Damaged, error.Failure);
        Assert.StartsWith("f, line 3: ", error.Message);
    }

    [Fact]
    public void Zeros_behind_a_whole_line_are_torn_and_the_line_is_not()
    {
        var content = Parse($"{Header}\n{Operations()[0].Line}\0\0\0");

        Assert.Single(content.Operations);
        Assert.Equal(3, content.TornTail.Length);
        Assert.True(content.LacksLineBreak);
    }

    [Fact]
    public async Task A_torn_end_is_set_aside_in_a_file_of_its_own_before_the_next_write()
    {
        using (var store = _folder.Open())
        {
            await store.SayAsync("u", "one");
        }

        var path = _folder.FileOf("u");
        var whole = await File.ReadAllTextAsync(path);
        await File.AppendAllTextAsync(path, "{\"op\":\"append\",\"mess");
        using (var store = _folder.Open())
        {
            Assert.Equal(["one"], await store.TextsAsync("u"));
            Assert.Equal(["Context_UserData/u/ParallelData/default.jsonl"], _folder.Files());
            Assert.Contains(_folder.LogLines, line => line.Contains("default.jsonl ends with 20 bytes of a write that never ended"));

            Assert.Equal(["one", "two"], StoreSentences.Texts(await store.SayAsync("u", "two")));
        }

        var aside = Assert.Single(_folder.Files(), file => file.Contains(".torn-"));
        Assert.Equal("{\"op\":\"append\",\"mess", await File.ReadAllTextAsync(System.IO.Path.Combine(_folder.Path, aside)));
        Assert.StartsWith(whole + "{\"op\":\"append\"", await File.ReadAllTextAsync(path));
        using var later = _folder.Open();
        Assert.Equal(["one", "two"], await later.TextsAsync("u"));
    }

    [Fact]
    public async Task A_last_line_without_its_line_break_gets_one_before_the_next()
    {
        using (var store = _folder.Open())
        {
            await store.SayAsync("u", "one");
        }

        var path = _folder.FileOf("u");
        await File.WriteAllTextAsync(path, (await File.ReadAllTextAsync(path)).TrimEnd('\n'));
        using (var store = _folder.Open())
        {
            await store.SayAsync("u", "two");
        }

        Assert.Equal(3, (await File.ReadAllLinesAsync(path)).Length);
        using var later = _folder.Open();
        Assert.Equal(["one", "two"], await later.TextsAsync("u"));
    }

    [Theory]
    [InlineData("append", "default.jsonl, line 4: ")]
    [InlineData("rewrite", "default.jsonl, line 4: there is no message 'gone' to rewrite.")]
    [InlineData("role", "default.jsonl, line 4: 'robot' is no role.")]
    [InlineData("foreign", "default.jsonl, line 4: a context branch has no operation SetPrompt.")]
    [InlineData("undo", "default.jsonl, line 5: there is nothing to undo.")]
    [InlineData("redo", "default.jsonl, line 4: there is nothing to redo.")]
    [InlineData("restore", "default.jsonl, line 4: there is no operation 3 before it.")]
    [InlineData("insert", "default.jsonl, line 4: there is no message 'gone' to put others before.")]
    [InlineData("kind", "default.jsonl, line 1: this is a prompt branch in the folder for context branches.")]
    public async Task A_damaged_branch_answers_with_file_and_line_and_the_others_go_on(string damage, string sentence)
    {
        using (var store = _folder.Open())
        {
            await store.SayAsync("u", "one");
            await store.SayAsync("u", "two");
            await store.SayInAsync("u", "other", "three");
        }

        var path = _folder.FileOf("u");
        var text = await File.ReadAllTextAsync(path);
        await File.WriteAllTextAsync(path, damage switch
        {
            "append" => text + "{\"op\":\"append\"}\n",
            "rewrite" => text + "{\"op\":\"rewrite\",\"id\":\"gone\",\"content\":\"x\"}\n",
            "role" => text + "{\"op\":\"append\",\"messages\":[{\"id\":\"a\",\"role\":\"robot\",\"content\":\"x\"}]}\n",
            "undo" => text + "{\"op\":\"undo\",\"steps\":2}\n{\"op\":\"undo\"}\n",
            "redo" => text + "{\"op\":\"redo\"}\n",
            "restore" => text + "{\"op\":\"restore\",\"to\":3}\n",
            "insert" => text + "{\"op\":\"insert\",\"before\":\"gone\",\"messages\":[]}\n",
            "foreign" => text + "{\"op\":\"set_prompt\",\"text\":\"x\"}\n",
            _ => "{\"repeater\":1,\"kind\":\"prompt\",\"branch\":\"default\",\"user\":\"u\",\"created\":\"2026-03-04T05:06:07+00:00\"}\n",
        });

        using var later = _folder.Open();
        var reading = await Assert.ThrowsAsync<StorageException>(() => later.TextsAsync("u"));
        var writing = await Assert.ThrowsAsync<StorageException>(() => later.SayAsync("u", "four"));
        Assert.Contains(sentence, reading.Message);
        Assert.StartsWith(_folder.Path, reading.Message);
        Assert.Equal(StorageFailure.Damaged, reading.Failure);
        Assert.Equal(reading.Message, writing.Message);
        Assert.Equal(["three", "five"], StoreSentences.Texts(await later.SayInAsync("u", "other", "five")));
        Assert.Equal(["default", "other"], await later.Contexts.BranchesAsync(StoreFolder.User("u")));
    }

    [Fact]
    public async Task A_damaged_branch_can_be_deleted_and_begun_again_and_is_kept_in_the_trash()
    {
        var path = _folder.WriteFile("u", "default.jsonl", "rubbish\n");
        using var store = _folder.Open();

        await store.Contexts.DeleteAsync(StoreFolder.User("u"), BranchName.Default);

        Assert.Equal(["new"], StoreSentences.Texts(await store.SayAsync("u", "new")));
        Assert.StartsWith("{\"repeater\":1,", await File.ReadAllTextAsync(path));
        var trash = Assert.Single(_folder.Files(), file => file.StartsWith(".repeater/trash/Context_UserData/u/default~20260304T050607000-"));
        Assert.Equal("rubbish\n", await File.ReadAllTextAsync(System.IO.Path.Combine(_folder.Path, trash)));
    }

    [Fact]
    public async Task A_value_as_deep_as_any_is_read_back()
    {
        var deep = new string('[', 480) + new string(']', 480);
        _folder.WriteFile("UserConfig_UserData", "u", "default.json", Encoding.UTF8.GetBytes($$"""{"deep":{{deep}}}"""));
        using (var store = _folder.Open())
        {
            await store.Configs.ApplyAsync(StoreFolder.User("u"), BranchName.Default, _ => new RemoveValue { Name = "x" });
        }

        using var later = _folder.Open();
        var values = await later.Configs.ReadAsync(StoreFolder.User("u"), BranchName.Default);
        Assert.Equal(deep, values.Find("deep")!.Value.GetRawText());
    }

    static BranchContent Parse(string file) => BranchFile.Parse(Encoding.UTF8.GetBytes(file), "f");

    static string Describe(BranchContent content) =>
        Encoding.UTF8.GetString([.. content.Operations.SelectMany(item => BranchFile.Line(item.Operation with { Checksum = null }))]);

    static List<(BranchOperation Operation, string Line)> Operations()
    {
        using var json = JsonDocument.Parse("""{"v":{"a":[1,2.50,"x",null,true]}}""");
        var value = json.RootElement.GetProperty("v").Clone();
        var extra = new Dictionary<string, JsonElement> { ["prefix"] = JsonDocument.Parse("true").RootElement };
        StoredMessage user = new() { Id = "a1", Role = "user", Content = "hi \"你好\" 😀\n" };
        StoredMessage reply = new()
        {
            Id = "a2",
            Role = "assistant",
            Content = "ho",
            Name = "bot",
            ReasoningContent = "why",
            Interrupted = true,
            Extra = extra,
        };
        var turn = new TurnReceipt
        {
            ModelName = "M",
            ModelType = "chat",
            ModelId = "m-1",
            FinishReason = "stop",
            Usage = new Usage { PromptTokens = 3, CompletionTokens = 4, TotalTokens = 7, CachedTokens = 1, ReasoningTokens = 2 },
            TimeMs = 12,
        };
        return
        [
            (new AppendMessages { At = At, Key = "k 1", Messages = [user, reply], Turn = turn },
                """{"op":"append","at":"2026-03-04T05:06:07+00:00","key":"k 1","messages":[{"id":"a1","role":"user","content":"hi \"你好\" 😀\n"},{"id":"a2","role":"assistant","content":"ho","name":"bot","reasoning_content":"why","interrupted":true,"extra":{"prefix":true}}],"turn":{"model_name":"M","model_type":"chat","model_id":"m-1","finish_reason":"stop","usage":{"prompt_tokens":3,"completion_tokens":4,"total_tokens":7,"cached_tokens":1,"reasoning_tokens":2},"time_ms":12},"crc":"73c3e1de"}"""),
            (new AppendMessages { At = At, Messages = [user] },
                """{"op":"append","at":"2026-03-04T05:06:07+00:00","messages":[{"id":"a1","role":"user","content":"hi \"你好\" 😀\n"}],"crc":"bd6fba61"}"""),
            (new AppendMessages { At = At, Key = "k 1", Request = "00ff", Messages = [user] },
                """{"op":"append","at":"2026-03-04T05:06:07+00:00","key":"k 1","request":"00ff","messages":[{"id":"a1","role":"user","content":"hi \"你好\" 😀\n"}],"crc":"ad1fd2bc"}"""),
            (new InsertMessages { At = At, Messages = [user], Before = "a2" },
                """{"op":"insert","at":"2026-03-04T05:06:07+00:00","messages":[{"id":"a1","role":"user","content":"hi \"你好\" 😀\n"}],"before":"a2","crc":"2e940c84"}"""),
            (new RewriteMessage { At = At, Id = "a2", Content = "new", ReasoningContent = "because", Interrupted = false, Turn = turn with { Usage = null, FinishReason = null } },
                """{"op":"rewrite","at":"2026-03-04T05:06:07+00:00","id":"a2","content":"new","reasoning_content":"because","interrupted":false,"turn":{"model_name":"M","model_type":"chat","model_id":"m-1","time_ms":12},"crc":"996f56eb"}"""),
            (new WithdrawMessages { At = At, Ids = ["a1", "a2"] },
                """{"op":"withdraw","at":"2026-03-04T05:06:07+00:00","ids":["a1","a2"],"crc":"83e2c517"}"""),
            (new ReplaceMessages { At = At, Messages = [user], Source = "default.json" },
                """{"op":"replace","at":"2026-03-04T05:06:07+00:00","messages":[{"id":"a1","role":"user","content":"hi \"你好\" 😀\n"}],"source":"default.json","crc":"387da8d9"}"""),
            (new SetPrompt { At = At, Text = "You are </b>" },
                """{"op":"set_prompt","at":"2026-03-04T05:06:07+00:00","text":"You are </b>","crc":"17c59154"}"""),
            (new SetValue { At = At, Name = "stop", Value = value },
                """{"op":"set","at":"2026-03-04T05:06:07+00:00","name":"stop","value":{"a":[1,2.50,"x",null,true]},"crc":"d67379e1"}"""),
            (new SetValues { At = At, Values = value },
                """{"op":"set_values","at":"2026-03-04T05:06:07+00:00","values":{"a":[1,2.50,"x",null,true]},"crc":"6baeb026"}"""),
            (new RemoveValue { At = At, Name = "stop" },
                """{"op":"remove","at":"2026-03-04T05:06:07+00:00","name":"stop","crc":"bd91fd82"}"""),
            (new ReplaceValues { At = At, Values = value, Source = "default.json" },
                """{"op":"replace_values","at":"2026-03-04T05:06:07+00:00","values":{"a":[1,2.50,"x",null,true]},"source":"default.json","crc":"ca2b12ad"}"""),
            (new Clear { At = At },
                """{"op":"clear","at":"2026-03-04T05:06:07+00:00","crc":"675e5b24"}"""),
            (new Undo { At = At, Steps = 2 },
                """{"op":"undo","at":"2026-03-04T05:06:07+00:00","steps":2,"crc":"ccc56b8a"}"""),
            (new Redo { At = At },
                """{"op":"redo","at":"2026-03-04T05:06:07+00:00","crc":"566630ec"}"""),
            (new Restore { At = At, To = 3 },
                """{"op":"restore","at":"2026-03-04T05:06:07+00:00","to":3,"crc":"35d9b81f"}"""),
            (new Undelete { At = At, DeletionKey = "k 2", DeletionRequest = "00ff" },
                """{"op":"undelete","at":"2026-03-04T05:06:07+00:00","deletion_key":"k 2","deletion_request":"00ff","crc":"7e2049db"}"""),
            (new ImportBegin { At = At },
                """{"op":"import_begin","at":"2026-03-04T05:06:07+00:00","crc":"9c056a01"}"""),
            (new ImportEnd { At = At, From = "default.jsonl" },
                """{"op":"import","at":"2026-03-04T05:06:07+00:00","from":"default.jsonl","crc":"734e1cb3"}"""),
            (new Renamed { At = At, From = "a/b" },
                """{"op":"rename","at":"2026-03-04T05:06:07+00:00","from":"a/b","crc":"4e30a879"}"""),
        ];
    }
}
