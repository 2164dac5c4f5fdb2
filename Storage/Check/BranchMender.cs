using System.Text;

namespace Repeater.Storage.Check;

/// <param name="Bytes">A file that can be read.</param>
/// <param name="Changes">What became of the lines that could not be, one sentence each.</param>
sealed record MendedBranch(byte[] Bytes, IReadOnlyList<string> Changes);

/// <summary>Makes of a damaged branch file one that can be read: all lines stay that can, as they are.</summary>
/// <remarks>
/// A line whose checksum alone is wrong stays without it: one wrong letter is less than a lost turn. What does not fit the
/// lines in front of it any more, such as a change of a message whose line is lost, goes.
/// </remarks>
static class BranchMender
{
    /// <param name="format">The kind of the folder.</param>
    /// <param name="bytes">The whole file.</param>
    /// <param name="path">For sentences.</param>
    /// <param name="header">What the first line should have said, for when it is lost.</param>
    /// <exception cref="StorageException">It cannot be mended: of another kind, or a newer version wrote it.</exception>
    public static MendedBranch Mend(BranchFormat format, ReadOnlySpan<byte> bytes, string path, BranchHeader header)
    {
        var changes = new List<string>();
        var mended = new List<byte>(bytes.Length);
        var fold = format.Fold();
        byte[]? first = null;
        var number = 0;
        for (var rest = bytes.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes; rest.Length > 0;)
        {
            number++;
            var end = rest.IndexOf((byte)'\n');
            var line = (end < 0 ? rest : rest[..end]).Trim(" \t\r\0"u8).ToArray();
            rest = end < 0 ? default : rest[(end + 1)..];
            if (line.Length == 0)
            {
                continue;
            }

            if (first is null && Header(line, path, number, changes) is { } found)
            {
                first = found;
                continue;
            }

            if (first is null)
            {
                first = BranchFile.Line(header);
                changes.Add($"{path}, line {number}: the first line was lost; it says the file's name and folder now.");
            }

            if (Operation(line, first, path, number, changes) is not var (kept, operation))
            {
                continue;
            }

            if (fold(operation) is { } problem)
            {
                changes.Add($"{path}, line {number}: left out, since {problem}");
                continue;
            }

            mended.AddRange(kept);
            mended.Add((byte)'\n');
        }

        first ??= BranchFile.Line(header);
        byte[] whole = [.. first, .. mended];
        format.Read(whole, path);
        return new(whole, changes);
    }

    /// <summary>With its line break; null for what is none.</summary>
    static byte[]? Header(byte[] line, string path, int number, List<string> changes)
    {
        foreach (var candidate in Candidates(line))
        {
            try
            {
                BranchFile.Parse(candidate, path);
                Note(candidate, line, path, number, changes);
                return [.. candidate, (byte)'\n'];
            }
            catch (StorageException error) when (!error.IsNewer || candidate != line)
            {
                // The next candidate, or none.
            }
        }

        return null;
    }

    static (byte[] Line, BranchOperation Operation)? Operation(byte[] line, byte[] header, string path, int number, List<string> changes)
    {
        foreach (var candidate in Candidates(line))
        {
            try
            {
                var content = BranchFile.Parse([.. header, .. candidate, (byte)'\n'], path);
                Note(candidate, line, path, number, changes);
                return (candidate, content.Operations[0].Operation);
            }
            catch (StorageException error) when (!error.IsNewer || candidate != line)
            {
                // The next candidate, or none.
            }
        }

        changes.Add($"{path}, line {number}: left out, it cannot be read: {Start(line)}");
        return null;
    }

    /// <summary>The line as it is, then without its checksum.</summary>
    static IEnumerable<byte[]> Candidates(byte[] line)
    {
        yield return line;
        if (line.AsSpan().LastIndexOf(",\"crc\":\""u8) is > 0 and var mark)
        {
            yield return [.. line.AsSpan(0, mark), (byte)'}'];
        }
    }

    static void Note(byte[] kept, byte[] line, string path, int number, List<string> changes)
    {
        if (kept != line)
        {
            changes.Add($"{path}, line {number}: kept without its checksum, which did not fit. Something in the line may be wrong.");
        }
    }

    static string Start(byte[] line) => Encoding.UTF8.GetString(line.AsSpan(0, Math.Min(line.Length, 40)));
}
