namespace Repeater.Tests.Endpoints;

public class PromptAndVariableTests
{
    [Fact]
    public async Task A_prompt_is_kept_as_it_was_set_and_gone_when_deleted()
    {
        await using var server = await TestServer.StartAsync();
        const string Prompt = "You are {botname}.\r\n\t\"quoted\" 你好😀 \\ \u202E";

        var set = await server.PostFormAsync("/userdata/prompt/set/Group:1:2", ("prompt", Prompt));

        Assert.Equal((200, "Prompt set successfully", "text/plain; charset=utf-8"), (set.Status, set.Body, set.ContentType));
        Assert.Equal(Prompt, (await server.GetAsync("/userdata/prompt/get/Group_1_2")).Body);
        await server.DeleteAsync("/userdata/prompt/delete/Group:1:2");
        Assert.Equal("", (await server.GetAsync("/userdata/prompt/get/Group:1:2")).Body);
    }

    [Theory]
    [InlineData("{user_id} {user_name} {model_type} {nope}|{random 3 3}|\\{time}", "Group:1:2 小明 nomodel |3|{time}")]
    [InlineData("a\n:::\nhi {user_id}\n:::\nb", "a\n\nhi Group:1:2\nb")]
    public async Task Expand_answers_the_text_with_the_prompts_grammar(string text, string expected)
    {
        await using var server = await TestServer.StartAsync();

        var form = await server.PostFormAsync("/userdata/variable/expand/Group:1:2", ("username", "小明"), ("text", text));
        var json = await server.PostJsonAsync("/variable_expand/Group:1:2", $$"""{"user_info":{"nickname":"小明"},"text":{{System.Text.Json.JsonEncodedText.Encode(text).ToString().Insert(0, "\"")}}"}""");

        Assert.Equal((200, expected), (form.Status, form.Body));
        Assert.Equal(expected, json.Body);
    }

    [InProcessFact]
    public async Task Time_is_told_in_the_users_zone()
    {
        var clock = new FixedClock(new(2026, 11, 22, 7, 29, 26, TimeSpan.Zero));
        await using var server = await TestServer.StartAsync(new AppParts { Clock = clock });

        var standard = await server.PostFormAsync("/userdata/variable/expand/u", ("username", "x"), ("text", "{time}"));
        await server.PutFormAsync("/userdata/config/set/u/float", ("key", "time_zone"), ("value", "-3.5"));
        var own = await server.PostFormAsync("/userdata/variable/expand/u", ("username", "x"), ("text", "{time}"));

        Assert.Equal("2026-11-22 15:29:26 UTC+08:00", standard.Body);
        Assert.Equal("2026-11-22 03:59:26 UTC-03:30", own.Body);
    }
}
