using System.Diagnostics;
using System.Globalization;
using System.Net;
using Repeater.Bench;

// dotnet run --project bench -c Release -- BINARY [name …]: measures a published binary and prints one line a figure.
// dotnet run --project bench -c Release -- BINARY soak MINUTES: everything at once, while memory, handles and threads are watched.
const int TurnsOfAConversation = 20;
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is not [var binary, .. var names])
{
    Console.Error.WriteLine("The path of the binary to measure is missing.");
    return 2;
}

if (names is ["soak", var length] && double.TryParse(length, out var minutes))
{
    await Soak.RunAsync(binary, minutes);
    return 0;
}

var all = new Dictionary<string, Func<Task>>
{
    ["start"] = StartAsync,
    ["throughput"] = () => ThroughputAsync("flush"),
    ["throughput-os"] = () => ThroughputAsync("os"),
    ["burst"] = BurstAsync,
    ["long"] = LongHistoryAsync,
    ["users"] = ManyUsersAsync,
    ["streams"] = () => Streams.MeasureAsync(binary, Print),
    ["reply"] = () => ReplyBench.MeasureAsync(binary, Print),
    ["render"] = () => RenderBench.MeasureAsync(binary, Print),
    ["formulas"] = () => RenderBench.MeasureFormulasAsync(binary, Print),
};
foreach (var (name, measure) in all.Where(item => names.Length == 0 || names.Contains(item.Key)))
{
    Console.WriteLine($"{name}:");
    await measure();
}

return 0;

void Print(string what, double value, string unit) => Console.WriteLine($"  {what,-58}{value,10:0.##} {unit}");

async Task StartAsync()
{
    var times = new List<double>();
    var memory = new List<double>();
    for (var i = 0; i < 15; i++)
    {
        var watch = Stopwatch.StartNew();
        using var server = ServerProcess.Start(binary);
        await server.ListeningAsync();
        using var connection = await HttpConnection.OpenAsync(server.EndPoint);
        await connection.SendAsync(HttpConnection.Chat("u", "hi"));
        times.Add(watch.Elapsed.TotalMilliseconds);
        await Task.Delay(300);
        memory.Add(server.MemoryMb);
    }

    Print("process start to first chat answered, median of 15", Median(times), "ms");
    Print("memory at rest after it, median of 15", Median(memory), "MB");
}

async Task ThroughputAsync(string durability)
{
    await using var upstream = await Upstream.StartAsync(TimeSpan.Zero);
    using var server = ServerProcess.Start(binary, upstream.ModelsFile(), null, ("DURABILITY", durability));
    await server.ListeningAsync();
    await LoadAsync(server.EndPoint, 16, TimeSpan.FromSeconds(2), (user, turn) => HttpConnection.Chat($"warm{user}x{turn / TurnsOfAConversation}", "hello there"));
    var before = server.ProcessorSeconds;
    var chats = await LoadAsync(server.EndPoint, 16, TimeSpan.FromSeconds(5), (user, turn) => HttpConnection.Chat($"u{user}x{turn / TurnsOfAConversation}", "hello there"));
    var busy = server.ProcessorSeconds - before;
    var direct = await LoadAsync(upstream.EndPoint, 16, TimeSpan.FromSeconds(3), (_, _) => HttpConnection.Json("/v1/chat/completions", """{"model":"bench","messages":[]}"""));
    var ephemeral = await LoadAsync(server.EndPoint, 16, TimeSpan.FromSeconds(3), (user, _) => HttpConnection.Form($"/chat/completion/u{user}x", "message=hello&save_context=false"));
    Print($"16 users at once, conversations of 20 turns, DURABILITY={durability}", chats, "chats/s");
    Print("  the same without storing", ephemeral, "chats/s");
    Print("  the upstream alone", direct, "calls/s");
    Print("  processor time of the server per chat", busy / (chats * 5) * 1e6, "us");
    Print("  memory afterwards", server.MemoryMb, "MB");
}

async Task BurstAsync()
{
    await using var upstream = await Upstream.StartAsync(TimeSpan.FromSeconds(2));
    using var server = ServerProcess.Start(binary, upstream.ModelsFile());
    await server.ListeningAsync();
    var direct = await BurstOnceAsync(upstream.EndPoint, _ => HttpConnection.Json("/v1/chat/completions", """{"model":"bench","messages":[]}"""));
    var through = await BurstOnceAsync(server.EndPoint, user => HttpConnection.Chat($"u{user}", "hello there"));
    Print("1,000 chats at once, upstream of 2 s: all answered after", through, "s");
    Print("  the upstream alone", direct, "s");
    Print("  ratio", through / direct, "");
    Print("  highest memory", server.PeakMemoryMb, "MB");
}

async Task LongHistoryAsync()
{
    await using var upstream = await Upstream.StartAsync(TimeSpan.Zero);
    foreach (var durability in new[] { "flush", "os" })
    {
        var figures = new Dictionary<int, double>();
        foreach (var messages in new[] { 20, 20_000 })
        {
            var folder = Directory.CreateDirectory(Path.Combine("artifacts", "bench", Guid.NewGuid().ToString("N"))).FullName;
            History.Write(Path.Combine(folder, "data"), "u", messages);
            using var server = ServerProcess.Start(binary, upstream.ModelsFile(), folder, ("DURABILITY", durability));
            await server.ListeningAsync();
            using var connection = await HttpConnection.OpenAsync(server.EndPoint);
            await connection.SendAsync(HttpConnection.Chat("warm", "hi"));
            var cold = Stopwatch.StartNew();
            await connection.SendAsync(HttpConnection.Get("/userdata/context/length/u"));
            Print($"{messages,6:N0} messages, {durability}: cold read", cold.Elapsed.TotalMilliseconds, "ms");
            Print($"{messages,6:N0} messages, {durability}: chat", figures[messages] = await ChatTimeAsync(connection, "u"), "ms");
            await connection.SendAsync(HttpConnection.Form("/userdata/config/set/u", "config={\"load_memory\":false}"));
            Print($"{messages,6:N0} messages, {durability}: chat that only appends", await ChatTimeAsync(connection, "u"), "ms");
        }

        Print($"a chat on 20,000 messages costs more, {durability}, by", figures[20_000] - figures[20], "ms");
    }
}

async Task ManyUsersAsync()
{
    var folder = Directory.CreateDirectory(Path.Combine("artifacts", "bench", Guid.NewGuid().ToString("N"))).FullName;
    for (var user = 0; user < 100_000; user++)
    {
        History.Write(Path.Combine(folder, "data"), $"user{user}", 2);
    }

    var watch = Stopwatch.StartNew();
    using var server = ServerProcess.Start(binary, null, folder);
    await server.ListeningAsync();
    using var connection = await HttpConnection.OpenAsync(server.EndPoint);
    await connection.SendAsync(HttpConnection.Chat("user77", "hi"));
    Print("100,000 users on disk: start to first chat answered", watch.Elapsed.TotalMilliseconds, "ms");
    await Task.Delay(300);
    Print("  memory at rest", server.MemoryMb, "MB");
    for (var user = 0; user < 100_000; user += 4)
    {
        await connection.SendAsync(HttpConnection.Get($"/userdata/context/length/user{user}"));
    }

    Print("  memory after reading 25,000 of them", server.MemoryMb, "MB");
}

static async Task<double> ChatTimeAsync(HttpConnection connection, string user)
{
    var times = new List<double>();
    for (var i = 0; i < 21; i++)
    {
        var watch = Stopwatch.StartNew();
        await connection.SendAsync(HttpConnection.Chat(user, "one more question"));
        times.Add(watch.Elapsed.TotalMilliseconds);
    }

    return Median(times);
}

// Requests a second that so many connections get answered, each sending its next when it has its answer.
static async Task<double> LoadAsync(IPEndPoint server, int connections, TimeSpan time, Func<int, int, byte[]> request)
{
    var end = Stopwatch.GetTimestamp() + (long)(time.TotalSeconds * Stopwatch.Frequency);
    var counts = await Task.WhenAll(Enumerable.Range(0, connections).Select(async user =>
    {
        using var connection = await HttpConnection.OpenAsync(server);
        var count = 0;
        while (Stopwatch.GetTimestamp() < end)
        {
            await connection.SendAsync(request(user, count));
            count++;
        }

        return count;
    }));
    return counts.Sum() / time.TotalSeconds;
}

// Seconds until a thousand requests sent at once are all answered.
static async Task<double> BurstOnceAsync(IPEndPoint server, Func<int, byte[]> request)
{
    var watch = Stopwatch.StartNew();
    await Task.WhenAll(Enumerable.Range(0, 1000).Select(async user =>
    {
        using var connection = await HttpConnection.OpenAsync(server);
        await connection.SendAsync(request(user));
    }));
    return watch.Elapsed.TotalSeconds;
}

static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
