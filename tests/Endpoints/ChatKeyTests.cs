using System.Net;

namespace Repeater.Tests.Endpoints;

/// <summary>A chat sent again with its Idempotency-Key gets the first answer: one call of the model, one turn stored.</summary>
public sealed class ChatKeyTests : IDisposable
{
    readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("repeater-keys-");

    public void Dispose() => _data.Delete(recursive: true);

    [Fact]
    public async Task A_repeated_chat_gets_the_first_answer_also_after_a_restart()
    {
        Answer first;
        await using (var world = await StartAsync())
        {
            world.Upstream.Enqueue(FakeReply.Reasoning("hm", "Hello"));
            first = await ChatAsync(world, "k", "u:1", ("message", "hi"), ("user_name", "Ann"));
            await world.TurnAsync("u:1", "more", "and more");
            await world.Server.PostFormAsync("/userdata/context/withdraw/u:1", ("index", "0"));
            await world.Server.PostFormAsync("/userdata/context/change/u:1", ("new_branch_id", "other"));

            var again = await ChatAsync(world, "k", "u_1", ("message", "hi"), ("user_name", "Ann"));

            Assert.Equal(("Hello", "hm", 16), (
                first.Json.GetProperty("content").GetString(),
                first.Json.GetProperty("reasoning_content").GetString(),
                first.Json.GetProperty("usage").GetProperty("total_tokens").GetInt32()));
            Assert.Equal((200, first.Body), (again.Status, again.Body));
            Assert.Equal(2, world.Upstream.Requests.Count);
            Assert.Empty(await world.ContextAsync("u:1"));
        }

        await using var later = await StartAsync();
        Assert.Equal(first.Body, (await ChatAsync(later, "k", "u:1", ("message", "hi"), ("user_name", "Ann"))).Body);
        Assert.Empty(later.Upstream.Requests);
    }

    [Fact]
    public async Task A_repeat_that_comes_while_the_first_runs_waits_for_its_answer()
    {
        await using var world = await StartAsync();
        var release = new TaskCompletionSource();
        world.Upstream.Enqueue(FakeReply.Text("late").After(release.Task));

        var answers = Enumerable.Range(0, 5).Select(_ => ChatAsync(world, "k", "u", ("message", "hi"))).ToArray();
        await Task.Delay(300);
        Assert.DoesNotContain(answers, answer => answer.IsCompleted);
        release.SetResult();

        Assert.Single((await Task.WhenAll(answers)).Select(answer => (answer.Status, answer.Body)).Distinct());
        Assert.Equal(200, (await answers[0]).Status);
        Assert.Single(world.Upstream.Requests);
        Assert.Equal(["user: hi", "assistant: late"], await world.ContextAsync("u"));
    }

    [Fact]
    public async Task A_key_with_another_request_is_refused_and_asks_no_model()
    {
        await using var world = await StartAsync();
        world.Upstream.Enqueue("Hello");
        await ChatAsync(world, "k", "u", ("message", "hi"));

        foreach (var other in (Answer[])
            [
                await ChatAsync(world, "k", "u", ("message", "hi!")),
                await ChatAsync(world, "k", "u", ("message", "hi"), ("load_prompt", "false")),
                await SendAsync(world, "k", "/userdata/context/withdraw/u", ("index", "0")),
            ])
        {
            Assert.Equal(422, other.Status);
            Assert.StartsWith("This Idempotency-Key was used for another request. Nothing was done", other.Json.GetProperty("detail").GetString());
        }

        Assert.Equal(["user: hi", "assistant: Hello"], await world.ContextAsync("u"));
        world.Upstream.Enqueue("Welcome");
        Assert.Equal("Welcome", (await ChatAsync(world, "k", "somebody else", ("message", "hi!"))).Json.GetProperty("content").GetString());
    }

    [Fact]
    public async Task A_continued_reply_is_answered_with_what_was_new()
    {
        await using var world = await StartAsync();
        await world.TurnAsync("u", "count", "one two");
        world.Upstream.Enqueue(" three");
        var first = await ChatAsync(world, "k", "u", ("continue_completion", "true"));

        var again = await ChatAsync(world, "k", "u", ("continue_completion", "true"));

        Assert.Equal(" three", first.Json.GetProperty("content").GetString());
        Assert.Equal(first.Body, again.Body);
        Assert.Equal(["user: count", "assistant: one two three"], await world.ContextAsync("u"));
    }

    [Fact]
    public async Task A_reply_that_was_cut_off_and_saved_fails_the_same_way_again()
    {
        await using var world = await StartAsync();
        world.Upstream.Enqueue(FakeReply.CutAfter("half "));
        var first = await ChatAsync(world, "k", "u", ("message", "hi"));

        var again = await ChatAsync(world, "k", "u", ("message", "hi"));

        Assert.Contains("saved as an interrupted reply", first.Body);
        Assert.Equal((first.Status, first.Body), (again.Status, again.Body));
        Assert.Equal(["user: hi", "assistant: half "], await world.ContextAsync("u"));
    }

    [Fact]
    public async Task A_turn_that_stored_nothing_is_run_again()
    {
        await using var world = await StartAsync();
        world.Upstream.Enqueue(FakeReply.Status(401, """{"error":{"message":"bad key"}}"""), FakeReply.Text("Hello"));
        Assert.Equal(502, (await ChatAsync(world, "k", "u", ("message", "hi"))).Status);

        Assert.Equal("Hello", (await ChatAsync(world, "k", "u", ("message", "hi"))).Json.GetProperty("content").GetString());
        Assert.Equal(["user: hi", "assistant: Hello"], await world.ContextAsync("u"));
    }

    Task<ChatWorld> StartAsync() => ChatWorld.StartAsync(("USER_DATA_DIR", Path.Combine(_data.FullName, "userdata")));

    static Task<Answer> ChatAsync(ChatWorld world, string key, string user, params (string Name, string Value)[] fields) =>
        SendAsync(world, key, $"/chat/completion/{user}", fields);

    static async Task<Answer> SendAsync(ChatWorld world, string key, string path, params (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        request.Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        using var response = await world.Server.Client.SendAsync(request);
        Assert.NotEqual(HttpStatusCode.InternalServerError, response.StatusCode);
        return await Answer.FromAsync(response);
    }
}
