namespace Repeater.Commands.Terminal;

/// <summary>A person's terminal, with keys as they are pressed. Text may hold the escape sequences of ECMA-48.</summary>
interface ITerminal
{
    /// <summary>Columns, now: a window changes.</summary>
    int Width { get; }

    int Height { get; }

    /// <summary>More keys are there already, as when text is pasted.</summary>
    bool HasKey { get; }

    /// <summary>Else it is a signal.</summary>
    bool CtrlCIsKey { set; }

    /// <summary>Waits for a key.</summary>
    ConsoleKeyInfo ReadKey();

    void Write(string text);
}

/// <summary>The real one.</summary>
sealed class SystemTerminal : ITerminal
{
    const int Fallback = 24;

    public SystemTerminal()
    {
        if (OperatingSystem.IsWindows())
        {
            WindowsConsole.ObeySequences();
        }
    }

    public int Width => Console.WindowWidth is > 0 and var width ? width : Surroundings.DefaultWidth;

    public int Height => Console.WindowHeight is > 0 and var height ? height : Fallback;

    public bool HasKey => Console.KeyAvailable;

    public bool CtrlCIsKey
    {
        set => Console.TreatControlCAsInput = value;
    }

    public ConsoleKeyInfo ReadKey() => Console.ReadKey(intercept: true);

    public void Write(string text) => Console.Out.Write(text);
}
