using System.Text.Json;

namespace Repeater.Access;

/// <summary>A file of keys cannot be read or written; the message is a sentence that names it.</summary>
sealed class AccessFileException(string message, Exception inner) : Exception(message, inner)
{
    public static void Guard(PrivateFile file, Action action) => Guard(file, () =>
    {
        action();
        return true;
    });

    public static T Guard<T>(PrivateFile file, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (JsonException error)
        {
            throw new AccessFileException($"{file.FullPath} is damaged: it holds no JSON that this program wrote. Move it away; a new one is made.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new AccessFileException($"{file.FullPath} cannot be used: {error.Message}", error);
        }
    }
}
