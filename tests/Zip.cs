using System.IO.Compression;
using System.Text;

namespace Repeater.Tests;

/// <summary>Zip files made and read by the framework, so that ours are held against another's.</summary>
static class Zip
{
    public static byte[] Of(params (string Name, string Content)[] members) => Of(CompressionLevel.Optimal, members);

    public static byte[] Of(CompressionLevel level, params (string Name, string Content)[] members)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in members)
            {
                using var entry = zip.CreateEntry(name, level).Open();
                entry.Write(Encoding.UTF8.GetBytes(content));
            }
        }

        return stream.ToArray();
    }

    /// <summary>Members in their order; the checksums are looked at.</summary>
    public static IReadOnlyDictionary<string, string> Read(byte[] bytes)
    {
        using var zip = new ZipArchive(new MemoryStream(bytes));
        var members = new OrderedDictionary<string, string>();
        foreach (var entry in zip.Entries)
        {
            using var content = new MemoryStream();
            using (var stream = entry.Open())
            {
                stream.CopyTo(content);
            }

            Assert.Equal(Repeater.Storage.Archive.Crc32.Append(0, content.ToArray()), entry.Crc32);
            members.Add(entry.FullName, Encoding.UTF8.GetString(content.ToArray()));
        }

        return members;
    }
}
