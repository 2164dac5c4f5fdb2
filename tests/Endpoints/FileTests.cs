namespace Repeater.Tests.Endpoints;

public class FileTests
{
    [Fact]
    public async Task Readme_is_the_owners_else_the_built_in_one()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "# Mine <script>");
        await using var own = await TestServer.StartAsync(("README_FILE_PATH", file));
        var markdown = await own.GetAsync("/readme.md");
        var html = await own.GetAsync("/readme.html");
        File.Delete(file);

        Assert.Equal(("# Mine <script>", "text/markdown; charset=utf-8"), (markdown.Body, markdown.ContentType));
        Assert.Contains("Mine &lt;script&gt;</h1>", html.Body);
        Assert.Equal("""{"detail":"README.md not found"}""", (await own.GetAsync("/readme.md")).Body);
    }

    [Fact]
    public async Task Without_a_file_the_built_in_readme_is_sent()
    {
        await using var server = await TestServer.StartAsync();

        var answer = await server.GetAsync("/readme.md");

        Assert.Equal(200, answer.Status);
        Assert.StartsWith("# Repeater", answer.Body);
    }

    [Fact]
    public async Task Files_of_the_static_folder_are_sent_and_nothing_else()
    {
        var folder = Directory.CreateTempSubdirectory("repeater-static-");
        var inside = Directory.CreateDirectory(Path.Combine(folder.FullName, "static", "图"));
        var root = inside.Parent!.FullName;
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "secret.txt"), "secret");
        await File.WriteAllTextAsync(Path.Combine(root, "favicon.ico"), "icon");
        await File.WriteAllTextAsync(Path.Combine(inside.FullName, "a.png"), "0123456789");
        if (!OperatingSystem.IsWindows())
        {
            File.CreateSymbolicLink(Path.Combine(root, "link.txt"), Path.Combine(folder.FullName, "secret.txt"));
            Directory.CreateSymbolicLink(Path.Combine(root, "up"), folder.FullName);
        }

        await using var server = await TestServer.StartAsync(("STATIC_DIR", root));

        Assert.Equal("image/vnd.microsoft.icon", (await server.GetAsync("/favicon.ico")).ContentType);
        Assert.Equal(("0123456789", "image/png"), ((await server.GetAsync("/static/图/a.png")).Body, (await server.GetAsync("/static/图/a")).ContentType));
        foreach (var path in (string[])["/static/../secret.txt", "/static/%2e%2e/secret.txt", "/static/..%2fsecret.txt", "/static/link.txt", "/static/up/secret.txt",
            "/static//etc/passwd", "/static/图", "/static/", "/static", "/static/图/../../secret.txt", "/static/C:%5Csecret.txt"])
        {
            Assert.Equal(404, (await server.GetRawAsync(path.Replace("图", "%E5%9B%BE", StringComparison.Ordinal))).Status);
        }

        folder.Delete(recursive: true);
    }
}
