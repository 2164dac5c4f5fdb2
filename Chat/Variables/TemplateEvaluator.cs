using System.Text;

namespace Repeater.Chat.Variables;

/// <summary>Prints the nodes of one pass, in <see cref="ExpandMode.Prompt"/> or <see cref="ExpandMode.Message"/>.</summary>
sealed class TemplateEvaluator(VariableContext context, ExpandMode mode)
{
    readonly StringBuilder _output = new();
    int _room = VariableTemplate.MaxValueCharacters;

    bool KeepsUnknown => mode == ExpandMode.Message;

    public string Evaluate(List<TemplateNode> nodes)
    {
        Write(nodes);
        return _output.ToString();
    }

    void Write(List<TemplateNode> nodes)
    {
        foreach (var node in nodes)
        {
            switch (node)
            {
                case TextNode text:
                    _output.Append(text.Source);
                    break;
                case VariableNode variable:
                    Write(variable);
                    break;
                case GuardNode guard:
                    Write(guard);
                    break;
                case ConditionalNode conditional:
                    Write(conditional);
                    break;
            }
        }
    }

    void Write(VariableNode node)
    {
        if (Expansion(node) is { } expansion)
        {
            _output.Append('\\', node.BackSlashes / 2).Append(expansion);
        }
        else
        {
            _output.Append(node.Source);
        }
    }

    void Write(GuardNode node)
    {
        if (KeepsUnknown && node.Names is [])
        {
            // It guards nothing: a container of other Markdown dialects, or R's pkg:::name twice.
            _output.Append(node.Leading).Append(TemplateParser.GuardMark);
            Write(node.Body);
            _output.Append(TemplateParser.GuardMark).Append(node.Trailing);
        }
        else if (node.Names.TrueForAll(name => VariableRegistry.Find(name) is not null))
        {
            _output.Append(node.Leading);
            Write(node.Body);
        }
        else if (KeepsUnknown)
        {
            _output.Append(node.Source);
        }
    }

    void Write(ConditionalNode node)
    {
        var variable = VariableRegistry.Find(node.Name);
        if (variable is null && KeepsUnknown)
        {
            _output.Append(node.Source);
        }
        else if (variable is not null && variable.IsTrue(context))
        {
            Write(node.Body);
        }
    }

    /// <summary>What stands for the braces, or null where the node stays as it is.</summary>
    string? Expansion(VariableNode node)
    {
        var words = ShellWords.Split(node.Inner);
        var name = words is [var first, ..] ? first : "";
        string[] arguments = [.. words.Skip(1)];
        var variable = VariableRegistry.Find(name);
        if (KeepsUnknown && variable?.Takes(arguments.Length) != true)
        {
            return null;
        }
        if (node.IsEscaped)
        {
            return node.Braces.ToString();
        }
        if (variable is null)
        {
            return "";
        }

        var value = variable.Evaluate(context, arguments);
        if (value.IsError && KeepsUnknown)
        {
            return null;
        }
        var text = value.IsError ? $"[PromptPV Error | {name}]: {value.Text}" : value.Text;
        if (text.Length > _room)
        {
            return null;
        }
        _room -= text.Length;
        return text;
    }
}
