using System.Text;
using Repeater.Commands;
using Repeater.Storage;
using Repeater.Tests.Storage;

namespace Repeater.Tests;

/// <summary>export, import, check and repair, as they are typed.</summary>
public sealed class DataCommandTests : IDisposable
{
    const string Messages = """[{"role":"user","content":"old"},{"role":"assistant","content":"reply"}]""";

    readonly StoreFolder _data = new();
    readonly SettingsFolder _settings = new();
    readonly StringWriter _output = new() { NewLine = "\n" };
    readonly StringWriter _error = new() { NewLine = "\n" };

    public void Dispose()
    {
        _data.Dispose();
        _settings.Dispose();
    }

    [Fact]
    public async Task Everybody_exported_and_imported_is_everybody()
    {
        var ids = new[] { "Group:1:2", "你好", new string('x', 300), "a.b:c" };
        using (var store = _data.Open())
        {
            foreach (var id in ids)
            {
                await store.SayInAsync(id, id, "hi " + id);
                await store.Contexts.ChangeAsync(StoreFolder.User(id), StoreFolder.Branch(id));
            }
        }

        var zip = Path.Combine(_settings.Path, "all.zip");
        Assert.Equal(ExitCode.Ok, await RunAsync("export", "--all", "-o", zip));
        using var other = new StoreFolder();
        Assert.Equal(ExitCode.Ok, await RunInAsync(other, "import", zip));

        Assert.Contains("new       context Group:1:2 of Group:1:2\n", _output.ToString());
        Assert.EndsWith("4 users, 0 refused; 4 branches taken over.\n", _output.ToString());
        using var copy = other.Open();
        Assert.Equal(ids.Order(StringComparer.Ordinal), await copy.Contexts.UsersAsync());
        foreach (var id in ids)
        {
            Assert.Equal(["hi " + id], await copy.TextsAsync(id, id));
            Assert.Equal(id, (await copy.Contexts.CurrentAsync(StoreFolder.User(id))).Raw);
        }
    }

    [Fact]
    public async Task A_python_folder_is_reported_first_and_taken_then()
    {
        using var python = new StoreFolder();
        python.WriteFile("Group_1_2", "default.json", Messages);
        python.WriteFile("Group_3_4", "default.json", "[{\"role\":\"us");
        python.WriteFile("Group_1_2", "notes.txt", "x");

        Assert.Equal(ExitCode.Findings, await RunAsync("import", python.Path, "--dry-run"));
        var tried = _output.ToString();
        Assert.Contains("new       context default of Group_1_2\n", tried);
        Assert.Contains("refused   Group_3_4: ", tried);
        Assert.Contains("left out  ", tried);
        Assert.EndsWith("2 users, 1 refused; 1 branches would be taken over. Nothing was changed.\n", tried);
        Assert.DoesNotContain(_data.Files(), file => file.EndsWith(".json", StringComparison.Ordinal));

        Assert.Equal(ExitCode.Findings, await RunAsync("import", python.Path));
        using var store = _data.Open();
        Assert.Equal(["old", "reply"], await store.TextsAsync("Group:1:2"));
        Assert.Equal(["Group_1_2"], await store.Contexts.UsersAsync());
    }

    [Fact]
    public async Task A_list_of_messages_needs_an_owner()
    {
        var file = Path.Combine(_settings.Path, "talk.json");
        await File.WriteAllTextAsync(file, Messages);

        Assert.Equal(ExitCode.BadFile, await RunAsync("import", file));
        Assert.Contains("--user ID", _error.ToString());
        Assert.Equal(ExitCode.Ok, await RunAsync("import", file, "--user", "u"));
        using var store = _data.Open();
        Assert.Equal(["old", "reply"], await store.TextsAsync("u", "talk"));
    }

    [Theory]
    [InlineData("export", 2, "Name either one user or --all.")]
    [InlineData("export u", 2, "Name the file to write")]
    [InlineData("import nowhere", 6, "There is no ")]
    [InlineData("import . --kind notes", 2, "--kind is notes")]
    [InlineData("import .", 6, "is no data folder")]
    [InlineData("repair", 5, "There is no data folder")]
    public async Task A_wrong_use_is_a_sentence(string arguments, int code, string sentence)
    {
        Assert.Equal((ExitCode)code, await RunAsync(arguments.Replace(" .", $" {_settings.Path}").Split(' ')));

        Assert.StartsWith("error: ", _error.ToString());
        Assert.Contains(sentence, _error.ToString());
    }

    [Theory]
    [InlineData("export u -o x.zip")]
    [InlineData("import SOURCE")]
    [InlineData("repair")]
    public async Task While_a_server_has_the_folder_it_refuses_with_a_sentence(string arguments)
    {
        using var python = new StoreFolder();
        python.WriteFile("u", "default.json", Messages);
        using var server = _data.Open();

        Assert.Equal(ExitCode.DataFolder, await RunAsync(arguments.Replace("SOURCE", python.Path).Split(' ')));

        Assert.Contains("is in use by another repeater", _error.ToString());
    }

    [Fact]
    public async Task Check_names_everything_that_is_wrong_and_changes_nothing()
    {
        await DamageAsync();
        _settings.Environment["WKHTMLTOPDF_PATH"] = "/usr/bin/wkhtmltoimage";
        var before = Snapshot();

        Assert.Equal(ExitCode.Findings, await RunAsync("check"));

        var lines = _output.ToString().Split('\n');
        Assert.Contains(lines, line => line.StartsWith("unused: WKHTMLTOPDF_PATH (environment): ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("damaged: ", StringComparison.Ordinal) && line.Contains("lost.jsonl, line 3: ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("damaged: ", StringComparison.Ordinal) && line.Contains("headless.jsonl, line 1: ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("damaged: ", StringComparison.Ordinal) && line.Contains("broken.json: the file is no JSON", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("damaged: ", StringComparison.Ordinal) && line.Contains("metadata.json cannot be read", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("newer: ", StringComparison.Ordinal) && line.Contains("line 2: this version does not know the operation 'leap'", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("torn: ", StringComparison.Ordinal) && line.Contains("torn.jsonl ends with 7 bytes", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("unreachable: ", StringComparison.Ordinal) && line.Contains("a_b.json", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("leftover: ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("note: ", StringComparison.Ordinal) && line.Contains("the current branch, gone, has no file", StringComparison.Ordinal));
        Assert.Equal(before, Snapshot());
    }

    [Fact]
    public async Task Repair_mends_with_a_copy_kept_and_says_what_is_left()
    {
        await DamageAsync();
        var before = Snapshot();
        Assert.Equal(ExitCode.Findings, await RunAsync("repair", "--dry-run"));
        Assert.Equal(before, Snapshot());
        var dry = _output.ToString();
        _output.GetStringBuilder().Clear();

        Assert.Equal(ExitCode.Findings, await RunAsync("repair"));

        Assert.Equal(dry.Split('\n').Length, _output.ToString().Split('\n').Length);
        Assert.EndsWith("2 faults are left.\n", _output.ToString());
        using (var store = _data.Open())
        {
            Assert.Equal(["one", "three"], await store.TextsAsync("u", "lost"));
            Assert.Equal(["one"], await store.TextsAsync("u", "headless"));
            Assert.Equal(["one"], await store.TextsAsync("u", "torn"));
            Assert.Equal(["Flipped"], await store.TextsAsync("u", "flipped"));
            Assert.Equal(["old"], await store.TextsAsync("u", "broken"));
            await store.SayInAsync("u", "lost", "four");
        }

        var after = Snapshot();
        foreach (var name in new[] { "lost.jsonl", "headless.jsonl", "flipped.jsonl" })
        {
            Assert.Contains(after, file => file.Key.Contains($"{name}.damaged-", StringComparison.Ordinal) && file.Value == before[$"Context_UserData/u/ParallelData/{name}"]);
        }

        Assert.Equal(before["Context_UserData/u/ParallelData/broken.json"], after["Context_UserData/u/ParallelData/broken.json"]);
        Assert.DoesNotContain(after.Keys, name => name.EndsWith(".tmp", StringComparison.Ordinal));
        _output.GetStringBuilder().Clear();
        Assert.Equal(ExitCode.Findings, await RunAsync("check"));
        Assert.DoesNotContain("damaged: ", _output.ToString());
    }

    [Fact]
    public async Task A_folder_in_order_is_said_to_be()
    {
        Assert.Equal(ExitCode.Ok, await RunAsync("check"));
        Assert.Contains("There is no data folder", _output.ToString());
        using (var store = _data.Open())
        {
            await store.SayAsync("Group:1:2", "hi");
            await store.SayInAsync(new string('x', 300), "b:c", "hi");
        }

        Assert.Equal(ExitCode.Ok, await RunAsync("check"));
        Assert.EndsWith("2 users, 2 branches, 1 kB: all can be read.\n", _output.ToString());
        Assert.Equal(ExitCode.Ok, await RunAsync("repair"));
    }

    /// <summary>Of every kind of damage one.</summary>
    async Task DamageAsync()
    {
        using (var store = _data.Open())
        {
            foreach (var branch in new[] { "lost", "headless", "torn", "flipped", "leap" })
            {
                await store.SayInAsync("u", branch, branch == "flipped" ? "flipped" : "one");
            }

            await store.SayInAsync("u", "lost", "two");
            await store.Contexts.ApplyAsync(
                StoreFolder.User("u"), StoreFolder.Branch("lost"), now => new RewriteMessage { Id = now[1].Id, Content = "two, again" });
            await store.SayInAsync("u", "lost", "three");
        }

        Edit("lost", lines => lines[2] = lines[2][..20]);
        Edit("headless", lines => lines.RemoveAt(0));
        Edit("flipped", lines => lines[1] = lines[1].Replace("flipped", "Flipped", StringComparison.Ordinal));
        Edit("leap", lines => lines[1] = """{"op":"leap","at":"2026-01-01T00:00:00Z"}""");
        File.AppendAllText(_data.FileOf("u", "torn.jsonl"), "{\"op\":\"");
        _data.WriteFile("u", "broken.json", """[{"role":"user","content":"old"},{"role":"assis""");
        _data.WriteFile("u", "x.jsonl.tmp", "");
        _data.WriteFile("w", "a:b.json", Messages);
        File.WriteAllText(Path.Combine(_data.Path, "Context_UserData", "u", "metadata.json"), "{");
        File.WriteAllText(Path.Combine(_data.Path, "Context_UserData", "w", "metadata.json"), """{"default_item":"gone"}""");
    }

    void Edit(string branch, Action<List<string>> change)
    {
        var path = _data.FileOf("u", $"{branch}.jsonl");
        var lines = File.ReadAllLines(path).ToList();
        change(lines);
        File.WriteAllText(path, string.Concat(lines.Select(line => line + "\n")));
    }

    Dictionary<string, string> Snapshot() =>
        _data.Files().ToDictionary(file => file, file => File.ReadAllText(Path.Combine(_data.Path, file), Encoding.UTF8));

    Task<ExitCode> RunAsync(params string[] args) => RunInAsync(_data, args);

    Task<ExitCode> RunInAsync(StoreFolder data, params string[] args) => CommandLine.RunAsync([.. args, "--user-data-dir", data.Path], new()
    {
        Output = _output,
        Error = _error,
        Environment = name => _settings.Environment.GetValueOrDefault(name),
        WorkingDirectory = _settings.Path,
        Serve = (_, _, _, _, _) => throw new InvalidOperationException("No server was asked for."),
    });
}
