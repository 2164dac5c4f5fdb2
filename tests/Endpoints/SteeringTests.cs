using System.Text.Json;

namespace Repeater.Tests.Endpoints;

/// <summary>Undo, forks, the trash, purging: the same for all three kinds.</summary>
public class SteeringTests
{
    const string Id = "Group:1:2";

    public static TheoryData<string> Kinds => ["context", "prompt", "config"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task What_was_done_last_is_undone_and_done_again(string kind)
    {
        await using var server = await TestServer.StartAsync();
        await WriteAsync(server, kind, "first");
        var first = await ReadAsync(server, kind);
        await WriteAsync(server, kind, "second");
        var second = await ReadAsync(server, kind);

        var undone = await PostAsync(server, kind, "undo");

        Assert.Equal(first, await ReadAsync(server, kind));
        Assert.Equal(("default", 3, true, true, false), (
            undone.GetProperty("branch").GetString(),
            undone.GetProperty("operation").GetInt32(),
            undone.GetProperty("can_undo").GetBoolean(),
            undone.GetProperty("can_redo").GetBoolean(),
            undone.GetProperty("deleted").GetBoolean()));
        Assert.Equal([2], undone.GetProperty("changed").EnumerateArray().Select(item => item.GetProperty("operation").GetInt32()));
        Assert.Contains("second", undone.GetProperty("changed")[0].GetProperty("change").GetString());
        var redone = await PostAsync(server, kind, "redo");
        Assert.Equal(second, await ReadAsync(server, kind));
        Assert.False(redone.GetProperty("can_redo").GetBoolean());
        await PostAsync(server, kind, "undo", ("steps", "2"));
        Assert.NotEqual(first, await ReadAsync(server, kind));
        var refused = await server.PostFormAsync($"/userdata/{kind}/undo/{Id}");
        Assert.Equal((409, """{"detail":"Branch 'default' has 0 operations that can be undone. Nothing was changed."}"""), (refused.Status, refused.Body));
        await WriteAsync(server, kind, "third");
        Assert.Equal(409, (await server.PostFormAsync($"/userdata/{kind}/redo/{Id}")).Status);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Every_operation_is_listed_and_any_state_comes_back(string kind)
    {
        await using var server = await TestServer.StartAsync();
        await WriteAsync(server, kind, "first");
        var first = await ReadAsync(server, kind);
        await WriteAsync(server, kind, "second");
        await PostAsync(server, kind, "undo");
        await WriteAsync(server, kind, "third");

        await PostAsync(server, kind, "restore", ("operation", "1"));

        Assert.Equal(first, await ReadAsync(server, kind));
        var list = (await server.GetAsync($"/userdata/{kind}/operations/{Id}")).Json;
        Assert.Equal(
            ["5 restore True", "4 " + Op(kind) + " False", "3 undo False", "2 " + Op(kind) + " False", "1 " + Op(kind) + " True"],
            list.GetProperty("operations").EnumerateArray().Select(item => $"{item.GetProperty("operation")} {item.GetProperty("op")} {item.GetProperty("in_effect")}"));
        Assert.All(list.GetProperty("operations").EnumerateArray(), item => Assert.True(item.GetProperty("at").GetDateTimeOffset() > DateTimeOffset.UnixEpoch));
        Assert.Equal([2, 1], (await server.GetAsync($"/userdata/{kind}/operations/{Id}?before=3&limit=5")).Json
            .GetProperty("operations").EnumerateArray().Select(item => item.GetProperty("operation").GetInt32()));
        await PostAsync(server, kind, "undo");
        Assert.Contains("third", await ReadAsync(server, kind));
        Assert.Equal(404, (await server.PostFormAsync($"/userdata/{kind}/restore/{Id}", ("operation", "99"))).Status);
        Assert.Equal(422, (await server.PostFormAsync($"/userdata/{kind}/restore/{Id}")).Status);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_deletion_is_undone_and_done_again(string kind)
    {
        await using var server = await TestServer.StartAsync();
        var nothing = await ReadAsync(server, kind);
        await WriteAsync(server, kind, "first");
        var first = await ReadAsync(server, kind);
        await server.DeleteAsync($"/userdata/{kind}/delete/{Id}");
        Assert.True((await server.GetAsync($"/userdata/{kind}/operations/{Id}")).Json.GetProperty("can_undo").GetBoolean());

        await PostAsync(server, kind, "undo");
        Assert.Equal(first, await ReadAsync(server, kind));
        Assert.Equal("""{"branches":[]}""", (await server.GetAsync($"/userdata/{kind}/trash/{Id}")).Body);
        var redone = await PostAsync(server, kind, "redo");

        Assert.True(redone.GetProperty("deleted").GetBoolean());
        Assert.Equal(nothing, await ReadAsync(server, kind));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Clearing_empties_a_branch_and_is_undone(string kind)
    {
        await using var server = await TestServer.StartAsync();
        var nothing = await ReadAsync(server, kind);
        await WriteAsync(server, kind, "first");
        var first = await ReadAsync(server, kind);

        await PostAsync(server, kind, "clear");
        Assert.Equal(nothing, await ReadAsync(server, kind));
        await PostAsync(server, kind, "undo");

        Assert.Equal(first, await ReadAsync(server, kind));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_client_that_expects_something_else_is_refused(string kind)
    {
        await using var server = await TestServer.StartAsync();
        await WriteAsync(server, kind, "first");
        await WriteAsync(server, kind, "second");
        var second = await ReadAsync(server, kind);

        var refused = await server.PostFormAsync($"/userdata/{kind}/undo/{Id}", ("expected_operation", "1"));

        Assert.Equal(409, refused.Status);
        Assert.Contains("is as after operation 2", refused.Body);
        Assert.Equal(second, await ReadAsync(server, kind));
        await PostAsync(server, kind, "undo", ("expected_operation", "2"));
        Assert.Equal(409, (await server.PostFormAsync($"/userdata/{kind}/redo/{Id}", ("expected_operation", "1"))).Status);
        await PostAsync(server, kind, "redo", ("expected_operation", "2"));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Branches_are_copied_renamed_and_listed(string kind)
    {
        await using var server = await TestServer.StartAsync();
        await WriteAsync(server, kind, "first");
        await WriteAsync(server, kind, "second");
        var second = await ReadAsync(server, kind);

        var fork = await PostAsync(server, kind, "fork", ("new_branch_id", "old days"), ("operation", "1"), ("change", "true"));
        Assert.Equal(("old days", "default"), (fork.GetProperty("branch").GetString(), fork.GetProperty("parent").GetString()));
        var copied = await ReadAsync(server, kind);
        Assert.Contains("first", copied);
        Assert.DoesNotContain("second", copied);
        var taken = await server.PostFormAsync($"/userdata/{kind}/fork/{Id}", ("new_branch_id", "default"));
        Assert.Equal(409, taken.Status);
        Assert.Contains("There is a branch 'default' already.", taken.Body);
        Assert.Equal(404, (await server.PostFormAsync($"/userdata/{kind}/fork/{Id}", ("new_branch_id", "x"), ("branch_id", "nowhere"))).Status);

        await PostAsync(server, kind, "rename", ("new_branch_id", "new days"));
        Assert.Equal("new days", (await server.GetAsync($"/userdata/{kind}/now_branch/{Id}")).Body);
        Assert.Equal(copied, await ReadAsync(server, kind));
        await PostAsync(server, kind, "clone", ("from_branch_id", "default"));
        Assert.Equal(second, await ReadAsync(server, kind));
        await PostAsync(server, kind, "undo");
        Assert.Equal(copied, await ReadAsync(server, kind));

        var list = (await server.GetAsync($"/userdata/{kind}/branches/{Id}")).Json;
        Assert.Equal("new days", list.GetProperty("current").GetString());
        var branches = list.GetProperty("branches").EnumerateArray().ToArray();
        Assert.Equal(["default", "new days"], branches.Select(branch => branch.GetProperty("branch").GetString()));
        Assert.Equal([false, true], branches.Select(branch => branch.GetProperty("current").GetBoolean()));
        Assert.Equal("default", branches[1].GetProperty("parent").GetString());
        Assert.Equal(branches[1].GetProperty("length").GetInt32(), branches[1].GetProperty("parent_length").GetInt32());
        Assert.All(branches, branch => Assert.InRange(branch.GetProperty("size").GetInt32(), 100, 10_000));
        Assert.All(branches, branch => Assert.True(branch.GetProperty("last_use").GetDateTimeOffset() > DateTimeOffset.UnixEpoch));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task The_trash_is_listed_restored_from_and_emptied(string kind)
    {
        await using var server = await TestServer.StartAsync(("TRASH_RETENTION_DAYS", "3"));
        await WriteAsync(server, kind, "first");
        var first = await ReadAsync(server, kind);
        await server.DeleteAsync($"/userdata/{kind}/delete/{Id}");
        await WriteAsync(server, kind, "second");

        var deleted = Assert.Single((await server.GetAsync($"/userdata/{kind}/trash/{Id}")).Json.GetProperty("branches").EnumerateArray());
        Assert.Equal("default", deleted.GetProperty("branch").GetString());
        Assert.Equal(TimeSpan.FromDays(3), deleted.GetProperty("expires").GetDateTimeOffset() - deleted.GetProperty("deleted").GetDateTimeOffset());
        var trashId = deleted.GetProperty("trash_id").GetString()!;
        Assert.Equal(409, (await server.PostFormAsync($"/userdata/{kind}/trash/restore/{Id}", ("trash_id", trashId))).Status);
        Assert.Equal(404, (await server.PostFormAsync($"/userdata/{kind}/trash/restore/{Id}", ("trash_id", "../default~20260101T000000000-abcdef"))).Status);
        await PostAsync(server, kind, "trash/restore", ("trash_id", trashId), ("new_branch_id", "back"));
        await server.PutFormAsync($"/userdata/{kind}/change/{Id}", ("new_branch_id", "back"));
        Assert.Equal(first, await ReadAsync(server, kind));

        await server.DeleteAsync($"/userdata/{kind}/delete/{Id}");
        Assert.Equal(422, (await server.DeleteAsync($"/userdata/{kind}/trash/{Id}")).Status);
        Assert.Equal("""{"removed":1}""", (await server.DeleteAsync($"/userdata/{kind}/trash/{Id}?confirm=true")).Body);
        Assert.Equal("""{"branches":[]}""", (await server.GetAsync($"/userdata/{kind}/trash/{Id}")).Body);
        Assert.Equal(409, (await server.PostFormAsync($"/userdata/{kind}/undo/{Id}")).Status);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_purge_asks_for_confirmation_and_leaves_nothing_but_what_is(string kind)
    {
        await using var server = await TestServer.StartAsync();
        await WriteAsync(server, kind, "SECRET");
        await server.DeleteAsync($"/userdata/{kind}/delete/{Id}");
        await WriteAsync(server, kind, "SECRET");
        await PostAsync(server, kind, "clear");
        await WriteAsync(server, kind, "kept");
        var kept = await ReadAsync(server, kind);

        var refused = await server.PostFormAsync($"/userdata/{kind}/purge/{Id}");
        Assert.Equal(422, refused.Status);
        Assert.Contains("send confirm=true", refused.Body);
        Assert.NotEmpty(Holding(server, "SECRET"));
        var purged = await server.PostFormAsync($"/userdata/{kind}/purge/{Id}", ("confirm", "true"));

        Assert.Equal("""{"branch":"default","purged":true}""", purged.Body);
        Assert.Equal(kept, await ReadAsync(server, kind));
        Assert.Empty(Holding(server, "SECRET"));
        Assert.Equal(409, (await server.PostFormAsync($"/userdata/{kind}/undo/{Id}")).Status);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task What_is_sent_again_with_its_key_is_done_once(string kind)
    {
        await using var server = await TestServer.StartAsync();
        await WriteAsync(server, kind, "first");
        await WriteAsync(server, kind, "second");

        foreach (var (what, fields) in new (string, (string, string)[])[]
            {
                ("undo", []),
                ("redo", []),
                ("restore", [("operation", "1")]),
                ("clear", []),
                ("fork", [("new_branch_id", "copy"), ("change", "true")]),
                ("clone", [("from_branch_id", "default")]),
                ("rename", [("new_branch_id", "named"), ("branch_id", "copy")]),
                ("purge", [("confirm", "true"), ("branch_id", "named")]),
            })
        {
            var once = await SendAsync(server, $"key of {what}", kind, what, fields);
            Assert.True(once.Status == 200, once.Body);
            var before = await DescribeAsync(server, kind);

            Assert.Equal(once.Body, (await SendAsync(server, $"key of {what}", kind, what, fields)).Body);
            Assert.Equal(422, (await SendAsync(server, $"key of {what}", kind, what, [.. fields, ("branch_id", "another")])).Status);
            Assert.Equal(before, await DescribeAsync(server, kind));
        }
    }

    [Fact]
    public async Task Json_bodies_and_another_branch_than_the_current_one_will_do()
    {
        await using var server = await TestServer.StartAsync();
        await WriteAsync(server, "prompt", "first");
        await server.PutFormAsync($"/userdata/prompt/change/{Id}", ("new_branch_id", "other"));

        var undone = await server.PostJsonAsync($"/userdata/prompt/undo/{Id}", """{"branch_id":"default","steps":1}""");

        Assert.Equal((200, "default"), (undone.Status, undone.Json.GetProperty("branch").GetString()));
        Assert.Equal(409, (await server.PostJsonAsync($"/userdata/prompt/undo/{Id}", """{"branch_id":"default"}""")).Status);
        Assert.Equal(422, (await server.PostJsonAsync($"/userdata/prompt/undo/{Id}", """{"steps":0}""")).Status);
        Assert.Equal(422, (await server.PostFormAsync($"/userdata/prompt/undo/{Id}?steps=x")).Status);
    }

    static async Task<string> DescribeAsync(TestServer server, string kind)
    {
        var description = (await server.GetAsync($"/userdata/{kind}/branches/{Id}")).Body;
        foreach (var branch in (await server.GetAsync($"/userdata/{kind}/branch/{Id}")).Json.EnumerateArray())
        {
            description += (await server.GetAsync($"/userdata/{kind}/operations/{Id}?branch_id={branch}")).Body;
        }

        return description;
    }

    static async Task<Answer> SendAsync(TestServer server, string key, string kind, string what, (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/userdata/{kind}/{what}/{Id}");
        request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        request.Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        using var response = await server.Client.SendAsync(request);
        return await Answer.FromAsync(response);
    }

    static string Op(string kind) => kind switch { "context" => "append", "prompt" => "set_prompt", _ => "set" };

    static IEnumerable<string> Holding(TestServer server, string text) =>
        Directory.EnumerateFiles(server.UserDataDir, "*.json*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
            .Where(file => File.ReadAllText(file).Contains(text));

    static async Task<JsonElement> PostAsync(TestServer server, string kind, string what, params (string, string)[] fields)
    {
        var answer = await server.PostFormAsync($"/userdata/{kind}/{what}/{Id}", fields);
        Assert.True(answer.Status == 200, answer.Body);
        return answer.Json;
    }

    static Task<Answer> WriteAsync(TestServer server, string kind, string text) => kind switch
    {
        "context" => server.PostFormAsync($"/chat/completion/{Id}", ("message", text)),
        "prompt" => server.PostFormAsync($"/userdata/prompt/set/{Id}", ("prompt", text)),
        _ => server.PutFormAsync($"/userdata/config/set/{Id}/string", ("key", "note"), ("value", text)),
    };

    static async Task<string> ReadAsync(TestServer server, string kind) => (await server.GetAsync($"/userdata/{kind}/get/{Id}")).Body;
}
