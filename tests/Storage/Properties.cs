using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;

namespace Repeater.Tests.Storage;

/// <summary>Random tests that are the same at every run.</summary>
static class Properties
{
    /// <summary>Checks a property for many values of one generator, and shows the smallest value it does not hold for.</summary>
    public static void Hold<T>(Gen<T> values, Action<T> property, int tries = 1000, ulong seed = 20240628)
    {
        // The second number has to be odd.
        var replay = new Replay(new Rnd(seed, 1), FSharpOption<int>.None);
        var config = Config.QuickThrowOnFailure.WithMaxTest(tries).WithReplay(FSharpOption<Replay>.Some(replay));
        Prop.ForAll(values.ToArbitrary(), property).Check(config);
    }
}
