using Repeater.Build;

// Assets <node_modules> <folder of licence texts> <output folder> <runtime identifier>
if (args is not [var packages, var licenses, var output, var rid])
{
    Console.Error.WriteLine("usage: Assets <node_modules> <licenses> <output> <runtime identifier>");
    return 2;
}

try
{
    Fonts.Prepare(packages, Path.Combine(output, "fonts"));
    Licenses.Collect(packages, licenses, Path.Combine(output, "licenses"));
    NativeLibraries.Prepare(packages, Path.Combine(output, "native", rid), rid);
    return 0;
}
catch (Exception exception) when (exception is IOException or InvalidDataException)
{
    Console.Error.WriteLine($"error: {exception.Message}");
    return 1;
}
