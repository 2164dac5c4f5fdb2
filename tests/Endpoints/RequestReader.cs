using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Repeater.Endpoints;

namespace Repeater.Tests.Endpoints;

/// <summary>Reads fields without a server, and says what a client would see of a refusal.</summary>
static class RequestReader
{
    public const string Form = "application/x-www-form-urlencoded";
    public const string Json = "application/json";

    static readonly IServiceProvider Services = new ServiceCollection().AddSingleton(new Settings()).BuildServiceProvider();

    public static Task<Fields> ReadAsync(string? contentType, string body, string query = "", FieldSources sources = FieldSources.Body) =>
        ReadAsync(contentType, Encoding.UTF8.GetBytes(body), query, sources);

    public static async Task<Fields> ReadAsync(
        string? contentType, byte[] body, string query = "", FieldSources sources = FieldSources.Body)
    {
        var context = new DefaultHttpContext { RequestServices = Services };
        context.Request.ContentType = contentType;
        context.Request.Body = new MemoryStream(body);
        context.Request.QueryString = new(query);
        return await Fields.ReadAsync(context, sources);
    }

    public static async Task<(int Status, string Body)> AnswerAsync(IResult? result)
    {
        var context = new DefaultHttpContext();
        var sent = new MemoryStream();
        context.Response.Body = sent;
        await result!.ExecuteAsync(context);
        return (context.Response.StatusCode, Encoding.UTF8.GetString(sent.ToArray()));
    }

    public static async Task<string> BodyAsync(IResult? result) => (await AnswerAsync(result)).Body;
}
