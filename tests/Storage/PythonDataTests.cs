using System.Text;
using Repeater.Storage;

namespace Repeater.Tests.Storage;

/// <summary>A data folder as the Python backend leaves it, opened in place.</summary>
public sealed class PythonDataTests : IDisposable
{
    const string Turns = """[{"role":"user","content":"hi"},{"role":"assistant","content":"Hello there","reasoning_content":"Let me think."},{"role":"user","content":"更多"}]""";

    readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Everything_is_there_and_nothing_is_written_by_reading()
    {
        WriteUser("Group_1_2");
        var before = Snapshot();
        using var store = _folder.Open();
        var user = StoreFolder.User("Group:1:2");

        Assert.Equal("b:c.d", (await store.Contexts.CurrentAsync(user)).Raw);
        Assert.Equal(["work"], await store.TextsAsync("Group:1:2", "b:c.d"));
        Assert.Equal(["hi", "Hello there", "更多"], await store.TextsAsync("Group_1_2"));
        Assert.Equal("Let me think.", (await store.Contexts.ReadAsync(user, BranchName.Default))[1].ReasoningContent);
        Assert.Equal("You are …", await store.Prompts.ReadAsync(user, BranchName.Default));
        var values = await store.Configs.ReadAsync(user, BranchName.Default);
        Assert.Equal("""temperature=0.7, model_type="reasoner", stop=["a","b"], odd=null""", string.Join(", ", values.Items.Select(item => $"{item.Key}={item.Value.GetRawText()}")));
        Assert.Equal(["Group_1_2"], await store.Contexts.UsersAsync());
        Assert.Equal(["b_c.d", "default"], await store.Contexts.BranchesAsync(user));
        Assert.Empty(await store.TextsAsync("Group:1:2", "nowhere"));
        Assert.Empty(await store.TextsAsync("stranger"));
        Assert.Equal(before, Snapshot());
    }

    [Fact]
    public async Task The_first_write_takes_the_old_branch_over_and_leaves_the_old_file_as_it_is()
    {
        WriteUser("Group_1_2");
        var before = Snapshot();
        using (var store = _folder.Open())
        {
            await store.SayAsync("Group:1:2", "new");
            await store.Prompts.ApplyAsync(StoreFolder.User("Group:1:2"), BranchName.Default, _ => new SetPrompt { Text = "Other" });
            await store.Configs.ApplyAsync(StoreFolder.User("Group:1:2"), BranchName.Default, _ => new RemoveValue { Name = "stop" });
        }

        using var later = _folder.Open();
        Assert.Equal(["hi", "Hello there", "更多", "new"], await later.TextsAsync("Group:1:2"));
        Assert.Equal("Other", await later.Prompts.ReadAsync(StoreFolder.User("Group:1:2"), BranchName.Default));
        Assert.Null((await later.Configs.ReadAsync(StoreFolder.User("Group:1:2"), BranchName.Default)).Find("stop"));
        Assert.Equal(["Group:1:2"], await later.Contexts.UsersAsync());
        Assert.Equal(["b_c.d", "default"], await later.Contexts.BranchesAsync(StoreFolder.User("Group:1:2")));

        var after = Snapshot();
        Assert.All(before.Where(file => !file.Key.EndsWith("metadata.json")), file => Assert.Equal(file.Value, after[file.Key]));
        var lines = after["Context_UserData/Group_1_2/ParallelData/default.jsonl"].Split('\n');
        Assert.StartsWith("""{"repeater":1,"kind":"context","branch":"default","user":"Group:1:2",""", lines[0]);
        Assert.Contains(""","messages":[{"id":"p0","role":"user","content":"hi"},{"id":"p1","role":"assistant",""", lines[1]);
        Assert.Contains(""","source":"default.json","crc":""", lines[1]);
    }

    [Fact]
    public async Task The_pointers_other_members_stay_when_it_is_changed()
    {
        WriteUser("Group_1_2");
        using (var store = _folder.Open())
        {
            await store.Contexts.ChangeAsync(StoreFolder.User("Group:1:2"), StoreFolder.Branch("next"));
        }

        Assert.Equal(
            """{"default_item":"next","more":{"a":[1.50]},"user_id":"Group:1:2"}""",
            await File.ReadAllTextAsync(System.IO.Path.Combine(_folder.Path, "Context_UserData", "Group_1_2", "metadata.json")));
        using var later = _folder.Open();
        Assert.Equal("next", (await later.Contexts.CurrentAsync(StoreFolder.User("Group:1:2"))).Raw);
        Assert.Equal("default", (await later.Prompts.CurrentAsync(StoreFolder.User("Group:1:2"))).Raw);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[1]")]
    [InlineData("null")]
    [InlineData("{\"default_item\":7}")]
    [InlineData("{\"default_item\":\"\\ud83d\"}")]
    public async Task A_pointer_that_cannot_be_read_is_the_default_and_is_kept_when_another_takes_its_place(string metadata)
    {
        var path = System.IO.Path.Combine(_folder.Path, "Context_UserData", "u", "metadata.json");
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, metadata);
        using var store = _folder.Open();

        Assert.Equal(BranchName.Default, await store.Contexts.CurrentAsync(StoreFolder.User("u")));
        await store.Contexts.ChangeAsync(StoreFolder.User("u"), StoreFolder.Branch("next"));

        Assert.StartsWith("{\"default_item\":\"next\"", await File.ReadAllTextAsync(path));
        if (!metadata.StartsWith("{\""))
        {
            var aside = Assert.Single(_folder.Files(), file => file.StartsWith("Context_UserData/u/metadata.json.torn-"));
            Assert.Equal(metadata, await File.ReadAllTextAsync(System.IO.Path.Combine(_folder.Path, aside)));
        }
    }

    [Fact]
    public async Task A_deleted_branch_stays_deleted_though_the_old_file_stays()
    {
        var old = _folder.WriteFile("u", "default.json", Turns);
        var user = StoreFolder.User("u");
        using (var store = _folder.Open())
        {
            await store.Contexts.DeleteAsync(user, BranchName.Default);
            Assert.Empty(await store.TextsAsync("u"));
            Assert.Empty(await store.Contexts.BranchesAsync(user));
        }

        using (var store = _folder.Open())
        {
            Assert.Empty(await store.TextsAsync("u"));
            Assert.Empty(await store.Contexts.BranchesAsync(user));
            Assert.Equal(["new"], StoreSentences.Texts(await store.SayAsync("u", "new")));
            Assert.Equal(["default"], await store.Contexts.BranchesAsync(user));
            await store.Contexts.DeleteAsync(user, BranchName.Default);
            await store.Contexts.DeleteAsync(user, BranchName.Default);
            Assert.Empty(await store.TextsAsync("u"));
        }

        Assert.Equal(Turns, await File.ReadAllTextAsync(old));
        var trash = _folder.Files().Where(file => file.StartsWith(".repeater/trash/"))
            .Select(file => File.ReadAllText(System.IO.Path.Combine(_folder.Path, file)));
        Assert.Equal(2, trash.Count());
        Assert.Single(trash, text => text.Contains("\"new\""));
        Assert.Single(trash, text => text.Contains("\"source\":\"default.json\""));
    }

    [Fact]
    public async Task Members_nobody_knows_survive_every_change()
    {
        _folder.WriteFile("u", "default.json", """
            [{"role":"user","content":"a","prefix":true,"id":"mine","interrupted":"no","crc":"x","op":7,"$type":"t"},
             {"role":"assistant","content":"b","tool_calls":[{"id":"1","function":{"name":"f","arguments":{"x":1.0}}}],"x":1,"x":2},
             {"role":"tool","content":"c","tool_call_id":"1","name":"f"}]
            """);
        using (var store = _folder.Open())
        {
            await store.SayAsync("u", "d");
            await store.Contexts.ApplyAsync(StoreFolder.User("u"), BranchName.Default, now => new RewriteMessage { Id = now[0].Id, Content = "A" });
            await store.WithdrawAsync("u", 3);
        }

        using var later = _folder.Open();
        var now = await later.Contexts.ReadAsync(StoreFolder.User("u"), BranchName.Default);
        Assert.Equal(["A", "b", "c"], StoreSentences.Texts(now));
        Assert.Equal(["p0", "p1", "p2"], now.Messages.Select(message => message.Id));
        Assert.Equal("""prefix=true id="mine" interrupted="no" crc="x" op=7 $type="t" """, Extra(now[0]));
        Assert.Equal("""tool_calls=[{"id":"1","function":{"name":"f","arguments":{"x":1.0}}}] x=2 """, Extra(now[1]));
        Assert.Equal("f", now[2].Name);
        Assert.False(now[0].Interrupted);
    }

    [Theory]
    [InlineData("", "the file is no JSON (")]
    [InlineData("[{\"role\":\"user\",\"con", "the file is no JSON (")]
    [InlineData("{}", "a list of messages is expected, not an object.")]
    [InlineData("\"x\"", "a list of messages is expected, not a text.")]
    [InlineData("[7]", "message 0 is a number, not an object.")]
    [InlineData("[{\"role\":\"user\",\"content\":\"a\"},{\"content\":\"b\"}]", "message 1 has no role.")]
    [InlineData("[{\"role\":\"robot\",\"content\":\"b\"}]", "message 0 has the role 'robot', which is none of system, user, assistant, tool.")]
    [InlineData("[{\"role\":\"user\",\"content\":[]}]", "message 0 has a list as content, not a text.")]
    [InlineData("[{\"role\":\"user\",\"content\":\"\\ud83d\"}]", "the file holds half of a character pair.")]
    [InlineData("[{\"role\":\"user\",\"content\":\"\",\"x\":{\"\\ude00\":1}}]", "the file holds half of a character pair.")]
    public async Task A_bad_file_is_named_and_neither_read_as_empty_nor_written_over(string file, string sentence)
    {
        var path = _folder.WriteFile("u", "default.json", file);
        using var store = _folder.Open();

        var reading = await Assert.ThrowsAsync<StorageException>(() => store.TextsAsync("u"));
        var writing = await Assert.ThrowsAsync<StorageException>(() => store.SayAsync("u", "x"));

        Assert.StartsWith($"{path}: {sentence}", reading.Message);
        Assert.Equal(reading.Message, writing.Message);
        Assert.Equal(StorageFailure.Damaged, reading.Failure);
        Assert.Equal(["Context_UserData/u/ParallelData/default.json"], _folder.Files());
    }

    [Theory]
    [InlineData("Prompt_UserData", "[]", "a text is expected, not a list.")]
    [InlineData("UserConfig_UserData", "[]", "an object is expected, not a list.")]
    [InlineData("UserConfig_UserData", "", "the file is no JSON (")]
    public async Task A_bad_prompt_or_config_is_named(string kind, string file, string sentence)
    {
        var path = _folder.WriteFile(kind, "u", "default.json", Encoding.UTF8.GetBytes(file));
        using var store = _folder.Open();
        var user = StoreFolder.User("u");

        var error = await Assert.ThrowsAsync<StorageException>(async () =>
            _ = kind.StartsWith('P') ? (object)await store.Prompts.ReadAsync(user, BranchName.Default) : await store.Configs.ReadAsync(user, BranchName.Default));

        Assert.StartsWith($"{path}: {sentence}", error.Message);
    }

    [Fact]
    public async Task What_other_programs_write_a_little_differently_is_read_too()
    {
        _folder.WriteFile("bom", "default.json", "\uFEFF" + Turns);
        _folder.WriteFile("pretty", "default.json", "\r\n[ { \"content\" : \"\\u4f60\\ud83d\\ude00\" , \"role\" : \"user\" } ]\r\n");
        _folder.WriteFile("null", "default.json", """[{"role":"assistant","content":null,"reasoning_content":null,"name":null}]""");
        using var store = _folder.Open();

        Assert.Equal(["hi", "Hello there", "更多"], await store.TextsAsync("bom"));
        Assert.Equal(["你😀"], await store.TextsAsync("pretty"));
        Assert.Equal([""], await store.TextsAsync("null"));
    }

    static string Extra(Message message) => string.Concat(message.Extra!.Select(item => $"{item.Key}={item.Value.GetRawText()} "));

    void WriteUser(string user)
    {
        _folder.WriteFile(user, "default.json", Turns);
        _folder.WriteFile(user, "b_c.d.json", """[{"role":"user","content":"work"}]""");
        _folder.WriteFile("Prompt_UserData", user, "default.json", "\"You are …\""u8.ToArray());
        _folder.WriteFile("UserConfig_UserData", user, "default.json", """{"temperature":0.7,"model_type":"reasoner","stop":["a","b"],"odd":null}"""u8.ToArray());
        File.WriteAllText(
            System.IO.Path.Combine(_folder.Path, "Context_UserData", user, "metadata.json"), """{"default_item":"b:c.d","more":{"a":[1.50]}}""");
    }

    Dictionary<string, string> Snapshot() =>
        _folder.Files().ToDictionary(file => file, file => File.ReadAllText(System.IO.Path.Combine(_folder.Path, file)));
}
