using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using Repeater.Chat;
using Repeater.Chat.Images;
using Repeater.Storage;

namespace Repeater.Endpoints;

/// <summary>Markdown in, images out; and the images themselves.</summary>
sealed class RenderEndpoints(ImageService images, ImageStore store, TurnPreparation preparation, ImageUrls urls, Settings settings, TimeProvider clock)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Map(Routes.Post, "/render/{user_id}", Render);
        routes.Map(Routes.Get, "/file/render/{file_name}", GetImage);
    }

    async Task<IResult> Render(HttpContext context)
    {
        if (!Routes.TryUser(context, out var user, out var refusal))
        {
            return refusal;
        }

        var fields = await Fields.ReadAsync(context, FieldSources.Body);
        var text = fields.RequiredText("text");
        var style = fields.OptionalText("style") is { Length: > 0 } named ? named : fields.Text("theme", "");
        var timeout = fields.OptionalInt("timeout");
        var width = fields.OptionalInt("width");
        var scale = fields.Text("scale", "");
        var lossless = fields.Bool("lossless", false);
        if (fields.Refusal is not null)
        {
            return fields.Refusal;
        }

        if (style.Length > 0 && !images.Styles.Contains(style))
        {
            return ApiErrors.InvalidStyle;
        }

        if (width is < 200 or > 2000)
        {
            return ApiErrors.WidthOutOfRange;
        }

        float? factor = scale.Length == 0 ? null
            : float.TryParse(scale, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number is >= 0.5f and <= 4 ? number
            : float.NaN;
        if (factor is float.NaN)
        {
            return ApiErrors.ScaleOutOfRange;
        }

        return await DrawAsync(context, user, new ImageRequest
        {
            Markdown = text,
            Style = style.Length > 0 ? style : (await preparation.PreferencesAsync(user)).RenderStyle,
            Width = width,
            Scale = factor,
            Lossless = lossless,
            Lifetime = timeout is null or 0 ? null : TimeSpan.FromSeconds(Math.Min(timeout.Value, ImageStore.LongestLifetime.TotalSeconds)),
        });
    }

    async Task<IResult> DrawAsync(HttpContext context, UserName user, ImageRequest request)
    {
        var created = clock.GetUtcNow();
        return await images.DrawAsync(request) switch
        {
            ImagesDrawn drawn => ApiResults.Json(
                RenderAnswer.Of(request, [.. drawn.Pages.Select(page => urls.UrlOf(context, page))], drawn.Pages[0], settings.RenderedImageTimeout, created),
                ApiJson.Default.RenderAnswer),
            ImagesBusy busy => ApiErrors.Of(busy),
            ImagesFailed failed => ApiErrors.Of(failed),
            var other => throw new InvalidOperationException($"No answer for {other} of {user}."),
        };
    }

    Task<IResult> GetImage(HttpContext context)
    {
        const string Extension = ".png";
        var name = (string)context.GetRouteValue("file_name")!;
        if (!name.EndsWith(Extension, StringComparison.Ordinal)
            || !Guid.TryParseExact(name[..^Extension.Length], "D", out var id)
            || store.Find(id) is not { } file)
        {
            return Task.FromResult<IResult>(ApiErrors.FileNotFound);
        }

        return Task.FromResult<IResult>(TypedResults.PhysicalFile(
            file.FullName,
            "image/png",
            lastModified: file.LastWriteTimeUtc,
            // An image never changes, so its name says which one it is.
            entityTag: new EntityTagHeaderValue($"\"{id:N}\""),
            enableRangeProcessing: true));
    }
}
