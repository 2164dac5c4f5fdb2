using System.Net.Sockets;
using System.Text;

namespace Repeater.Tests.Endpoints;

public class ErrorMiddlewareTests(ProbeServer probe) : IClassFixture<ProbeServer>
{
    [InProcessFact]
    public async Task A_bug_is_a_500_whose_id_stands_in_the_log_with_the_cause()
    {
        var answer = await probe.Server.GetAsync("/throw");

        var id = answer.Json.GetProperty("error_id").GetString()!;
        Assert.Equal((500, "application/json"), (answer.Status, answer.ContentType));
        Assert.Equal($$"""{"detail":"Internal Server Error","error_id":"{{id}}"}""", answer.Body);
        var line = await probe.Server.WaitForLogLineAsync(id);
        Assert.Contains("error request.failed GET /throw failed", line);
        Assert.Contains(@"System.InvalidOperationException: a bug\nwith lines", line);
    }

    [InProcessFact]
    public async Task Headers_of_a_failed_handler_are_not_sent()
    {
        var answer = await probe.Server.GetAsync("/half-set");

        Assert.Equal((500, null), (answer.Status, answer["X-Half"]));
    }

    [InProcessFact]
    public async Task An_answer_that_fails_after_its_beginning_is_cut_off_and_logged()
    {
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => probe.Server.GetAsync("/throw-late"));

        Assert.Contains("a late bug", await probe.Server.WaitForLogLineAsync("request.cut_off"));
    }

    [InProcessTheory]
    [InlineData("/full", 507, "The disk is full: saving was not done and nothing was changed.")]
    [InlineData("/damaged", 503, "a.jsonl, line 3: not JSON")]
    public async Task An_outage_of_the_storage_says_what_happened(string path, int status, string detail)
    {
        var answer = await probe.Server.GetAsync(path);

        Assert.Equal((status, $$"""{"detail":"{{detail}}"}"""), (answer.Status, answer.Body));
        Assert.Contains($"GET {path} was refused with {status}", await probe.Server.WaitForLogLineAsync(detail));
    }

    [InProcessTheory]
    [InlineData(404, "Not Found")]
    [InlineData(406, "Not Acceptable")]
    [InlineData(415, "Unsupported Media Type")]
    public async Task A_bare_status_gets_a_body(int status, string detail)
    {
        var answer = await probe.Server.GetAsync($"/status/{status}");

        Assert.Equal((status, $$"""{"detail":"{{detail}}"}"""), (answer.Status, answer.Body));
    }

    [InProcessFact]
    public async Task A_bare_success_stays_empty()
    {
        var answer = await probe.Server.GetAsync("/status/204");

        Assert.Equal((204, ""), (answer.Status, answer.Body));
    }

    [InProcessFact]
    public async Task A_wait_is_sent_in_whole_seconds_rounded_up()
    {
        var answer = await probe.Server.GetAsync("/retry");

        Assert.Equal((503, "2"), (answer.Status, answer["Retry-After"]));
        Assert.Equal("""{"detail":"Service Unavailable"}""", answer.Body);
    }

    [InProcessFact]
    public async Task A_client_that_leaves_is_no_error()
    {
        await using var server = await TestServer.StartAsync(ProbeRoutes.Parts);
        using (var client = new TcpClient())
        {
            await client.ConnectAsync(server.Address.Host, server.Address.Port);
            await client.GetStream().WriteAsync("GET /wait HTTP/1.1\r\nHost: test\r\n\r\n"u8.ToArray());
            // Closes with a reset instead of an orderly end.
            client.LingerState = new(enable: true, seconds: 0);
        }
        using (var client = new TcpClient())
        {
            await client.ConnectAsync(server.Address.Host, server.Address.Port);
            await client.GetStream().WriteAsync("POST /fields HTTP/1.1\r\nHost: test\r\nContent-Length: 10\r\n\r\nx="u8.ToArray());
            client.LingerState = new(enable: true, seconds: 0);
        }

        var after = await server.GetAsync("/healthz");

        Assert.Equal(200, after.Status);
        Assert.DoesNotContain(server.LogLines, line => line.Contains(" error ") || line.Contains(" warn "));
    }

    [InProcessFact]
    public async Task A_body_of_the_greatest_length_is_read()
    {
        var answer = await probe.Server.PostAsync("/fields", "application/x-www-form-urlencoded", FormOf(4_000_000));

        Assert.Equal((200, 4_000_000 - 2), (answer.Status, answer.Bytes.Length));
    }

    [InProcessFact]
    public async Task A_longer_body_is_refused_and_the_client_hears_it()
    {
        var answer = await probe.Server.PostAsync("/fields", "application/x-www-form-urlencoded", FormOf(8_000_000));

        Assert.Equal((413, """{"detail":"The request body is larger than 4000000 bytes."}"""), (answer.Status, answer.Body));
    }

    [InProcessFact]
    public async Task A_longer_body_of_unknown_length_is_refused_too()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/fields") { Content = new ByteArrayContent(FormOf(8_000_000)) };
        request.Headers.TransferEncodingChunked = true;

        using var response = await probe.Server.Client.SendAsync(request);

        Assert.Equal(413, (int)response.StatusCode);
    }

    [InProcessFact]
    public async Task Chunks_are_put_together()
    {
        using var content = new ByteArrayContent(FormOf(3_000_000));
        content.Headers.ContentType = new("application/x-www-form-urlencoded");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/fields") { Content = content };
        request.Headers.TransferEncodingChunked = true;

        using var response = await probe.Server.Client.SendAsync(request);

        Assert.Equal(3_000_000 - 2, (await response.Content.ReadAsByteArrayAsync()).Length);
    }

    static byte[] FormOf(int length) => Encoding.ASCII.GetBytes("x=" + new string('y', length - 2));
}
