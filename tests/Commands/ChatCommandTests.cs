using System.Text;
using Repeater.Commands;
using Repeater.Commands.Terminal;
using static Repeater.Tests.Commands.FakeTerminal;

namespace Repeater.Tests.Commands;

/// <summary><c>repeater chat</c> from a pipe and in a terminal.</summary>
public sealed class ChatCommandTests : IDisposable
{
    readonly SettingsFolder _folder = new();
    readonly StringWriter _output = new() { NewLine = "\n" };
    readonly StringWriter _error = new() { NewLine = "\n" };

    public void Dispose() => _folder.Dispose();

    Task<ExitCode> Run(string input, ITerminal? terminal, params string[] args) => CommandLine.RunAsync(["chat", .. args], new()
    {
        Output = terminal is null ? _output : new TerminalWriter(terminal),
        Error = _error,
        Environment = name => name == "USER_DATA_DIR" ? Path.Combine(_folder.Path, "data") : null,
        WorkingDirectory = _folder.Path,
        OpenInput = () => new MemoryStream(Encoding.UTF8.GetBytes(input)),
        Terminal = terminal,
        Host = Server.HostAsync,
        Serve = (_, _, _, _, _) => throw new InvalidOperationException(),
    });

    [Fact]
    public async Task From_a_pipe_each_line_is_a_turn_and_replies_alone_come_out()
    {
        Assert.Equal(ExitCode.Ok, await Run("你好\n\nand again\n/quit\nnever\n", null));

        Assert.Equal("你好\nand again\n", _output.ToString());
        Assert.Equal("", _error.ToString());
    }

    [Fact]
    public async Task Words_steer_branches_undo_and_what_was_said()
    {
        await using var server = await TestServer.StartAsync(("ACCESS_TOKEN", "correct-horse-battery"));
        string[] args = ["--url", server.Address.ToString(), "--token", "correct-horse-battery", "--user", "Group:1:2"];

        Assert.Equal(ExitCode.Ok, await Run("one\ntwo\n/fork what-if\nthree\n/withdraw\n/undo\n/redo\n/branch\n/branch default\n/history 2\n/prompt be kind\n/prompt\n/model\n", null, args));

        Assert.Equal(
            """
            one
            two
            Now in what-if, a copy.
            three
            2 messages taken back; /undo brings them again.
            Taken back: withdraw (2 messages)
            Done again: withdraw (2 messages)
              default  4 messages
            * what-if  4 messages
            Now in default.
            user: two
            assistant: two
            The prompt is set.
            be kind
            chat, reasoner, coder, prover, 复读机, parrot

            """.ReplaceLineEndings("\n"),
            _output.ToString());
    }

    [Fact]
    public async Task The_last_reply_is_saved_as_an_image_that_overwrites_nothing()
    {
        await using var server = await TestServer.StartAsync();
        var file = Path.Combine(_folder.Path, "out.png");

        Assert.Equal(ExitCode.Ok, await Run($"# 标题\n/image {file}\n", null, "--url", server.Address.ToString()));

        Assert.Equal([0x89, 0x50, 0x4E, 0x47], (await File.ReadAllBytesAsync(file))[..4]);
    }

    [Fact]
    public async Task In_a_terminal_reasoning_is_dimmed_and_nothing_a_model_says_is_obeyed()
    {
        await using var world = await ChatWorld.StartAsync();
        world.Upstream.Enqueue(FakeReply.Reasoning("hm\e[2J", "fine\e]0;evil\a 你好"));
        var terminal = new Recorder([.. Type("hi\r"), Key(ConsoleKey.D, control: true)]);

        Assert.Equal(ExitCode.Ok, await Run("", terminal, "--url", world.Server.Address.ToString()));

        Assert.Contains("\e[2mhm[2J\n\n\e[0mfine]0;evil 你好\n", terminal.Written);
        Assert.DoesNotContain("\e]", terminal.Written);
    }

    [Fact]
    public async Task A_failed_turn_is_told_and_the_talk_goes_on()
    {
        await using var world = await ChatWorld.StartAsync();
        world.Upstream.Enqueue(FakeReply.Status(500, """{"error":{"message":"out of order"}}"""), FakeReply.Text("fine"));
        var terminal = new Recorder([.. Type("hi\rhi\r/nonsense\r"), Key(ConsoleKey.C, control: true), Key(ConsoleKey.C, control: true)]);

        Assert.Equal(ExitCode.Ok, await Run("", terminal, "--url", world.Server.Address.ToString()));

        Assert.Contains("out of order", terminal.Written);
        Assert.Contains("fine\n", terminal.Written);
        Assert.Contains("There is no /nonsense", terminal.Written);
        Assert.Contains("Ctrl-C again leaves.", terminal.Written);
    }

    [Fact]
    public async Task Without_a_server_or_with_a_wrong_address_it_is_a_sentence()
    {
        Assert.Equal(ExitCode.NoServer, await Run("hi\n", null, "--url", "http://127.0.0.1:1"));
        Assert.Contains("http://127.0.0.1:1/ is not reached", _error.ToString());
        Assert.Equal(ExitCode.Usage, await Run("hi\n", null, "--url", "nonsense"));
    }

    [Fact]
    public async Task Beside_a_server_that_has_the_folder_it_says_how_to_talk_to_that_one()
    {
        await using var server = await TestServer.StartAsync(("USER_DATA_DIR", Path.Combine(_folder.Path, "data")));

        Assert.Equal(ExitCode.DataFolder, await Run("hi\n", null));

        Assert.Contains("name it with --url", _error.ToString());
    }

    sealed class TerminalWriter(ITerminal terminal) : StringWriter
    {
        public override void Write(string? value) => terminal.Write(value ?? "");
    }

    /// <summary>Keeps what is written to the letter.</summary>
    sealed class Recorder(params ConsoleKeyInfo[] keys) : ITerminal
    {
        readonly Queue<ConsoleKeyInfo> _keys = new(keys);
        readonly StringBuilder _written = new();

        public string Written => _written.ToString();

        public int Width => 80;

        public int Height => 24;

        public bool HasKey => false;

        public bool CtrlCIsKey { get; set; }

        public ConsoleKeyInfo ReadKey() => _keys.Dequeue();

        public void Write(string text) => _written.Append(text);
    }
}
