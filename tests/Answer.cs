using System.Text;
using System.Text.Json;

namespace Repeater.Tests;

/// <summary>An HTTP answer read whole.</summary>
sealed record Answer(int Status, IReadOnlyDictionary<string, string> Headers, byte[] Bytes)
{
    public string Body => Encoding.UTF8.GetString(Bytes);

    public JsonElement Json => JsonDocument.Parse(Bytes).RootElement;

    public string? ContentType => this["Content-Type"];

    /// <summary>A header's value; null when it was not sent.</summary>
    public string? this[string header] => Headers.GetValueOrDefault(header);

    public static async Task<Answer> FromAsync(HttpResponseMessage response)
    {
        var headers = response.Headers.Concat(response.Content.Headers)
            .ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase);
        return new((int)response.StatusCode, headers, await response.Content.ReadAsByteArrayAsync());
    }

    /// <summary>The bytes of one answer with a length or none, as they came; status 0 when the server closed without a word.</summary>
    public static Answer FromBytes(byte[] received)
    {
        var end = received.AsSpan().IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return new(0, new Dictionary<string, string>(), received);
        }
        var lines = Encoding.Latin1.GetString(received, 0, end).Split("\r\n");
        var headers = lines.Skip(1).Select(line => line.Split(':', 2))
            .ToDictionary(parts => parts[0], parts => parts[1].Trim(), StringComparer.OrdinalIgnoreCase);
        return new(int.Parse(lines[0].Split(' ')[1]), headers, received[(end + 4)..]);
    }
}
