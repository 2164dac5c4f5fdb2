using System.Text;

namespace Repeater.Render.Formulas;

/// <summary>The generated tables inside the executable: see build/formulas/tables.mjs.</summary>
static class Tables
{
    public static IEnumerable<string[]> Lines(string name)
    {
        foreach (var line in Encoding.UTF8.GetString(EmbeddedResource.Open($"formulas/{name}").Bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            yield return line.Split('\t');
        }
    }
}
