namespace Repeater.Metrics;

/// <summary>What this server counts and times. No label holds a user, and each has few values: routes, statuses, outcomes, configured models.</summary>
sealed class ServerMetrics
{
    int _requestsUnderWay;

    /// <summary>Requests that have ended, by the pattern of their route.</summary>
    public Counter Requests { get; } = new("repeater_requests_total", "HTTP requests answered.", "method", "route", "status");

    /// <summary>Chats of users and of the OpenAI door.</summary>
    public Counter Turns { get; } = new("repeater_turns_total", "Chat turns ended.", "door", "outcome", "reason");

    public Counter UpstreamReplies { get; } = new("repeater_upstream_replies_total", "Replies asked of models.", "provider", "model", "outcome");

    public Counter UpstreamTries { get; } = new("repeater_upstream_tries_total", "Calls made for these replies, repetitions included.", "provider", "model");

    public Counter Tokens { get; } = new("repeater_upstream_tokens_total", "Tokens as providers counted them.", "provider", "model", "kind");

    public Histogram FirstToken { get; } =
        new("repeater_upstream_first_token_seconds", "From asking to the first piece of a reply.", Histogram.Long, "provider", "model");

    public Histogram ReplyTime { get; } = new("repeater_upstream_reply_seconds", "From asking to the end of a whole reply.", Histogram.Long, "provider", "model");

    public Counter Renders { get; } = new("repeater_renders_total", "Texts to be drawn.", "outcome");

    public Histogram RenderTime { get; } = new("repeater_render_seconds", "Time for drawing a text, waiting included.", Histogram.Short);

    public Histogram FlushTime { get; } = new("repeater_storage_flush_seconds", "Time for a flush of a file or folder to disk.", Histogram.Short);

    /// <summary>Requests whose answer has not ended, those about the server itself left out.</summary>
    public int RequestsUnderWay => Volatile.Read(ref _requestsUnderWay);

    public IEnumerable<Metric> All =>
    [
        Requests, new Gauge("repeater_requests_under_way", "HTTP requests whose answer has not ended.", () => RequestsUnderWay),
        Turns, UpstreamReplies, UpstreamTries, Tokens, FirstToken, ReplyTime, Renders, RenderTime, FlushTime,
    ];

    public void BeginRequest() => Interlocked.Increment(ref _requestsUnderWay);

    public void EndRequest() => Interlocked.Decrement(ref _requestsUnderWay);
}
