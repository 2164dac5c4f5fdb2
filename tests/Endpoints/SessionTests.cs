namespace Repeater.Tests.Endpoints;

/// <summary>The calls of the plugin of July 2025, in its own forms.</summary>
public class SessionTests
{
    [Fact]
    public async Task A_message_is_put_in_and_the_last_turn_taken_back()
    {
        await using var world = await ChatWorld.StartAsync();
        await world.TurnAsync("u", "one", "first");
        await world.TurnAsync("u", "two", "second");

        Assert.Equal(200, (await world.Server.PostFormAsync("/session/withdraw/u/lastmsg")).Status);
        Assert.Equal(200, (await world.Server.PostFormAsync("/session/inject/u", ("text", "put in"), ("role", "assistant"))).Status);

        Assert.Equal(["user: one", "assistant: first", "assistant: put in"], await world.ContextAsync("u"));
        Assert.Equal(422, (await world.Server.PostFormAsync("/session/inject/u", ("text", "x"), ("role", "nobody"))).Status);
        Assert.Equal(422, (await world.Server.PostFormAsync("/session/inject/u", ("role", "user"))).Status);
    }

    [Fact]
    public async Task Subsessions_are_branches()
    {
        await using var world = await ChatWorld.StartAsync();
        await world.TurnAsync("Group:1:2", "one", "first");

        Assert.Equal(200, (await world.Server.SendAsync(HttpMethod.Put, "/session/subsession/change?session_id=Group:1:2&subsession_id=other", null)).Status);
        await world.TurnAsync("Group:1:2", "two", "second");
        Assert.Equal(["user: two", "assistant: second"], await world.ContextAsync("Group:1:2"));

        Assert.Equal(200, (await world.Server.DeleteAsync("/session/subsession/delete?session_id=Group:1:2")).Status);
        Assert.Empty(await world.ContextAsync("Group:1:2"));
        Assert.Equal(422, (await world.Server.DeleteAsync("/session/subsession/delete")).Status);
        Assert.Equal(422, (await world.Server.DeleteAsync("/session/subsession/delete?session_id=..")).Status);
    }

    [Theory]
    [InlineData("true", new[] { "user: one", "assistant: first" })]
    [InlineData("false", new string[0])]
    public async Task A_session_is_cloned_into_a_branch_named_after_it(string becomesCurrent, string[] expected)
    {
        await using var world = await ChatWorld.StartAsync();
        await world.TurnAsync("a", "one", "first");

        var cloned = await world.Server.PostFormAsync("/session/clone", ("from_session_id", "a"), ("to_session_id", "b"), ("auto_set_default", becomesCurrent));

        Assert.Equal(200, cloned.Status);
        Assert.Equal(expected, await world.ContextAsync("b"));
        Assert.Equal("""["a"]""", (await world.Server.GetAsync("/userdata/context/branch/b")).Body);
        Assert.Equal(["user: one", "assistant: first"], await world.ContextAsync("a"));
    }

    [Fact]
    public async Task Prompts_and_configs_too()
    {
        await using var server = await TestServer.StartAsync();
        await server.PostFormAsync("/userdata/prompt/set/a", ("prompt", "be kind"));
        await server.PutFormAsync("/userdata/config/set/a/string", ("key", "k"), ("value", "v"));

        Assert.Equal(200, (await server.PostFormAsync("/prompt/clone", ("from_session_id", "a"), ("to_session_id", "b"))).Status);
        Assert.Equal(200, (await server.PostFormAsync("/config/clone", ("from_session_id", "a"), ("to_session_id", "b"))).Status);
        Assert.Equal("be kind", (await server.GetAsync("/userdata/prompt/get/b")).Body);
        Assert.Equal("""{"k":"v"}""", (await server.GetAsync("/userdata/config/get/b")).Body);

        Assert.Equal(200, (await server.SendAsync(HttpMethod.Put, "/userdata/prompt/change?session_id=b&subsession_id=x", null)).Status);
        Assert.Equal("x", (await server.GetAsync("/userdata/prompt/now_branch/b")).Body);
        Assert.Equal(200, (await server.DeleteAsync("/prompt/subsession/delete?session_id=b")).Status);
        Assert.Equal(200, (await server.SendAsync(HttpMethod.Put, "/config/subsession/change?session_id=b&subsession_id=y", null)).Status);
        Assert.Equal("y", (await server.GetAsync("/userdata/config/now_branch/b")).Body);
    }

    [Fact]
    public async Task The_download_is_the_users_zip()
    {
        await using var world = await ChatWorld.StartAsync();
        await world.TurnAsync("u", "one", "first");

        var answer = await world.Server.GetAsync("/session/download/u.zip");

        Assert.Equal((200, "application/zip"), (answer.Status, answer.ContentType));
        Assert.Equal("PK"u8.ToArray(), answer.Bytes[..2]);
    }
}
