namespace Repeater.Tests.Endpoints;

public class RequestPathTests(ProbeServer probe) : IClassFixture<ProbeServer>
{
    [InProcessTheory]
    [InlineData("Group:12:34", "Group:12:34")]
    [InlineData("Group%3A12%3a34", "Group:12:34")]
    [InlineData("%E4%BD%A0%E5%A5%BD%F0%9F%98%80", "你好😀")]
    [InlineData("a%20b+c", "a b+c")]
    [InlineData("%FF%E4%BD", "\uFFFD\uFFFD")]
    [InlineData("..", "..")]
    [InlineData(".", ".")]
    [InlineData("%2e%2E", "..")]
    [InlineData("%252F", "%2F")]
    [InlineData("%2525", "%25")]
    [InlineData("%zz%4", "%zz%4")]
    [InlineData("a%5Cb", "a\\b")]
    [InlineData("a\\b", "a\\b")]
    [InlineData("%7Bid%7D%2A%3F%23%5B%5D", "{id}*?#[]")]
    [InlineData("{id}*", "{id}*")]
    [InlineData("a;b,c=d&e@f!g$h'(i)", "a;b,c=d&e@f!g$h'(i)")]
    [InlineData("%01%7F%C2%85%E2%80%AE", "\u0001\u007F\u0085\u202E")]
    [InlineData("%C0%AF", "\uFFFD\uFFFD")]
    [InlineData("~", "~")]
    public async Task A_segment_is_decoded_once_and_reaches_the_route_as_text(string sent, string expected)
    {
        var answer = await probe.Server.GetRawAsync("/probe/" + sent);

        Assert.Equal((200, expected), (answer.Status, answer.Body));
    }

    [InProcessTheory]
    [InlineData("/probe/a?x=1", "a")]
    [InlineData("/probe/a/", "a")]
    [InlineData("/probe/%61/", "a")]
    [InlineData("/probe/../b", "b")]
    [InlineData("/probe/a/..", "..")]
    [InlineData("/probe/a/%2e", ".")]
    [InlineData("http://elsewhere/probe/%252F", "%2F")]
    [InlineData("http://elsewhere:81/probe/../x?q=/y", "x")]
    [InlineData("http://elsewhere", """{"name":"repeater","version":"0.1.0"}""")]
    [InlineData("http://elsewhere?/probe/a", """{"name":"repeater","version":"0.1.0"}""")]
    [InlineData("/files/Group:1:2.zip", "Group:1:2")]
    [InlineData("/files/a.b.zip.zip", "a.b.zip")]
    [InlineData("/files/..%2e.zip", "...")]
    public async Task Every_form_of_target_finds_its_route(string target, string expected)
    {
        var answer = await probe.Server.GetRawAsync(target, host: HostOf(target));

        Assert.Equal((200, expected), (answer.Status, answer.Body));
    }

    [InProcessTheory]
    [InlineData("/probe")]
    [InlineData("/probe/")]
    [InlineData("/probe//")]
    [InlineData("/probe//a")]
    [InlineData("//probe/a")]
    [InlineData("/probe/a%2Fb")]
    [InlineData("/probe/a%2fb")]
    [InlineData("/probe%2Fa")]
    [InlineData("/probe/%%2F")]
    [InlineData("/x/../probe/a")]
    [InlineData("/files/.zip")]
    [InlineData("/files/a")]
    [InlineData("http://elsewhere/probe/a%2Fb")]
    public async Task A_path_that_names_nothing_is_not_found(string target)
    {
        var answer = await probe.Server.GetRawAsync(target, host: HostOf(target));

        Assert.Equal((404, """{"detail":"Not Found"}"""), (answer.Status, answer.Body));
    }

    [InProcessTheory]
    [InlineData("/probe/%00")]
    [InlineData("/probe/a\0b")]
    [InlineData("/probe/a b")]
    [InlineData("/probe/你")]
    [InlineData("probe/a")]
    [InlineData("ftp:/")]
    public async Task A_target_no_url_may_have_is_refused_by_the_server_itself(string target)
    {
        var answer = await probe.Server.GetRawAsync(target);

        Assert.Equal(400, answer.Status);
    }

    [InProcessFact]
    public async Task The_asterisk_and_connect_are_refused()
    {
        var options = await probe.Server.GetRawAsync("*", "OPTIONS");
        var connect = await probe.Server.GetRawAsync("host:80", "CONNECT", "host:80");

        Assert.Equal((405, 405), (options.Status, connect.Status));
    }

    /// <summary>The server insists that the absolute form and the Host header agree.</summary>
    static string HostOf(string target) => target.StartsWith("http://") ? new Uri(target).Authority : "test";
}
