using System.Net;
using System.Net.Sockets;
using System.Text;
using Repeater.Llm;
using static Repeater.Tests.FakeReply;

namespace Repeater.Tests.Llm;

public class LlmFailureTests
{
    static readonly LlmLimits ShortLimits = new() { FirstTokenTimeout = TimeSpan.FromSeconds(1), IdleTimeout = TimeSpan.FromSeconds(1) };

    [Theory]
    [InlineData(400, """{"error":{"message":"bad","type":"invalid_request_error","param":"top_p","code":null}}""", "BadRequest", "bad")]
    [InlineData(401, """{"error":{"message":"Incorrect API key provided: sk-test-0123456789."}}""", "Auth", "Incorrect API key provided: [key].")]
    [InlineData(402, """{"error":{"message":"Insufficient Balance"}}""", "Balance", "Insufficient Balance")]
    [InlineData(404, """{"error":{"message":"no such model"}}""", "NotFound", "no such model")]
    [InlineData(429, """{"error":{"code":"1113","message":"您的账户已欠费"}}""", "Balance", "您的账户已欠费")]
    [InlineData(429, "", "RateLimit", "Too Many Requests")]
    [InlineData(500, "oops", "Overloaded", "oops")]
    [InlineData(503, "<html><head><title>503 Busy</title></head></html>", "Overloaded", "a web page named \"503 Busy\"")]
    [InlineData(502, "\n<!DOCTYPE html></title>", "Overloaded", "a web page")]
    [InlineData(504, "{}", "Timeout", "{}")]
    public async Task A_refusal_says_class_status_and_the_providers_words(int status, string body, string expected, string message)
    {
        await using var upstream = await FakeUpstream.StartAsync();
        upstream.Enqueue(Status(status, body));

        var result = await LlmTest.AskAsync(LlmTest.Request(upstream.BaseUrl));

        AssertFailure(result, expected, message);
        Assert.Equal((status, false, "Tester"), (result.Failure!.UpstreamStatus, result.Failure.AfterFirstToken, result.Failure.Provider));
        Assert.StartsWith($"Tester answered {status}: ", result.Failure.Message, StringComparison.Ordinal);
        Assert.Empty(result.Deltas);
    }

    [Fact]
    public async Task A_refusal_says_how_long_to_wait()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        upstream.Enqueue(Status(429, "", ("Retry-After", "7")));

        Assert.Equal(TimeSpan.FromSeconds(7), (await LlmTest.AskAsync(LlmTest.Request(upstream.BaseUrl))).Failure?.RetryAfter);
    }

    [Fact]
    public async Task A_refusal_without_end_is_still_a_refusal()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        upstream.Handler = async context =>
        {
            context.Response.StatusCode = 500;
            await context.Response.Body.WriteAsync(new byte[1 << 20], context.RequestAborted);
        };

        AssertFailure(await LlmTest.AskAsync(LlmTest.Request(upstream.BaseUrl)), "Overloaded", "");
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        upstream.Enqueue(Status(308, "", ("Location", "https://user:secret@elsewhere.example.com/v1/x?key=1")));

        var result = await LlmTest.AskAsync(LlmTest.Request(upstream.BaseUrl));

        AssertFailure(result, "Configuration", "https://elsewhere.example.com/v1/x;");
        Assert.DoesNotContain("secret", result.Failure!.Message, StringComparison.Ordinal);
        Assert.Single(upstream.Requests);
    }

    [Theory]
    [InlineData("", """{"message":"crashed","code":"internal_error"}""", "Overloaded", "crashed")]
    [InlineData("half", """{"message":"crashed","code":"internal_error"}""", "Overloaded", "crashed")]
    [InlineData("half", "\"crashed\"", "Overloaded", "crashed")]
    [InlineData("", """{"message":"slow down","code":429}""", "RateLimit", "slow down")]
    [InlineData("", """{"message":"敏感","code":"1301"}""", "ContentFilter", "敏感")]
    [InlineData("half", """{"message":"key sk-test-0123456789 expired","type":"authentication_error"}""", "Auth", "key [key] expired")]
    public async Task An_error_inside_a_stream_is_a_failure(string text, string error, string expected, string message)
    {
        await using var upstream = await FakeUpstream.StartAsync();
        upstream.Enqueue(ErrorInStream(text, error));

        var result = await LlmTest.AskAsync(LlmTest.Request(upstream.BaseUrl));

        AssertFailure(result, expected, message);
        Assert.Equal((text, text.Length > 0), (result.Content, result.Failure!.AfterFirstToken));
    }

    [Theory]
    [InlineData("event: error\ndata: {\"message\":\"crashed\"}\n\n")]
    [InlineData("event: error\ndata: crashed\n\n")]
    [InlineData("data: {\"object\":\"error\",\"message\":\"crashed\",\"code\":500}\n\n")]
    [InlineData("data: {\"error\":{\"message\":\"crashed\"},\"choices\":[]}\n\n")]
    [InlineData("{\"error\":{\"message\":\"crashed\"}}")]
    [InlineData("[{\"error\":{\"message\":\"crashed\"}}]")]
    public async Task An_error_with_status_200_is_a_failure_in_every_shape(string body)
    {
        await using var upstream = await FakeUpstream.StartAsync();
        upstream.Enqueue(Raw("text/event-stream", body));

        AssertFailure(await LlmTest.AskAsync(LlmTest.Request(upstream.BaseUrl)), "Overloaded", "crashed");
    }

    [Fact]
    public async Task A_cut_connection_is_an_interruption()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        upstream.Enqueue(CutAfter("half a ", "sentence"));

        var result = await LlmTest.AskAsync(LlmTest.Request(upstream.BaseUrl));

        AssertFailure(result, "Interrupted", "broke off");
        Assert.Equal(("half a sentence", true), (result.Content, result.Failure!.AfterFirstToken));
    }

    [Fact]
    public async Task An_end_without_finish_reason_is_an_interruption()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        upstream.Enqueue(EndAfter("half a ", "sentence"));

        var result = await LlmTest.AskAsync(LlmTest.Request(upstream.BaseUrl));

        AssertFailure(result, "Interrupted", "without a finish reason");
        Assert.Equal(("half a sentence", true), (result.Content, result.Failure!.AfterFirstToken));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData(": only a comment\n\n")]
    [InlineData("data: {\"choices\":[{\"delta\":{\"role\":\"assistant\"}}]}\n\n")]
    public async Task An_end_before_the_beginning_is_told_from_an_interruption(string body)
    {
        await using var upstream = await FakeUpstream.StartAsync();
        upstream.Enqueue(Raw("text/event-stream", body));

        var result = await LlmTest.AskAsync(LlmTest.Request(upstream.BaseUrl));

        AssertFailure(result, "Interrupted", "ended before it began");
        Assert.False(result.Failure!.AfterFirstToken);
    }

    [Fact]
    public async Task What_was_held_back_is_handed_out_before_the_failure()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        upstream.Enqueue(EndAfter("<thi"));

        var result = await LlmTest.AskAsync(LlmTest.Request(upstream.BaseUrl));

        Assert.Equal(("<thi", true), (result.Content, result.Failure?.AfterFirstToken));
    }

    [Theory]
    [InlineData("text/html", "<!DOCTYPE html><html><body>Welcome!</body></html>", "text/html")]
    [InlineData("text/plain", "OK", "text/plain")]
    [InlineData("text/event-stream", "data: nonsense\n\n", "")]
    [InlineData("text/event-stream", "data: {\"choices\":[\n\n", "")]
    [InlineData("text/event-stream", "data: {\"choices\":[]}{}\n\n", "")]
    [InlineData("application/json", "{\"choices\":[", "")]
    [InlineData("application/json", "{\"ok\":true}", "no choices")]
    [InlineData("application/json", "[]", "")]
    [InlineData("application/json", "{\"choices\":[]}", "no choices")]
    public async Task Garbage_is_called_so(string contentType, string body, string message)
    {
        await using var upstream = await FakeUpstream.StartAsync();
        upstream.Enqueue(Raw(contentType, body));

        AssertFailure(await LlmTest.AskAsync(LlmTest.Request(upstream.BaseUrl)), "BadResponse", message);
    }

    [Fact]
    public async Task Garbage_after_the_first_token_says_so()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        upstream.Enqueue(Events(Chunk("half"), "data: nonsense\n\n"));

        var result = await LlmTest.AskAsync(LlmTest.Request(upstream.BaseUrl));

        AssertFailure(result, "BadResponse", "");
        Assert.Equal(("half", true), (result.Content, result.Failure!.AfterFirstToken));
    }

    [Fact]
    public async Task Deep_nesting_is_garbage_and_no_crash()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        upstream.Enqueue(Raw("application/json", "{\"choices\":" + new string('[', 100_000)));

        AssertFailure(await LlmTest.AskAsync(LlmTest.Request(upstream.BaseUrl)), "BadResponse", "");
    }

    [Fact]
    public async Task Too_much_is_refused()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        upstream.Default = Text(new string('x', 3000));

        var limits = new LlmLimits { MaxResponseBytes = 2000 };
        AssertFailure(await LlmTest.AskAsync(LlmTest.Request(upstream.BaseUrl), limits), "BadResponse", "longer than 2000 bytes");
        AssertFailure(await LlmTest.AskAsync(LlmTest.Request(upstream.BaseUrl) with { Stream = false }, limits), "BadResponse", "longer than 2000 bytes");
    }

    [Fact]
    public async Task A_server_that_never_answers_times_out()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        upstream.Enqueue(Hang());

        var result = await LlmTest.AskAsync(LlmTest.Request(upstream.BaseUrl), ShortLimits);

        AssertFailure(result, "Timeout", "nothing came within 1 seconds");
        Assert.Null(result.Failure!.UpstreamStatus);
    }

    [Fact]
    public async Task Comments_do_not_stand_in_for_the_first_token()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        upstream.Enqueue(OnlyComments(TimeSpan.FromMilliseconds(100)));

        AssertFailure(await LlmTest.AskAsync(LlmTest.Request(upstream.BaseUrl), ShortLimits), "Timeout", "nothing came within");
    }

    [Fact]
    public async Task A_stream_that_falls_silent_times_out()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        upstream.Enqueue(Hang("half"));

        var result = await LlmTest.AskAsync(LlmTest.Request(upstream.BaseUrl), ShortLimits);

        AssertFailure(result, "Timeout", "nothing more came for 1 seconds");
        Assert.Equal(("half", true), (result.Content, result.Failure!.AfterFirstToken));
    }

    [Fact]
    public async Task Comments_between_tokens_keep_a_stream_alive()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        var keepAlive = Enumerable.Repeat(": keep-alive\n\n", 8);
        upstream.Enqueue(Raw("text/event-stream", TimeSpan.FromMilliseconds(250),
            [.. keepAlive.Prepend(Chunk("half")).Append(Chunk(" and half") + Finish()).Select(Encoding.UTF8.GetBytes)]));

        Assert.Equal("half and half", (await LlmTest.AskAsync(LlmTest.Request(upstream.BaseUrl), ShortLimits with { IdleTimeout = TimeSpan.FromSeconds(1.5) })).Content);
    }

    [Fact]
    public async Task Blank_lines_keep_an_answer_alive_that_is_not_streamed()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        byte[][] parts = [.. Enumerable.Repeat("\n"u8.ToArray(), 8), Encoding.UTF8.GetBytes(Whole("late"))];
        upstream.Enqueue(Raw("application/json", TimeSpan.FromMilliseconds(250), parts));

        var limits = ShortLimits with { IdleTimeout = TimeSpan.FromSeconds(1.5) };
        Assert.Equal("late", (await LlmTest.AskAsync(LlmTest.Request(upstream.BaseUrl) with { Stream = false }, limits)).Content);
    }

    [Fact]
    public async Task The_whole_call_has_a_limit()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        upstream.Enqueue(Slow(TimeSpan.FromMilliseconds(100), [.. Enumerable.Repeat("x", 1000)]));

        var result = await LlmTest.AskAsync(LlmTest.Request(upstream.BaseUrl), new LlmLimits { TotalTimeout = TimeSpan.FromSeconds(1.5) });

        AssertFailure(result, "Timeout", "not complete after 1.5 seconds");
        Assert.True(result.Failure!.AfterFirstToken);
    }

    [Fact]
    public async Task A_slow_consumer_does_not_run_into_the_idle_limit()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        upstream.Enqueue(Text("a", "b"));
        using var client = LlmTest.NewClient(ShortLimits with { IdleTimeout = TimeSpan.FromMilliseconds(500) });
        var content = "";

        await foreach (var delta in client.StreamAsync(LlmTest.Request(upstream.BaseUrl)))
        {
            content += (delta as ContentDelta)?.Text;
            await Task.Delay(700);
        }

        Assert.Equal("ab", content);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task After_the_finish_reason_nothing_more_is_needed(bool cut)
    {
        await using var upstream = await FakeUpstream.StartAsync();
        upstream.Handler = async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(Chunk("all") + Finish()));
            await context.Response.Body.FlushAsync();
            await Task.Delay(cut ? TimeSpan.FromMilliseconds(100) : LlmTest.HangGuard, context.RequestAborted);
            context.Abort();
        };

        var result = await LlmTest.AskAsync(LlmTest.Request(upstream.BaseUrl), ShortLimits);

        Assert.Equal(("all", "stop", 16), (result.Content, result.Finished.FinishReason, result.Finished.Usage?.TotalTokens));
    }

    [Fact]
    public async Task Nobody_listening_is_a_network_failure()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();

        var result = await LlmTest.AskAsync(LlmTest.Request(new($"http://127.0.0.1:{port}/v1")));

        AssertFailure(result, "Network", $"no answer from 127.0.0.1:{port}");
        Assert.Null(result.Failure!.UpstreamStatus);
    }

    [Theory]
    [InlineData("", "Network")]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n\r\n", "BadResponse")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"choices\":", "Interrupted")]
    public async Task A_server_of_another_kind_is_told_apart(string answer, string expected)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = Task.Run(async () =>
        {
            using var connection = await listener.AcceptSocketAsync();
            await connection.ReceiveAsync(new byte[4096]);
            await connection.SendAsync(Encoding.ASCII.GetBytes(answer));
            connection.Shutdown(SocketShutdown.Send);
        });

        var result = await LlmTest.AskAsync(LlmTest.Request(new($"http://{listener.LocalEndpoint}/v1")));

        AssertFailure(result, expected, "");
        await serving.WaitAsync(LlmTest.HangGuard);
    }

    [Fact]
    public async Task A_handshake_that_hangs_runs_into_the_connect_limit()
    {
        using var mute = new TcpListener(IPAddress.Loopback, 0);
        mute.Start();

        var limits = new LlmLimits { ConnectTimeout = TimeSpan.FromSeconds(1) };
        var result = await LlmTest.AskAsync(LlmTest.Request(new($"https://{mute.LocalEndpoint}/v1")), limits);

        AssertFailure(result, "Timeout", $"no connection to {mute.LocalEndpoint} within 1 seconds");
    }

    [Theory]
    [InlineData(null, "set the environment variable TEST_KEY")]
    [InlineData("", "set the environment variable TEST_KEY")]
    [InlineData(" \n", "set the environment variable TEST_KEY")]
    [InlineData("two words", "a character that no key can have")]
    [InlineData("钥匙", "a character that no key can have")]
    [InlineData("a\r\nHost: x", "a character that no key can have")]
    public async Task A_key_that_cannot_be_sent_is_our_own_error(string? key, string message)
    {
        await using var upstream = await FakeUpstream.StartAsync();
        using var client = new LlmClient(new LlmLimits(), _ => key);

        AssertFailure(await client.AskAsync(LlmTest.Request(upstream.BaseUrl)), "Configuration", message);
        Assert.Empty(upstream.Requests);
    }

    [Fact]
    public async Task Cancelling_while_waiting_is_cancelling_and_no_failure()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        upstream.Default = Hang();
        using var client = LlmTest.NewClient();
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in client.StreamAsync(LlmTest.Request(upstream.BaseUrl), stop.Token))
            {
            }
        }).WaitAsync(LlmTest.HangGuard);
    }

    static void AssertFailure(LlmResult result, string expected, string message)
    {
        Assert.NotNull(result.Failure);
        Assert.Contains(message, result.Failure.ProviderMessage, StringComparison.Ordinal);
        Assert.Equal(expected, result.Failure.Class.ToString());
        Assert.DoesNotContain(LlmTest.Key, result.Failure.Message, StringComparison.Ordinal);
    }
}
