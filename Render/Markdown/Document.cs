namespace Repeater.Render.Markdown;

/// <summary>A parsed text.</summary>
/// <param name="Blocks">In the order of reading.</param>
/// <param name="LeftOut">Characters (code points) at the end of the text that were too many to read.</param>
/// <param name="Chinese">Whether the text has Han characters; words the renderer adds are then Chinese, else English.</param>
sealed record Document(IReadOnlyList<Block> Blocks, int LeftOut, bool Chinese);
