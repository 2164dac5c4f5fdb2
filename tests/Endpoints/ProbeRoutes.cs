using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Repeater.Endpoints;
using Repeater.Storage;

namespace Repeater.Tests.Endpoints;

/// <summary>Small routes that show what the edge hands to a handler, and that fail in every way one can.</summary>
static class ProbeRoutes
{
    public static AppParts Parts { get; } = new() { MapMore = Map };

    static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/probe/{id}", context => Echo(context, "id"));
        routes.MapGet("/probe/{id}/{other}", context => Echo(context, "other"));
        routes.MapGet("/files/{id}.zip", context => Echo(context, "id"));
        routes.MapGet("/query", async context =>
        {
            var fields = await Fields.ReadAsync(context, FieldSources.Query);
            await Answer(context, fields, fields.RequiredText("x"));
        });
        routes.MapMethods("/fields", ["POST", "PUT"], async context =>
        {
            var fields = await Fields.ReadAsync(context, FieldSources.Body);
            await Answer(context, fields, fields.RequiredText("x"));
        });
        routes.MapGet("/throw", _ => throw new InvalidOperationException("a bug\nwith lines"));
        routes.MapGet("/throw-late", async context =>
        {
            await context.Response.WriteAsync("begun");
            throw new InvalidOperationException("a late bug");
        });
        routes.MapGet("/half-set", context =>
        {
            context.Response.Headers["X-Half"] = "1";
            throw new InvalidOperationException("a bug with headers set");
        });
        routes.MapGet("/full", _ => throw StorageException.From(new IOException("no room", 28), "saving"));
        routes.MapGet("/damaged", _ => throw StorageException.Damaged("a.jsonl", 3, "not JSON"));
        routes.MapGet("/status/{code:int}", context =>
        {
            context.Response.StatusCode = int.Parse((string)context.GetRouteValue("code")!);
            return Task.CompletedTask;
        });
        routes.MapGet("/wait", context => Task.Delay(Timeout.Infinite, context.RequestAborted));
        routes.MapGet("/retry", context => (ApiErrors.OfStatus(503) with { RetryAfter = TimeSpan.FromSeconds(1.2) }).ExecuteAsync(context));
    }

    static Task Echo(HttpContext context, string name) => ApiResults.Text((string)context.GetRouteValue(name)!).ExecuteAsync(context);

    static Task Answer(HttpContext context, Fields fields, string text) =>
        fields.Refusal is { } refusal ? refusal.ExecuteAsync(context) : ApiResults.Text(text).ExecuteAsync(context);
}

/// <summary>One server with <see cref="ProbeRoutes"/> for all tests of a class.</summary>
public sealed class ProbeServer : IAsyncLifetime
{
    internal TestServer Server { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        if (TestServer.Binary is null)
        {
            Server = await TestServer.StartAsync(ProbeRoutes.Parts, ("MAX_BODY_BYTES", "4000000"));
        }
    }

    public async Task DisposeAsync()
    {
        if (Server is not null)
        {
            await Server.DisposeAsync();
        }
    }
}
