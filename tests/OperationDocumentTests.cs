using System.Reflection;
using Microsoft.Extensions.Logging;
using Repeater.Commands;
using Repeater.Metrics;

namespace Repeater.Tests;

/// <summary>docs/operation.md lists what scripts and monitors rely on, and all of it.</summary>
public class OperationDocumentTests
{
    static readonly string Document = File.ReadAllText(Path.Combine(Repository.Root, "docs", "operation.md")).Replace("\r\n", "\n", StringComparison.Ordinal);

    static readonly (MethodInfo Method, LoggerMessageAttribute Event)[] Events =
        [.. typeof(Log).GetMethods(BindingFlags.Static | BindingFlags.Public).Select(method => (method, method.GetCustomAttribute<LoggerMessageAttribute>()!))];

    [Fact]
    public void Every_event_of_the_log_stands_there_with_level_and_fields()
    {
        var rows = Events.OrderBy(item => item.Event.EventName, StringComparer.Ordinal)
            .Select(item => $"| `{item.Event.EventName}` | {Level(item.Event.Level)} | {string.Join(", ", Fields(item.Method))} |");

        Assert.Equal(rows, Rows("event"));
    }

    [Fact]
    public void Events_have_names_and_numbers_of_their_own()
    {
        Assert.All(Events, item => Assert.Matches("^[a-z]+\\.[a-z_]+$", item.Event.EventName));
        Assert.Equal(Events.Length, Events.Select(item => item.Event.EventName).Distinct().Count());
        Assert.Equal(Events.Length, Events.Select(item => item.Event.EventId).Distinct().Count());
    }

    [Fact]
    public async Task Every_metric_stands_there_with_type_and_labels()
    {
        await using var server = await TestServer.StartAsync();
        await server.PostFormAsync("/chat/completion/u", ("message", "hi"));
        var lines = (await server.GetAsync("/metrics")).Body.Split('\n');
        var types = lines.Where(line => line.StartsWith("# TYPE ")).Select(line => line.Split(' ')).Select(parts => $"| `{parts[2]}` | {parts[3]} |");

        Assert.Equal(types.Order(StringComparer.Ordinal), Rows("metric").Select(row => string.Join('|', row.Split('|')[..3]) + "|").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_exit_code_stands_there()
    {
        Assert.Equal(Enum.GetValues<ExitCode>(), HelpText.ExitCodes.Select(row => row.Code));
        Assert.Equal(HelpText.ExitCodes.Select(row => $"| {(int)row.Code} | {row.Meaning} |"), Rows("exit code"));
    }

    /// <summary>Of the table whose first heading is the word.</summary>
    static IEnumerable<string> Rows(string heading) =>
        Document.Split('\n').SkipWhile(line => !line.StartsWith($"| {heading} |", StringComparison.Ordinal)).Skip(2)
            .TakeWhile(line => line.StartsWith('|'));

    static IEnumerable<string> Fields(MethodInfo method) => method.GetParameters()
        .Where(parameter => parameter.ParameterType != typeof(ILogger) && parameter.ParameterType != typeof(Exception))
        .Select(parameter => SnakeCase.Of(parameter.Name!));

    static string Level(LogLevel level) => level switch
    {
        LogLevel.Debug => "debug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        _ => "error",
    };
}
