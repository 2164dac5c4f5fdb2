using System.Net;
using System.Net.Http.Headers;

namespace Repeater.Llm;

/// <summary>A request body that gives its memory back as soon as it is sent: an answer may take minutes more.</summary>
sealed class RequestContent : HttpContent
{
    readonly PooledBuffer _body;
    readonly long _length;

    public RequestContent(LlmRequest request)
    {
        _body = new PooledBuffer(Estimate(request));
        RequestWriter.Write(request, _body);
        _length = _body.Count;
        Headers.ContentType = new MediaTypeHeaderValue("application/json");
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_body.Count == 0, this);
        try
        {
            await stream.WriteAsync(_body.Memory, cancellationToken);
        }
        finally
        {
            _body.Dispose();
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _length;
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        _body.Dispose();
        base.Dispose(disposing);
    }

    static int Estimate(LlmRequest request)
    {
        long estimate = 512;
        foreach (var message in request.Messages)
        {
            estimate += message.Content.Length + 48;
        }
        return (int)Math.Min(estimate, 1 << 20);
    }
}
