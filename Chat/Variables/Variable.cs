namespace Repeater.Chat.Variables;

/// <summary>One registered variable: a constant or a function, and the arguments it takes.</summary>
sealed class Variable
{
    // The qualified name Python put into its own messages about a wrong number of arguments.
    const string PythonName = "Core.get_prompt_vp.<locals>.<lambda>()";

    readonly Func<VariableContext, IReadOnlyList<string>, VariableValue> _evaluate;
    readonly string[]? _parameters;
    readonly bool _isConstant;

    Variable(
        Func<VariableContext, IReadOnlyList<string>, VariableValue> evaluate, string[]? parameters, bool isConstant = false)
    {
        _evaluate = evaluate;
        _parameters = parameters;
        _isConstant = isConstant;
    }

    /// <summary>Whether it needs no arguments.</summary>
    public bool IsPlain => _parameters is [];

    public static Variable Constant(Func<VariableContext, string> text) =>
        new((context, _) => VariableValue.Of(text(context)), [], isConstant: true);

    public static Variable Function(Func<VariableContext, VariableValue> call) => new((context, _) => call(context), []);

    public static Variable Function(
        string[] parameters, Func<Random, IReadOnlyList<string>, VariableValue> call) =>
        new((context, arguments) => call(context.Random, arguments), parameters);

    public static Variable FunctionOfAny(Func<Random, IReadOnlyList<string>, VariableValue> call) =>
        new((context, arguments) => call(context.Random, arguments), parameters: null);

    /// <summary>Whether it is made for so many arguments. A constant is made for none, and prints with any.</summary>
    public bool Takes(int arguments) => _parameters is null ? arguments > 0 : arguments == _parameters.Length;

    /// <summary>As the condition of a block, where there are no arguments: a function that needs some is false.</summary>
    public bool IsTrue(VariableContext context) => IsPlain && Evaluate(context, []).IsTrue;

    public VariableValue Evaluate(VariableContext context, IReadOnlyList<string> arguments) =>
        _isConstant || _parameters is null || arguments.Count == _parameters.Length
            ? _evaluate(context, arguments)
            : VariableValue.Error($"{PythonName} {CountError(_parameters, arguments.Count)}");

    static string CountError(string[] parameters, int given)
    {
        if (given > parameters.Length)
        {
            var were = given == 1 ? "was" : "were";
            return $"takes {Count(parameters.Length, "positional argument")} but {given} {were} given";
        }
        var missing = parameters[given..];
        var names = string.Join(" and ", missing.Select(name => $"'{name}'"));
        return $"missing {Count(missing.Length, "required positional argument")}: {names}";
    }

    static string Count(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";
}

/// <summary>What a variable prints, or the message of what went wrong.</summary>
/// <param name="Text">The printed form, or the message.</param>
/// <param name="IsTrue">As a condition: text is true unless blank, a number unless 0, an error never.</param>
/// <param name="IsError">Whether <paramref name="Text"/> is a message.</param>
readonly record struct VariableValue(string Text, bool IsTrue, bool IsError)
{
    public static VariableValue Of(string text) => new(text, !WhiteSpace.IsAll(text), IsError: false);

    public static VariableValue Of(long number) => new($"{number}", number != 0, IsError: false);

    public static VariableValue Error(string message) => new(message, IsTrue: false, IsError: true);
}
