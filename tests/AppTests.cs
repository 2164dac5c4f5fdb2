namespace Repeater.Tests;

public class AppTests
{
    [InProcessTheory]
    [InlineData("ASPNETCORE_URLS", "http://127.0.0.1:1")]
    [InlineData("URLS", "http://127.0.0.1:1")]
    [InlineData("ASPNETCORE_HTTP_PORTS", "1")]
    [InlineData("DOTNET_URLS", "http://127.0.0.1:1")]
    [InlineData("Kestrel__Endpoints__A__Url", "http://127.0.0.1:1")]
    public async Task Variables_of_the_framework_configure_nothing(string name, string value)
    {
        Environment.SetEnvironmentVariable(name, value);
        try
        {
            await using var server = await TestServer.StartAsync();

            Assert.Equal(200, (await server.GetAsync("/healthz")).Status);
            Assert.NotEqual(1, server.Address.Port);
        }
        finally
        {
            Environment.SetEnvironmentVariable(name, null);
        }
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.2")]
    public async Task The_host_may_be_a_name_or_an_address(string host)
    {
        await using var server = await TestServer.StartAsync(("HOST", host));

        Assert.Equal(200, (await server.GetAsync("/healthz")).Status);
    }
}
