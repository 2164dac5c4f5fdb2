using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Models;

namespace Repeater.Tests.Endpoints;

/// <summary>OpenAI's own .NET library against this server.</summary>
public class OpenAiClientTests
{
    const string Token = "a-token-of-some-length-1234";

    [Fact]
    public async Task It_reads_a_plain_answer()
    {
        await using var world = await ChatWorld.StartAsync();
        world.Upstream.Enqueue("你好");

        ChatCompletion completion = await Client(world, "chat").CompleteChatAsync(new SystemChatMessage("Be brief."), new UserChatMessage("hi"));

        Assert.Equal("你好", completion.Content[0].Text);
        Assert.Equal(ChatFinishReason.Stop, completion.FinishReason);
        Assert.Equal(16, completion.Usage.TotalTokenCount);
        Assert.Equal(["system: Be brief.", "user: hi"], world.LastSent());
    }

    [Fact]
    public async Task It_reads_a_stream_inside_a_users_branch_with_its_tokens()
    {
        await using var world = await ChatWorld.StartAsync();
        await world.TurnAsync("Group:1:2", "before", "was");
        world.Upstream.Enqueue("one two three");
        var text = new StringBuilder();
        ChatFinishReason? finish = null;
        ChatTokenUsage? usage = null;

        await foreach (var update in Client(world, "Group:1:2@chat").CompleteChatStreamingAsync(new UserChatMessage("hi")))
        {
            text.AppendJoin("", update.ContentUpdate.Select(part => part.Text));
            finish ??= update.FinishReason;
            usage ??= update.Usage;
        }

        Assert.Equal("one two three", text.ToString());
        Assert.Equal(ChatFinishReason.Stop, finish);
        Assert.Equal(16, usage?.TotalTokenCount);
        Assert.Equal(["user: before", "assistant: was", "user: hi", "assistant: one two three"], await world.ContextAsync("Group:1:2"));
    }

    [Fact]
    public async Task It_tells_errors_with_their_status_and_sentence()
    {
        await using var world = await ChatWorld.StartAsync(("ACCESS_TOKEN", Token));
        world.Upstream.Enqueue(FakeReply.Status(429, """{"error":{"message":"slow down"}}""", ("Retry-After", "7")), FakeReply.CutAfter("half"));

        await AssertErrorAsync(401, "invalid_api_key", Client(world, "chat", "wrong"));
        await AssertErrorAsync(404, "The model 'nope' does not exist", Client(world, "nope"));
        await AssertErrorAsync(404, "model_not_found", Client(world, "u@nope"));
        await AssertErrorAsync(400, "unsupported_parameter", Client(world, "chat"), new() { Tools = { ChatTool.CreateFunctionTool("f") } });
        var limited = await AssertErrorAsync(429, "slow down", Client(world, "chat"));
        Assert.True(limited.GetRawResponse()!.Headers.TryGetValue("Retry-After", out var wait) && wait == "7");
        // It passes over an error inside a stream; that no finish reason comes tells that the reply is a part.
        var updates = new List<StreamingChatCompletionUpdate>();
        await foreach (var update in Client(world, "chat").CompleteChatStreamingAsync(new UserChatMessage("hi")))
        {
            updates.Add(update);
        }

        Assert.Equal("half", string.Concat(updates.SelectMany(update => update.ContentUpdate).Select(part => part.Text)));
        Assert.All(updates, update => Assert.Null(update.FinishReason));
    }

    [Fact]
    public async Task It_lists_the_models()
    {
        await using var world = await ChatWorld.StartAsync();
        var client = new OpenAIModelClient(new ApiKeyCredential("sk-any"), Options(world));

        OpenAIModelCollection models = await client.GetModelsAsync();
        OpenAIModel one = await client.GetModelAsync("fake-chat-1");

        Assert.Contains("chat", models.Select(model => model.Id));
        Assert.Equal("Fake", one.OwnedBy);
    }

    static async Task<ClientResultException> AssertErrorAsync(int status, string part, ChatClient client, ChatCompletionOptions? options = null)
    {
        var error = await Assert.ThrowsAsync<ClientResultException>(() => client.CompleteChatAsync([new UserChatMessage("hi")], options));
        Assert.Equal(status, error.Status);
        Assert.Contains(part, error.Message);
        return error;
    }

    static ChatClient Client(ChatWorld world, string model, string token = Token) => new(model, new ApiKeyCredential(token), Options(world));

    static OpenAIClientOptions Options(ChatWorld world) => new()
    {
        Endpoint = new Uri(world.Server.Address, "v1"),
        RetryPolicy = new ClientRetryPolicy(0),
    };
}
