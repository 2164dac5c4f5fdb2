namespace Repeater.Chat.Variables;

/// <summary>How much of the grammar a text is given, and what becomes of braces that name no variable.</summary>
enum ExpandMode
{
    /// <summary>
    /// Written for the grammar: prompts and the expand route. An unknown <c>{…}</c> is empty, a guarded block that names
    /// an unknown variable is dropped, and a wrong call prints its error in place.
    /// </summary>
    Prompt,

    /// <summary>
    /// Written for people, so code must survive: the same grammar, but whatever is not a variable stays byte for byte:
    /// an unknown <c>{…}</c> and the back-slashes before it, a call its variable does not take (<c>{ "age" : 3 }</c>),
    /// a guarded block that names an unknown variable or none at all, a conditional block on an unknown name.
    /// </summary>
    Message,

    /// <summary>
    /// Written by a model: only <c>{name}</c> of a variable without arguments, outside Markdown code. No blocks. An odd
    /// number of back-slashes keeps the variable as it is, and none is taken away, because Markdown itself shows
    /// <c>\{</c> as a brace. Signs of LaTeX and of templates keep it too: <c>\text{time}</c>, <c>x_{time}</c>,
    /// <c>${time}</c>, <c>{{time}}</c>.
    /// </summary>
    Reply,
}
