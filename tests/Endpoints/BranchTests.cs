namespace Repeater.Tests.Endpoints;

/// <summary>What all three kinds do alike.</summary>
public class BranchTests
{
    const string Id = "Group:1:2";

    public static TheoryData<string, string> Kinds => new() { { "context", "Context" }, { "prompt", "Prompt" }, { "config", "Config" } };

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Branches_are_parallel_and_one_is_current(string kind, string title)
    {
        await using var server = await TestServer.StartAsync();
        await WriteAsync(server, kind, "first");

        var changed = await server.PostFormAsync($"/userdata/{kind}/change/{Id}?new_branch_id=b:c_d.e");

        Assert.Equal((200, $"{title} changed successfully", "text/plain; charset=utf-8"), (changed.Status, changed.Body, changed.ContentType));
        Assert.Equal("b:c_d.e", (await server.GetAsync($"/userdata/{kind}/now_branch/{Id}")).Body);
        Assert.Equal("""["default"]""", (await server.GetAsync($"/userdata/{kind}/branch/{Id}")).Body);
        Assert.DoesNotContain("first", await ReadAsync(server, kind));
        await WriteAsync(server, kind, "second");
        Assert.Equal("""["b_c_d.e","default"]""", (await server.GetAsync($"/userdata/{kind}/branch/{Id}")).Body);
        await server.PutFormAsync($"/userdata/{kind}/change/{Id}", ("new_branch_id", "default"));
        Assert.Contains("first", await ReadAsync(server, kind));
        Assert.Equal("""["Group:1:2"]""", (await server.GetAsync($"/userdata/{kind}/userlist")).Body);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task The_new_branch_may_come_from_query_form_or_json(string kind, string title)
    {
        await using var server = await TestServer.StartAsync();

        await server.PutFormAsync($"/userdata/{kind}/change/{Id}?new_branch_id=a");
        Assert.Equal("a", (await server.GetAsync($"/userdata/{kind}/now_branch/{Id}")).Body);
        await server.PostFormAsync($"/userdata/{kind}/change/{Id}", ("new_branch_id", "b"));
        Assert.Equal("b", (await server.GetAsync($"/userdata/{kind}/now_branch/{Id}")).Body);
        var json = await server.PutJsonAsync($"/userdata/{kind}/change/{Id}", """{"new_branch_id":"c"}""");
        Assert.Equal((200, $"{title} changed successfully"), (json.Status, json.Body));
        Assert.Equal("c", (await server.GetAsync($"/userdata/{kind}/now_branch/{Id}")).Body);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Deleting_empties_the_current_branch_alone_and_keeps_it_current(string kind, string title)
    {
        await using var server = await TestServer.StartAsync();
        await WriteAsync(server, kind, "kept");
        await server.PostFormAsync($"/userdata/{kind}/change/{Id}", ("new_branch_id", "other"));
        await WriteAsync(server, kind, "gone");

        var deleted = await server.DeleteAsync($"/userdata/{kind}/delete/{Id}");
        var again = await server.DeleteAsync($"/userdata/{kind}/delete/{Id}");

        Assert.Equal((200, $"{title} deleted successfully"), (deleted.Status, deleted.Body));
        Assert.Equal(200, again.Status);
        Assert.DoesNotContain("gone", await ReadAsync(server, kind));
        Assert.Equal("other", (await server.GetAsync($"/userdata/{kind}/now_branch/{Id}")).Body);
        Assert.Equal("""["default"]""", (await server.GetAsync($"/userdata/{kind}/branch/{Id}")).Body);
    }

    [Theory]
    [InlineData("%E4%BD%A0%E5%A5%BD%F0%9F%98%80")]
    [InlineData("a%20b%3F%2A%7C%22%3C%3E%5C")]
    [InlineData("x.loooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooong")]
    [InlineData("%252F")]
    [InlineData("CON")]
    [InlineData("...")]
    [InlineData("trailing.%20")]
    public async Task Ids_with_any_character_work(string id)
    {
        await using var server = await TestServer.StartAsync();

        var chat = await server.PostFormAsync($"/chat/completion/{id}", ("message", "hi"));
        var set = await server.PostFormAsync($"/userdata/prompt/change/{id}", ("new_branch_id", Uri.UnescapeDataString(id)));

        Assert.Equal((200, 200), (chat.Status, set.Status));
        Assert.Equal("""[{"role":"user","content":"hi"},{"role":"assistant","content":"hi"}]""", (await server.GetAsync($"/userdata/context/get/{id}")).Body);
        Assert.Equal([Uri.UnescapeDataString(id)], (await server.GetAsync("/userdata/context/userlist")).Json.EnumerateArray().Select(item => item.GetString()));
    }

    [Fact]
    public async Task Two_hundred_and_fifty_five_chinese_characters_are_an_id()
    {
        await using var server = await TestServer.StartAsync();
        var id = new string('龍', 255);

        await server.PostFormAsync($"/userdata/prompt/set/{id}", ("prompt", "hi"));
        await server.PostFormAsync($"/userdata/prompt/change/{id}", ("new_branch_id", id + "\0."));
        var other = await server.PostFormAsync($"/userdata/prompt/set/{id}", ("prompt", "other"));

        Assert.Equal(200, other.Status);
        Assert.Equal("other", (await server.GetAsync($"/userdata/prompt/get/{id}")).Body);
    }

    [Theory]
    [InlineData("%2e")]
    [InlineData("%2e%2e")]
    public async Task Ids_that_mean_a_folder_are_refused_with_a_sentence(string id)
    {
        await using var server = await TestServer.StartAsync();

        var answer = await server.GetRawAsync($"/userdata/context/get/{id}");

        Assert.Equal(422, answer.Status);
        Assert.Contains("cannot be an id", answer.Body);
    }

    static Task<Answer> WriteAsync(TestServer server, string kind, string text) => kind switch
    {
        "context" => server.PostFormAsync($"/chat/completion/{Id}", ("message", text)),
        "prompt" => server.PostFormAsync($"/userdata/prompt/set/{Id}", ("prompt", text)),
        _ => server.PutFormAsync($"/userdata/config/set/{Id}/string", ("key", "note"), ("value", text)),
    };

    static async Task<string> ReadAsync(TestServer server, string kind) => (await server.GetAsync($"/userdata/{kind}/get/{Id}")).Body;
}
