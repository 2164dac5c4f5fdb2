using System.Text;

namespace Repeater.Tests.Endpoints;

/// <summary>Damaged requests over a real connection: refused or served, never a failure of ours.</summary>
public class RequestFuzzTests(ProbeServer probe) : IClassFixture<ProbeServer>
{
    const int Rounds = 500;

    static readonly string[] Requests =
    [
        Post("application/x-www-form-urlencoded", "x=%E4%BD%A0+1&y=2"),
        Post("application/json; charset=utf-8", """{"x":"\ud83d\ude00","y":[1,{"z":null}]}"""),
        Post("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\n1\r\n--b--\r\n"),
        "POST /fields HTTP/1.1\r\nHost: test\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nx=1\r\n0\r\n\r\n",
        "GET /probe/Group%3A1:%E4%BD%A0/..?x=1 HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n",
    ];

    // Feeds a length that grew, and ends what would otherwise wait for more.
    static readonly string Filler = new string('!', 1000) + "\r\n\r\n";

    [InProcessFact]
    public async Task Random_damage_is_never_answered_with_a_failure()
    {
        var random = new Random(20260101);
        var served = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var request = Encoding.UTF8.GetBytes(random.GetItems(Requests, 1)[0]);
            // Every other round only the end: the body, or the path of a request without one.
            var start = round % 2 == 0 ? 0 : request.Length * 2 / 3;
            for (var damage = random.Next(4); damage > 0; damage--)
            {
                request[random.Next(start, request.Length)] = (byte)random.Next(256);
            }

            var answer = await probe.Server.SendRawAsync([.. request, .. Encoding.ASCII.GetBytes(Filler)]);

            // 505: the damage hit the version.
            Assert.True(answer.Status is < 500 or 505, $"round {round}: {answer.Status}");
            served += answer.Status is 200 or 422 ? 1 : 0;
        }
        // Or the damage always stopped at the first line.
        Assert.True(served > Rounds / 10, $"{served}");
        Assert.Equal(200, (await probe.Server.GetAsync("/healthz")).Status);
        Assert.DoesNotContain(probe.Server.LogLines, line => line.Contains(" error "));
    }

    static string Post(string type, string body) =>
        $"POST /fields HTTP/1.1\r\nHost: test\r\nConnection: close\r\nContent-Type: {type}\r\nContent-Length: {body.Length}\r\n\r\n{body}";
}
