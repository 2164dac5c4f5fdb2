using System.Text.Json;

namespace Repeater.Storage.Check;

/// <summary>
/// Mends what <see cref="DataCheck"/> finds, where that is possible without guessing. A copy of every file stays beside it, and
/// each file is the old one or the new one at any moment.
/// </summary>
/// <param name="root">Holds the data folder alone.</param>
/// <param name="branchFolder">The folder of the branches in each user's folder.</param>
/// <param name="dryRun">Only says what would be done.</param>
sealed class DataRepair(StorageRoot root, string branchFolder, bool dryRun)
{
    /// <summary>What was done, or would be: one sentence each, as it is done.</summary>
    /// <param name="finding">Of a check of the same folder.</param>
    /// <exception cref="StorageException">The disk does not let it; the file is as it was.</exception>
    public IReadOnlyList<string> Mend(Finding finding) => FailedWrite.Guard($"mending {finding.Path}", () => finding.Kind switch
    {
        FindingKind.Torn => CutTail(finding.Path),
        FindingKind.Leftover when finding.Path.EndsWith(".tmp", StringComparison.Ordinal) => Remove(finding.Path),
        FindingKind.Damaged when finding.Path.EndsWith(BranchFile.Ending, StringComparison.Ordinal) => MendLog(finding.Path),
        FindingKind.Damaged when finding.Path.EndsWith(PythonData.Ending, StringComparison.Ordinal) => MendPython(finding.Path),
        _ => [],
    });

    string[] CutTail(string path)
    {
        var bytes = root.Disk.Read(path) ?? [];
        var content = BranchFile.Parse(bytes, path);
        var aside = Beside(path, "torn");
        if (!dryRun && content.TornTail.Length > 0)
        {
            root.Disk.Create(aside, content.TornTail);
            root.Disk.Truncate(path, content.Length);
        }

        return [$"{path}: {content.TornTail.Length} bytes of a write that never ended are moved to {Path.GetFileName(aside)}."];
    }

    string[] Remove(string path)
    {
        if (!dryRun)
        {
            root.Disk.Delete(path);
        }

        return [$"{path} is removed."];
    }

    string[] MendLog(string path)
    {
        var bytes = root.Disk.Read(path) ?? [];
        var header = Header(path);
        var mended = BranchMender.Mend(Format(path), bytes, path, header);
        var copy = Keep(path, bytes);
        if (!dryRun)
        {
            root.Disk.Replace(path, mended.Bytes);
        }

        return [.. mended.Changes, $"{path} can be read again; as it was it is kept as {copy}."];
    }

    /// <summary>The Python backend's files are never changed: one of ours beside it takes its place, with what could be read.</summary>
    string[] MendPython(string path)
    {
        var bytes = root.Disk.Read(path) ?? [];
        if (Path.GetFileName(path) == "metadata.json" && Path.GetFileName(Path.GetDirectoryName(path)) != branchFolder)
        {
            var copy = Keep(path, bytes);
            if (!dryRun)
            {
                root.Disk.Delete(path);
            }

            return [$"{path} is removed, so that the current branch is default; as it was it is kept as {copy}."];
        }

        if (Format(path) is not { Name: "context" } format)
        {
            return [];
        }

        var messages = BrokenList.Read(bytes);
        var own = Path.ChangeExtension(path, BranchFile.Ending);
        byte[] log =
        [
            .. BranchFile.Line(Header(path)),
            .. BranchFile.Line(new ReplaceMessages { At = root.Clock.GetUtcNow(), Messages = messages, Source = Path.GetFileName(path) }),
        ];
        format.Read(log, own);
        if (!dryRun)
        {
            root.Disk.Create(own, log);
        }

        return [$"{path}: the {messages.Count} messages in front of the damage are in {Path.GetFileName(own)} now, which counts from here on; the file stays as it is."];
    }

    string Keep(string path, byte[] bytes)
    {
        var copy = Beside(path, "damaged");
        if (!dryRun)
        {
            root.Disk.Create(copy, bytes);
        }

        return Path.GetFileName(copy);
    }

    string Beside(string path, string what) => $"{path}.{what}-{Stamp.Of(root.Clock.GetUtcNow())}";

    BranchFormat Format(string path)
    {
        var kind = Path.GetRelativePath(root.Path, path).Split(Path.DirectorySeparatorChar)[0];
        return BranchFormat.All.Single(format => format.Folder == kind);
    }

    BranchHeader Header(string path)
    {
        var user = new DirectoryInfo(Path.GetDirectoryName(Path.GetDirectoryName(path))!);
        return new()
        {
            Version = BranchHeader.CurrentVersion,
            Kind = Format(path).Name,
            Branch = Path.GetFileNameWithoutExtension(path),
            User = PointerFile.UserId(root, user) ?? user.Name,
            Created = root.Clock.GetUtcNow(),
        };
    }
}

/// <summary>A JSON list of messages that breaks off, as a program leaves it that was killed while it wrote.</summary>
static class BrokenList
{
    /// <summary>The messages that are whole and in front of the first fault.</summary>
    public static IReadOnlyList<StoredMessage> Read(byte[] bytes)
    {
        var messages = new List<StoredMessage>();
        var text = bytes.AsSpan().StartsWith("\uFEFF"u8) ? bytes.AsSpan(3) : bytes;
        var reader = new Utf8JsonReader(text, isFinalBlock: false, default);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
            {
                return messages;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
            {
                var start = (int)reader.TokenStartIndex;
                if (!reader.TrySkip())
                {
                    break;
                }

                var message = PythonData.ReadMessages([(byte)'[', .. text[start..(int)reader.BytesConsumed], (byte)']'])[0];
                messages.Add(message with { Id = $"p{messages.Count}" });
            }
        }
        catch (Exception error) when (error is JsonException or FormatException)
        {
            // What stands in front of it is what there is.
        }

        return messages;
    }
}
