using System.IO.Compression;
using System.Text;

namespace Repeater.Tests.Endpoints;

/// <summary>What is taken of a zip file that somebody sends, and what is not.</summary>
public class ArchiveUploadTests
{
    const string Messages = """[{"role":"user","content":"old"},{"role":"assistant","content":"reply"}]""";
    const string Seen = """[{"role":"user","content":"old"},{"role":"assistant","content":"reply"}]""";

    [Fact]
    public async Task What_is_there_and_differs_is_refused_and_with_replace_becomes_the_imported_until_that_is_undone()
    {
        await using var server = await TestServer.StartAsync();
        await server.PostFormAsync("/chat/completion/u", ("message", "first"));
        var zip = (await server.GetAsync("/userdata/file/u.zip")).Bytes;
        Assert.Equal("same", (await SendAsync(server, zip)).Json.GetProperty("branches")[0].GetProperty("outcome").GetString());
        await server.PostFormAsync("/chat/completion/u", ("message", "second"));
        var now = (await server.GetAsync("/userdata/context/get/u")).Body;

        var refused = await SendAsync(server, zip);
        Assert.Equal(409, refused.Status);
        Assert.Contains("The context branch default of u is there already and differs", refused.Body);
        var tried = await SendAsync(server, zip, "?replace=true&dry_run=true");
        Assert.Equal("replaced", tried.Json.GetProperty("branches")[0].GetProperty("outcome").GetString());
        Assert.Equal(now, (await server.GetAsync("/userdata/context/get/u")).Body);

        var replaced = await SendAsync(server, zip, "?replace=true");

        Assert.Equal(200, replaced.Status);
        Assert.DoesNotContain("second", (await server.GetAsync("/userdata/context/get/u")).Body);
        Assert.Equal("same", (await SendAsync(server, zip, "?replace=true")).Json.GetProperty("branches")[0].GetProperty("outcome").GetString());
        var imported = (await server.GetAsync("/userdata/context/get/u")).Body;
        var undone = await server.PostFormAsync("/userdata/context/undo/u");
        Assert.Equal("import", undone.Json.GetProperty("changed")[0].GetProperty("op").GetString());
        Assert.Equal(now, (await server.GetAsync("/userdata/context/get/u")).Body);
        Assert.Equal(200, (await server.PostFormAsync("/userdata/context/redo/u")).Status);
        Assert.Equal(imported, (await server.GetAsync("/userdata/context/get/u")).Body);
        Assert.Equal("[]", (await server.GetAsync("/userdata/context/trash/u")).Json.GetProperty("branches").GetRawText());
        await server.PostFormAsync("/chat/completion/u", ("message", "third"));
        Assert.Equal(
            """[{"role":"user","content":"first"},{"role":"assistant","content":"first"},{"role":"user","content":"third"},{"role":"assistant","content":"third"}]""",
            (await server.GetAsync("/userdata/context/get/u")).Body);
    }

    [Fact]
    public async Task A_part_can_be_chosen_and_another_user_can_take_it()
    {
        await using var server = await TestServer.StartAsync();
        await server.PostFormAsync("/chat/completion/u", ("message", "in default"));
        await server.PostFormAsync("/userdata/prompt/set/u", ("prompt", "P"));
        await server.PostFormAsync("/userdata/context/change/u", ("new_branch_id", "other"));
        await server.PostFormAsync("/chat/completion/u", ("message", "in other"));
        var zip = (await server.GetAsync("/userdata/file/u.zip")).Bytes;

        var taken = await server.PostAsync("/userdata/file/v.zip?kind=context&branch=other", "application/zip", zip);

        Assert.True(taken.Status == 200, taken.Body);
        Assert.Equal("""["other"]""", (await server.GetAsync("/userdata/context/branch/v")).Body);
        Assert.Equal("[]", (await server.GetAsync("/userdata/prompt/branch/v")).Body);
        Assert.Equal("default", (await server.GetAsync("/userdata/context/now_branch/v")).Body);
        await server.PostFormAsync("/userdata/context/change/v", ("new_branch_id", "other"));
        Assert.Contains("in other", (await server.GetAsync("/userdata/context/get/v")).Body);
        Assert.Contains("\"user\":\"v\"", await File.ReadAllTextAsync(Path.Combine(server.UserDataDir, "Context_UserData", "v", "ParallelData", "other.jsonl")));
    }

    [Fact]
    public async Task The_python_backends_zip_of_three_members_is_taken()
    {
        await using var server = await TestServer.StartAsync();
        var zip = Zip.Of(CompressionLevel.NoCompression, ("user_context.json", Messages), ("user_config.json", """{"temperature":0.7}"""), ("user_prompt.json", "\"P\""));

        var taken = await SendAsync(server, zip);

        Assert.True(taken.Status == 200, taken.Body);
        Assert.Equal(Seen, (await server.GetAsync("/userdata/context/get/u")).Body);
        Assert.Equal("P", (await server.GetAsync("/userdata/prompt/get/u")).Body);
        Assert.Equal("""{"temperature":0.7}""", (await server.GetAsync("/userdata/config/get/u")).Body);
    }

    [Fact]
    public async Task A_packed_python_data_folder_is_taken_file_by_file()
    {
        await using var server = await TestServer.StartAsync();
        var zip = Zip.Of(
            ("userdata/Context_UserData/u/metadata.json", """{"default_item":"a:b"}"""),
            ("userdata/Context_UserData/u/ParallelData/a_b.json", Messages),
            ("userdata/Prompt_UserData/u/ParallelData/default.json", "\"P\""));

        var taken = await SendAsync(server, zip);

        Assert.True(taken.Status == 200, taken.Body);
        Assert.Equal(Seen, (await server.GetAsync("/userdata/context/get/u")).Body);
        Assert.Equal(Messages, await File.ReadAllTextAsync(Path.Combine(server.UserDataDir, "Context_UserData", "u", "ParallelData", "a_b.json")));
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData(null)]
    public async Task A_list_of_messages_becomes_a_new_branch(string? type)
    {
        await using var server = await TestServer.StartAsync();
        const string List = """
            [{"role":"developer","content":"Be brief."},{"role":"user","content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]},
             {"role":"assistant","content":null,"tool_calls":[{"id":"1"}]},{"role":"tool","tool_call_id":"1","content":"42"}]
            """;

        var taken = await server.PostAsync("/userdata/file/u.zip?branch=list", type, Encoding.UTF8.GetBytes(List));

        Assert.True(taken.Status == 200, taken.Body);
        await server.PostFormAsync("/userdata/context/change/u", ("new_branch_id", "list"));
        Assert.Equal(
            """[{"role":"system","content":"Be brief."},{"role":"user","content":"a\nb"},{"role":"assistant","content":"","tool_calls":[{"id":"1"}]},{"role":"tool","content":"42","tool_call_id":"1"}]""",
            (await server.GetAsync("/userdata/context/get/u")).Body);
        Assert.Equal(409, (await server.PostAsync("/userdata/file/u.zip?branch=list", type, Encoding.UTF8.GetBytes(Messages))).Status);
    }

    [Fact]
    public async Task A_multipart_form_carries_it_too()
    {
        await using var server = await TestServer.StartAsync();
        using var form = new MultipartFormDataContent
        {
            { new StringContent("ignored"), "note" },
            { new ByteArrayContent(Zip.Of(("user_context.json", Messages))), "upload", "u.zip" },
        };

        var taken = await server.SendAsync(HttpMethod.Post, "/userdata/file/u.zip", form);

        Assert.True(taken.Status == 200, taken.Body);
        Assert.Equal(Seen, (await server.GetAsync("/userdata/context/get/u")).Body);
    }

    public static TheoryData<string, string> Refused => new()
    {
        { "../../evil.json", "points out of it" },
        { "/etc/evil", "points out of it" },
        { "Context_UserData/../../u/metadata.json", "points out of it" },
        { "Context_UserData\\u\\metadata.json", "points out of it" },
        { "C:/evil", "points out of it" },
        { "Context_UserData/u/ParallelData/sub/default.json", "no part of user data" },
        { "virus.exe", "beside the data folder|no part of user data" },
        { "Context_UserData/u/ParallelData/default.json", "two members of the name" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task A_member_that_is_no_data_refuses_the_whole(string name, string reason)
    {
        await using var server = await TestServer.StartAsync();
        var zip = Zip.Of(("Context_UserData/u/ParallelData/default.json", Messages), (name, Messages));

        var answer = await SendAsync(server, zip);

        Assert.Equal(422, answer.Status);
        Assert.Contains(reason.Split('|'), part => answer.Body.Contains(part, StringComparison.Ordinal));
        Assert.Equal("[]", (await server.GetAsync("/userdata/context/userlist")).Body);
        Assert.False(File.Exists(Path.Combine(server.Folder, "evil.json")));
    }

    public static TheoryData<string, byte[], string> Unreadable => new()
    {
        { "empty", [], "empty" },
        { "no zip", Encoding.UTF8.GetBytes("PK what"), "cannot be read" },
        { "no json", Encoding.UTF8.GetBytes("what"), "no JSON" },
        { "no list", Encoding.UTF8.GetBytes("{}"), "a list of messages is expected" },
        { "torn", Zip.Of(("user_context.json", Messages))[..^30], "cannot be read" },
        { "bomb", Zip.Of(("user_context.json", new string(' ', 64 << 20))), "times its size" },
        { "nothing", Zip.Of(), "no user data" },
        { "newer", Zip.Of(("repeater.json", """{"repeater_archive":2}"""), ("user_context.json", Messages)), "format 2" },
        { "several", Zip.Of(("Context_UserData/a/ParallelData/b.json", Messages), ("Context_UserData/c/ParallelData/b.json", Messages)), "several users" },
        { "wrong kind", Zip.Of(("Prompt_UserData/u/ParallelData/b.json", Messages)), "a text is expected" },
        { "unknown operation", Zip.Of(("Context_UserData/u/ParallelData/b.jsonl", "{\"repeater\":1,\"kind\":\"context\",\"branch\":\"b\",\"user\":\"u\",\"created\":\"2026-01-01T00:00:00Z\"}\n{\"op\":\"leap\"}\n")), "does not know the operation 'leap'" },
        { "flipped", Flipped(), "checksum" },
        { "too many", Zip.Of([.. Enumerable.Range(0, 10_001).Select(i => ($"Context_UserData/u/ParallelData/{i}.json", ""))]), "more than 10000 members" },
    };

    [Theory]
    [MemberData(nameof(Unreadable))]
    public async Task What_cannot_be_understood_changes_nothing(string what, byte[] body, string reason)
    {
        await using var server = await TestServer.StartAsync();

        var answer = await SendAsync(server, body);

        Assert.True(answer.Status == 422, $"{what}: {answer.Status} {answer.Body}");
        Assert.Contains(reason, answer.Body);
        Assert.Equal("[]", (await server.GetAsync("/userdata/context/userlist")).Body);
        Assert.Equal(200, (await SendAsync(server, Zip.Of(("user_context.json", Messages)))).Status);
    }

    [Fact]
    public async Task One_damaged_branch_keeps_the_others_of_the_user_out()
    {
        await using var server = await TestServer.StartAsync();

        var answer = await SendAsync(server, Zip.Of(
            ("Context_UserData/u/ParallelData/a.json", Messages), ("UserConfig_UserData/u/ParallelData/default.json", "{\"a\":")));

        Assert.Equal(422, answer.Status);
        Assert.Contains("UserConfig_UserData/u/ParallelData/default.json: the file is no JSON", answer.Body);
        Assert.Equal("[]", (await server.GetAsync("/userdata/context/userlist")).Body);
    }

    [Fact]
    public async Task A_file_above_the_limit_is_413_with_a_sentence()
    {
        await using var server = await TestServer.StartAsync(("MAX_IMPORT_BYTES", "100000"));

        var answer = await SendAsync(server, new byte[200_000]);

        Assert.Equal(413, answer.Status);
        Assert.Contains("larger than 100000 bytes", answer.Body);
    }

    [Theory]
    [InlineData("kind=notes", 422)]
    [InlineData("replace=perhaps", 422)]
    [InlineData("kind=prompt", 422)]
    public async Task A_wrong_choice_is_a_sentence(string query, int status)
    {
        await using var server = await TestServer.StartAsync();

        Assert.Equal(status, (await SendAsync(server, Encoding.UTF8.GetBytes(Messages), $"?{query}")).Status);
    }

    static Task<Answer> SendAsync(TestServer server, byte[] body, string query = "") =>
        server.PostAsync($"/userdata/file/u.zip{query}", "application/zip", body);

    static byte[] Flipped()
    {
        var zip = Zip.Of(CompressionLevel.NoCompression, ("user_context.json", Messages));
        zip[zip.AsSpan().IndexOf("reply"u8)] = (byte)'R';
        return zip;
    }
}
