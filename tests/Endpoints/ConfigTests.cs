namespace Repeater.Tests.Endpoints;

public class ConfigTests
{
    [Theory]
    [InlineData("int", " +1_000 ", "1000")]
    [InlineData("int", "123456789012345678901234567890", "123456789012345678901234567890")]
    [InlineData("float", "1", "1.0")]
    [InlineData("float", "0.5", "0.5")]
    [InlineData("float", "-2e-3", "-0.002")]
    [InlineData("string", "你好😀 {x}", "\"你好😀 {x}\"")]
    [InlineData("bool", "false", "false")]
    [InlineData("bool", "0", "false")]
    [InlineData("bool", "", "false")]
    [InlineData("bool", "Yes", "true")]
    [InlineData("boolean", "true", "true")]
    [InlineData("list", "[1,\"a\"]", "[1,\"a\"]")]
    [InlineData("list", "", "[]")]
    [InlineData("dict", "{\"a\":{}}", "{\"a\":{}}")]
    [InlineData("dict", "", "{}")]
    [InlineData("null", "x", "null")]
    public async Task A_value_is_stored_as_its_type_says_and_all_settings_are_answered(string type, string text, string json)
    {
        await using var server = await TestServer.StartAsync();
        await server.PutFormAsync("/userdata/config/set/u/string", ("key", "first"), ("value", "1"));

        var answer = await server.PutFormAsync($"/userdata/config/set/u/{type}", ("key", "k"), ("value", text));

        Assert.Equal((200, $$"""{"first":"1","k":{{json}}}"""), (answer.Status, answer.Body));
        Assert.Equal(answer.Body, (await server.GetAsync("/userdata/config/get/u")).Body);
    }

    [Fact]
    public async Task Set_works_by_post_too_and_the_last_value_counts()
    {
        await using var server = await TestServer.StartAsync();

        await server.PostFormAsync("/userdata/config/set/u/int", ("key", "k"), ("value", "1"));
        var answer = await server.PostFormAsync("/userdata/config/set/u/int", ("key", "k"), ("value", "2"));

        Assert.Equal("""{"k":2}""", answer.Body);
    }

    [Theory]
    [InlineData("/userdata/config/set/u/temperature", """{"type":"float","value":1}""", """{"temperature":1.0}""")]
    [InlineData("/userdata/config/set/u/save_text_only", """{"type":"boolean","value":true}""", """{"save_text_only":true}""")]
    [InlineData("/userdata/config/set/u/int", """{"key":"k","value":7}""", """{"k":7}""")]
    [InlineData("/userdata/config/set/u/k", """{"type":"string","value":"v"}""", """{"k":"v"}""")]
    [InlineData("/userdata/config/set/u/k", """{"type":"dict","value":{"a":[1]}}""", """{"k":{"a":[1]}}""")]
    public async Task A_json_body_names_the_type_or_the_key_in_the_path(string path, string body, string expected)
    {
        await using var server = await TestServer.StartAsync();

        Assert.Equal(expected, (await server.PutJsonAsync(path, body)).Body);
    }

    [Fact]
    public async Task A_form_field_config_is_an_object_that_is_merged()
    {
        await using var server = await TestServer.StartAsync();
        await server.PutFormAsync("/userdata/config/set/u/int", ("key", "a"), ("value", "1"));

        var answer = await server.PostFormAsync("/userdata/config/set/u/dict", ("config", """{"b":true,"a":2,"temperature":0.5}"""));
        var refused = await server.PostFormAsync("/userdata/config/set/u", ("config", """{"b":false,"temperature":9}"""));

        Assert.Equal("""{"a":2,"b":true,"temperature":0.5}""", answer.Body);
        Assert.Equal(400, refused.Status);
        Assert.Equal(answer.Body, (await server.GetAsync("/userdata/config/get/u")).Body);
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("DELETE")]
    public async Task A_key_is_removed_by_field_or_path(string method)
    {
        await using var server = await TestServer.StartAsync();
        await server.PostFormAsync("/userdata/config/set/u", ("config", """{"a":1,"b":2}"""));

        var answer = method == "POST"
            ? await server.PostFormAsync("/userdata/config/delkey/u", ("key", "a"))
            : await server.DeleteAsync("/userdata/config/delkey/u/a");

        Assert.Equal((200, """{"b":2}"""), (answer.Status, answer.Body));
    }

    [Fact]
    public async Task Settings_of_another_branch_hold_at_once()
    {
        await using var world = await ChatWorld.StartAsync();
        await world.Server.PutFormAsync("/userdata/config/set/u/float", ("key", "temperature"), ("value", "0.1"));
        await world.TurnAsync("u", "hi", "ho");

        await world.Server.PostFormAsync("/userdata/config/change/u", ("new_branch_id", "other"));
        await world.TurnAsync("u", "hi", "ho");

        Assert.Equal([0.1, 1.0], world.Upstream.Requests.Select(request => request.Body.GetProperty("temperature").GetDouble()));
    }
}
