using System.Globalization;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Repeater.Access;
using Repeater.Storage;

namespace Repeater.Endpoints;

/// <summary>
/// The only writer of errors besides <see cref="ApiError"/> itself: an exception becomes a 500 whose id stands in the log, the
/// framework's refusals get a body, a client that left is no error.
/// </summary>
sealed class ErrorMiddleware(RequestDelegate next, ILogger log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (Exception exception)
        {
            await AnswerAsync(context, exception);
            return;
        }
        var response = context.Response;
        if (response is { HasStarted: false, StatusCode: >= 400, ContentLength: null, ContentType: null })
        {
            await ApiErrors.OfStatus(response.StatusCode).ExecuteAsync(context);
        }
    }

    Task AnswerAsync(HttpContext context, Exception exception)
    {
        var request = context.Request;
        if (IsClientGone(context, exception))
        {
            Log.ClientLeft(log, request.Method, request.Path);
            return Task.CompletedTask;
        }
        if (context.Response.HasStarted)
        {
            Log.AnswerCutOff(log, exception, request.Method, request.Path);
            context.Abort();
            return Task.CompletedTask;
        }
        context.Response.Clear();
        return ToError(request, exception).ExecuteAsync(context);
    }

    ApiError ToError(HttpRequest request, Exception exception)
    {
        if (exception is BadHttpRequestException refusal)
        {
            return ApiErrors.OfServer(refusal);
        }
        if (exception is StorageException outage)
        {
            var error = ApiErrors.OfStorage(outage);
            Log.OutageAnswered(log, request.Method, request.Path, error.Status, outage.Message);
            return error;
        }
        if (exception is AccessFileException unreadable)
        {
            Log.OutageAnswered(log, request.Method, request.Path, StatusCodes.Status503ServiceUnavailable, unreadable.Message);
            return ApiErrors.OfAccess(unreadable);
        }
        var errorId = Random.Shared.NextInt64().ToString("x16", CultureInfo.InvariantCulture);
        Log.RequestFailed(log, exception, request.Method, request.Path, errorId);
        return ApiErrors.Internal(errorId);
    }

    static bool IsClientGone(HttpContext context, Exception exception) =>
        exception is ConnectionResetException
        || (exception is OperationCanceledException or IOException && context.RequestAborted.IsCancellationRequested);
}
