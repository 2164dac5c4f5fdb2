using System.Text;
using Repeater.Llm;
using static Repeater.Tests.FakeReply;

namespace Repeater.Tests.Llm;

public class LlmClientTests
{
    static readonly Usage ReportedUsage = new() { PromptTokens = 11, CompletionTokens = 5, TotalTokens = 16, CachedTokens = 3 };

    /// <summary>Every kind of good answer, with the reasoning and the content that must come of it.</summary>
    public static TheoryData<string, string, string> GoodReplies => new()
    {
        { "text", "", "Hello 你好😀" },
        { "reasoning", "let me think", "Hello 你好😀" },
        { "one chunk", "", "Hello 你好😀" },
        { "no usage", "", "Hello 你好😀" },
        { "split UTF-8", "", "Hello 你好😀" },
        { "comments", "", "Hello 你好😀" },
        { "JSON", "let me think", "Hello 你好😀" },
        { "JSON with a byte order mark", "", "Hello 你好😀" },
        { "JSON with null content", "", "" },
        { "JSON in parts", "", "Hello 你好😀" },
        { "reasoning under its other name", "let me think", "Hello 你好😀" },
        { "both names", "let me think", "Hello 你好😀" },
        { "think block", "let me think", "Hello 你好😀" },
        { "end without [DONE]", "", "Hello 你好😀" },
        { "[DONE] without finish reason", "", "Hello 你好😀" },
        { "wrong content type", "", "Hello 你好😀" },
        { "blank lines first", "", "Hello 你好😀" },
        { "emoji cut in two", "", "Hello 你好😀" },
        { "usage in the choice", "", "Hello 你好😀" },
        { "null everywhere", "", "Hello 你好😀" },
        { "no space, CRLF, BOM", "", "Hello 你好😀" },
        { "two data lines", "", "Hello 你好😀" },
        { "refusal", "", "Hello 你好😀" },
    };

    [Theory, MemberData(nameof(GoodReplies))]
    public async Task Good_answers_of_every_kind_come_out_the_same(string kind, string reasoning, string content)
    {
        await using var upstream = await FakeUpstream.StartAsync();
        upstream.Enqueue(ReplyOf(kind));

        var result = await LlmTest.AskAsync(LlmTest.Request(upstream.BaseUrl));

        Assert.IsType<LlmFinished>(result.Finished);
        Assert.Equal((reasoning, content), (result.Reasoning, result.Content));
        Assert.DoesNotContain(result.Deltas, delta => delta is ContentDelta { Text: "" } or ReasoningDelta { Text: "" });
    }

    static FakeReply ReplyOf(string kind) => kind switch
    {
        "text" => Text("Hello ", "你好", "😀"),
        "reasoning" => Reasoning("let me think", "Hello 你好😀"),
        "one chunk" => OneChunk("Hello 你好😀"),
        "no usage" => NoUsage("Hello 你好😀"),
        "split UTF-8" => SplitUtf8("Hello 你好😀"),
        "comments" => WithComments("Hello ", "你好😀"),
        "JSON" => Json("Hello 你好😀", "let me think"),
        "JSON with a byte order mark" => Raw("application/json", "\uFEFF" + Whole("Hello 你好😀")),
        "JSON with null content" => Raw("application/json", """{"choices":[{"message":{"content":null,"reasoning_content":null},"finish_reason":"stop"}]}"""),
        "JSON in parts" => Raw("application/json",
            """{"choices":[{"message":{"content":[{"type":"text","text":"Hello "},{"type":"text","text":"你好😀"},{"type":"image"}]}}]}"""),
        "reasoning under its other name" => Events(
            """data: {"choices":[{"delta":{"reasoning":"let me think","content":""}}]}""", "\n\n", Chunk("Hello 你好😀"), Finish()),
        "both names" => Events(
            """data: {"choices":[{"delta":{"reasoning":"let me think","reasoning_content":"let me think"}}]}""", "\n\n", Chunk("Hello 你好😀"), Finish()),
        "think block" => Text("<th", "ink>\nlet me ", "think</", "think>\n\nHello ", "你好😀"),
        "end without [DONE]" => Events(Chunk("Hello "), Chunk("你好😀"), Finish("length")),
        "[DONE] without finish reason" => Events(Chunk("Hello 你好😀"), "data:[DONE]\n\n"),
        "wrong content type" => Raw("application/json", Chunk("Hello 你好😀"), Finish(), "data: [DONE]\n\n"),
        "blank lines first" => Events("\n", "\n\n", Chunk("Hello 你好😀"), Finish()),
        "emoji cut in two" => Events(
            Chunk("Hello 你好"), """data: {"choices":[{"delta":{"content":"\ud83d"}}]}""", "\n\n", """data: {"choices":[{"delta":{"content":"\ude00"}}]}""", "\n\n", Finish()),
        "usage in the choice" => Events(
            Chunk("Hello 你好😀"), """data: {"choices":[{"delta":{},"finish_reason":"stop","usage":{"prompt_tokens":1}}]}""", "\n\n"),
        "null everywhere" => Events(
            """data: {"id":null,"created":null,"error":null,"choices":null,"usage":null}""", "\n\n",
            """data: {"error":null,"choices":[{"index":0,"delta":{"role":null,"content":null,"reasoning_content":null,"tool_calls":null},"finish_reason":null,"usage":null}]}""", "\n\n",
            """data: {"choices":[null]}""", "\n\n", """data: {"choices":[{"delta":null}]}""", "\n\n", """data: {}""", "\n\n", "data:\n\n",
            Chunk("Hello 你好😀"), Finish()),
        "no space, CRLF, BOM" => Events(
            "\uFEFFdata:{\"choices\":[{\"delta\":{\"content\":\"Hello 你好😀\"}}]}\r\n\r\n", "event: message\r\ndata:{\"choices\":[{\"finish_reason\":\"stop\"}]}\r\n\r\n"),
        "two data lines" => Events("data: {\"choices\":[{\"delta\":\ndata: {\"content\":\"Hello 你好😀\"}}]}\n\n", Finish()),
        "refusal" => Events("""data: {"choices":[{"delta":{"content":null,"refusal":"Hello 你好😀"},"finish_reason":"stop"}]}""", "\n\n"),
        _ => throw new ArgumentException(kind),
    };

    [Fact]
    public async Task The_end_says_what_the_provider_said()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        upstream.Enqueue(Text("a", "b"));

        var finished = (await LlmTest.AskAsync(LlmTest.Request(upstream.BaseUrl))).Finished;

        Assert.Equal(("stop", ReportedUsage, Id, Created), (finished.FinishReason, finished.Usage, finished.UpstreamId, finished.Created));
        Assert.Equal($"{upstream.BaseUrl}/chat/completions", finished.RequestUrl);
        Assert.Equal(4, finished.Chunks);
        long[] times = [finished.RequestStart, finished.RequestEnd, finished.StreamStart, .. finished.ChunkTimes, finished.StreamEnd];
        Assert.Equal(times.Order(), times);
        Assert.InRange(finished.RequestStart, 1_700_000_000_000_000_000, long.MaxValue);
    }

    [Fact]
    public async Task An_answer_that_is_not_streamed_has_no_chunks()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        upstream.Enqueue("whole");

        var result = await LlmTest.AskAsync(LlmTest.Request(upstream.BaseUrl) with { Stream = false });

        Assert.Equal(("whole", ReportedUsage, "stop"), (result.Content, result.Finished.Usage, result.Finished.FinishReason));
        Assert.Equal((0, 0, 0), (result.Finished.Chunks, result.Finished.StreamStart, result.Finished.StreamEnd));
        Assert.True(result.Finished.RequestEnd >= result.Finished.RequestStart);
    }

    [Theory]
    [InlineData("""{"prompt_tokens":7,"prompt_cache_hit_tokens":4,"prompt_cache_miss_tokens":3}""", 7, null, null, 4, null)]
    [InlineData("""{"prompt_tokens":7.0,"completion_tokens":"2","total_tokens":null,"cached_tokens":1}""", 7, null, null, 1, null)]
    [InlineData("""{"completion_tokens":9,"total_tokens":9,"completion_tokens_details":{"reasoning_tokens":8},"prompt_tokens_details":null}""", null, 9, 9, null, 8)]
    [InlineData("""{"prompt_tokens":0,"completion_tokens":0,"total_tokens":0}""", 0, 0, 0, null, null)]
    public async Task Usage_is_read_under_every_name(string json, int? prompt, int? completion, int? total, int? cached, int? reasoning)
    {
        await using var upstream = await FakeUpstream.StartAsync();
        upstream.Enqueue(Events(Chunk("a"), Finish(usage: json), "data: [DONE]\n\n"));

        var usage = (await LlmTest.AskAsync(LlmTest.Request(upstream.BaseUrl))).Finished.Usage;

        Assert.Equal(
            new Usage { PromptTokens = prompt, CompletionTokens = completion, TotalTokens = total, CachedTokens = cached, ReasoningTokens = reasoning }, usage);
    }

    [Fact]
    public async Task The_last_usage_counts_and_null_does_not()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        upstream.Enqueue(Events(
            """data: {"choices":[{"delta":{"content":"a"}}],"usage":{"prompt_tokens":1}}""", "\n\n",
            """data: {"choices":[{"delta":{"content":"b"},"finish_reason":"sensitive"}],"usage":{"prompt_tokens":2}}""", "\n\n",
            """data: {"choices":[],"usage":null}""", "\n\n", """data: {"choices":[],"usage":{}}""", "\n\n"));

        var finished = (await LlmTest.AskAsync(LlmTest.Request(upstream.BaseUrl))).Finished;

        Assert.Equal((2, "sensitive"), (finished.Usage?.PromptTokens, finished.FinishReason));
    }

    [Fact]
    public async Task Tool_calls_are_put_together_by_index()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        upstream.Enqueue(Events(
            """data: {"choices":[{"delta":{"tool_calls":[{"index":0,"id":"a","type":"function","function":{"name":"f","arguments":"{\"x\""}}]}}]}""", "\n\n",
            """data: {"choices":[{"delta":{"tool_calls":[{"index":1,"id":"b","function":{"name":"g","arguments":""}}]}}]}""", "\n\n",
            """data: {"choices":[{"delta":{"tool_calls":[{"index":0,"function":{"arguments":":1}"}},{"index":1,"id":"","function":{"name":null,"arguments":"{}"}}]},"finish_reason":"tool_calls"}]}""", "\n\n"));

        var finished = (await LlmTest.AskAsync(LlmTest.Request(upstream.BaseUrl))).Finished;

        Assert.Equal([new ToolCall("a", "f", """{"x":1}"""), new ToolCall("b", "g", "{}")], finished.ToolCalls);
    }

    [Fact]
    public async Task The_request_goes_to_the_right_place_with_key_and_body()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        upstream.Enqueue("hi");

        await LlmTest.AskAsync(LlmTest.Request(upstream.BaseUrl));

        var request = Assert.Single(upstream.Requests);
        Assert.Equal(("POST", "/v1/chat/completions"), (request.Method, request.Path));
        Assert.Equal(
            ($"Bearer {LlmTest.Key}", "application/json", "application/json"),
            (request.Headers["Authorization"], request.Headers["Accept"], request.Headers["Content-Type"]));
        Assert.Equal(request.Headers["Content-Length"], Encoding.UTF8.GetByteCount(request.Body.GetRawText()).ToString());
        Assert.Equal("hi", request.Body.GetProperty("messages")[0].GetProperty("content").GetString());
        Assert.DoesNotContain("traceparent", request.Headers.Keys);
    }

    [Fact]
    public async Task A_model_that_needs_no_key_sends_none()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        upstream.Enqueue("hi");
        var request = LlmTest.Request(upstream.BaseUrl);

        var result = await LlmTest.AskAsync(request with { Model = request.Model with { ApiKeyVariables = [] } });

        Assert.Equal("hi", result.Content);
        Assert.DoesNotContain("Authorization", upstream.Requests[0].Headers.Keys);
    }

    [Fact]
    public async Task The_key_is_read_anew_for_each_request()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        upstream.Default = Text("hi");
        var key = "key-one";
        using var client = new LlmClient(new LlmLimits(), name => name == LlmTest.KeyVariable ? key : null);

        await client.AskAsync(LlmTest.Request(upstream.BaseUrl));
        key = " key-two\n";
        await client.AskAsync(LlmTest.Request(upstream.BaseUrl));

        Assert.Equal(["Bearer key-one", "Bearer key-two"], upstream.Requests.Select(request => request.Headers["Authorization"]));
    }

    [Fact]
    public async Task The_first_delta_comes_before_the_answer_is_complete()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        upstream.Enqueue(Hang("first"));
        using var client = LlmTest.NewClient();

        await foreach (var delta in client.StreamAsync(LlmTest.Request(upstream.BaseUrl)))
        {
            Assert.Equal(new ContentDelta("first"), delta);
            break;
        }
    }

    [Fact]
    public async Task Connections_are_used_again()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        upstream.Default = Text("hi");
        using var client = LlmTest.NewClient();

        for (var i = 0; i < 20; i++)
        {
            Assert.Equal("hi", (await client.AskAsync(LlmTest.Request(upstream.BaseUrl))).Content);
        }

        Assert.InRange(upstream.Requests.DistinctBy(request => request.ConnectionId).Count(), 1, 10);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_consumer_that_stops_hangs_up(bool cancels)
    {
        await using var upstream = await FakeUpstream.StartAsync();
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        upstream.Handler = async context =>
        {
            context.RequestAborted.Register(gone.SetResult);
            await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(Chunk("first")));
            await context.Response.Body.FlushAsync();
            await gone.Task;
        };
        using var client = LlmTest.NewClient();
        using var stop = new CancellationTokenSource();

        var reading = Task.Run(async () =>
        {
            await foreach (var _ in client.StreamAsync(LlmTest.Request(upstream.BaseUrl), stop.Token))
            {
                if (!cancels)
                {
                    break;
                }
                await stop.CancelAsync();
            }
        });

        await gone.Task.WaitAsync(LlmTest.HangGuard);
        Assert.Equal(cancels, await Record.ExceptionAsync(() => reading) is OperationCanceledException);
    }

    [Fact]
    public async Task Many_streams_at_once_keep_apart()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        upstream.Handler = async context =>
        {
            var request = await FakeRequest.ReadAsync(context);
            var word = request.Body.GetProperty("messages")[0].GetProperty("content").GetString()!;
            foreach (var part in new[] { Chunk(word), Chunk(" "), Chunk(word), Finish(), "data: [DONE]\n\n" })
            {
                await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(part));
                await context.Response.Body.FlushAsync();
                await Task.Delay(20);
            }
        };
        using var client = LlmTest.NewClient();

        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(async i =>
        {
            var request = LlmTest.Request(upstream.BaseUrl) with { Messages = [new() { Role = Role.User, Content = $"w{i}" }] };
            return (await client.AskAsync(request)).Content;
        })).WaitAsync(LlmTest.HangGuard);

        Assert.Equal(Enumerable.Range(0, 200).Select(i => $"w{i} w{i}"), answers);
    }

    [Fact]
    public async Task A_long_history_arrives_whole()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        upstream.Enqueue("ok");
        var messages = Enumerable.Range(0, 20_000).Select(i => new Message { Role = Role.User, Content = $"消息 {i} \"\\" }).ToArray();

        var result = await LlmTest.AskAsync(LlmTest.Request(upstream.BaseUrl) with { Messages = messages });

        Assert.Equal("ok", result.Content);
        var sent = upstream.Requests[0].Body.GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("content").GetString());
        Assert.Equal(messages.Select(message => message.Content), sent);
    }

    [Fact]
    public async Task A_call_nobody_planned_fails_the_test()
    {
        var upstream = await FakeUpstream.StartAsync();
        await LlmTest.AskAsync(LlmTest.Request(upstream.BaseUrl));

        var failure = await Assert.ThrowsAnyAsync<Exception>(async () => await upstream.DisposeAsync());
        Assert.Contains("POST /v1/chat/completions", failure.Message, StringComparison.Ordinal);
    }
}
