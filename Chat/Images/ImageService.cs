using System.Diagnostics;
using Repeater.Metrics;
using Repeater.Render;
using Repeater.Render.Drawing;

namespace Repeater.Chat.Images;

/// <summary>How a text is to be drawn.</summary>
sealed record ImageRequest
{
    public required string Markdown { get; init; }

    /// <summary>A theme's name; one that does not exist is drawn as the server's default.</summary>
    public required string Style { get; init; }

    /// <summary>Logical pixels, 200 to 2000; null: as wide as the content needs.</summary>
    public int? Width { get; init; }

    /// <summary>Device pixels for a logical one, 0.5 to 4; null: the server's default.</summary>
    public float? Scale { get; init; }

    public bool Lossless { get; init; }

    /// <summary>How long the image can be fetched; null: the server's default. Not positive: not at all.</summary>
    public TimeSpan? Lifetime { get; init; }
}

/// <summary>What became of a request for images.</summary>
abstract record ImageOutcome;

/// <summary>The pages in order, at least one.</summary>
sealed record ImagesDrawn(IReadOnlyList<Guid> Pages) : ImageOutcome;

/// <summary>Too many wait already; nothing was drawn.</summary>
sealed record ImagesBusy(string Detail, TimeSpan RetryAfter) : ImageOutcome;

/// <summary>It could not be drawn, or not in time, or not kept.</summary>
sealed record ImagesFailed(string Detail) : ImageOutcome;

/// <summary>Draws texts, a few at a time, and keeps the pages for whoever fetches them.</summary>
sealed class ImageService(ImageStore store, Themes themes, Settings settings, ServerMetrics metrics, ILogger<ImageService> logger) : IDisposable
{
    const float DpiOfScaleOne = 96;

    static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);

    readonly SemaphoreSlim _places = new(settings.RenderParallel, settings.RenderParallel);
    int _waiting;

    public IReadOnlyCollection<string> Styles => themes.Current.Names;

    /// <summary>Texts that are drawn or wait for it.</summary>
    public int UnderWay => Volatile.Read(ref _waiting);

    public async Task<ImageOutcome> DrawAsync(ImageRequest request)
    {
        var begun = Stopwatch.GetTimestamp();
        var outcome = await TryDrawAsync(request);
        metrics.Renders.Add(new(outcome is ImagesDrawn ? "drawn" : outcome is ImagesBusy ? "busy" : "failed"));
        if (outcome is ImagesDrawn)
        {
            metrics.RenderTime.Observe(Stopwatch.GetElapsedTime(begun));
        }

        return outcome;
    }

    async Task<ImageOutcome> TryDrawAsync(ImageRequest request)
    {
        if (Interlocked.Increment(ref _waiting) > settings.RenderQueue + settings.RenderParallel)
        {
            Interlocked.Decrement(ref _waiting);
            return new ImagesBusy($"As many images are drawn ({settings.RenderParallel}) and wait ({settings.RenderQueue}) as may; nothing was drawn.", RetryAfter);
        }

        try
        {
            using var limit = new CancellationTokenSource(settings.RenderTimeout);
            await _places.WaitAsync(limit.Token);
            try
            {
                return await DrawAsync(request, limit.Token);
            }
            finally
            {
                _places.Release();
            }
        }
        catch (OperationCanceledException)
        {
            return new ImagesFailed($"The image was not ready within {settings.RenderTimeout.TotalSeconds:0.#} seconds.");
        }
        catch (RenderingUnavailableException error)
        {
            return new ImagesFailed($"This server cannot draw: {error.Message}");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new ImagesFailed($"The image could not be kept: {error.Message}");
        }
        catch (Exception error)
        {
            // A fault of ours; the reply it was to show is stored and must reach whoever waits for it.
            Log.DrawingFailed(logger, error);
            return new ImagesFailed("The text could not be drawn; the server's log says why.");
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    public void Dispose() => _places.Dispose();

    async Task<ImageOutcome> DrawAsync(ImageRequest request, CancellationToken cancellation)
    {
        var catalog = themes.Current;
        var options = new RenderOptions
        {
            Theme = catalog.Find(request.Style) ?? catalog.Find(settings.RenderStyle) ?? catalog.Find("light")!,
            Width = request.Width,
            Scale = request.Scale ?? settings.OutputDpi / DpiOfScaleOne,
            Lossless = request.Lossless,
        };
        // Drawing keeps a processor busy: on a thread of its own it does not keep answers waiting.
        var problems = new List<FormulaProblem>();
        var pages = await Task.Factory.StartNew(
            () => MarkdownRenderer.Render(request.Markdown, options, problems, cancellation),
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        foreach (var problem in problems)
        {
            Log.FormulaNotDrawn(logger, problem.Formula, problem.Reason);
        }

        var ids = new List<Guid>(pages.Count);
        foreach (var page in pages)
        {
            ids.Add(await store.KeepAsync(page.Png, request.Lifetime ?? settings.RenderedImageTimeout));
        }

        return new ImagesDrawn(ids);
    }
}
