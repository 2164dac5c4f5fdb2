using System.Net;
using System.Net.Sockets;

namespace Repeater.Startup;

/// <summary>Whether the machine gives a server what it needs: room, time and an address.</summary>
static class MachineChecks
{
    const long LittleRoom = 200 << 20;

    /// <summary>A clock before this is not set.</summary>
    static readonly DateTimeOffset Written = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    static readonly TimeSpan Slack = TimeSpan.FromMinutes(5);

    public static IEnumerable<Diagnosis> Disk(Settings settings)
    {
        foreach (var (what, folder) in new[] { ("data", settings.UserDataDir), ("images", settings.RenderedImageDir), ("call log", Path.GetDirectoryName(Path.GetFullPath(settings.CallLogFilePath))!) })
        {
            yield return Folder(what, Path.GetFullPath(folder));
        }
    }

    public static IEnumerable<Diagnosis> Clock(Settings settings, DateTimeOffset now)
    {
        if (now < Written)
        {
            yield return new("clock", Health.Bad, $"says {now:u}, which is before this program was written. Set it, or switch time synchronisation on: certificates and tokens go by it.");
        }
        else if (Newest(settings) is { } file && file.At > now + Slack)
        {
            yield return new("clock", Health.Odd, $"says {now:u}, and {file.Path} was written at {file.At:u}: it was wrong then, or is now. Switch time synchronisation on.");
        }
        else
        {
            yield return new("clock", Health.Good, $"says {now:u}; users who have set no time zone are at UTC{settings.TimeZoneOffset:+0.##;-0.##}.");
        }
    }

    /// <summary>Whether the server could listen; a repeater that does so already is well too.</summary>
    public static async Task<Diagnosis> PortAsync(Settings settings, CancellationToken cancel)
    {
        var address = settings.Host is "*" ? IPAddress.Any : settings.Host is "localhost" ? IPAddress.Loopback : IPAddress.Parse(settings.Host);
        try
        {
            using var listener = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            listener.Bind(new IPEndPoint(address, settings.Port));
            return new("port", Health.Good, $"{settings.Host}:{settings.Port} is free.");
        }
        catch (SocketException error)
        {
            return error.SocketErrorCode == SocketError.AddressAlreadyInUse && await IsRepeaterAsync(settings, cancel)
                ? new("port", Health.Good, $"a repeater listens on {settings.Host}:{settings.Port} and is healthy.")
                : new("port", Health.Bad, ListenFailure.Describe(error, settings)!);
        }
    }

    static async Task<bool> IsRepeaterAsync(Settings settings, CancellationToken cancel)
    {
        using var handler = new SocketsHttpHandler { UseProxy = false };
        using var http = new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(5) };
        var host = settings.Host is "*" or "0.0.0.0" or "::" ? "127.0.0.1" : settings.Host.Contains(':') ? $"[{settings.Host}]" : settings.Host;
        try
        {
            var answer = await http.GetStringAsync(new Uri($"{(settings.TlsCertFile is null ? "http" : "https")}://{host}:{settings.Port}/healthz"), cancel);
            return answer == """{"status":"ok"}""";
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException && !cancel.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>One that is not there yet is not made: perhaps it is not the one that was meant.</summary>
    static Diagnosis Folder(string what, string folder)
    {
        var place = Existing(folder);
        var probe = Path.Combine(place, $".doctor-{Environment.ProcessId}");
        try
        {
            using (var file = new FileStream(probe, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.DeleteOnClose }))
            {
                file.Write("probe"u8);
                file.Flush(flushToDisk: true);
            }

            var free = new DriveInfo(place).AvailableFreeSpace;
            var can = place == folder ? "can be written" : "can be made";
            return free < LittleRoom
                ? new(what, Health.Odd, $"{folder} {can}, but its disk has {free >> 20} MB left. Make room: a full disk answers 507.")
                : new(what, Health.Good, $"{folder} {can}; {(free >> 30 > 0 ? $"{free >> 30} GB" : $"{free >> 20} MB")} are free.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return new(what, Health.Bad, $"{folder} cannot be written ({error.Message.TrimEnd('.')}). Give it to the user that runs the server, or name another folder.");
        }
    }

    static string Existing(string folder)
    {
        while (!Directory.Exists(folder))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return folder;
    }

    static (string Path, DateTimeOffset At)? Newest(Settings settings)
    {
        var own = new DirectoryInfo(Path.Combine(settings.UserDataDir, ".repeater"));
        return own.Exists && own.EnumerateFiles().MaxBy(file => file.LastWriteTimeUtc) is { } newest ? (newest.FullName, newest.LastWriteTimeUtc) : null;
    }
}
