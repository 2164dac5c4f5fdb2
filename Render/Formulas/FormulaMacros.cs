namespace Repeater.Render.Formulas;

/// <summary>The commands that one document defined. One thread at a time.</summary>
sealed class FormulaMacros
{
}
