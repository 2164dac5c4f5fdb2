using System.Text.Json;

namespace Repeater.Tests.Endpoints;

/// <summary>Messages named by their ids: read, withdrawn, rewritten, put in, replaced, searched.</summary>
public class EditingTests
{
    const string Id = "Group:1:2";

    [Fact]
    public async Task Ids_stay_whatever_is_taken_out_in_front()
    {
        await using var server = await ServerWithTurnsAsync("one", "two");
        var before = await MessagesAsync(server);
        await PostAsync(server, "withdraw", ("id", before[0].Id));

        var after = await MessagesAsync(server);

        Assert.Equal([0, 1, 2], after.Select(message => message.Index));
        Assert.Equal(before[1..].Select(message => message.Id), after.Select(message => message.Id));
        Assert.Equal(4, before.Select(message => message.Id).Distinct().Count());
        var part = (await server.GetAsync($"/userdata/context/messages/{Id}?from_index=1&limit=1")).Json;
        Assert.Equal(3, part.GetProperty("length").GetInt32());
        Assert.Equal(after[1].Id, Assert.Single(part.GetProperty("messages").EnumerateArray()).GetProperty("id").GetString());
    }

    [Fact]
    public async Task A_chat_answers_the_ids_that_its_messages_have()
    {
        await using var server = await TestServer.StartAsync();
        var chat = (await server.PostFormAsync($"/chat/completion/{Id}", ("message", "one"))).Json;

        Assert.Equal(
            [chat.GetProperty("message_id").GetString(), chat.GetProperty("reply_id").GetString()],
            (await MessagesAsync(server)).Select(message => message.Id));
    }

    [Fact]
    public async Task An_index_that_means_another_message_by_now_is_refused()
    {
        await using var server = await ServerWithTurnsAsync("one", "two");
        var seen = await MessagesAsync(server);
        await PostAsync(server, "withdraw", ("index", "0"));

        foreach (var refused in (Answer[])
            [
                await server.PostFormAsync($"/userdata/context/withdraw/{Id}", ("index", "1"), ("expected_id", seen[1].Id)),
                await server.PostFormAsync($"/userdata/context/rewrite/{Id}", ("index", "1"), ("expected_id", seen[1].Id), ("content", "x")),
                await server.PostFormAsync($"/userdata/context/insert/{Id}", ("index", "1"), ("expected_id", seen[1].Id), ("content", "x")),
                await server.PostFormAsync($"/userdata/context/fork/{Id}", ("index", "1"), ("expected_id", seen[1].Id), ("new_branch_id", "b")),
                await server.PostFormAsync($"/userdata/context/withdraw_last/{Id}", ("expected_id", seen[1].Id)),
                await server.PostFormAsync($"/userdata/context/replace/{Id}", ("expected_id", seen[1].Id), ("messages", "[]")),
            ])
        {
            Assert.Equal(409, refused.Status);
            Assert.Contains("Nothing was changed", refused.Json.GetProperty("detail").GetString());
        }

        Assert.Equal(404, (await server.PostFormAsync($"/userdata/context/withdraw/{Id}", ("id", seen[0].Id))).Status);
        Assert.Equal(seen[1..].Select(message => message.Id), (await MessagesAsync(server)).Select(message => message.Id));
        Assert.Equal("""["default"]""", (await server.GetAsync($"/userdata/context/branch/{Id}")).Body);
        await PostAsync(server, "withdraw", ("index", "1"), ("expected_id", seen[2].Id));
    }

    [Fact]
    public async Task The_last_turn_and_a_range_are_withdrawn()
    {
        await using var server = await ServerWithTurnsAsync("one", "two", "three");
        var seen = await MessagesAsync(server);

        var last = await PostAsync(server, "withdraw_last", ("expected_id", seen[5].Id));
        Assert.Equal(2, last.GetProperty("deleted").GetInt32());
        await PostAsync(server, "withdraw", ("from_id", seen[1].Id), ("to_index", "2"));

        Assert.Equal([seen[0].Id, seen[3].Id], (await MessagesAsync(server)).Select(message => message.Id));
        Assert.Equal(400, (await server.PostFormAsync($"/userdata/context/withdraw/{Id}", ("from_index", "1"), ("to_index", "0"))).Status);
        Assert.Equal(422, (await server.PostFormAsync($"/userdata/context/withdraw/{Id}", ("from_index", "1"))).Status);
        await PostAsync(server, "undo", ("steps", "2"));
        Assert.Equal(seen, await MessagesAsync(server));
    }

    [Fact]
    public async Task A_message_is_put_in_anywhere()
    {
        await using var server = await ServerWithTurnsAsync("one");
        var seen = await MessagesAsync(server);

        var first = await PostAsync(server, "insert", ("content", "rules"), ("role", "system"), ("before_id", seen[0].Id));
        await PostAsync(server, "insert", ("content", "thought"), ("role", "assistant"), ("reasoning_content", "why"), ("after_id", seen[0].Id));
        var last = await PostAsync(server, "insert", ("content", "last"), ("name", "Ann"));

        Assert.Equal((0, 3), (first.GetProperty("index").GetInt32(), first.GetProperty("length").GetInt32()));
        Assert.Equal(4, last.GetProperty("index").GetInt32());
        Assert.Equal(
            """[{"role":"system","content":"rules"},{"role":"user","content":"one"},{"role":"assistant","content":"thought","reasoning_content":"why"},{"role":"assistant","content":"one"},{"role":"user","content":"last","name":"Ann"}]""",
            (await server.GetAsync($"/userdata/context/get/{Id}")).Body);
        Assert.Equal(422, (await server.PostFormAsync($"/userdata/context/insert/{Id}", ("content", "x"), ("role", "robot"))).Status);
        Assert.Equal(400, (await server.PostFormAsync($"/userdata/context/insert/{Id}", ("content", "x"), ("reasoning_content", "why"))).Status);
        Assert.Equal(400, (await server.PostFormAsync($"/userdata/context/insert/{Id}", ("content", "x"), ("index", "6"))).Status);
    }

    [Fact]
    public async Task A_whole_context_is_replaced_keeping_the_ids_it_names()
    {
        await using var server = await ServerWithTurnsAsync("one", "two");
        var seen = await MessagesAsync(server);

        var replaced = await server.PutJsonAsync($"/userdata/context/replace/{Id}", $$"""
            {"expected_id":"{{seen[3].Id}}","messages":[{"role":"system","content":"rules"},{"id":"{{seen[1].Id}}","role":"assistant","content":"ONE","reasoning_content":"r"},
            {"id":"{{seen[1].Id}}","role":"user","content":"again","mood":[1]}]}
            """);

        Assert.Equal(200, replaced.Status);
        var now = await MessagesAsync(server);
        Assert.Equal(["rules", "ONE", "again"], now.Select(message => message.Content));
        Assert.Equal(seen[1].Id, now[1].Id);
        Assert.Equal(3, now.Select(message => message.Id).Distinct().Count());
        Assert.EndsWith("""{"role":"user","content":"again","mood":[1]}]""", (await server.GetAsync($"/userdata/context/get/{Id}")).Body);
        await PostAsync(server, "undo");
        Assert.Equal(seen, await MessagesAsync(server));
    }

    [Theory]
    [InlineData("""{"role":"user"}""", "has to be a list")]
    [InlineData("""[{"role":"user","content":"a"},{"role":"robot","content":"b"}]""", "Message 1 has no role")]
    [InlineData("""[{"role":"user","content":null}]""", "Message 0 has no text as content")]
    [InlineData("""[{"role":"user","content":"a","name":1}]""", "Message 0 has a name that is no text")]
    [InlineData("""[{"role":"user","content":"a","reasoning_content":"b"}]""", "only an assistant")]
    [InlineData("""["hi"]""", "Message 0 is no object")]
    [InlineData("[", "Invalid JSON")]
    public async Task What_is_no_context_replaces_none(string messages, string sentence)
    {
        await using var server = await ServerWithTurnsAsync("one");
        var seen = await MessagesAsync(server);

        var refused = await server.PostFormAsync($"/userdata/context/replace/{Id}", ("messages", messages));

        Assert.Equal(422, refused.Status);
        Assert.Contains(sentence, refused.Body);
        Assert.Equal(seen, await MessagesAsync(server));
    }

    [Fact]
    public async Task A_fork_at_a_message_ends_with_it()
    {
        await using var server = await ServerWithTurnsAsync("one", "two");
        var seen = await MessagesAsync(server);

        await PostAsync(server, "fork", ("new_branch_id", "b"), ("message_id", seen[1].Id));

        Assert.Equal(seen[..2], await MessagesAsync(server, "b"));
        Assert.Equal(404, (await server.PostFormAsync($"/userdata/context/fork/{Id}", ("new_branch_id", "c"), ("message_id", "nobody"))).Status);
        Assert.Equal("""["b","default"]""", (await server.GetAsync($"/userdata/context/branch/{Id}")).Body);
    }

    [Fact]
    public async Task One_s_own_messages_are_found_in_every_branch()
    {
        await using var server = await ServerWithTurnsAsync("The Quick brown fox " + new string('x', 200), "quick 你好😀 end");
        await server.PutFormAsync($"/userdata/context/change/{Id}", ("new_branch_id", "other"));
        await PostAsync(server, "insert", ("content", "slow"), ("role", "assistant"), ("reasoning_content", "QUICK?"));
        await server.PostFormAsync("/chat/completion/somebody", ("message", "quick"));

        var found = (await server.GetAsync($"/userdata/context/search/{Id}?query=quick&limit=4")).Json;

        Assert.Equal(
            [("default", 3, "content"), ("default", 2, "content"), ("default", 1, "content"), ("default", 0, "content")],
            found.GetProperty("hits").EnumerateArray().Select(hit => (hit.GetProperty("branch").GetString(), hit.GetProperty("index").GetInt32(), hit.GetProperty("in").GetString())));
        Assert.True(found.GetProperty("more").GetBoolean());
        Assert.Equal($"The Quick brown fox {new string('x', 29)}…", found.GetProperty("hits")[3].GetProperty("snippet").GetString());
        var own = Assert.Single((await server.GetAsync($"/userdata/context/search/{Id}?query=QuicK&branch_id=other")).Json.GetProperty("hits").EnumerateArray());
        Assert.Equal(("reasoning_content", "QUICK?"), (own.GetProperty("in").GetString(), own.GetProperty("snippet").GetString()));
        Assert.Empty((await server.GetAsync($"/userdata/context/search/{Id}?query=nothing")).Json.GetProperty("hits").EnumerateArray());
        Assert.Equal(422, (await server.GetAsync($"/userdata/context/search/{Id}")).Status);
        Assert.Equal(422, (await server.GetAsync($"/userdata/context/search/{Id}?query={new string('q', 201)}")).Status);
        Assert.Equal(422, (await server.GetAsync($"/userdata/context/search/{Id}?query=q&limit=101")).Status);
    }

    [Fact]
    public async Task Two_clients_that_go_by_ids_never_take_what_the_other_meant()
    {
        await using var server = await ServerWithTurnsAsync([.. Enumerable.Range(0, 10).Select(i => $"{i}")]);
        var seen = await MessagesAsync(server);
        var gone = seen.Where(message => message.Index % 3 == 0).ToArray();

        await Task.WhenAll(gone.Select(message => PostAsync(server, "withdraw", ("id", message.Id)))
            .Concat(seen.Except(gone).Select(message => PostAsync(server, "rewrite", ("id", message.Id), ("content", message.Content + "!")))));

        Assert.Equal(seen.Except(gone).Select(message => (message.Id, message.Content + "!")), (await MessagesAsync(server)).Select(message => (message.Id, message.Content)));
    }

    sealed record Seen(string Id, int Index, string Content);

    static async Task<Seen[]> MessagesAsync(TestServer server, string branch = "") =>
        [.. (await server.GetAsync($"/userdata/context/messages/{Id}?branch_id={branch}")).Json.GetProperty("messages").EnumerateArray()
            .Select(message => new Seen(message.GetProperty("id").GetString()!, message.GetProperty("index").GetInt32(), message.GetProperty("content").GetString()!))];

    static async Task<JsonElement> PostAsync(TestServer server, string what, params (string, string)[] fields)
    {
        var answer = await server.PostFormAsync($"/userdata/context/{what}/{Id}", fields);
        Assert.True(answer.Status == 200, answer.Body);
        return answer.Json;
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
