namespace Repeater;

/// <summary>What the process answers its caller. Scripts rely on the numbers: add, never renumber. <c>--help</c> lists them.</summary>
enum ExitCode
{
    Ok = 0,

    /// <summary>A fault of the program itself.</summary>
    Unexpected = 1,

    /// <summary>The command line: an unknown command or option, a value missing.</summary>
    Usage = 2,

    /// <summary>A setting, <c>.env</c>, the config file or a file that a setting names.</summary>
    BadSetting = 3,

    /// <summary>The address is in use, forbidden or not of this machine.</summary>
    CannotListen = 4,

    /// <summary>The data folder cannot be made, read or written.</summary>
    DataFolder = 5,

    /// <summary>A file that a command was to read or write.</summary>
    BadFile = 6,

    /// <summary>This system does not let the program load its drawing library.</summary>
    CannotDraw = 7,

    /// <summary>The work was done, and something of the data is damaged or was refused: the report says what.</summary>
    Findings = 8,

    /// <summary>A command was stopped by a signal before its work was done; or a server had to end while something hung.</summary>
    Stopped = 9,

    /// <summary>What <c>doctor</c> looked at is not in order.</summary>
    Unhealthy = 10,

    /// <summary>The server that a command talks to is not there, or refused.</summary>
    NoServer = 11,
}
