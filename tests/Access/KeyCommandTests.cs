using Repeater.Commands;

namespace Repeater.Tests.Access;

public sealed class KeyCommandTests : IDisposable
{
    readonly SettingsFolder _folder = new();
    readonly StringWriter _output = new() { NewLine = "\n" };
    readonly StringWriter _error = new() { NewLine = "\n" };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_key_is_shown_and_changed()
    {
        var first = await PrintedAsync("key", "show");
        Assert.Equal(43, first.Length);
        Assert.Equal(first, await PrintedAsync("key", "show"));

        var second = await PrintedAsync("key", "regenerate");

        Assert.NotEqual(first, second);
        Assert.Equal(second, await PrintedAsync("key", "show"));
    }

    [Fact]
    public async Task The_key_of_the_settings_is_shown_until_it_is_changed()
    {
        _folder.Environment["ADMIN_API_KEY"] = "aB3dE5gH7jK9mN1p";
        Assert.Equal("aB3dE5gH7jK9mN1p", await PrintedAsync("key", "show"));

        var made = await PrintedAsync("key", "regenerate");

        Assert.Equal(made, await PrintedAsync("key", "show"));
    }

    [Fact]
    public async Task A_token_is_made_listed_and_revoked()
    {
        var token = await PrintedAsync("token", "create", "--users", "Group_1_*", "--users", "Private:2", "--read-only", "--expires", "30d", "--note", "dashboard");
        Assert.StartsWith("rpt_", token);
        Assert.Contains("warning: ACCESS_TOKEN is not set", _error.ToString());

        var listed = await PrintedAsync("token", "list");
        Assert.Contains("reads Group_1_*, Private:2, until 20", listed);
        Assert.EndsWith("dashboard", listed);
        Assert.DoesNotContain(token, listed);

        var id = listed.Split(' ')[0];
        Assert.Equal("", await PrintedAsync("token", "revoke", id));
        Assert.Equal("", await PrintedAsync("token", "list"));
        Assert.Equal(ExitCode.Usage, await RunAsync("token", "revoke", id));
        Assert.Contains($"there is no token {id}", _error.ToString());
    }

    [Theory]
    [InlineData("yesterday")]
    [InlineData("2001-01-01")]
    [InlineData("-3d")]
    [InlineData("99999999999d")]
    [InlineData("0h")]
    [InlineData("")]
    public async Task A_token_that_would_be_worth_nothing_is_not_made(string expires)
    {
        Assert.Equal(ExitCode.Usage, await RunAsync("token", "create", "--users", "u", "--expires", expires));
        Assert.Equal("", await PrintedAsync("token", "list"));
    }

    [Fact]
    public async Task A_weak_key_of_the_settings_is_refused_with_the_rule()
    {
        _folder.Environment["ADMIN_API_KEY"] = "abcdefabcdefabcdefabcdef";

        Assert.Equal(ExitCode.BadSetting, await RunAsync("key", "show"));
        Assert.Contains("3.5 bits of entropy", _error.ToString());
        Assert.DoesNotContain("abcdefabcdef", _error.ToString());
    }

    async Task<string> PrintedAsync(params string[] args)
    {
        _output.GetStringBuilder().Clear();
        Assert.Equal(ExitCode.Ok, await RunAsync(args));
        return _output.ToString().Trim();
    }

    Task<ExitCode> RunAsync(params string[] args) => CommandLine.RunAsync(args, new()
    {
        Output = _output,
        Error = _error,
        Environment = name => _folder.Environment.GetValueOrDefault(name),
        WorkingDirectory = _folder.Path,
        Serve = (_, _, _, _, _) => throw new InvalidOperationException("Nothing is served here."),
    });
}
