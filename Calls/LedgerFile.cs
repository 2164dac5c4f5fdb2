using System.Text.Json;

namespace Repeater.Calls;

/// <summary>
/// Keeps the ledger. What was logged since it was kept last is counted again from the log, and everything when there is no file: so
/// it may be lost, and survives the log's files.
/// </summary>
static class LedgerFile
{
    public const string Name = "usage.json";

    const string DamagedEnding = ".damaged";

    /// <summary>Reads the file, then what the log has beyond it. What cannot be read is told, and left out.</summary>
    /// <param name="ledger">Empty.</param>
    /// <param name="path">Of the ledger's file.</param>
    /// <param name="files">The log's.</param>
    /// <param name="warn">Gets a path and a reason.</param>
    /// <param name="isReadOnly">Changes nothing on the disk.</param>
    public static void Load(UsageLedger ledger, string path, CallFiles files, Action<string, string> warn, bool isReadOnly)
    {
        var hasFile = false;
        try
        {
            hasFile = TryLoad(ledger, path, warn, isReadOnly);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            warn(path, error.Message);
        }

        try
        {
            var seq = ledger.Seq;
            using var reading = new CallReading(files.Open(hasFile ? seq : -1), [], _ => "");
            foreach (var call in reading.All())
            {
                // A log that is not ours has no numbers; it is older than the ledger.
                if (call is not null && (!hasFile || call.Seq > seq))
                {
                    ledger.Add(call);
                }
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            warn(files.Path, error.Message);
        }
    }

    /// <exception cref="IOException">It is as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">It is as it was.</exception>
    public static void Save(UsageLedger ledger, string path, DateTimeOffset now)
    {
        var bytes = CallsJson.Write(ledger.Content(now));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = path + ".tmp";
        using (var file = File.OpenHandle(temporary, FileMode.Create, FileAccess.Write))
        {
            RandomAccess.Write(file, bytes, 0);
            RandomAccess.FlushToDisk(file);
        }

        File.Move(temporary, path, overwrite: true);
    }

    static bool TryLoad(UsageLedger ledger, string path, Action<string, string> warn, bool isReadOnly)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        try
        {
            if (JsonSerializer.Deserialize(File.ReadAllBytes(path), CallsJson.Default.LedgerContent) is { Version: 1, Rows: { } rows } content
                && rows.All(row => UsageLedger.IsDay(row.Day)))
            {
                ledger.Load(content);
                return true;
            }
        }
        catch (JsonException)
        {
        }

        warn(path, "it is no ledger; it is set aside, and counted again from the call log");
        if (!isReadOnly)
        {
            File.Move(path, path + DamagedEnding, overwrite: true);
        }

        return false;
    }
}
