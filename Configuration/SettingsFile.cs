using System.Text;

namespace Repeater.Configuration;

/// <summary>Reads a settings file of any origin within bounds.</summary>
static class SettingsFile
{
    /// <summary>Far above any real one, far below what hurts: somebody may name a device or a data file.</summary>
    const int MaxBytes = 1 << 20;

    static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>The text: UTF-8, or UTF-16 with the mark that Windows' tools put first. Null: the end of a sentence says why.</summary>
    public static string? Read(string path, out string problem)
    {
        problem = "";
        try
        {
            if (!File.Exists(path))
            {
                problem = Directory.Exists(path) ? "is a folder, not a file" : "does not exist";
                return null;
            }
            using var file = File.OpenRead(path);
            var bytes = new byte[MaxBytes + 1];
            var length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if (length > MaxBytes)
            {
                problem = "is larger than 1 MiB, so it is hardly a file of settings";
                return null;
            }
            using var content = new MemoryStream(bytes, 0, length);
            using var reader = new StreamReader(content, StrictUtf8, detectEncodingFromByteOrderMarks: true);
            return reader.ReadToEnd();
        }
        catch (DecoderFallbackException)
        {
            problem = "is not UTF-8 text";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            problem = $"cannot be read: {Printable.Line(e.Message)}";
        }
        return null;
    }
}
