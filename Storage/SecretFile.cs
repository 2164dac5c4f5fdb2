using System.Security.Cryptography;

namespace Repeater.Storage;

/// <summary>A random key among the server's own files, made when it is first asked for. Other users of the machine cannot read it.</summary>
static class SecretFile
{
    const int Length = 32;

    /// <exception cref="StorageException">It can neither be read nor made.</exception>
    public static byte[] Read(StorageRoot root, string name) => FailedWrite.Guard("reading or making a key", () =>
    {
        var path = Path.Combine(root.Own, name);
        if (root.Disk.Read(path) is { Length: Length } known)
        {
            return known;
        }

        var made = RandomNumberGenerator.GetBytes(Length);
        root.Disk.Replace(path, made);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return made;
    });
}
