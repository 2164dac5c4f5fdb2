using System.Buffers.Binary;
using Repeater.Chat.Images;
using Repeater.Render;
using Repeater.Render.Drawing.Png;

namespace Repeater.Tests.Endpoints;

/// <summary>Images of texts and replies, as the bot's plugins ask for them.</summary>
public class RenderTests
{
    [Fact]
    public async Task A_text_becomes_an_image_at_the_address_the_answer_names()
    {
        await using var server = await TestServer.StartAsync();

        var answer = await server.PostFormAsync("/render/u", ("text", "# hi\n\n{time} 你好"));

        var id = answer.Json.GetProperty("file_uuid").GetString();
        Assert.StartsWith(
            $$"""{"image_url":"{{server.Address}}file/render/{{id}}.png","file_uuid":"{{id}}","style":"light","timeout":60.0,"text":"# hi\n\n{time} 你好","create":""",
            answer.Body);
        Assert.Equal(answer.Json.GetProperty("create").GetInt64(), answer.Json.GetProperty("created").GetInt64());
        Assert.Equal(answer.Json.GetProperty("create_ms").GetInt64(), answer.Json.GetProperty("created_ms").GetInt64());
        Assert.Equal(answer.Json.GetProperty("create").GetInt64(), answer.Json.GetProperty("create_ms").GetInt64() / 1000);
        var image = await server.GetAsync($"/file/render/{id}.png");
        Assert.Equal((200, "image/png"), (image.Status, image.ContentType));
        Assert.True(SizeOf(image.Bytes).Width >= 640);
    }

    [Fact]
    public async Task Style_width_scale_and_timeout_are_honoured_in_form_and_json()
    {
        await using var server = await TestServer.StartAsync();

        var form = await server.PostFormAsync("/render/u", ("text", "hi"), ("style", "dark"), ("width", "400"), ("scale", "1.5"), ("timeout", "5"));
        var json = await server.PostJsonAsync("/render/u", """{"text":"hi","theme":"pink","width":300,"scale":1,"lossless":true}""");

        Assert.Equal(("dark", "5"), (form.Json.GetProperty("style").GetString(), form.Json.GetProperty("timeout").GetRawText()));
        Assert.Equal(600, SizeOf((await ImageAsync(server, form)).Bytes).Width);
        Assert.Equal("pink", json.Json.GetProperty("style").GetString());
        Assert.Equal(300, SizeOf((await ImageAsync(server, json)).Bytes).Width);
    }

    [Fact]
    public async Task A_formula_that_cannot_be_drawn_is_logged_by_its_first_characters()
    {
        await using var server = await TestServer.StartAsync();

        var answer = await server.PostFormAsync("/render/u", ("text", "机密 $\\nosuch{x}" + new string('y', 100) + "$ 机密"));

        Assert.Equal(200, answer.Status);
        var line = await server.WaitForLogLineAsync("a formula is shown as its source: \\nosuch{x}yyy");
        Assert.DoesNotContain(new string('y', 40), line);
        Assert.DoesNotContain("机密", line);
    }

    [Fact]
    public async Task The_sharpness_is_the_one_of_the_setting_where_the_request_does_not_say()
    {
        await using var server = await TestServer.StartAsync(("DEFAULT_OUTPUT_DPI", "96"));

        var answer = await server.PostFormAsync("/render/u", ("text", "hi"), ("width", "300"));

        Assert.Equal(300, SizeOf((await ImageAsync(server, answer)).Bytes).Width);
    }

    [Fact]
    public async Task Without_loss_an_image_has_every_colour_and_is_larger()
    {
        await using var server = await TestServer.StartAsync();
        const string Text = "😀🎉🍎🌈🐼🚗 `code` **文字**";

        var image = await ImageAsync(server, await server.PostFormAsync("/render/u", ("text", Text)));
        var lossless = await ImageAsync(server, await server.PostFormAsync("/render/u", ("text", Text), ("lossless", "true")));

        Assert.True(lossless.Bytes.Length > image.Bytes.Length);
        Assert.Equal(SizeOf(image.Bytes), SizeOf(lossless.Bytes));
    }

    [Theory]
    [InlineData("", 422)]
    [InlineData("text=hi&style=neon", 400)]
    [InlineData("text=hi&timeout=", 422)]
    [InlineData("text=hi&lossless=perhaps", 422)]
    [InlineData("text=hi&width=10", 422)]
    [InlineData("text=hi&scale=9", 422)]
    [InlineData("text=hi&scale=nan", 422)]
    public async Task What_cannot_be_drawn_is_refused(string body, int status)
    {
        await using var server = await TestServer.StartAsync();

        var answer = await server.PostAsync("/render/u", "application/x-www-form-urlencoded", System.Text.Encoding.UTF8.GetBytes(body));

        Assert.Equal(status, answer.Status);
    }

    [Fact]
    public async Task An_empty_text_is_an_image_too()
    {
        await using var server = await TestServer.StartAsync();

        Assert.Equal(200, (await server.PostFormAsync("/render/u", ("text", ""))).Status);
    }

    [Fact]
    public async Task A_part_of_an_image_and_an_unchanged_one_are_answered_as_such()
    {
        await using var server = await TestServer.StartAsync();
        var answer = await server.PostFormAsync("/render/u", ("text", "hi"));
        var whole = await ImageAsync(server, answer);
        var path = new Uri(answer.Json.GetProperty("image_url").GetString()!).AbsolutePath;

        server.Client.DefaultRequestHeaders.Add("Range", "bytes=0-7");
        var part = await server.GetAsync(path);
        server.Client.DefaultRequestHeaders.Clear();
        server.Client.DefaultRequestHeaders.Add("If-None-Match", whole["ETag"]);
        var unchanged = await server.GetAsync(path);

        Assert.Equal(206, part.Status);
        Assert.Equal(whole.Bytes[..8], part.Bytes);
        Assert.Equal("bytes", whole["Accept-Ranges"]);
        Assert.Equal(304, unchanged.Status);
    }

    [Theory]
    [InlineData("/file/render/741bab23-938a-4425-ac60-4ac5979b2e1f.png")]
    [InlineData("/file/render/..%5C..%5Csecret.png")]
    [InlineData("/file/render/x.png")]
    [InlineData("/file/render/741bab23938a4425ac604ac5979b2e1f.png")]
    [InlineData("/file/render/")]
    public async Task What_is_no_image_of_ours_is_not_found(string path)
    {
        await using var server = await TestServer.StartAsync();

        Assert.Equal(404, (await server.GetRawAsync(path)).Status);
    }

    [Fact]
    public async Task Images_expire()
    {
        await using var server = await TestServer.StartAsync();
        var answer = await server.PostFormAsync("/render/u", ("text", "hi"), ("timeout", "1"));
        Assert.Equal(200, (await ImageAsync(server, answer)).Status);

        using var guard = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while ((await ImageAsync(server, answer)).Status == 200)
        {
            await Task.Delay(50, guard.Token);
        }

        Assert.Equal("""{"detail":"File not found"}""", (await ImageAsync(server, answer)).Body);
        Assert.Equal(404, (await ImageAsync(server, await server.PostFormAsync("/render/u", ("text", "hi"), ("timeout", "-1")))).Status);
    }

    [Fact]
    public async Task Images_of_an_earlier_run_are_swept_at_start_and_nothing_else()
    {
        var folder = Directory.CreateTempSubdirectory();
        var old = Path.Combine(folder.FullName, $"{Guid.NewGuid():D}.png");
        var other = Path.Combine(folder.FullName, "mine.png");
        await File.WriteAllTextAsync(old, "x");
        await File.WriteAllTextAsync(other, "x");
        File.SetLastWriteTimeUtc(old, DateTime.UtcNow.AddHours(-1));

        await using (await TestServer.StartAsync(("RENDERED_IMAGE_DIR", folder.FullName)))
        {
            Assert.False(File.Exists(old));
            Assert.True(File.Exists(other));
        }

        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task An_image_of_a_killed_run_is_served_until_its_time_is_over()
    {
        var folder = Directory.CreateTempSubdirectory();
        var id = Guid.NewGuid();
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, $"{id:D}.png"), "x");

        await using (var server = await TestServer.StartAsync(("RENDERED_IMAGE_DIR", folder.FullName)))
        {
            Assert.Equal(200, (await server.GetAsync($"/file/render/{id:D}.png")).Status);
        }

        // A child is killed: it sweeps nothing.
        Assert.True(TestServer.Binary is not null || !folder.EnumerateFiles().Any());
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Links_in_the_folder_of_images_are_neither_followed_nor_removed()
    {
        if (OperatingSystem.IsWindows())
        {
            // Making links takes a privilege there.
            return;
        }

        var folder = Directory.CreateTempSubdirectory();
        var secret = Path.Combine(folder.FullName, "secret");
        await File.WriteAllTextAsync(secret, "secret");
        var planted = Guid.NewGuid();
        File.CreateSymbolicLink(Path.Combine(folder.FullName, $"{planted:D}.png"), secret);
        await using (var server = await TestServer.StartAsync(("RENDERED_IMAGE_DIR", folder.FullName)))
        {
            var answer = await server.PostFormAsync("/render/u", ("text", "hi"));
            var image = Path.Combine(folder.FullName, Path.GetFileName(answer.Json.GetProperty("image_url").GetString()!));
            File.Delete(image);
            File.CreateSymbolicLink(image, secret);

            Assert.Equal(404, (await server.GetAsync($"/file/render/{planted:D}.png")).Status);
            Assert.Equal(404, (await ImageAsync(server, answer)).Status);
        }

        Assert.Equal("secret", await File.ReadAllTextAsync(secret));
        Assert.True(new FileInfo(Path.Combine(folder.FullName, $"{planted:D}.png")).LinkTarget is not null);
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Names_of_images_are_random_and_no_request_lists_them()
    {
        await using var server = await TestServer.StartAsync();
        var ids = new HashSet<Guid>();
        for (var i = 0; i < 3; i++)
        {
            ids.Add((await server.PostFormAsync("/render/u", ("text", "hi"))).Json.GetProperty("file_uuid").GetGuid());
        }

        Assert.Equal(3, ids.Count);
        Assert.All(ids, id => Assert.Equal(('4', true), ($"{id:D}"[14], "89ab".Contains($"{id:D}"[19]))));
        foreach (var path in (string[])["/file/render", "/file/render/", "/file/", "/file/render/*.png", "/file/render/.."])
        {
            var answer = await server.GetRawAsync(path);
            Assert.NotEqual(200, answer.Status);
            Assert.All(ids, id => Assert.DoesNotContain($"{id:D}", answer.Body));
        }
    }

    [Theory]
    [InlineData("", "# hi", "# hi")]
    [InlineData("think\r\nhard\n\n# more", "# hi", "> think\n> hard\n> \n> # more\n\n---\n\n# hi")]
    public void A_reply_is_drawn_below_its_reasoning_as_the_original_composed_them(string reasoning, string content, string expected) =>
        Assert.Equal(expected, ReplyPage.Compose(reasoning, content));

    [Fact]
    public async Task A_chat_with_rendering_answers_text_and_image_and_the_plugin_finds_it_by_the_uuid()
    {
        await using var world = await ChatWorld.StartAsync();
        await world.Server.PutFormAsync("/userdata/config/set/Group:1:2/string", ("key", "render_style"), ("value", "dark"));
        world.Upstream.Enqueue(FakeReply.Reasoning("let me think\nhard", "# hi"));

        var answer = await world.ChatAsync("Group:1:2", "hi", ("rendering", "true"), ("user_name", "小明"), ("load_prompt", "true"));

        Assert.Equal("# hi", answer.Json.GetProperty("content").GetString());
        var id = answer.Json.GetProperty("file_uuid").GetString();
        Assert.Equal($"{world.Server.Address}file/render/{id}.png", answer.Json.GetProperty("image_url").GetString());
        Assert.True(PngReader.TryDecode((await world.Server.GetAsync($"/file/render/{id}.png")).Bytes, out var image, out _));
        var dark = ThemeCatalog.Default.Find("dark")![ThemeColor.Background];
        Assert.Equal([(byte)(dark >> 16), (byte)(dark >> 8), (byte)dark, 255], image.Rgba[..4]);
        Assert.False(answer.Json.TryGetProperty("warnings", out _));
    }

    [Fact]
    public async Task A_reply_of_several_pages_names_them_all()
    {
        await using var world = await ChatWorld.StartAsync();

        var answer = await world.TurnAsync("u", "hi", string.Join("\n\n", Enumerable.Range(0, 400).Select(i => $"paragraph {i}")), ("rendering", "true"));

        var urls = answer.GetProperty("image_urls").EnumerateArray().Select(url => url.GetString()).ToArray();
        Assert.True(urls.Length > 1);
        Assert.Equal(answer.GetProperty("image_url").GetString(), urls[0]);
        Assert.All(urls, url => Assert.Equal(200, world.Server.Client.GetAsync(url).Result.StatusCode.GetHashCode()));
    }

    [Fact]
    public async Task Without_an_image_the_turn_is_kept_and_the_reason_told()
    {
        await using var world = await ChatWorld.StartAsync(("RENDERED_IMAGE_DIR", "/dev/null/images"));

        var answer = await world.TurnAsync("u", "hi", "ho", ("rendering", "true"));
        var render = await world.Server.PostFormAsync("/render/u", ("text", "hi"));

        Assert.Contains("The reply is not drawn", answer.GetProperty("warnings")[0].GetString());
        Assert.False(answer.TryGetProperty("image_url", out _));
        Assert.Equal(2, (await world.ContextAsync("u")).Length);
        Assert.Equal(503, render.Status);
    }

    [Fact]
    public async Task A_full_queue_answers_at_once_with_a_time_to_come_back()
    {
        await using var server = await TestServer.StartAsync(("RENDER_PARALLEL", "1"), ("RENDER_QUEUE", "1"));
        var text = string.Concat(Enumerable.Repeat("很长的一段文字，", 2000));

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => server.PostFormAsync("/render/u", ("text", text))));

        Assert.Contains(answers, answer => answer.Status == 200);
        Assert.All(answers.Where(answer => answer.Status != 200), answer => Assert.Equal((503, "2"), (answer.Status, answer["Retry-After"])));
        Assert.Contains(answers, answer => answer.Status == 503);
    }

    [Fact]
    public async Task A_reply_that_finds_the_queue_full_is_kept_and_answered_as_text()
    {
        await using var world = await ChatWorld.StartAsync(("RENDER_PARALLEL", "1"), ("RENDER_QUEUE", "0"));
        var reply = string.Concat(Enumerable.Repeat("很长的一段文字，", 2000));
        for (var i = 0; i < 6; i++)
        {
            world.Upstream.Enqueue(reply);
        }

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => world.ChatAsync($"u{i}", "hi", ("rendering", "true"))));

        Assert.All(answers, answer => Assert.Equal((200, reply), (answer.Status, answer.Json.GetProperty("content").GetString())));
        Assert.Contains(answers, answer => answer.Json.TryGetProperty("image_url", out _));
        Assert.Contains(answers, answer => answer.Json.TryGetProperty("warnings", out var warnings) && warnings[0].GetString()!.Contains("nothing was drawn"));
        for (var i = 0; i < 6; i++)
        {
            Assert.Equal(2, (await world.ContextAsync($"u{i}")).Length);
        }
    }

    [Fact]
    public async Task A_reply_that_takes_too_long_to_draw_is_kept_and_answered_as_text()
    {
        await using var world = await ChatWorld.StartAsync(("RENDER_TIMEOUT", "0.1"));
        var reply = string.Concat(Enumerable.Repeat("很长的一段 **文字** `x`，", 1000));

        var answer = await world.TurnAsync("u", "hi", reply, ("rendering", "true"));

        Assert.Equal("The reply is not drawn: The image was not ready within 0.1 seconds.", answer.GetProperty("warnings")[0].GetString());
        Assert.Equal(2, (await world.ContextAsync("u")).Length);
    }

    [Fact]
    public async Task Short_replies_can_stay_text()
    {
        await using var world = await ChatWorld.StartAsync(("RENDER_MIN_LENGTH", "5"));

        Assert.False((await world.TurnAsync("u", "hi", "ho", ("rendering", "true"))).TryGetProperty("image_url", out _));
        Assert.True((await world.TurnAsync("u", "hi", "long enough", ("rendering", "true"))).TryGetProperty("image_url", out _));
    }

    [Theory]
    [InlineData(null, "https", "https://bot.example:1/file/render/")]
    [InlineData(null, "gopher", "http://bot.example:1/file/render/")]
    [InlineData("https://public.example/bot/", null, "https://public.example/bot/file/render/")]
    public async Task Addresses_of_images_are_those_clients_can_reach(string? publicUrl, string? forwarded, string expected)
    {
        await using var server = await TestServer.StartAsync(("PUBLIC_URL", publicUrl ?? ""));
        server.Client.DefaultRequestHeaders.Host = "bot.example:1";
        if (forwarded is not null)
        {
            server.Client.DefaultRequestHeaders.Add("X-Forwarded-Proto", forwarded);
        }

        var answer = await server.PostFormAsync("/render/u", ("text", "hi"));

        Assert.StartsWith(expected, answer.Json.GetProperty("image_url").GetString());
    }

    static Task<Answer> ImageAsync(TestServer server, Answer answer) =>
        server.GetAsync($"/file/render/{answer.Json.GetProperty("file_uuid").GetString()}.png");

    /// <summary>From the header of a PNG file.</summary>
    static (int Width, int Height) SizeOf(byte[] png) =>
        (BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20)));
}
