using System.Numerics;
using System.Text;

namespace Repeater.Bench;

/// <summary>Writes a context branch of a user as the server does, checksums included: lines without are read more slowly.</summary>
static class History
{
    public static void Write(string userDataDir, string user, int messages)
    {
        var folder = Path.Combine(userDataDir, "Context_UserData", user, "ParallelData");
        Directory.CreateDirectory(folder);
        using var file = new StreamWriter(Path.Combine(folder, "default.jsonl"), append: false, new UTF8Encoding(false));
        file.Write(Line($$"""{"repeater":1,"kind":"context","branch":"default","user":"{{user}}","created":"2026-01-01T00:00:00+00:00"}"""));
        for (var i = 0; i < messages; i += 2)
        {
            file.Write(Line($$"""{"op":"append","at":"2026-01-01T00:00:00+00:00","messages":[{"id":"q{{i}}","role":"user","content":"第 {{i}} 个问题：今天天气怎么样？"},{"id":"a{{i}}","role":"assistant","content":"今天天气晴朗，气温二十度左右，适合出门散步。"}]}"""));
        }
    }

    static string Line(string json)
    {
        var text = json[..^1];
        var sum = uint.MaxValue;
        foreach (var single in Encoding.UTF8.GetBytes(text))
        {
            sum = BitOperations.Crc32C(sum, single);
        }

        return $"{text},\"crc\":\"{~sum:x8}\"}}\n";
    }
}
