namespace Repeater.Chat.Variables;

/// <summary>The functions that draw lots.</summary>
static class RandomVariables
{
    /// <summary>A whole number, both ends included.</summary>
    public static VariableValue Integer(Random random, IReadOnlyList<string> arguments)
    {
        if (!PythonNumbers.TryParseInteger(arguments[0], out var min, out var error)
            || !PythonNumbers.TryParseInteger(arguments[1], out var max, out error))
        {
            return VariableValue.Error(error);
        }
        if (min > max)
        {
            // Python's randrange excludes its end.
            return VariableValue.Error($"empty range in randrange({min}, {max + 1})");
        }
        return VariableValue.Of(Between(random, min, max));
    }

    /// <summary>A number anywhere between the two, in either order.</summary>
    public static VariableValue Float(Random random, IReadOnlyList<string> arguments) =>
        PythonNumbers.TryParseFloat(arguments[0], out var from, out var error)
        && PythonNumbers.TryParseFloat(arguments[1], out var to, out error)
            ? VariableValue.Of(PythonNumbers.Format(from + ((to - from) * random.NextDouble())))
            : VariableValue.Error(error);

    public static VariableValue Choice(Random random, IReadOnlyList<string> arguments) =>
        arguments is []
            ? VariableValue.Error("Cannot choose from an empty sequence")
            : VariableValue.Of(arguments[random.Next(arguments.Count)]);

    static long Between(Random random, long min, long max)
    {
        if (max < long.MaxValue)
        {
            return random.NextInt64(min, max + 1);
        }
        if (min > long.MinValue)
        {
            return random.NextInt64(min - 1, max) + 1;
        }
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        random.NextBytes(bytes);
        return BitConverter.ToInt64(bytes);
    }
}
