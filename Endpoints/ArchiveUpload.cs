using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Repeater.Storage;
using Repeater.Storage.Archive;

namespace Repeater.Endpoints;

/// <summary>
/// Takes a user's data in: a zip file of ours or of the Python backend, or a JSON list of messages, as the body or as the file of a
/// multipart form. What is wanted stands in the query.
/// </summary>
sealed class ArchiveUpload(UserStore store, Settings settings, TimeProvider clock) : IDisposable
{
    const int MostMembers = 10_000;

    /// <summary>One at a time: each is unpacked in memory, branch by branch.</summary>
    readonly SemaphoreSlim _gate = new(1, 1);

    public void Dispose() => _gate.Dispose();

    public async Task<IResult> ImportAsync(HttpContext context, UserName user)
    {
        var fields = await Fields.ReadAsync(context, FieldSources.Query);
        var kind = fields.OptionalText("kind");
        var branchId = fields.OptionalText("branch");
        var replace = fields.Bool("replace", false);
        var dryRun = fields.Bool("dry_run", false);
        if (fields.Refusal is not null)
        {
            return fields.Refusal;
        }

        if (kind is not null && BranchFormat.All.All(known => known.Name != kind))
        {
            return ApiErrors.UnknownKind(kind);
        }

        var error = "";
        var branch = branchId is null ? null : BranchName.TryParse(branchId, out error);
        if (branchId is not null && branch is null)
        {
            return ApiErrors.InvalidId("query", "branch", branchId, error);
        }

        await using var file = store.OpenTemporaryFile();
        return await ReceiveAsync(context, file) is { } refusal
            ? refusal
            : await ImportAsync(file, new() { User = user, Kind = kind, Branch = branch, Replace = replace, DryRun = dryRun }, context.RequestAborted);
    }

    async Task<IResult> ImportAsync(FileStream file, ImportOptions options, CancellationToken cancel)
    {
        await _gate.WaitAsync(cancel);
        try
        {
            using var source = Open(file, options);
            var report = await new Importer(store, options).ImportAsync(source.Single());
            return report.IsRefused
                ? ApiErrors.Of(report)
                : ApiResults.Json(ImportAnswer.Of(report, options, source.Notes), ApiJson.Default.ImportAnswer);
        }
        catch (ImportException refused)
        {
            return ApiErrors.ImportRefused(refused.Message);
        }
        finally
        {
            _gate.Release();
        }
    }

    ImportSource Open(FileStream file, ImportOptions options)
    {
        file.Position = 0;
        if (file.ReadByte() is 'P')
        {
            file.Position = 0;
            var limits = new ArchiveLimits { Members = MostMembers, Bytes = settings.MaxImportBytes, BytesOfMember = Math.Min(settings.MaxImportBytes, 1 << 30) };
            return new ZipSource(file, settings.UserDataSubDirName, limits);
        }

        if (file.Length > settings.MaxBodyBytes)
        {
            throw new ImportException($"The body is no zip file, and a list of messages may have {settings.MaxBodyBytes} bytes at most.");
        }

        if (options.Kind is not (null or "context"))
        {
            throw new ImportException($"A list of messages is a context, not a {options.Kind}.");
        }

        file.Position = 0;
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        var now = clock.GetUtcNow();
        return new MessagesSource(bytes, "messages.json", options.Branch?.Raw ?? $"imported-{Stamp.Of(now)}", now);
    }

    /// <summary>Null when the file holds what was sent.</summary>
    async Task<ApiError?> ReceiveAsync(HttpContext context, FileStream file)
    {
        // Counted here: the server's own limit is for bodies that are kept in memory, and closes the connection.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
        {
            feature.MaxRequestBodySize = null;
        }

        var request = context.Request;
        var body = request.Body;
        if (MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
        {
            var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).ToString();
            if (boundary.Length is 0 or > 70)
            {
                return ApiErrors.BadMultipart("its content type needs a boundary of 1 to 70 characters");
            }

            try
            {
                return await FileOfAsync(new MultipartReader(boundary, body), context.RequestAborted) is { } part
                    ? await CopyAsync(part, file, context.RequestAborted)
                    : ApiErrors.BadMultipart("it has no file");
            }
            catch (Exception error) when (error is IOException and not BadHttpRequestException or InvalidDataException)
            {
                context.RequestAborted.ThrowIfCancellationRequested();
                return ApiErrors.BadMultipart("it ends before its closing boundary");
            }
        }

        return await CopyAsync(body, file, context.RequestAborted);
    }

    static async Task<Stream?> FileOfAsync(MultipartReader reader, CancellationToken cancel)
    {
        while (await reader.ReadNextSectionAsync(cancel) is { } section)
        {
            if (ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition)
                && (disposition.FileName.HasValue || disposition.FileNameStar.HasValue || HeaderUtilities.RemoveQuotes(disposition.Name).Equals("file", StringComparison.Ordinal)))
            {
                return section.Body;
            }
        }

        return null;
    }

    async Task<ApiError?> CopyAsync(Stream from, FileStream to, CancellationToken cancel)
    {
        var buffer = new byte[64 * 1024];
        for (int read; (read = await from.ReadAsync(buffer, cancel)) > 0;)
        {
            if (to.Length + read > settings.MaxImportBytes)
            {
                return ApiErrors.BodyTooLarge(settings.MaxImportBytes);
            }

            try
            {
                await to.WriteAsync(buffer.AsMemory(0, read), cancel);
            }
            catch (IOException error)
            {
                throw StorageException.From(error, "the import");
            }
        }

        return to.Length == 0 ? ApiErrors.ImportRefused("The body is empty. Send a zip file, or a JSON list of messages.") : null;
    }
}

/// <summary>What became of an import, or would have.</summary>
sealed record ImportAnswer(string User, bool DryRun, IReadOnlyList<ImportAnswerBranch> Branches, IReadOnlyList<string> Notes)
{
    public static ImportAnswer Of(ImportedUser user, ImportOptions options, IReadOnlyList<string> notes) => new(
        user.User,
        options.DryRun,
        [.. user.Branches.Select(branch => new ImportAnswerBranch(branch.Kind, branch.Branch, OutcomeOf(branch.Outcome)))],
        notes);

    static string OutcomeOf(ImportOutcome outcome) => outcome switch
    {
        ImportOutcome.New => "new",
        ImportOutcome.Same => "same",
        ImportOutcome.Replaced => "replaced",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, null),
    };
}

/// <param name="Kind">context, prompt or config.</param>
/// <param name="Branch">Its id.</param>
/// <param name="Outcome">new, same or replaced.</param>
sealed record ImportAnswerBranch(string Kind, string Branch, string Outcome);
