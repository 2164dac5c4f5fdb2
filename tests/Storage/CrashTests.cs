using System.Globalization;

namespace Repeater.Tests.Storage;

/// <summary>
/// The server is killed at any instant under load, started again, and compared with what it had answered. The published binary
/// when <c>REPEATER_BINARY</c> names one; as often as <c>REPEATER_CRASH_TRIES</c> says.
/// </summary>
public sealed class CrashTests : IDisposable
{
    const int Users = 8;

    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("repeater-crash-");
    readonly Random _random = new(20240628);

    public void Dispose() => _folder.Delete(recursive: true);

    internal static int Tries =>
        int.TryParse(Environment.GetEnvironmentVariable("REPEATER_CRASH_TRIES"), CultureInfo.InvariantCulture, out var tries) ? tries : 3;

    internal static string Program => TestServer.Binary ?? Path.Combine(AppContext.BaseDirectory, "repeater.dll");

    [Fact]
    public async Task What_was_answered_is_there_after_the_server_was_killed_at_any_instant()
    {
        CrashUser[] users = [.. Enumerable.Range(0, Users).Select(number => new CrashUser($"Group:1:{number}", seed: number))];
        // On a machine that is busy otherwise a server may be killed before it answered anything.
        for (var tries = 0; tries < Tries || (users.All(user => user.Answered == 0) && tries < Tries + 20); tries++)
        {
            var server = await StartAsync();
            using var client = new HttpClient { BaseAddress = server.Address };
            Task[] load = [];
            try
            {
                foreach (var user in users)
                {
                    await user.CheckAsync(client);
                }

                load = [.. users.Select(user => Task.Run(() => user.WorkAsync(client)))];
                await Task.Delay(_random.Next(1, 400));
            }
            finally
            {
                // The kill itself.
                await server.DisposeAsync();
            }

            await Task.WhenAll(load);
        }

        await using var last = await StartAsync();
        using var reader = new HttpClient { BaseAddress = last.Address };
        foreach (var user in users)
        {
            await user.CheckAsync(reader);
        }

        Assert.InRange(users.Sum(user => user.Answered), 1, int.MaxValue);
    }

    Task<ChildServer> StartAsync() => ChildServer.StartAsync(Program, _folder.FullName, new Dictionary<string, string>
    {
        ["HOST"] = "127.0.0.1",
        ["PORT"] = "0",
        ["USER_DATA_DIR"] = Path.Combine(_folder.FullName, "userdata"),
    });
}
