using System.Net;

namespace Repeater.Tests.Endpoints;

/// <summary>A change sent again with its Idempotency-Key is answered as before and not made again.</summary>
public class IdempotencyKeyTests
{
    [Fact]
    public async Task A_repeated_change_is_answered_as_before_and_not_made_again()
    {
        await using var server = await TestServer.StartAsync();
        foreach (var text in (string[])["one", "two"])
        {
            await server.PostFormAsync("/chat/completion/u:1", ("message", text));
        }

        var withdrawn = await SendAsync(server, "k1", HttpMethod.Post, "/userdata/context/withdraw/u:1", ("index", "0"));
        var pairs = await SendAsync(server, "k2", HttpMethod.Post, "/userdata/context/withdraw/u:1", ("context_pair_num", "1"));
        var rewritten = await SendAsync(server, "k3", HttpMethod.Post, "/userdata/context/rewrite/u:1", ("index", "0"), ("content", "ONE"));
        var set = await SendAsync(server, "k4", HttpMethod.Put, "/userdata/config/set/u:1/int", ("key", "n"), ("value", "1"));
        var removed = await SendAsync(server, "k5", HttpMethod.Post, "/userdata/config/delkey/u:1", ("key", "n"));
        var changed = await SendAsync(server, "k6", HttpMethod.Put, "/userdata/context/change/u:1", ("new_branch_id", "b"));
        await server.PutFormAsync("/userdata/context/change/u:1", ("new_branch_id", "c"));

        Assert.Equal("""[{"role":"assistant","content":"ONE"}]""", rewritten.Body);
        Assert.Equal((1, 2), (pairs.Json.GetProperty("delete_context_pair").GetInt32(), pairs.Json.GetProperty("deleted").GetInt32()));
        Assert.Equal("{}", removed.Body);
        AssertSame(withdrawn, await SendAsync(server, "k1", HttpMethod.Post, "/userdata/context/withdraw/u:1", ("index", "0")));
        AssertSame(pairs, await SendAsync(server, "k2", HttpMethod.Post, "/userdata/context/withdraw/u_1", ("context_pair_num", "1")));
        AssertSame(rewritten, await SendAsync(server, "k3", HttpMethod.Post, "/userdata/context/rewrite/u:1", ("index", "0"), ("content", "ONE")));
        AssertSame(set, await SendAsync(server, "k4", HttpMethod.Put, "/userdata/config/set/u:1/int", ("key", "n"), ("value", "1")));
        AssertSame(removed, await SendAsync(server, "k5", HttpMethod.Post, "/userdata/config/delkey/u:1", ("key", "n")));
        AssertSame(changed, await SendAsync(server, "k6", HttpMethod.Put, "/userdata/context/change/u:1", ("new_branch_id", "b")));
        Assert.Equal("c", (await server.GetAsync("/userdata/context/now_branch/u:1")).Body);
        Assert.Equal("{}", (await server.GetAsync("/userdata/config/get/u:1")).Body);
    }

    [Fact]
    public async Task A_repeated_deletion_leaves_what_came_since()
    {
        await using var server = await TestServer.StartAsync();
        var deleted = await SendAsync(server, "k", HttpMethod.Delete, "/userdata/context/delete/u:1");
        await server.PostFormAsync("/chat/completion/u:1", ("message", "one"));

        AssertSame(deleted, await SendAsync(server, "k", HttpMethod.Delete, "/userdata/context/delete/u:1"));
        Assert.Contains("one", (await server.GetAsync("/userdata/context/get/u:1")).Body);
    }

    [Fact]
    public async Task A_refused_change_is_tried_again()
    {
        await using var server = await TestServer.StartAsync();
        Assert.Equal(400, (await SendAsync(server, "k", HttpMethod.Post, "/userdata/context/withdraw/u", ("index", "0"))).Status);
        await server.PostFormAsync("/chat/completion/u", ("message", "one"));

        Assert.Equal("""[{"role":"assistant","content":"one"}]""", (await SendAsync(server, "k", HttpMethod.Post, "/userdata/context/withdraw/u", ("index", "0"))).Body);
    }

    [Fact]
    public async Task A_key_for_two_different_requests_is_refused()
    {
        await using var server = await TestServer.StartAsync();
        await SendAsync(server, "k", HttpMethod.Put, "/userdata/config/set/u/int", ("key", "n"), ("value", "1"));

        var reused = await SendAsync(server, "k", HttpMethod.Post, "/userdata/config/delkey/u", ("key", "n"));

        Assert.Equal(422, reused.Status);
        Assert.Equal("""{"detail":"This Idempotency-Key was used for another request. Nothing was done: send a new key with a new request."}""", reused.Body);
        Assert.Equal("""{"n":1}""", (await server.GetAsync("/userdata/config/get/u")).Body);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345")]
    public async Task A_key_of_another_length_is_refused(string key)
    {
        await using var server = await TestServer.StartAsync();

        var refused = await SendAsync(server, key, HttpMethod.Put, "/userdata/config/set/u/int", ("key", "n"), ("value", "1"));

        Assert.Equal(422, refused.Status);
        Assert.Contains("""["header","Idempotency-Key"],"msg":"One key of 1 to 255 characters is allowed."}""".Replace("}", ""), refused.Body);
        Assert.Equal("{}", (await server.GetAsync("/userdata/config/get/u")).Body);
    }

    static void AssertSame(Answer expected, Answer actual) => Assert.Equal((expected.Status, expected.Body), (actual.Status, actual.Body));

    static async Task<Answer> SendAsync(TestServer server, string key, HttpMethod method, string path, params (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        request.Content = fields.Length == 0 ? null : new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        using var response = await server.Client.SendAsync(request);
        Assert.NotEqual(HttpStatusCode.InternalServerError, response.StatusCode);
        return await Answer.FromAsync(response);
    }
}
