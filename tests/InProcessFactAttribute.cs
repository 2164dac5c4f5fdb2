namespace Repeater.Tests;

/// <summary>A test that replaces parts of the server, which a published binary does not offer: skipped when one is tested.</summary>
sealed class InProcessFactAttribute : FactAttribute
{
    public InProcessFactAttribute() => Skip = InProcess.SkipReason;
}

/// <inheritdoc cref="InProcessFactAttribute"/>
sealed class InProcessTheoryAttribute : TheoryAttribute
{
    public InProcessTheoryAttribute() => Skip = InProcess.SkipReason;
}

static class InProcess
{
    public static string? SkipReason => TestServer.Binary is null ? null : "Replaces parts of the server in its own process.";
}
