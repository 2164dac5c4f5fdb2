namespace Repeater.Commands.Service;

/// <summary>What both systems do with files.</summary>
static class ServiceFiles
{
    /// <summary>The running executable goes to its place; one that runs from there is replaced, not written over.</summary>
    public static void CopyProgram(Surroundings surroundings, string target)
    {
        var source = surroundings.Executable ?? throw new IOException("It is not known which file is running.");
        if (Path.GetFullPath(source) == Path.GetFullPath(target))
        {
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        var copy = target + ".new";
        File.Copy(source, copy, overwrite: true);
        if (!OperatingSystem.IsWindows())
        {
            const UnixFileMode ForAll = UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute
                | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
            File.SetUnixFileMode(copy, ForAll | UnixFileMode.UserWrite);
        }

        File.Move(copy, target, overwrite: true);
    }

    /// <returns>False when it was not there.</returns>
    public static bool Delete(string path)
    {
        var isThere = File.Exists(path);
        File.Delete(path);
        return isThere;
    }
}
