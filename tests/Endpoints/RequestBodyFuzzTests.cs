using System.Text;
using static Repeater.Tests.Endpoints.RequestReader;

namespace Repeater.Tests.Endpoints;

/// <summary>No bytes may make reading throw, and a refusal is always the client's fault, never ours.</summary>
public class RequestBodyFuzzTests
{
    const int Rounds = 20_000;

    static readonly string[] Types =
    [
        Form, Json, "multipart/form-data; boundary=b", "multipart/form-data; boundary=\"b\"", "text/plain", "", "; charset=", "multipart/form-data; boundary=\"",
    ];

    // What the readers look at, so that random text gets past their first line.
    static readonly string[] Pieces =
    [
        "--b", "--b--", "\r\n", "\r\n\r\n", "Content-Disposition:", " form-data;", " name=", "\"x\"", ";", "=", "&", "%", "%4", "%e4%bd", "+",
        "{", "}", "[", "]", ":", ",", "\"", "\\", "\\u", "\\ud83d", "\\ude00", "x", "1", "-1.5", "1e999", "true", "null", " ", "你", "😀", "\0", "\uFEFF",
    ];

    [Fact]
    public async Task Random_bodies_are_read_or_refused()
    {
        var random = new Random(20250702);
        for (var round = 0; round < Rounds; round++)
        {
            var body = RandomBody(random);
            var fields = await ReadAsync(random.GetItems(Types, 1)[0], body);

            // Whatever was read must also be fit to be asked for and to be sent back.
            fields.Has("x");
            fields.RequiredInt("x");
            fields.OptionalBool("x");
            fields.Text("x", "");
            fields.Json("x");
            if (fields.Refusal is { } refusal)
            {
                Assert.InRange((await AnswerAsync(refusal)).Status, 400, 499);
            }
        }
    }

    static byte[] RandomBody(Random random)
    {
        var body = new List<byte>();
        for (var pieces = random.Next(40); pieces > 0; pieces--)
        {
            body.AddRange(random.Next(20) == 0
                ? [(byte)random.Next(256)]
                : Encoding.UTF8.GetBytes(random.GetItems(Pieces, 1)[0]));
        }
        return [.. body];
    }
}
