namespace Repeater.Tests.Endpoints;

/// <summary>Many turns at once, and what else happens to a branch while a turn runs.</summary>
public class ChatConcurrencyTests
{
    [Fact]
    public async Task Two_hundred_users_with_twenty_turns_each_at_once_all_keep_their_forty_messages_in_order()
    {
        await using var server = await TestServer.StartAsync();
        server.Client.Timeout = TimeSpan.FromMinutes(5);
        const int Users = 200;
        const int Turns = 20;

        await Task.WhenAll(Enumerable.Range(0, Users).Select(async user =>
        {
            for (var turn = 0; turn < Turns; turn++)
            {
                var answer = await server.PostFormAsync($"/chat/completion/u{user}", ("message", $"{user}/{turn}"));
                Assert.True(answer.Status == 200, answer.Body);
            }
        }));

        for (var user = 0; user < Users; user++)
        {
            var messages = (await server.GetAsync($"/userdata/context/get/u{user}")).Json.EnumerateArray()
                .Select(message => message.GetProperty("content").GetString());
            Assert.Equal(Enumerable.Range(0, Turns).SelectMany(turn => new[] { $"{user}/{turn}", $"{user}/{turn}" }), messages);
        }
    }

    [Fact]
    public async Task Turns_of_one_user_run_one_after_another_also_under_two_spellings_of_the_id()
    {
        await using var world = await ChatWorld.StartAsync();
        var release = new TaskCompletionSource();
        world.Upstream.Enqueue(FakeReply.Text("first").After(release.Task), FakeReply.Text("second"));

        var first = world.ChatAsync("a:b", "one", ("load_prompt", "false"));
        await WaitForCallsAsync(world, 1);
        var second = world.ChatAsync("a_b", "two", ("load_prompt", "false"));
        await Task.Delay(200);
        Assert.Single(world.Upstream.Requests);
        release.SetResult();
        await Task.WhenAll(first, second);

        Assert.Equal(["user: one", "assistant: first", "user: two", "assistant: second"], await world.ContextAsync("a_b"));
        Assert.Equal(["user: one", "assistant: first", "user: two"], world.LastSent());
    }

    [Fact]
    public async Task A_wait_that_takes_too_long_says_what_it_waited_for()
    {
        await using var world = await ChatWorld.StartAsync(("QUEUE_TIMEOUT", "1"));
        var release = new TaskCompletionSource();
        world.Upstream.Enqueue(FakeReply.Text("first").After(release.Task));
        var first = world.ChatAsync("u", "one");
        await WaitForCallsAsync(world, 1);

        var second = await world.ChatAsync("u", "two");
        release.SetResult();

        Assert.Equal(503, second.Status);
        Assert.Contains("an earlier turn of this user", second.Body);
        Assert.NotNull(second["Retry-After"]);
        Assert.Equal(200, (await first).Status);
    }

    [Fact]
    public async Task No_more_turns_than_allowed_run_at_once_over_all_users()
    {
        await using var world = await ChatWorld.StartAsync(("MAX_CONCURRENCY", "2"), ("QUEUE_TIMEOUT", "1"));
        var release = new TaskCompletionSource();
        world.Upstream.Enqueue(FakeReply.Text("1").After(release.Task), FakeReply.Text("2").After(release.Task));
        var running = new[] { world.ChatAsync("a", "hi"), world.ChatAsync("b", "hi") };
        await WaitForCallsAsync(world, 2);

        var third = await world.ChatAsync("c", "hi");
        release.SetResult();
        await Task.WhenAll(running);

        Assert.Equal(503, third.Status);
        Assert.Contains("2 places", third.Body);
    }

    [Fact]
    public async Task A_turn_lands_in_the_branch_it_started_from()
    {
        await using var world = await ChatWorld.StartAsync();
        await world.TurnAsync("u", "old", "old");
        var release = new TaskCompletionSource();
        world.Upstream.Enqueue(FakeReply.Text("late").After(release.Task));
        var turn = world.ChatAsync("u", "question");
        await WaitForCallsAsync(world, 2);

        await world.Server.PostFormAsync("/userdata/context/change/u?new_branch_id=other");
        release.SetResult();

        Assert.Equal("default", (await turn).Json.GetProperty("branch").GetString());
        Assert.Empty(await world.ContextAsync("u"));
        await world.Server.PostFormAsync("/userdata/context/change/u", ("new_branch_id", "default"));
        Assert.Equal(["user: old", "assistant: old", "user: question", "assistant: late"], await world.ContextAsync("u"));
    }

    [Fact]
    public async Task What_is_withdrawn_while_a_turn_runs_stays_withdrawn()
    {
        await using var world = await ChatWorld.StartAsync();
        await world.TurnAsync("u", "secret", "noted");
        var release = new TaskCompletionSource();
        world.Upstream.Enqueue(FakeReply.Text("late").After(release.Task));
        var turn = world.ChatAsync("u", "question");
        await WaitForCallsAsync(world, 2);

        await world.Server.PostFormAsync("/userdata/context/withdraw/u", ("index", "0"));
        release.SetResult();
        await turn;

        Assert.Equal(["assistant: noted", "user: question", "assistant: late"], await world.ContextAsync("u"));
    }

    [Fact]
    public async Task What_is_undone_while_a_turn_runs_stays_undone_and_the_turn_is_added()
    {
        await using var world = await ChatWorld.StartAsync();
        await world.TurnAsync("u", "secret", "noted");
        var release = new TaskCompletionSource();
        world.Upstream.Enqueue(FakeReply.Text("late").After(release.Task));
        var turn = world.ChatAsync("u", "question");
        await WaitForCallsAsync(world, 2);

        await world.Server.PostFormAsync("/userdata/context/undo/u");
        release.SetResult();
        await turn;

        Assert.Equal(["user: question", "assistant: late"], await world.ContextAsync("u"));
        Assert.Equal(409, (await world.Server.PostFormAsync("/userdata/context/redo/u")).Status);
        await world.Server.PostFormAsync("/userdata/context/restore/u", ("operation", "1"));
        Assert.Equal(["user: secret", "assistant: noted"], await world.ContextAsync("u"));
    }

    [Fact]
    public async Task A_reply_that_is_continued_while_it_is_undone_becomes_one_of_its_own()
    {
        await using var world = await ChatWorld.StartAsync();
        await world.TurnAsync("u", "count", "one");
        var release = new TaskCompletionSource();
        world.Upstream.Enqueue(FakeReply.Text(" two").After(release.Task));
        var turn = world.ChatAsync("u", "", ("continue_completion", "true"));
        await WaitForCallsAsync(world, 2);

        await world.Server.PostFormAsync("/userdata/context/undo/u");
        release.SetResult();
        await turn;

        Assert.Equal(["assistant:  two"], await world.ContextAsync("u"));
    }

    [Fact]
    public async Task A_client_that_leaves_does_not_lose_its_turn()
    {
        await using var world = await ChatWorld.StartAsync();
        var release = new TaskCompletionSource();
        world.Upstream.Enqueue(FakeReply.Text("late").After(release.Task));
        using var patience = new CancellationTokenSource();
        using var body = new FormUrlEncodedContent([KeyValuePair.Create("message", "question")]);
        var turn = world.Server.Client.PostAsync("/chat/completion/u", body, patience.Token);
        await WaitForCallsAsync(world, 1);

        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => turn);
        release.SetResult();

        using var guard = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while ((await world.ContextAsync("u")).Length == 0)
        {
            await Task.Delay(10, guard.Token);
        }

        Assert.Equal(["user: question", "assistant: late"], await world.ContextAsync("u"));
    }

    static async Task WaitForCallsAsync(ChatWorld world, int count)
    {
        using var guard = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (world.Upstream.Requests.Count < count)
        {
            await Task.Delay(10, guard.Token);
        }
    }
}
