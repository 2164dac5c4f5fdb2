namespace Repeater.Render.Formulas;

/// <summary>What is wrong with a formula, in one sentence. Never leaves <see cref="FormulaTypesetter"/>.</summary>
sealed class FormulaException(string message) : Exception(message);
