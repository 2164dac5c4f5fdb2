using System.Diagnostics;
using System.Net;

namespace Repeater.Bench;

/// <summary>What pages cost: time, memory and processors.</summary>
static class RenderBench
{
    public static async Task MeasureAsync(string binary, Action<string, double, string> print)
    {
        await StartAsync(binary, print);
        await PagesAsync(binary, print);
    }

    /// <summary>A page with formulas and one with text, in turn: whatever else the machine does meets both alike.</summary>
    public static async Task MeasureFormulasAsync(string binary, Action<string, double, string> print)
    {
        const int Rounds = 60;
        using var server = ServerProcess.Start(binary);
        await server.ListeningAsync();
        using var connection = await HttpConnection.OpenAsync(server.EndPoint);
        await DrawAsync(connection, 10, FormulaPages.WithFormulas);
        await DrawAsync(connection, 10, FormulaPages.WithText);
        var (formulas, text) = (new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            formulas.AddRange(await DrawAsync(connection, 1, _ => FormulaPages.WithFormulas(round)));
            text.AddRange(await DrawAsync(connection, 1, _ => FormulaPages.WithText(round)));
        }

        print("a page with thirty formulas, median of 60", Median(formulas), "ms");
        print("  text in their place", Median(text), "ms");
        print("  ratio", Median(formulas) / Median(text), "");
    }

    static async Task StartAsync(string binary, Action<string, double, string> print)
    {
        var served = new List<double>();
        var drawn = new List<double>();
        var folder = Directory.CreateDirectory(Path.Combine("artifacts", "bench", Guid.NewGuid().ToString("N"))).FullName;
        var file = Path.Combine(folder, "page.md");
        await File.WriteAllTextAsync(file, RenderPages.Reply(0));
        for (var i = 0; i < 9; i++)
        {
            var watch = Stopwatch.StartNew();
            using var server = ServerProcess.Start(binary);
            await server.ListeningAsync();
            using var connection = await HttpConnection.OpenAsync(server.EndPoint);
            await connection.SendAsync(Request(RenderPages.Reply(i)));
            served.Add(watch.Elapsed.TotalMilliseconds);
            watch.Restart();
            using var command = Process.Start(Path.GetFullPath(binary), ["render", file, "-o", Path.Combine(folder, "page.png")]);
            await command.WaitForExitAsync();
            drawn.Add(watch.Elapsed.TotalMilliseconds);
        }

        print("process start to first image answered, median of 9", Median(served), "ms");
        print("repeater render of the same page, median of 9", Median(drawn), "ms");
    }

    static async Task PagesAsync(string binary, Action<string, double, string> print)
    {
        using var server = ServerProcess.Start(binary);
        await server.ListeningAsync();
        using var connection = await HttpConnection.OpenAsync(server.EndPoint);
        await connection.SendAsync(HttpConnection.Chat("u", "hi"));
        await Task.Delay(300);
        var rest = server.MemoryMb;
        await DrawAsync(connection, 20, RenderPages.ChineseAndLatin);
        print("memory above rest, 20 pages of Chinese and Latin", server.MemoryMb - rest, "MB");
        print("  the most it was", server.PeakMemoryMb - rest, "MB");

        await DrawAsync(connection, 30, RenderPages.Reply);
        var before = server.ProcessorSeconds;
        var times = await DrawAsync(connection, 100, RenderPages.Reply);
        print($"a reply of {RenderPages.Reply(0).Length} characters, warm, median of 100", Median(times), "ms");
        print("  quickest", times.Min(), "ms");
        print("  processor time", (server.ProcessorSeconds - before) * 10, "ms");

        await DrawAsync(connection, 20, RenderPages.EveryFont);
        print("memory above rest, every font in use", server.MemoryMb - rest, "MB");
        print("  the most it was", server.PeakMemoryMb - rest, "MB");

        var grown = server.MemoryMb;
        await DrawAsync(connection, 1_000, RenderPages.Reply);
        print("growth of memory over 1,000 further pages", server.MemoryMb - grown, "MB");
        print("one after the other", await RateAsync(server.EndPoint, 1), "pages/s");
        print("two at once", await RateAsync(server.EndPoint, 2), "pages/s");
        print("memory above rest afterwards", server.MemoryMb - rest, "MB");
    }

    static async Task<List<double>> DrawAsync(HttpConnection connection, int pages, Func<int, string> page)
    {
        var times = new List<double>(pages);
        for (var i = 0; i < pages; i++)
        {
            var request = Request(page(i));
            var watch = Stopwatch.StartNew();
            await connection.SendAsync(request);
            times.Add(watch.Elapsed.TotalMilliseconds);
        }

        return times;
    }

    static async Task<double> RateAsync(IPEndPoint server, int connections)
    {
        const int Pages = 120;
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, connections).Select(async _ =>
        {
            using var connection = await HttpConnection.OpenAsync(server);
            await DrawAsync(connection, Pages / connections, RenderPages.Reply);
        }));
        return Pages / watch.Elapsed.TotalSeconds;
    }

    static byte[] Request(string page) => HttpConnection.Form("/render/u", $"text={Uri.EscapeDataString(page)}");

    static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
