using System.Net.Http.Headers;
using System.Text;

namespace Repeater.Tests.Endpoints;

/// <summary>Everything a user has, as a zip file.</summary>
public class ArchiveTests
{
    const string Id = "Group:1:2";
    const string Token = "a-token-of-some-length-1234";

    [Fact]
    public async Task It_begins_with_the_three_documented_members()
    {
        await using var server = await TestServer.StartAsync();
        await FillAsync(server, Id);

        var answer = await server.GetAsync($"/userdata/file/{Id}.zip");

        Assert.Equal((200, "application/zip"), (answer.Status, answer.ContentType));
        Assert.Contains("filename=Group_1_2.zip", answer["Content-Disposition"]);
        var members = Zip.Read(answer.Bytes);
        Assert.Equal(["user_context.json", "user_config.json", "user_prompt.json", "repeater.json"], members.Keys.Take(4));
        Assert.Equal(
            """
            [
                {
                    "role": "user",
                    "content": "在工作"
                },
                {
                    "role": "assistant",
                    "content": "在工作"
                }
            ]
            """.ReplaceLineEndings("\n"),
            members["user_context.json"]);
        Assert.Equal("{\n    \"temperature\": 0.5\n}", members["user_config.json"]);
        Assert.Equal("\"You are 复读机.\"", members["user_prompt.json"]);
    }

    [Fact]
    public async Task Behind_them_are_all_branches_with_their_history_their_texts_and_the_pointers()
    {
        await using var server = await TestServer.StartAsync();
        await FillAsync(server, Id);

        var members = Zip.Read((await server.GetAsync($"/userdata/file/{Id}.zip")).Bytes);

        Assert.Equal(
            [
                "Context_UserData/Group_1_2/metadata.json",
                "Context_UserData/Group_1_2/ParallelData/default.jsonl",
                "text/Group_1_2/context/default.txt",
                "Context_UserData/Group_1_2/ParallelData/work.b%3Ac.jsonl",
                "text/Group_1_2/context/work.b%3Ac.txt",
                "Prompt_UserData/Group_1_2/metadata.json",
                "Prompt_UserData/Group_1_2/ParallelData/default.jsonl",
                "text/Group_1_2/prompt/default.txt",
                "UserConfig_UserData/Group_1_2/metadata.json",
                "UserConfig_UserData/Group_1_2/ParallelData/default.jsonl",
                "text/Group_1_2/config/default.txt",
            ],
            members.Keys.Skip(4));
        var stored = await File.ReadAllTextAsync(Path.Combine(server.UserDataDir, "Context_UserData", "Group_1_2", "ParallelData", "default.jsonl"));
        Assert.Equal(stored, members["Context_UserData/Group_1_2/ParallelData/default.jsonl"]);
        Assert.Contains("\"op\":\"withdraw\"", stored);
        Assert.Equal("context default of Group:1:2\n\n[0] user\nhi\n", members["text/Group_1_2/context/default.txt"]);
        Assert.Contains("temperature = 0.5", members["text/Group_1_2/config/default.txt"]);
    }

    [Fact]
    public async Task Of_an_unknown_user_it_is_empty_and_nothing_is_made()
    {
        await using var server = await TestServer.StartAsync();

        var members = Zip.Read((await server.GetAsync("/userdata/file/nobody.zip")).Bytes);

        Assert.Equal(["[]", "{}", "\"\""], members.Take(3).Select(member => member.Value));
        Assert.Equal(4, members.Count);
        Assert.Equal("[]", (await server.GetAsync("/userdata/context/userlist")).Body);
    }

    [Fact]
    public async Task A_head_request_says_what_a_get_would_send()
    {
        await using var server = await TestServer.StartAsync();

        var answer = await server.GetRawAsync("/userdata/file/a%2fb.zip", "HEAD");
        var head = await server.GetRawAsync("/userdata/file/%E4%BD%A0.zip", "HEAD");

        Assert.Equal(404, answer.Status);
        Assert.Equal((200, "application/zip", 0), (head.Status, head.ContentType, head.Bytes.Length));
        Assert.Contains("filename*=UTF-8''%E4%BD%A0.zip", head["Content-Disposition"]);
    }

    [Fact]
    public async Task A_damaged_branch_is_in_it_as_it_is_and_no_member_says_that_it_is_empty()
    {
        await using var server = await TestServer.StartAsync();
        await FillAsync(server, Id);
        await server.PostFormAsync($"/userdata/context/change/{Id}?new_branch_id=broken");
        var path = Path.Combine(server.UserDataDir, "Context_UserData", "Group_1_2", "ParallelData", "broken.jsonl");
        await File.WriteAllTextAsync(path, "{\"repeater\":1}\nwhat is this\n");

        var members = Zip.Read((await server.GetAsync($"/userdata/file/{Id}.zip")).Bytes);

        Assert.DoesNotContain("user_context.json", members.Keys);
        Assert.Equal("{\"repeater\":1}\nwhat is this\n", members["Context_UserData/Group_1_2/ParallelData/broken.jsonl"]);
        Assert.Contains("This branch cannot be read: ", members["text/Group_1_2/context/broken.txt"]);
        Assert.Contains("hi", members["Context_UserData/Group_1_2/ParallelData/default.jsonl"]);
    }

    [Fact]
    public async Task While_turns_land_every_branch_in_it_is_whole()
    {
        await using var server = await TestServer.StartAsync();
        using var stop = new CancellationTokenSource();
        var chatting = Task.Run(async () =>
        {
            for (var turn = 0; !stop.IsCancellationRequested; turn++)
            {
                Assert.Equal(200, (await server.PostFormAsync("/chat/completion/u", ("message", $"message {turn}"))).Status);
            }
        });

        for (var round = 0; round < 20; round++)
        {
            var members = Zip.Read((await server.GetAsync("/userdata/file/u.zip")).Bytes);
            if (members.TryGetValue("Context_UserData/u/ParallelData/default.jsonl", out var log))
            {
                var said = Repeater.Storage.BranchFormat.All[0].Read(Encoding.UTF8.GetBytes(log), "default.jsonl").Operations.Count;
                Assert.EndsWith("\n", log);
                Assert.EndsWith($"[{(2 * said) - 2}] user\nmessage {said - 1}\n\n[{(2 * said) - 1}] assistant\nmessage {said - 1}\n", members["text/u/context/default.txt"]);
            }
        }

        await stop.CancelAsync();
        await chatting;
    }

    [Fact]
    public async Task With_a_token_set_a_signed_address_fetches_it_without_one_until_it_expires()
    {
        await using var server = await TestServer.StartAsync(("ACCESS_TOKEN", Token));
        var link = await WithTokenAsync(server, () => server.PostFormAsync("/userdata/file/link/%E4%BD%A0%3F%25", ("lifetime", "60")));
        var url = link.Json.GetProperty("url").GetString()!;

        Assert.Equal(200, (await server.GetAsync(url)).Status);
        Assert.StartsWith($"{server.Address}userdata/file/%E4%BD%A0%3F%25.zip?expires=", url);
        Assert.Equal(401, (await server.GetAsync(url.Replace("%3F", "x"))).Status);
        Assert.Equal(401, (await server.GetAsync(url.Replace("expires=1", "expires=9"))).Status);
        Assert.Equal(401, (await server.GetAsync(url[..^1] + (url[^1] == '0' ? '1' : '0'))).Status);
        Assert.Equal(401, (await server.GetAsync(url.Split('&')[0])).Status);
        Assert.Equal(401, (await server.PostAsync(url, null, [])).Status);
        Assert.Equal(401, (await server.GetAsync("/userdata/context/get/u?" + url.Split('?')[1])).Status);
        Assert.Equal(401, (await server.PostFormAsync("/userdata/file/link/u")).Status);
        Assert.Equal(422, (await WithTokenAsync(server, () => server.PostFormAsync("/userdata/file/link/u", ("lifetime", "0")))).Status);
    }

    [InProcessFact]
    public async Task A_signed_address_ends()
    {
        var clock = new MovingClock();
        await using var server = await TestServer.StartAsync(new AppParts { Clock = clock }, ("ACCESS_TOKEN", Token));
        var link = await WithTokenAsync(server, () => server.PostFormAsync("/userdata/file/link/u", ("lifetime", "60")));
        var url = link.Json.GetProperty("url").GetString()!;

        clock.Now += TimeSpan.FromSeconds(59);
        Assert.Equal(200, (await server.GetAsync(url)).Status);
        clock.Now += TimeSpan.FromSeconds(1);
        Assert.Equal(401, (await server.GetAsync(url)).Status);
    }

    [Theory]
    [InlineData("Group:1:2")]
    [InlineData("你好 😀")]
    [InlineData("CON")]
    [InlineData("x.a:b?c*")]
    [InlineData("trailing. ")]
    [InlineData("loooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooong")]
    [InlineData("%41%")]
    public async Task Brought_to_an_empty_server_it_answers_as_before(string id)
    {
        var path = Uri.EscapeDataString(id);
        await using var first = await TestServer.StartAsync();
        await FillAsync(first, path, branch: id);
        var zip = (await first.GetAsync($"/userdata/file/{path}.zip")).Bytes;
        await using var second = await TestServer.StartAsync();
        // A stranger with a name that is near.
        await second.PostFormAsync("/chat/completion/x", ("message", "mine"));

        var taken = await second.PostAsync($"/userdata/file/{path}.zip", "application/zip", zip);

        Assert.True(taken.Status == 200, taken.Body);
        foreach (var kind in new[] { "context", "prompt", "config" })
        {
            foreach (var route in new[] { "get", "branch", "now_branch" })
            {
                Assert.Equal((await first.GetAsync($"/userdata/{kind}/{route}/{path}")).Body, (await second.GetAsync($"/userdata/{kind}/{route}/{path}")).Body);
            }
        }

        Assert.Contains(id, (await second.GetAsync("/userdata/context/userlist")).Json.EnumerateArray().Select(item => item.GetString()));
        await second.PostFormAsync($"/userdata/context/change/{path}?new_branch_id=default");
        Assert.Equal("""[{"role":"user","content":"hi"}]""", (await second.GetAsync($"/userdata/context/get/{path}")).Body);
        var again = Zip.Read((await second.GetAsync($"/userdata/file/{path}.zip")).Bytes);
        Assert.All(Zip.Read(zip).Where(member => member.Key.EndsWith(".jsonl")), member => Assert.Equal(member.Value, again[member.Key]));
        Assert.Equal(200, (await second.PostFormAsync($"/chat/completion/{path}", ("message", "on"))).Status);
    }

    static async Task FillAsync(TestServer server, string id, string branch = "work.b:c")
    {
        await server.PostFormAsync($"/chat/completion/{id}", ("message", "hi"));
        await server.PostFormAsync($"/userdata/context/withdraw/{id}", ("index", "1"));
        await server.PostFormAsync($"/userdata/context/change/{id}", ("new_branch_id", branch));
        await server.PostFormAsync($"/chat/completion/{id}", ("message", "在工作"));
        await server.PostFormAsync($"/userdata/prompt/set/{id}", ("prompt", "You are 复读机."));
        await server.PutFormAsync($"/userdata/config/set/{id}/float", ("key", "temperature"), ("value", "0.5"));
    }

    static async Task<Answer> WithTokenAsync(TestServer server, Func<Task<Answer>> send)
    {
        server.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        var answer = await send();
        server.Client.DefaultRequestHeaders.Authorization = null;
        return answer;
    }

    sealed class MovingClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
