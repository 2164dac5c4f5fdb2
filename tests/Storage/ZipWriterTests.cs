using System.IO.Compression;
using Repeater.Storage.Archive;

namespace Repeater.Tests.Storage;

public class ZipWriterTests
{
    [Fact]
    public async Task More_members_than_the_old_format_counts_are_read_by_others()
    {
        using var stream = new MemoryStream();
        var zip = new ZipWriter(stream, new(2026, 3, 4, 5, 6, 8, TimeSpan.Zero));
        for (var i = 0; i < 70_000; i++)
        {
            await zip.AddAsync($"{i}.txt", "x"u8.ToArray(), default);
        }

        await zip.FinishAsync(default);

        using var read = new ZipArchive(stream);
        Assert.Equal(70_000, read.Entries.Count);
        Assert.Equal(("69999.txt", 1, new DateTime(2026, 3, 4, 5, 6, 8)), (read.Entries[^1].FullName, read.Entries[^1].Length, read.Entries[^1].LastWriteTime.DateTime));
    }

    [Fact]
    public async Task A_file_that_shrinks_while_it_is_read_is_a_failure_and_no_shorter_member()
    {
        using var file = new MemoryStream(new byte[10]);
        var zip = new ZipWriter(Stream.Null, TimeProvider.System.GetUtcNow());

        await Assert.ThrowsAsync<IOException>(() => zip.AddAsync("a", file, 11, default));
    }

    [Fact]
    public void The_checksum_is_the_known_one()
    {
        Assert.Equal(0xCBF43926, Crc32.Append(Crc32.Append(0, "1234"u8), "56789"u8));
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a:b", "a%3Ab")]
    [InlineData("100%", "100%25")]
    [InlineData("dot.", "dot%2E")]
    [InlineData("你好\u0001", "你好%01")]
    [InlineData("\u0085", "%C2%85")]
    [InlineData(" a ", " a%20")]
    public void Names_come_back_as_they_were(string name, string encoded)
    {
        Assert.Equal(encoded, ArchiveNames.Encode(name));
        Assert.Equal(name, ArchiveNames.Decode(encoded));
    }

    [Theory]
    [InlineData("%")]
    [InlineData("%4")]
    [InlineData("%41")]
    [InlineData("%zz")]
    [InlineData("%FF")]
    public void What_is_no_encoded_name_is_none(string name)
    {
        Assert.Null(ArchiveNames.Decode(name));
    }
}
