using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;

namespace Repeater.Tests.Storage;

/// <summary>Random tests that are the same at every run.</summary>
static class Properties
{
    /// <summary>Checks a property for many values of one generator.</summary>
    public static void Hold<T>(Gen<T> values, Action<T> property, int tries = 1000, ulong seed = 20240628) =>
        Prop.ForAll(values.ToArbitrary(), property).Check(Fixed(tries, seed));

    /// <summary>Checks a property for many sequences, and shows the shortest one it does not hold for.</summary>
    public static void HoldForAll<T>(Gen<T> items, Action<T[]> property, int tries, ulong seed = 20240628)
    {
        var sequences = Arb.From(items.ArrayOf(), Shorter);
        Prop.ForAll(sequences, property).Check(Fixed(tries, seed));
    }

    static IEnumerable<T[]> Shorter<T>(T[] sequence)
    {
        for (var length = sequence.Length / 2; length > 0; length /= 2)
        {
            for (var start = 0; start + length <= sequence.Length; start += length)
            {
                yield return [.. sequence[..start], .. sequence[(start + length)..]];
            }
        }
    }

    static Config Fixed(int tries, ulong seed)
    {
        // The second number has to be odd.
        var replay = new Replay(new Rnd(seed, 1), FSharpOption<int>.None);
        return Config.QuickThrowOnFailure.WithMaxTest(tries).WithReplay(FSharpOption<Replay>.Some(replay));
    }
}
