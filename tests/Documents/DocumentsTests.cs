using System.Text.RegularExpressions;
using Repeater.Commands;
using Repeater.Configuration;

namespace Repeater.Tests.Documents;

/// <summary>What README and docs name is there: routes, files, settings, commands; and both languages tell the same.</summary>
public partial class DocumentsTests
{
    /// <summary>Variables that are nobody's setting: the system's, other programs', and examples.</summary>
    static readonly string[] OtherVariables =
    [
        "SSL_CERT_FILE", "SSL_CERT_DIR", "XDG_CACHE_HOME", "LOCALAPPDATA", "BACKEND_HOST", "BACKEND_PORT", "WKHTMLTOPDF_PATH", "GITHUB_REF_NAME",
    ];

    public static TheoryData<string> Documents => [.. Files()];

    public static TheoryData<string> EnglishDocuments => [.. EnglishFiles()];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_route_it_names_is_one(string document)
    {
        var routes = new OpenApiDocument().Operations().Select(operation => (operation.Method, operation.Path)).ToList();
        var text = Read(document);
        var named = MethodAndPath().Matches(text).Select(match => (Method: match.Groups[1].Value, Path: match.Groups[2].Value))
            .Concat(ServerAddress().Matches(text).Select(match => (Method: "", Path: match.Groups[1].Value)))
            .Where(route => !route.Path.Contains('…', StringComparison.Ordinal) && !route.Path.Contains('$', StringComparison.Ordinal));

        foreach (var (method, path) in named)
        {
            Assert.True(
                method.Length > 0
                    ? routes.Any(route => route.Method == method && Fits(path, route.Path))
                    : routes.Any(route => Fits(path, route.Path) || route.Path.Replace("{kind}", "context", StringComparison.Ordinal).StartsWith(path + "/", StringComparison.Ordinal)),
                $"{document} names {method} {path}, which is no route.");
        }
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_link_leads_to_a_file(string document)
    {
        var folder = Path.GetDirectoryName(Path.Combine(Repository.Root, document))!;
        foreach (Match link in Linked().Matches(Read(document)))
        {
            var target = link.Groups[1].Value.Split('#')[0];
            Assert.True(
                target.Length == 0 || target.Contains("://", StringComparison.Ordinal) || Path.Exists(Path.Combine(folder, target)),
                $"{document} links to {target}, which is not there.");
        }
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_variable_it_names_is_a_setting(string document)
    {
        var known = SettingsTable.All.Select(setting => setting.Name).Concat(OtherVariables).ToHashSet();
        foreach (Match variable in Variable().Matches(Read(document)))
        {
            var name = variable.Groups[1].Value;
            Assert.True(
                known.Contains(name) || SettingsTable.Unused.ContainsKey(name) || name.EndsWith("_API_KEY", StringComparison.Ordinal) || OtherVariables.Contains(name) || name.Contains("REPEATER_", StringComparison.Ordinal),
                $"{document} names {name}, which is no setting.");
        }
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public async Task Every_command_it_names_is_there(string document)
    {
        var words = Command().Matches(Read(document)).Select(match => match.Groups[1].Value).Distinct();
        foreach (var word in words)
        {
            using var output = new StringWriter();
            using var error = new StringWriter();
            var code = await CommandLine.RunAsync([word, "--help"], new()
            {
                Output = output,
                Error = error,
                Environment = _ => null,
                WorkingDirectory = Path.GetTempPath(),
                Serve = (_, _, _, _, _) => Task.FromResult(ExitCode.Ok),
            });
            Assert.True(code == ExitCode.Ok, $"{document} names the command {word}: {error}");
        }
    }

    [Fact]
    public void Every_document_is_there_in_both_languages() =>
        Assert.Equal(EnglishFiles().Select(InChinese).Order(StringComparer.Ordinal), Files().Where(IsChinese));

    [Theory]
    [MemberData(nameof(EnglishDocuments))]
    public void Both_languages_give_the_same_commands(string document) =>
        Assert.Equal(Code(document), Code(InChinese(document)));

    [Theory]
    [MemberData(nameof(EnglishDocuments))]
    public void Both_languages_lead_to_each_other(string document)
    {
        var chinese = InChinese(document);

        Assert.Contains($"\n\n[简体中文]({Link(document, chinese)})\n\n", Read(document));
        Assert.Contains($"\n\n[English]({Link(chinese, document)})\n\n", Read(chinese));
    }

    static IEnumerable<string> Files() =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories)
            .Where(file => !file.EndsWith(".received.md", StringComparison.Ordinal))
            .Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'))
            .Append("README.md").Append("README.zh-CN.md").Order(StringComparer.Ordinal);

    /// <summary>A page that is only there to be drawn has one language.</summary>
    static IEnumerable<string> EnglishFiles() => Files().Where(file => !IsChinese(file) && !file.StartsWith("docs/images/", StringComparison.Ordinal));

    static bool IsChinese(string document) => document.Contains("zh-CN", StringComparison.Ordinal);

    static string InChinese(string document) => document == "README.md" ? "README.zh-CN.md" : document.Replace("docs/", "docs/zh-CN/", StringComparison.Ordinal);

    static string Link(string from, string to) => Path.GetRelativePath(Path.GetDirectoryName($"/{from}")!, $"/{to}").Replace('\\', '/');

    static string Read(string document) => File.ReadAllText(Path.Combine(Repository.Root, document)).Replace("\r\n", "\n");

    /// <summary>Lines of code, indented or between fences, without their comments.</summary>
    static IEnumerable<string> Code(string document)
    {
        var isFenced = false;
        foreach (var line in Read(document).Split('\n'))
        {
            var isFence = line.StartsWith("```", StringComparison.Ordinal);
            isFenced ^= isFence;
            if (isFence || isFenced || line.StartsWith("    ", StringComparison.Ordinal))
            {
                yield return line.Split(" # ")[0].TrimEnd();
            }
        }
    }

    /// <summary>Part by part: a name in braces on either side stands for anything.</summary>
    static bool Fits(string path, string route)
    {
        var (parts, pattern) = (path.TrimEnd('/').Split('/'), route.TrimEnd('/').Split('/'));
        return (parts.Length == pattern.Length || (route.EndsWith("{path}", StringComparison.Ordinal) && parts.Length > pattern.Length))
            && pattern.Zip(parts).All(pair => pair.First.Contains('{', StringComparison.Ordinal) || pair.Second.StartsWith('{') || pair.First == pair.Second);
    }

    [GeneratedRegex(@"`(GET|POST|PUT|DELETE|HEAD) (/[^\s`?]*)")]
    private static partial Regex MethodAndPath();

    [GeneratedRegex(@"http://127\.0\.0\.1:(?:8080|7645)(/[^\s`'""?)]*)")]
    private static partial Regex ServerAddress();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Linked();

    [GeneratedRegex(@"`([A-Z]+(?:_[A-Z]+)+)(?:=[^`]*)?`")]
    private static partial Regex Variable();

    [GeneratedRegex(@"(?:`|^    (?:\./)?|sudo (?:\./)?)repeater (?!-)([a-z]+(?:-[a-z]+)*)", RegexOptions.Multiline)]
    private static partial Regex Command();
}
