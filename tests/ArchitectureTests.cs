using System.Text;

namespace Repeater.Tests;

/// <summary>The rules of the layers, held by reading the sources.</summary>
public class ArchitectureTests
{
    /// <summary>What each folder may refer to. A folder that is not here yet fails: someone decides before it grows.</summary>
    static readonly Dictionary<string, string[]> Layers = new()
    {
        ["Storage"] = [],
        ["Llm"] = [],
        ["Render"] = [],
        ["Access"] = ["Storage"],
        ["Calls"] = [],
        ["Configuration"] = ["Access"],
        ["Startup"] = [],
        ["Metrics"] = [],
        ["Chat"] = ["Access", "Calls", "Metrics", "Storage", "Llm", "Render"],
        ["Endpoints"] = ["Access", "Calls", "Chat", "Metrics", "Storage", "Render"],
        ["Commands"] = ["Access", "Calls", "Chat", "Configuration", "Startup", "Storage", "Render"],
        // The files of the top level: nouns everybody shares.
        [""] = ["Metrics"],
    };

    /// <summary>They connect the layers, so they may know them all.</summary>
    static readonly string[] Composition = ["App.cs", "Listening.cs", "Program.cs", "Server.cs"];

    /// <summary>Other projects, and what builds leave behind.</summary>
    static readonly string[] Elsewhere = ["artifacts", "bench", "build", "dist", "node_modules", "tests"];

    static readonly IReadOnlyList<Source> Sources = [.. Directory
        .EnumerateFiles(Repository.Root, "*.cs", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'))
        .Where(path => !path.StartsWith('.') && !Elsewhere.Contains(path.Split('/')[0]))
        .Select(path => new Source(path, WithoutComments(File.ReadAllText(Path.Combine(Repository.Root, path)))))];

    [Fact]
    public void The_sources_are_found()
    {
        Assert.Contains(Sources, source => source.Path == "App.cs");
        Assert.Contains(Sources, source => source.Path == "Endpoints/Fields.cs");
    }

    [Fact]
    public void No_layer_refers_to_one_it_must_not_know()
    {
        var faults =
            from source in Sources
            where !Composition.Contains(source.Path)
            from layer in Layers.Keys
            where layer.Length > 0 && layer != source.Layer && !Allowed(source).Contains(layer) && source.RefersTo(layer)
            select $"{source.Path} refers to {layer}";

        Assert.Empty(faults);
    }

    [Fact]
    public void Every_folder_is_a_layer_with_rules()
    {
        Assert.Empty(Sources.Select(source => source.Layer).Distinct().Except(Layers.Keys));
    }

    [Fact]
    public void Every_namespace_is_the_folder()
    {
        var faults =
            from source in Sources
            let folder = Path.GetDirectoryName(source.Path)!.Replace('\\', '/').Replace('/', '.')
            let expected = folder.Length == 0 ? "Repeater" : $"Repeater.{folder}"
            where source.Path != "Program.cs" && !source.Code.Contains($"\nnamespace {expected};\n")
            select $"{source.Path} is not in namespace {expected}";

        Assert.Empty(faults);
    }

    [Theory]
    [InlineData("Microsoft.AspNetCore", "Endpoints/", "App.cs", "Listening.cs", "Server.cs")]
    [InlineData("Microsoft.Net.Http.Headers", "Endpoints/")]
    [InlineData("Markdig", "Render/")]
    [InlineData("System.CommandLine", "Commands/", "Program.cs", "Render/Licenses.cs")]
    public void A_library_stays_in_its_layer(string library, params string[] places)
    {
        var faults =
            from source in Sources
            where source.Names(library) && !places.Any(place => source.Path.StartsWith(place, StringComparison.Ordinal))
            select $"{source.Path} names {library}";

        Assert.Empty(faults);
    }

    [Theory]
    [InlineData("DllImport", "LibraryImport needs no code at run time")]
    [InlineData("Regex", "hand-written readers are linear")]
    [InlineData("RegularExpressions", "hand-written readers are linear")]
    [InlineData("DefaultJsonTypeInfoResolver", "JSON is generated at build time")]
    [InlineData("Newtonsoft", "JSON is generated at build time")]
    [InlineData("dynamic", "there is no code generator in a native binary")]
    [InlineData("Reflection.Emit", "there is no code generator in a native binary")]
    [InlineData("MakeGenericType", "there is no code generator in a native binary")]
    public void What_a_native_binary_cannot_or_should_not_do_is_not_there(string word, string reason)
    {
        // Tables of keywords name what the languages have that they colour.
        const string WordsOfLanguages = "Render/Highlighting/Languages/";
        var faults =
            from source in Sources
            where source.Names(word) && !source.Path.StartsWith(WordsOfLanguages, StringComparison.Ordinal)
            select $"{source.Path} names {word}, but {reason}";

        Assert.Empty(faults);
    }

    [Theory]
    [InlineData("using Repeater.Llm;", true)]
    [InlineData("using Repeater.Llm.Wire;", true)]
    [InlineData("var client = new Llm.Client();", true)]
    [InlineData("global::Repeater.Llm.Client.Open();", true)]
    [InlineData("parts.Llm.Open();", false)]
    [InlineData("new LlmClient(myLlm, Llm);", false)]
    [InlineData("/// <summary>As Llm. Not as Llm.Client.</summary>", false)]
    public void A_reference_is_told_from_a_name_that_looks_like_one(string line, bool expected)
    {
        Assert.Equal(expected, new Source("Storage/X.cs", WithoutComments(line)).RefersTo("Llm"));
    }

    static string[] Allowed(Source source) => Layers.GetValueOrDefault(source.Layer, []);

    static string WithoutComments(string code)
    {
        var kept = new StringBuilder("\n");
        foreach (var line in code.Split('\n'))
        {
            kept.Append(line.TrimStart().StartsWith("//", StringComparison.Ordinal) ? "" : line.TrimEnd('\r')).Append('\n');
        }
        return kept.ToString();
    }

    sealed record Source(string Path, string Code)
    {
        /// <summary>The top folder; empty at the top level.</summary>
        public string Layer => Path.Contains('/') ? Path[..Path.IndexOf('/')] : "";

        /// <summary>By a using or a qualified name; a member of the same name, after a dot, is another thing.</summary>
        public bool RefersTo(string layer) =>
            Names($"Repeater.{layer}")
            || Positions($"{layer}.").Any(at => Code[at - 1] != '.' && char.IsAsciiLetterUpper(Code[at + layer.Length + 1]));

        public bool Names(string word) =>
            Positions(word).Any(at => !IsWordCharacter(Code[at + word.Length]));

        /// <summary>Where a word begins so.</summary>
        IEnumerable<int> Positions(string text)
        {
            for (var at = Code.IndexOf(text, StringComparison.Ordinal); at >= 0; at = Code.IndexOf(text, at + 1, StringComparison.Ordinal))
            {
                if (!IsWordCharacter(Code[at - 1]))
                {
                    yield return at;
                }
            }
        }

        static bool IsWordCharacter(char character) => char.IsLetterOrDigit(character) || character == '_';
    }
}
