using System.Buffers;

namespace Repeater.Llm;

/// <summary>A call as it would be made, with a mark in the place of the key.</summary>
/// <param name="Url">Null: the built-in model, which is in this process.</param>
/// <param name="Headers">Without those of the connection. All values of the models file are masked: keys may stand there too.</param>
/// <param name="Body">UTF-8 JSON.</param>
sealed record PreviewedCall(string? Url, IReadOnlyList<KeyValuePair<string, string>> Headers, ReadOnlyMemory<byte> Body)
{
    const string Mask = "***";

    public static PreviewedCall Of(LlmRequest request)
    {
        var model = request.Model;
        var body = new ArrayBufferWriter<byte>();
        RequestWriter.Write(request, body);
        var headers = new List<KeyValuePair<string, string>>();
        if (model.ApiKeyVariables.Count > 0)
        {
            headers.Add(model.KeyHeader is { } name ? new(name, Mask) : new("Authorization", $"Bearer {Mask}"));
        }

        headers.AddRange(model.Headers.Select(header => KeyValuePair.Create(header.Key, Mask)));
        return new(model.IsParrot ? null : RequestWriter.Address(request).GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped), headers, body.WrittenMemory);
    }
}
