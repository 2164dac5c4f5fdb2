using System.Text;

namespace Repeater.Tests.Endpoints;

/// <summary>Every refusal a client can run into, to the byte. A row: request line, content type, body, expected status and answer.</summary>
public class RefusalTests(ProbeServer probe) : IClassFixture<ProbeServer>
{
    const string Form = "application/x-www-form-urlencoded";
    const string Json = "application/json";
    const string Multipart = "multipart/form-data; boundary=b";
    const string NotFound = """{"detail":"Not Found"}""";
    const string WrongMethod = """{"detail":"Method Not Allowed"}""";

    public static TheoryData<string, string?, string, int, string> Infrastructure => new()
    {
        { "POST /nowhere", Form, "x=1", 404, NotFound },
        { "GET /fields", null, "", 405, WrongMethod },
        { "DELETE /fields", null, "", 405, WrongMethod },
        { "PATCH /fields", Form, "x=1", 405, WrongMethod },
        { "BREW /fields", null, "", 405, WrongMethod },
        { "HEAD /fields", null, "", 405, "" },
        { "HEAD /query", null, "", 405, "" },
        { "HEAD /nowhere", null, "", 404, "" },
        { "OPTIONS /fields", null, "", 405, WrongMethod },

        { "POST /fields", null, "", 422, Invalid(Missing("body", "x")) },
        { "POST /fields", Form, "", 422, Invalid(Missing("body", "x")) },
        { "POST /fields", Form, "y=1", 422, Invalid(Missing("body", "x")) },
        { "POST /fields?x=1", Form, "", 422, Invalid(Missing("body", "x")) },
        { "POST /fields", "text/plain", "x=1", 422, Invalid(Missing("body", "x")) },
        { "POST /fields", Json, "{}", 422, Invalid(Missing("body", "x")) },
        { "GET /query", null, "", 422, Invalid(Missing("query", "x")) },
        { "GET /query?X=1", null, "", 422, Invalid(Missing("query", "x")) },

        { "POST /fields", Json, "{", 400, Detail("The request body is not valid JSON: see line 1, byte 2. Send one JSON object in UTF-8.") },
        { "POST /fields", Json, "[]", 400, Detail("The request body is JSON but no object. Send one JSON object in UTF-8.") },
        { "POST /fields", Json, "{\"x\":\"\u00FF\"}", 400, Detail("The request body is JSON in another encoding than UTF-8. Send one JSON object in UTF-8.") },
        { "POST /fields", "multipart/form-data", "x", 400, Detail("The request body is not valid multipart/form-data: its content type needs a boundary of 1 to 70 characters.") },
        { "POST /fields", Multipart, "--b\r\nContent-Disp", 400, Detail("The request body is not valid multipart/form-data: it ends inside the header of a part.") },
        { "POST /fields", Form + "; charset=gbk", "x=1", 415, Detail("Charset 'gbk' is not supported: send UTF-8.") },
    };

    /// <summary>The routes people use: the same in a published binary.</summary>
    public static TheoryData<string, string?, string, int, string> Routes => new()
    {
        { "GET /nowhere", null, "", 404, NotFound },
        { "GET /healthz/%2F", null, "", 404, NotFound },
        { "POST /healthz", Form, "x=1", 405, WrongMethod },
        { "HEAD /healthz", null, "", 405, "" },
        { "GET /chat/completion/u", null, "", 405, WrongMethod },
        { "GET /chat/completion/", null, "", 404, NotFound },
        { "GET /chat/completion/a%2Fb", null, "", 404, NotFound },
        { "POST /chat/completion/u", Form, "load_prompt=maybe&save_context=2", 422, Invalid(NoBool("load_prompt", "maybe"), NoBool("save_context", "2")) },
        { "POST /chat/completion/u", Form, "message=hi&continue_completion=1", 400, Detail("Cannot send message when continuing completion") },
        { "POST /chat/completion/u", Form, "message=hi&model_type=zzz", 400, Detail("API group not found for model type: zzz") },
        { "POST /chat/completion/u", Form, "message=hi&role=king", 422, Detail("'king' is no role; a message is of system, user, assistant or tool.") },
        { "POST /chat/completion/u", Form, "continue_completion=1", 400, Detail("There is no reply to continue: the history does not end with one.") },
        { "POST /chat/completion/u", Form, "load_prompt=0", 400, Detail("There is nothing to answer: message, prompt and history are all empty.") },
        { "POST /userdata/variable/expand/u", Form, "", 422, Invalid(Missing("body", "username"), Missing("body", "text")) },
        { "GET /userdata/variable/expand/u", null, "", 405, WrongMethod },
        { "POST /userdata/context/get/u", Form, "", 405, WrongMethod },
        { "POST /userdata/context/withdraw/u", Form, "", 422, Invalid(Missing("body", "index")) },
        { "POST /userdata/context/withdraw/u", Form, "index=x", 422, Invalid(NoInt("index", "x")) },
        { "POST /userdata/context/withdraw/u", Form, "index=0", 400, Detail("Index out of range") },
        { "POST /userdata/context/withdraw/u", Form, "index=-1", 400, Detail("Index out of range") },
        { "POST /userdata/context/rewrite/u", Form, "content=x", 422, Invalid(Missing("body", "index")) },
        { "POST /userdata/context/rewrite/u", Form, "index=7&content=x", 400, Detail("Index out of range") },
        { "POST /userdata/context/change/u", Form, "", 422, Invalid(Missing("query", "new_branch_id")) },
        { "POST /userdata/prompt/change/u", Form, "", 422, Invalid(Missing("query", "new_branch_id")) },
        { "POST /userdata/config/change/u", Form, "", 422, Invalid(Missing("body", "new_branch_id")) },
        { "GET /userdata/context/delete/u", null, "", 405, WrongMethod },
        { "POST /userdata/prompt/set/u", Form, "", 422, Invalid(Missing("body", "prompt")) },
        { "PUT /userdata/config/set/u/int", Form, "", 422, Invalid(Missing("body", "key"), Missing("body", "value")) },
        { "PUT /userdata/config/set/u/Int", Form, "key=a&value=1", 400, Detail("Invalid value type") },
        { "PUT /userdata/config/set/u/int", Form, "key=a&value=5.5", 400, Detail("'5.5' cannot be stored as int: a whole number is expected.") },
        { "PUT /userdata/config/set/u/float", Form, "key=a&value=nan", 400, Detail("'nan' cannot be stored as float: a finite number is expected.") },
        { "PUT /userdata/config/set/u/list", Form, "key=a&value=ab", 400, Detail("'ab' cannot be stored as list: a JSON list is expected.") },
        { "PUT /userdata/config/set/u/float", Form, "key=temperature&value=2.5", 400, Detail("temperature must be a number from 0 to 2, not 2.5.") },
        { "PUT /userdata/config/set/u/string", Form, "key=render_style&value=neon", 400, Detail("render_style must be one of blue, dark, green, light, pink, not \\\"neon\\\".") },
        { "POST /userdata/config/delkey/u", Form, "key=a", 400, Detail("Key not found") },
        { "POST /userdata/config/delkey/u", Form, "", 422, Invalid(Missing("body", "key")) },
    };

    static string Invalid(params string[] faults) => $$"""{"detail":[{{string.Join(',', faults)}}]}""";

    static string Missing(string source, string name) => $$"""{"type":"missing","loc":["{{source}}","{{name}}"],"msg":"Field required","input":null}""";

    static string NoInt(string name, string input) =>
        $$"""{"type":"int_parsing","loc":["body","{{name}}"],"msg":"Input should be a valid integer, unable to parse string as an integer","input":"{{input}}"}""";

    static string NoBool(string name, string input) =>
        $$"""{"type":"bool_parsing","loc":["body","{{name}}"],"msg":"Input should be a valid boolean, unable to interpret input","input":"{{input}}"}""";

    [InProcessTheory]
    [MemberData(nameof(Infrastructure))]
    public Task The_edge_refuses(string request, string? type, string body, int status, string expected) =>
        AssertRefusedAsync(probe.Server, request, type, body, status, expected);

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task A_route_refuses(string request, string? type, string body, int status, string expected)
    {
        await using var server = await TestServer.StartAsync();
        await AssertRefusedAsync(server, request, type, body, status, expected);
    }

    [InProcessFact]
    public async Task A_wrong_method_names_the_right_ones()
    {
        var answer = await probe.Server.GetAsync("/fields");

        Assert.Equal(["POST", "PUT"], answer["Allow"]?.Split(", ").Order());
    }

    [InProcessFact]
    public async Task A_packed_body_is_refused()
    {
        var answer = await probe.Server.SendRawAsync(
            "POST /fields HTTP/1.1\r\nHost: test\r\nConnection: close\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nx=1");

        Assert.Equal((415, Detail("Content-Encoding 'gzip' is not supported: send the body as it is.")), (answer.Status, answer.Body));
    }

    [InProcessTheory]
    [InlineData("POST /fields HTTP/1.1\r\nHost: test\r\nConnection: close\r\nContent-Length: 100\r\n\r\nx=1")]
    [InlineData("POST /fields HTTP/1.1\r\nHost: test\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nx=")]
    [InlineData("POST /fields HTTP/1.1\r\nHost: test\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")]
    [InlineData("POST /fields HTTP/1.1\r\nHost: test\r\nConnection: close\r\nContent-Length: -1\r\n\r\nx=1")]
    [InlineData("POST /fields HTTP/1.1\r\nConnection: close\r\nContent-Length: 3\r\n\r\nx=1")]
    [InlineData("POST /fields HTTP/1.1\r\nHost: test\r\nX: \0\r\n\r\n")]
    [InlineData("nonsense\r\n\r\n")]
    public async Task A_request_that_breaks_off_or_is_no_http_is_the_clients_fault(string request)
    {
        var answer = await probe.Server.SendRawAsync(Encoding.UTF8.GetBytes(request), breakOff: true);

        // 0: the server saw the client leave and closed without a word.
        Assert.True(answer.Status is 0 or 400, $"{answer.Status}");
        Assert.Equal(200, (await probe.Server.GetAsync("/healthz")).Status);
    }

    [InProcessTheory]
    [InlineData(20_000, 431)]
    [InlineData(8_000, 414)]
    public async Task Headers_without_end_are_refused(int headers, int expected)
    {
        var request = expected == 414
            ? $"GET /{new string('a', 100_000)} HTTP/1.1\r\nHost: test\r\n\r\n"
            : $"GET / HTTP/1.1\r\nHost: test\r\n{string.Concat(Enumerable.Repeat("X: y\r\n", headers))}\r\n";

        var answer = await probe.Server.SendRawAsync(request);

        Assert.Equal(expected, answer.Status);
    }

    static string Detail(string sentence) => $$"""{"detail":"{{sentence}}"}""";

    static async Task AssertRefusedAsync(TestServer server, string request, string? type, string body, int status, string expected)
    {
        // Latin-1, so that a row can hold bytes that are no UTF-8.
        var bytes = Encoding.Latin1.GetBytes(
            $"{request} HTTP/1.1\r\nHost: test\r\nConnection: close\r\n"
            + (type is null ? "" : $"Content-Type: {type}\r\n")
            + $"Content-Length: {body.Length}\r\n\r\n{body}");

        var answer = await server.SendRawAsync(bytes);

        Assert.Equal((status, expected), (answer.Status, answer.Body));
        Assert.Equal("application/json", answer.ContentType);
        Assert.Null(answer["Server"]);
    }
}
