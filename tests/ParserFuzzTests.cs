using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Repeater.Access;
using Repeater.Chat.Variables;
using Repeater.Configuration;
using Repeater.Endpoints;
using Repeater.Llm;
using Repeater.Render;
using Repeater.Render.Drawing.Png;
using Repeater.Storage;
using Repeater.Storage.Archive;
using Repeater.Tests.Chat.Variables;

namespace Repeater.Tests;

/// <summary>
/// Every parser of ours against inputs that are nearly right. Each may refuse them in the one way it says it does, and in no
/// other. <c>REPEATER_FUZZ</c> is the number of inputs for each.
/// </summary>
public class ParserFuzzTests
{
    const int DefaultRounds = 3_000;

    static readonly int Rounds = int.TryParse(Environment.GetEnvironmentVariable("REPEATER_FUZZ"), CultureInfo.InvariantCulture, out var rounds)
        ? rounds
        : DefaultRounds;

    static readonly Dictionary<string, Parser> Parsers = new()
    {
        ["variables"] = new(
            ["你好{user_name}，现在是{time}{lb}{rb}", "{copytext a 3 \"b c\"}{random 1 6}{randint 1 2}{age}", "::: a {nope} :::\n{x} -> ```y```", "\\{name}\\\\{botname}{{{}}}"],
            bytes =>
            {
                var text = Encoding.UTF8.GetString(bytes);
                foreach (var mode in Enum.GetValues<ExpandMode>())
                {
                    VariableTemplate.Expand(text, Sample.Context, mode);
                }
            }),
        ["event streams"] = new(
            ["data: {\"a\":1}\n\nevent: e\r\nid: 1\nretry: 10\ndata: b\r\n\r\n", ": comment\rdata:x\r\r\uFEFFdata: y\n\n"],
            bytes =>
            {
                using var reader = new SseReader(1 << 10);
                ReadOnlySpan<byte> rest = bytes;
                while (reader.Read(ref rest))
                {
                    _ = reader.Data.Length + reader.Type.Length;
                }
            },
            typeof(InvalidDataException)),
        ["branch files"] = new(
            [
                "{\"repeater\":1,\"kind\":\"context\",\"branch\":\"b\",\"user\":\"u\",\"at\":\"2026-01-01T00:00:00Z\"}\n{\"op\":\"append\",\"at\":\"2026-01-01T00:00:00Z\",\"messages\":[{\"id\":\"a\",\"role\":\"user\",\"content\":\"你好\"}]}\n",
                Encoding.UTF8.GetString(BranchFile.Line(new WithdrawMessages { At = DateTimeOffset.UnixEpoch, Ids = ["a"] })),
            ],
            bytes => BranchFile.Parse(bytes, "f"),
            typeof(StorageException)),
        ["python conversations"] = new(
            ["[{\"role\":\"user\",\"content\":\"hi\",\"name\":\"n\"},{\"role\":\"assistant\",\"content\":null,\"reasoning_content\":\"r\"}]"],
            bytes => PythonData.ReadMessages(bytes),
            typeof(FormatException)),
        ["models files"] = new(
            ["[{\"Name\":\"P\",\"ApiKeyEnv\":\"K\",\"URL\":\"https://h/v1\",\"models\":[{\"Name\":\"M\",\"Id\":\"m\",\"Type\":\"chat\"}]}]", "{\"api\":[{\"Name\":\"P\"}],}"],
            bytes => ApiInfo.Parse(bytes, "f"),
            typeof(ApiInfoException)),
        [".env files"] = new(
            ["export A=b # c\nB='x\ny'\nC=\"\\n${A}${B:-d}\"\r\n#\nD\n", "A=${A}${A}\nB=${B}\n'q'=1"],
            bytes => DotEnv.Parse(Encoding.UTF8.GetString(bytes), _ => null)),
        ["settings files"] = new(
            ["[{\"name\": \"server.port\", \"values\": [{\"system\": \"linux\", \"type\": \"json\", \"value\": \"[8080]\"}]}]"],
            bytes => ConfigFile.Parse(bytes, "linux"),
            typeof(FormatException)),
        ["theme files"] = new(
            ["{\"base\":\"dark\",\"fontSize\":16,\"colors\":{\"text\":\"#e0e0e0\"}}", "{ // c\n \"padding\": 1e3, }"],
            bytes => ThemeFile.Parse("f.json", bytes, ThemeCatalog.Default.Find),
            typeof(FormatException)),
        ["pictures"] = new(
            [],
            bytes => PngReader.TryDecode(bytes, out _, out _))
        {
            Seeds = [SmallPng()],
        },
        ["paths"] = new(
            ["/chat/completion/Group%3A1%e4%bd%a0?x", "http://h:1/a/../b%00", "*", "//a%2Fb"],
            bytes =>
            {
                var path = RequestPath.PathOf(Encoding.Latin1.GetString(bytes));
                var id = PercentEncoding.Decode(Encoding.Latin1.GetBytes(path.ToString()), plusIsSpace: true);
                if (UserName.TryParse(id, out _) is { } user)
                {
                    Assert.DoesNotContain('/', user.Path.Safe);
                    Assert.False(user.Path.Safe is "" or "." or ".." || user.Path.Safe.Contains('\0'));
                    Assert.InRange(Encoding.UTF8.GetByteCount(user.Path.Safe), 1, 255);
                    UserPattern.Matches(id, user);
                }
            }),
        ["forms"] = new(["a=b&c=%E4%BD%A0+1&&=&%zz"], bytes => UrlEncoded.Parse(bytes, 100)),
        ["multipart bodies"] = new(
            ["--b\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\n1\r\n--b\r\nContent-Disposition: form-data; name*=utf-8''y; filename=z\r\n\r\n\r\n--b--\r\n"],
            bytes => Multipart.Parse(bytes, "b", 100)),
        ["JSON bodies"] = new(
            ["{\"x\":\"\\ud83d\\ude00\",\"y\":[1,-1.5e9,{\"z\":null}],\"x\":true}"],
            bytes => RequestBody.Parse(bytes, "application/json", 100)),
        ["chunks of replies"] = new(
            [
                "{\"id\":\"i\",\"created\":0,\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"你\\ud83d\",\"reasoning_content\":null},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":11}}",
                "{\"choices\":[{\"message\":{\"content\":[{\"type\":\"text\",\"text\":\"x\"}],\"tool_calls\":[{\"index\":0,\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]}}]}",
                "{\"error\":{\"message\":\"m\"}}",
            ],
            bytes => new WireCompletion().Read(bytes),
            typeof(JsonException)),
        ["waits in sentences"] = new(
            ["Please try again in 1m30.5s.", "retry after 20 seconds", "请在 3 分钟后重试"],
            bytes => RetryHint.Read(Encoding.UTF8.GetString(bytes))),
        ["lists of messages"] = new(
            ["{\"messages\":[{\"role\":\"developer\",\"content\":[{\"type\":\"text\",\"text\":\"a\"}]},{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[]}]}"],
            bytes => ChatMessages.Read(bytes),
            typeof(FormatException)),
        ["zip files"] = new(
            [],
            ReadZip,
            typeof(ImportException))
        {
            Seeds = [
                Zip(("user_context.json", "[]"), ("user_prompt.json", "\"p\""), ("user_config.json", "{}")),
                Zip(("Context_UserData/u/ParallelData/default.json", "[{\"role\":\"user\",\"content\":\"hi\"}]"), ("Context_UserData/u/metadata.json", "{}")),
            ],
        },
        ["provider errors"] = new(
            ["{\"error\":{\"message\":\"m\",\"code\":1302,\"param\":null}}", "[{\"detail\":[{\"msg\":\"x\"}]}]", "<html><title>502</title>"],
            bytes => ProviderError.FromBody(bytes)),
    };

    public static TheoryData<string> Names => [.. Parsers.Keys];

    [Theory, MemberData(nameof(Names))]
    public void No_input_makes_a_parser_fail_in_a_way_it_does_not_announce(string name)
    {
        var parser = Parsers[name];
        var random = new Random(20261122);
        for (var round = 0; round < Rounds; round++)
        {
            var input = Mutate(parser.Seeds, random);
            try
            {
                parser.Parse(input);
            }
            catch (Exception error) when (parser.Refuses?.IsInstanceOfType(error) == true)
            {
                Assert.NotEqual("", error.Message);
            }
            catch (Exception error)
            {
                Assert.Fail($"{name}, round {round}: {error}\n{Convert.ToBase64String(input)}");
            }
        }
    }

    /// <summary>What was found once.</summary>
    [Theory]
    [InlineData("models files", "W3siTmFtZSI6IlAiLCJtb1x1ZDgwMGRlbHMiOltdfV0=")]
    [InlineData("provider errors", "eyJlcnJcdWQ4MDBvciI6eyJtZXNzYWdlIjoibSJ9fQ==")]
    [InlineData("chunks of replies", "eyJjaG9pXHVkODAwY2VzIjpbXX0=")]
    [InlineData("python conversations", "W3sicm9s5mUiOiJ1c2VyIiwiY29udGVudCI6ImhpIn1d")]
    public void What_made_a_parser_fail_is_refused_or_read(string name, string base64)
    {
        var parser = Parsers[name];
        var error = Record.Exception(() => parser.Parse(Convert.FromBase64String(base64)));

        Assert.True(error is null || parser.Refuses?.IsInstanceOfType(error) == true, $"{error}");
    }

    static byte[] Mutate(IReadOnlyList<byte[]> seeds, Random random)
    {
        var bytes = new List<byte>(seeds[random.Next(seeds.Count)]);
        for (var edits = random.Next(1, 12); edits > 0; edits--)
        {
            var at = random.Next(bytes.Count + 1);
            var length = Math.Min(random.Next(1, 24), bytes.Count - at);
            switch (random.Next(6))
            {
                case 0:
                    bytes.RemoveRange(at, length);
                    break;
                case 1:
                    bytes.InsertRange(at, bytes.GetRange(at, length));
                    break;
                case 2 when at < bytes.Count:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 3 when at < bytes.Count:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 4:
                    var other = seeds[random.Next(seeds.Count)];
                    var start = random.Next(other.Length);
                    bytes.InsertRange(at, other.AsSpan(start, Math.Min(other.Length - start, 40)).ToArray());
                    break;
                default:
                    bytes.InsertRange(at, Salt[random.Next(Salt.Length)]);
                    break;
            }
        }

        return [.. bytes];
    }

    static readonly byte[][] Salt =
    [
        .. new[]
        {
            "{", "}", "[", "]", "\"", "\\", ":", ",", "null", "1e999", "-0", "\\ud800", "\0", "\n", "\r\n", "\uFEFF", "你", "😀", "%", "%2e%2e", "../", "$", "${", "'", "#", "=",
            "99999999999999999999", "[[[[[[[[[[[[[[[[", "\u2028", "true", " ", "\t", "--b", "::: ", "-> ```",
        }.Select(Encoding.UTF8.GetBytes),
        [0xFF], [0xC3], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80],
    ];

    static void ReadZip(byte[] bytes)
    {
        using var source = new ZipSource(new MemoryStream(bytes), "ParallelData", new ArchiveLimits { Members = 10, Bytes = 1 << 16, BytesOfMember = 1 << 14 });
        foreach (var file in source.Users().SelectMany(user => user.Files))
        {
            _ = file.Read().Length;
        }
    }

    static byte[] Zip(params (string Name, string Text)[] members)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in members)
            {
                using var writer = new StreamWriter(zip.CreateEntry(name).Open());
                writer.Write(text);
            }
        }

        return stream.ToArray();
    }

    /// <summary>One pixel.</summary>
    static byte[] SmallPng() => Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    /// <param name="Texts">Good inputs.</param>
    /// <param name="Parse">Reads one.</param>
    /// <param name="Refuses">The exception that says what is wrong with one; null: it throws none.</param>
    sealed record Parser(string[] Texts, Action<byte[]> Parse, Type? Refuses = null)
    {
        public IReadOnlyList<byte[]> Seeds { get; init; } = [.. Texts.Select(Encoding.UTF8.GetBytes)];
    }
}
