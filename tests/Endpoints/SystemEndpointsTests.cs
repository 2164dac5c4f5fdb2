namespace Repeater.Tests.Endpoints;

public class SystemEndpointsTests
{
    [Fact]
    public async Task A_server_that_runs_is_healthy()
    {
        await using var server = await TestServer.StartAsync();

        var answer = await server.GetAsync("/healthz");

        Assert.Equal((200, """{"status":"ok"}""", "application/json"), (answer.Status, answer.Body, answer.ContentType));
        Assert.Null(answer["Server"]);
    }

    [Fact]
    public async Task The_root_says_what_this_is()
    {
        await using var server = await TestServer.StartAsync();

        var answer = await server.GetAsync("/");

        Assert.Equal((200, $$"""{"name":"repeater","version":"{{BuildInfo.Version}}"}"""), (answer.Status, answer.Body));
    }
}
