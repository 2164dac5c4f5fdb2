using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Repeater.Render;

namespace Repeater.Endpoints;

/// <summary>The owner's files for everybody: README, icon, and those of a folder.</summary>
sealed class FileEndpoints(Settings settings)
{
    static readonly (string Ending, string Type)[] Types =
    [
        (".png", "image/png"), (".jpg", "image/jpeg"), (".jpeg", "image/jpeg"), (".gif", "image/gif"), (".webp", "image/webp"),
        (".svg", "image/svg+xml"), (".ico", "image/vnd.microsoft.icon"), (".css", "text/css; charset=utf-8"), (".js", "text/javascript; charset=utf-8"),
        (".html", "text/html; charset=utf-8"), (".txt", "text/plain; charset=utf-8"), (".md", "text/markdown; charset=utf-8"),
        (".json", "application/json"), (".pdf", "application/pdf"),
    ];

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Map(Routes.Get, "/readme.md", _ => ReadMe(text => TypedResults.Text(text, "text/markdown", Encoding.UTF8)));
        routes.Map(Routes.Get, "/readme.html", _ => ReadMe(text => TypedResults.Text(MarkdownHtml.Page(text), "text/html", Encoding.UTF8)));
        routes.Map(Routes.Get, "/favicon.ico", _ => Task.FromResult(Send(["favicon.ico"])));
        routes.Map(Routes.Get, "/static/{**path}", GetStatic);
    }

    /// <summary>A name without an ending means a PNG, as the original tried.</summary>
    Task<IResult> GetStatic(HttpContext context)
    {
        var path = ((string?)context.GetRouteValue("path") ?? "").Split('/');
        return Task.FromResult(Find(path) is null && !path[^1].Contains('.') ? Send([.. path[..^1], path[^1] + ".png"]) : Send(path));
    }

    async Task<IResult> ReadMe(Func<string, IResult> answer)
    {
        try
        {
            var path = settings.ReadmeFilePath ?? "./README.md";
            return File.Exists(path) ? answer(await File.ReadAllTextAsync(path))
                : settings.ReadmeFilePath is null ? answer(Embedded())
                : ApiErrors.ReadMeNotFound;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return ApiErrors.ReadMeNotFound;
        }
    }

    IResult Send(string[] path) => Find(path) is { } file
        ? TypedResults.PhysicalFile(file.FullName, TypeOf(file.Name), lastModified: file.LastWriteTimeUtc, enableRangeProcessing: true)
        : ApiErrors.FileNotFound;

    /// <summary>
    /// Each part is compared with what stands in its folder, so that no name from outside becomes a path; and no link is followed.
    /// </summary>
    FileInfo? Find(string[] path)
    {
        try
        {
            var folder = new DirectoryInfo(settings.StaticDir);
            foreach (var part in path[..^1])
            {
                folder = folder.EnumerateDirectories().FirstOrDefault(each => each.Name == part && each.LinkTarget is null);
                if (folder is null)
                {
                    return null;
                }
            }

            return folder.Exists ? folder.EnumerateFiles().FirstOrDefault(file => file.Name == path[^1] && file.LinkTarget is null) : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    static string TypeOf(string name) =>
        Types.FirstOrDefault(known => name.EndsWith(known.Ending, StringComparison.OrdinalIgnoreCase)).Type ?? "application/octet-stream";

    static string Embedded() => Encoding.UTF8.GetString(EmbeddedResource.Open("README.md").Bytes);
}
