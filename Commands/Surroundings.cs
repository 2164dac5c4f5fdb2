namespace Repeater.Commands;

/// <summary>All that a command touches outside of its arguments.</summary>
sealed record Surroundings
{
    /// <summary>Where nothing says how wide the reader's window is.</summary>
    public const int DefaultWidth = 80;

    public required TextWriter Output { get; init; }

    public required TextWriter Error { get; init; }

    public required Func<string, string?> Environment { get; init; }

    public required string WorkingDirectory { get; init; }

    /// <summary>The file that is running; null where that is not known.</summary>
    public string? Executable { get; init; }

    /// <summary>Standard input and output as bytes.</summary>
    public Func<Stream> OpenInput { get; init; } = Console.OpenStandardInput;

    public Func<Stream> OpenOutput { get; init; } = Console.OpenStandardOutput;

    /// <summary>Somebody watches <see cref="Error"/> on a terminal.</summary>
    public bool ShowsProgress { get; init; }

    /// <summary>Whether a person sees <see cref="Output"/> as it is written; else it may be kept.</summary>
    public Func<bool> IsTerminal { get; init; } = () => false;

    /// <summary>Columns of a line of help.</summary>
    public Func<int> Width { get; init; } = () => DefaultWidth;

    public required Func<Settings, Func<string, string?>, TextWriter, TextWriter, CancellationToken, Task<ExitCode>> Serve { get; init; }

    /// <summary>A server for this process alone, on a free port of loopback.</summary>
    public Func<Settings, Func<string, string?>, Task<OwnServer>> Host { get; init; } = (_, _) => throw new NotSupportedException();

    /// <summary>Somebody writes and reads there; null: input or output is a file or a pipe.</summary>
    public Terminal.ITerminal? Terminal { get; init; }
}

/// <summary>A server in this process. Disposing it ends it in order.</summary>
sealed class OwnServer(Uri address, Func<ValueTask> end) : IAsyncDisposable
{
    public Uri Address => address;

    public ValueTask DisposeAsync() => end();
}
