using System.Net.Http.Headers;

namespace Repeater.Tests.Endpoints;

public class AccessTests
{
    const string Token = "a-token-of-some-length-1234";

    [Theory]
    [InlineData(null, 401)]
    [InlineData("wrong", 401)]
    [InlineData(Token, 200)]
    public async Task With_a_token_set_only_who_sends_it_gets_in(string? token, int status)
    {
        await using var server = await TestServer.StartAsync(("ACCESS_TOKEN", Token));
        server.Client.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);

        Assert.Equal(status, (await server.GetAsync("/userdata/context/get/u")).Status);
        Assert.Equal(status, (await server.PostFormAsync("/chat/completion/u", ("message", "hi"))).Status);
    }

    [Fact]
    public async Task Probes_need_no_token()
    {
        await using var server = await TestServer.StartAsync(("ACCESS_TOKEN", Token));

        Assert.Equal(200, (await server.GetAsync("/healthz")).Status);
    }
}
