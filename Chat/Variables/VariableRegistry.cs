using System.Collections.Frozen;

namespace Repeater.Chat.Variables;

/// <summary>The registered variables. Names are case-sensitive.</summary>
static class VariableRegistry
{
    static readonly FrozenDictionary<string, Variable> Table = new Dictionary<string, Variable>
    {
        ["user_id"] = Variable.Constant(context => context.UserId),
        ["user_name"] = Variable.Constant(context => context.UserName),
        ["model_type"] = Variable.Constant(context => context.ModelType),
        ["botname"] = Variable.Constant(context => context.BotName),
        ["version"] = Variable.Constant(context => context.Version),
        ["birthday"] = Variable.Constant(context => CalendarVariables.Date(context.Birthday)),
        ["BirthdayCountdown"] = Variable.Function(CalendarVariables.BirthdayCountdown),
        ["zodiac"] = Variable.Function(CalendarVariables.Zodiac),
        ["age"] = Variable.Function(CalendarVariables.Age),
        ["time"] = Variable.Function(CalendarVariables.Time),
        ["random"] = Variable.Function(["min", "max"], RandomVariables.Integer),
        ["randfloat"] = Variable.Function(["min", "max"], RandomVariables.Float),
        ["randchoice"] = Variable.FunctionOfAny(RandomVariables.Choice),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    static readonly FrozenDictionary<string, Variable>.AlternateLookup<ReadOnlySpan<char>> Lookup =
        Table.GetAlternateLookup<ReadOnlySpan<char>>();

    public static Variable? Find(ReadOnlySpan<char> name) => Lookup.TryGetValue(name, out var variable) ? variable : null;
}
