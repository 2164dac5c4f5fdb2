namespace Repeater.Llm;

/// <summary>The models that are configured, in file order.</summary>
sealed class ApiInfo(IEnumerable<ModelInfo> models)
{
    public IReadOnlyList<ModelInfo> Models { get; } = [.. models];

    /// <summary>Reads a models file.</summary>
    /// <exception cref="ApiInfoException">It cannot be read, or is not what a models file is.</exception>
    public static ApiInfo Load(string path)
    {
        byte[] utf8;
        try
        {
            utf8 = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ApiInfoException($"{path}: there is no such file; it should hold the providers and their models.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new ApiInfoException($"{path}: the models file cannot be read: {e.Message}", e);
        }
        return Parse(utf8, path);
    }

    /// <param name="utf8">The content of a models file.</param>
    /// <param name="path">Named in errors.</param>
    /// <exception cref="ApiInfoException">It is not what a models file is.</exception>
    public static ApiInfo Parse(ReadOnlySpan<byte> utf8, string path)
    {
        try
        {
            return new(ApiInfoReader.Read(utf8, path));
        }
        catch (InvalidOperationException e)
        {
            throw new ApiInfoException($"{path}: a text in it is not UTF-8, or holds half of a surrogate pair.", e);
        }
    }

    /// <summary>The built-in model that repeats, under each of these types.</summary>
    public static ApiInfo Parrot(IEnumerable<string> types) =>
        new(types.Distinct(StringComparer.OrdinalIgnoreCase).Select(ParrotModel.Info));

    /// <summary>
    /// The models meant by what a client asked for, in file order; empty when there is none. Types come before names and names
    /// before ids, letter case aside. The first is to be used, the others are what to fall back on.
    /// </summary>
    public IReadOnlyList<ModelInfo> Find(string wanted)
    {
        foreach (var key in (ReadOnlySpan<Func<ModelInfo, string>>)[model => model.Type, model => model.Name, model => model.Id])
        {
            var found = Models.Where(model => wanted.Length > 0 && wanted.Equals(key(model), StringComparison.OrdinalIgnoreCase));
            if (found.ToArray() is { Length: > 0 } matches)
            {
                return matches;
            }
        }
        return [];
    }
}

/// <summary>A models file that cannot be used. The message is one sentence: file, place, what was found, what is wanted.</summary>
sealed class ApiInfoException(string message, Exception? inner = null) : Exception(message, inner);
