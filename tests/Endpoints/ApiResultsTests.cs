using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Repeater.Endpoints;

namespace Repeater.Tests.Endpoints;

public class ApiResultsTests
{
    [Theory]
    [InlineData(60.0, "60.0")]
    [InlineData(-1000.0, "-1000.0")]
    [InlineData(0.0, "0.0")]
    [InlineData(-0.0, "-0.0")]
    [InlineData(0.7, "0.7")]
    [InlineData(1234567890123456.0, "1234567890123456.0")]
    [InlineData(1e17, "1e+17")]
    [InlineData(1e-5, "1e-05")]
    [InlineData(double.MaxValue, "1.7976931348623157e+308")]
    [InlineData(double.Epsilon, "5e-324")]
    public void A_number_is_written_as_the_original_writes_floats(double value, string expected)
    {
        Assert.Equal($$"""{"number":{{expected}},"text":""}""", JsonSerializer.Serialize(new(value, ""), ProbeJson.Default.Probe));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_number_json_cannot_hold_is_an_error(double value)
    {
        Assert.Throws<JsonException>(() => JsonSerializer.Serialize(new(value, ""), ProbeJson.Default.Probe));
    }

    [InProcessFact]
    public async Task Json_is_sent_compact_and_readable_with_its_length()
    {
        await using var server = await StartAsync();

        var answer = await server.GetAsync("/json");

        Assert.Equal("{\"number\":1.0,\"text\":\"你好😀 <&'+> \\\"\\\\\\n\uFFFD\"}", answer.Body);
        Assert.Equal("application/json", answer.ContentType);
        Assert.Equal(answer.Bytes.Length.ToString(), answer["Content-Length"]);
        Assert.Null(answer["Transfer-Encoding"]);
    }

    [InProcessFact]
    public async Task Text_is_sent_as_utf8_with_its_length()
    {
        await using var server = await StartAsync();

        var answer = await server.GetAsync("/text");

        Assert.Equal(("你好", "text/plain; charset=utf-8", "6"), (answer.Body, answer.ContentType, answer["Content-Length"]));
    }

    [InProcessFact]
    public async Task Json_that_cannot_be_written_is_a_whole_500()
    {
        await using var server = await StartAsync();

        var answer = await server.GetAsync("/nan");

        Assert.Equal(500, answer.Status);
        Assert.StartsWith("""{"detail":"Internal Server Error","error_id":""", answer.Body);
    }

    static Task<TestServer> StartAsync() => TestServer.StartAsync(new AppParts
    {
        MapMore = routes =>
        {
            routes.MapGet("/json", context =>
                ApiResults.Json(new Probe(1, "你好😀 <&'+> \"\\\n\uD83D"), ProbeJson.Default.Probe).ExecuteAsync(context));
            routes.MapGet("/nan", context => ApiResults.Json(new Probe(double.NaN, ""), ProbeJson.Default.Probe).ExecuteAsync(context));
            routes.MapGet("/text", context => ApiResults.Text("你好").ExecuteAsync(context));
        },
    });
}

sealed record Probe(double Number, string Text);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(FloatConverter)])]
[JsonSerializable(typeof(Probe))]
sealed partial class ProbeJson : JsonSerializerContext;
