using System.Text;

namespace Repeater.Render.Formulas;

/// <summary>Pairs and triples of signs that text draws as one, and characters of other fonts joined to words.</summary>
static class Ligatures
{
    public static List<Node> Form(List<Node> body)
    {
        var result = new List<Node>(body.Count);
        StringBuilder? foreign = null;
        for (var i = 0; i < body.Count; i++)
        {
            if (body[i] is ForeignNode { Text: var text })
            {
                foreign ??= new();
                foreign.Append(text);
                if (i + 1 == body.Count || body[i + 1] is not ForeignNode)
                {
                    result.Add(new ForeignNode(foreign.ToString()));
                    foreign = null;
                }

                continue;
            }

            var length = Is(i, "-") && Is(i + 1, "-") ? Is(i + 2, "-") ? 3 : 2
                : (Is(i, "'") && Is(i + 1, "'")) || (Is(i, "`") && Is(i + 1, "`")) ? 2
                : 1;
            if (length == 1)
            {
                result.Add(body[i]);
                continue;
            }

            var name = string.Concat(Enumerable.Repeat(((SignNode)body[i]).Name, length));
            result.Add(new SignNode(name, SymbolGroup.Ordinary, true));
            i += length - 1;
        }

        return result;

        bool Is(int index, string name) => index < body.Count && body[index] is SignNode sign && sign.Name == name;
    }
}
