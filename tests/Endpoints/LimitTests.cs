namespace Repeater.Tests.Endpoints;

/// <summary>How much one user, and all together, may ask for.</summary>
public class LimitTests
{
    [Fact]
    public async Task A_user_who_sends_too_much_is_told_when_to_come_back_and_others_are_served()
    {
        await using var server = await TestServer.StartAsync(("USER_RATE_LIMIT", "2"));
        Assert.Equal(200, (await server.PostFormAsync("/chat/completion/u:1", ("message", "1"))).Status);
        Assert.Equal(200, (await server.PostFormAsync("/chat/completion/u_1", ("message", "2"))).Status);

        var third = await server.PostJsonAsync("/v1/chat/completions", """{"model":"u:1@chat","messages":[{"role":"user","content":"3"}]}""");

        Assert.Equal(429, third.Status);
        Assert.InRange(int.Parse(third["Retry-After"]!), 1, 30);
        Assert.Contains("2 chats a minute", third.Json.GetProperty("error").GetProperty("message").GetString());
        Assert.Equal(200, (await server.PostFormAsync("/chat/completion/other", ("message", "1"))).Status);
        Assert.Equal(4, (await server.GetAsync("/userdata/context/get/u:1")).Json.GetArrayLength());
    }

    [Fact]
    public async Task All_together_are_limited_too()
    {
        await using var server = await TestServer.StartAsync(("RATE_LIMIT", "2"));
        await server.PostFormAsync("/chat/completion/a", ("message", "1"));
        await server.PostJsonAsync("/v1/chat/completions", """{"model":"chat","messages":[{"role":"user","content":"2"}]}""");

        var third = await server.PostFormAsync("/chat/completion/c", ("message", "3"));

        Assert.Equal(503, third.Status);
        Assert.InRange(int.Parse(third["Retry-After"]!), 1, 30);
    }

    [Fact]
    public async Task Only_so_many_turns_of_a_user_wait()
    {
        await using var world = await ChatWorld.StartAsync(("USER_QUEUE_LENGTH", "0"));
        var release = new TaskCompletionSource();
        world.Upstream.Enqueue(FakeReply.Text("late").After(release.Task));
        var first = world.ChatAsync("u", "one");
        while (world.Upstream.Requests.Count == 0)
        {
            await Task.Delay(5);
        }

        var second = await world.ChatAsync("u", "two");
        world.Upstream.Enqueue("other");
        var other = await world.ChatAsync("v", "one");
        release.SetResult();

        Assert.Equal(429, second.Status);
        Assert.NotNull(second["Retry-After"]);
        Assert.Equal(200, other.Status);
        Assert.Equal(200, (await first).Status);
        Assert.Equal(["user: one", "assistant: late"], await world.ContextAsync("u"));
    }

    [Theory]
    [InlineData("/chat/completion/v", "message=two")]
    [InlineData("/v1/chat/completions", """{"model":"chat","messages":[{"role":"user","content":"two"}]}""")]
    public async Task Only_so_many_wait_in_all_and_where_nobody_waits_nobody_is_refused(string path, string body)
    {
        await using var world = await ChatWorld.StartAsync(("QUEUE_LENGTH", "0"), ("MAX_CONCURRENCY", "1"));
        var release = new TaskCompletionSource();
        world.Upstream.Enqueue(FakeReply.Text("late").After(release.Task));
        world.Upstream.Enqueue("soon");
        var first = world.ChatAsync("u", "one");
        while (world.Upstream.Requests.Count == 0)
        {
            await Task.Delay(5);
        }

        var second = await SendAsync();
        release.SetResult();
        Assert.Equal(200, (await first).Status);

        Assert.Equal(503, second.Status);
        Assert.NotNull(second["Retry-After"]);
        Assert.Contains("The queue of this server is full: 0 may wait; nothing was sent or stored.", second.Body);
        // The place is given back a moment after the answer.
        using var guard = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while ((await SendAsync()).Status != 200)
        {
            await Task.Delay(5, guard.Token);
        }

        Task<Answer> SendAsync() => world.Server.PostAsync(
            path, body[0] == '{' ? "application/json" : "application/x-www-form-urlencoded", System.Text.Encoding.UTF8.GetBytes(body));
    }
}
