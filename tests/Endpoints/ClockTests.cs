namespace Repeater.Tests.Endpoints;

/// <summary>The machine's clock is set while the server works.</summary>
public class ClockTests
{
    [InProcessFact]
    public async Task Under_load_a_clock_that_jumps_to_and_fro_loses_nothing_and_delays_nobody()
    {
        var clock = new JumpingClock();
        await using var server = await TestServer.StartAsync(new AppParts { Clock = clock });
        using var end = new CancellationTokenSource();
        var users = Enumerable.Range(0, 6).Select(user => LoadAsync(server, $"u{user}", end.Token)).ToList();
        foreach (var days in (int[])[400, -800, 0, 1, -1, 36_500])
        {
            clock.Offset = TimeSpan.FromDays(days);
            // Each jump sees a whole turn of somebody.
            Assert.Equal(200, (await server.PostFormAsync("/chat/completion/probe", ("message", $"{days}"))).Status);
            Assert.Equal(200, (await server.GetAsync("/readyz")).Status);
        }

        await end.CancelAsync();
        var turns = await Task.WhenAll(users).WaitAsync(TimeSpan.FromSeconds(60));
        for (var user = 0; user < turns.Length; user++)
        {
            var stored = (await server.GetAsync($"/userdata/context/get/u{user}")).Json.EnumerateArray().Select(message => message.GetProperty("content").GetString());
            Assert.Equal(Enumerable.Range(0, turns[user]).SelectMany(turn => (string[])[$"{turn}", $"{turn}"]), stored);
            Assert.Equal(200, (await server.PostFormAsync($"/userdata/context/undo/u{user}")).Status);
        }

        Assert.Equal(12, (await server.GetAsync("/userdata/context/get/probe")).Json.GetArrayLength());
        Assert.DoesNotContain(server.LogLines, line => line.Contains(" error "));
    }

    static async Task<int> LoadAsync(TestServer server, string user, CancellationToken end)
    {
        var turn = 0;
        for (; !end.IsCancellationRequested; turn++)
        {
            Assert.Equal(200, (await server.PostFormAsync($"/chat/completion/{user}", ("message", $"{turn}"))).Status);
        }

        return turn;
    }

    /// <summary>Shows another day whenever somebody says so; time as it passes is not touched.</summary>
    sealed class JumpingClock : TimeProvider
    {
        long _offset;

        public TimeSpan Offset
        {
            set => Interlocked.Exchange(ref _offset, value.Ticks);
        }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _offset));
    }
}
