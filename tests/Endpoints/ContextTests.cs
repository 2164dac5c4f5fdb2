namespace Repeater.Tests.Endpoints;

public class ContextTests
{
    const string Id = "Group:1:2";

    [Fact]
    public async Task Looking_at_a_user_who_never_wrote_answers_nothing_and_makes_nothing()
    {
        await using var server = await TestServer.StartAsync();

        Assert.Equal("[]", (await server.GetAsync($"/userdata/context/get/{Id}")).Body);
        Assert.Equal("default", (await server.GetAsync($"/userdata/context/now_branch/{Id}")).Body);
        Assert.Equal("[]", (await server.GetAsync($"/userdata/context/branch/{Id}")).Body);
        Assert.Equal("[]", (await server.GetAsync("/userdata/context/userlist")).Body);
        Assert.False(Directory.Exists(Path.Combine(server.UserDataDir, "Context_UserData")));
    }

    [Fact]
    public async Task Length_counts_messages_and_code_points_of_content()
    {
        await using var server = await ServerWithTurnsAsync("你好😀");

        Assert.Equal(
            """{"total_context_length":6,"context_length":2,"average_content_length":3.0,"reasoning_length":0}""",
            (await server.GetAsync($"/userdata/context/length/{Id}")).Body);
    }

    [Fact]
    public async Task Withdraw_takes_one_message_and_answers_the_rest()
    {
        await using var server = await ServerWithTurnsAsync("one", "two");

        var answer = await server.PostFormAsync($"/userdata/context/withdraw/{Id}", ("index", "1"));

        Assert.Equal("""[{"role":"user","content":"one"},{"role":"user","content":"two"},{"role":"assistant","content":"two"}]""", answer.Body);
        Assert.Equal(answer.Body, (await server.GetAsync($"/userdata/context/get/{Id}")).Body);
    }

    [Theory]
    [InlineData(1, 2, 1)]
    [InlineData(2, 4, 2)]
    [InlineData(9, 4, 2)]
    [InlineData(0, 0, 0)]
    public async Task Withdraw_by_pairs_takes_whole_turns_from_the_end(int pairs, int messages, int taken)
    {
        await using var server = await ServerWithTurnsAsync("one", "two");

        var answer = (await server.PostFormAsync($"/userdata/context/withdraw/{Id}", ("context_pair_num", $"{pairs}"))).Json;

        Assert.Equal((messages, taken), (answer.GetProperty("deleted").GetInt32(), answer.GetProperty("delete_context_pair").GetInt32()));
        Assert.Equal(4 - messages, answer.GetProperty("context").GetArrayLength());
        Assert.Equal(messages, answer.GetProperty("deleted_context").GetArrayLength());
    }

    [Fact]
    public async Task Rewrite_changes_what_is_given_and_leaves_what_is_empty()
    {
        await using var server = await ServerWithTurnsAsync("one");

        await server.PostFormAsync($"/userdata/context/rewrite/{Id}", ("index", "1"), ("content", "{time} is kept"));
        var answer = await server.PostFormAsync($"/userdata/context/rewrite/{Id}", ("index", "1"), ("reasoning_content", "why"));

        Assert.Equal("""[{"role":"user","content":"one"},{"role":"assistant","content":"{time} is kept","reasoning_content":"why"}]""", answer.Body);
    }

    [Fact]
    public async Task Only_an_assistant_can_have_reasoning_and_a_refusal_changes_nothing()
    {
        await using var server = await ServerWithTurnsAsync("one");

        var answer = await server.PostFormAsync($"/userdata/context/rewrite/{Id}", ("index", "0"), ("content", "x"), ("reasoning_content", "why"));

        Assert.Equal((400, """{"detail":"Only assistant can have reasoning_content"}"""), (answer.Status, answer.Body));
        Assert.StartsWith("""[{"role":"user","content":"one"}""", (await server.GetAsync($"/userdata/context/get/{Id}")).Body);
    }

    static async Task<TestServer> ServerWithTurnsAsync(params string[] messages)
    {
        var server = await TestServer.StartAsync();
        foreach (var message in messages)
        {
            await server.PostFormAsync($"/chat/completion/{Id}", ("message", message));
        }

        return server;
    }
}
